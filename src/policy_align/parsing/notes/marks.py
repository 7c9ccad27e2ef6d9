"""The marks of footnotes: numbers and signs, as they open a note and as they cite it.

A mark has a style and a number: ``［2］`` is number 2 of the style ``[]``, ``②`` of ``circled``,
``（注2）`` and ``注2：`` of ``注``. Plain numbers have an empty style, ``＊`` and ``†`` no number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import BLANKS, CLOSERS, FINALS, OPENERS

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = ""
"""The style of marks that are digits and nothing else."""

_NO_TEXT = re.escape("-—–~～/,，:：%％" + CLOSERS + FINALS)  # what no note begins with
_NUMBER = re.compile(rf"([1-9][0-9]{{0,2}})(?![0-9.．、]|[{BLANKS}]*[{_NO_TEXT}])")
_ITEM_NUMBER = re.compile(r"([1-9][0-9]{0,2})[.．、](?![0-9])")
_FIRST = r"①-⑳㉑-㉟❶-❿¹²³⁴-⁹⁰（(\[［〔【注註※＊*†‡§"  # what a sign may begin with
_SIGN = re.compile(
    rf"(?=[{_FIRST}])(?:"
    r"(?P<circled>[①-⑳㉑-㉟])|(?P<dark>[❶-❿])|(?P<raised>[¹²³⁴-⁹⁰]{1,3})"
    r"|(?P<other>[（(\[［〔【]?[注註][釈释釋]?\s?[0-9０-９]{0,3}[)）\]］〕】]?"
    r"|[\[［]\s?[0-9０-９]{1,3}\s?[\]］]|[〔【][0-9０-９]{1,3}[〕】]|[※＊*][0-9０-９]{1,3}|[※＊*]{1,3}|[†‡§]{1,3}))"
)
_RAISED = re.compile(r"(\d{1,3})([)）]?)")
_DIGITS = re.compile(r"[0-9]+")
_NAME = "注"
_VARIANTS = str.maketrans(
    {"註": _NAME, "釈": "", "释": "", "釋": ""} | dict.fromkeys("()[]〔〕【】 ")
)
_NAMED = re.compile(r"[（(\[［〔【]|.*[0-9０-９]")
_NO_NAME_AFTER = frozenset("备備附脚腳标標关關专專原訳译譯补補夹夾")

_PAUSES = frozenset("，、；：,;:（([" + OPENERS)
_PARTICLES = frozenset("をがはにのとでもやへ的")
_ENDS = frozenset("。！？；：，、.,;:!?" + CLOSERS)
_REFERS = re.compile(
    r"(?:[见見如按第]|参照|根据|依据|前[项項款]|上[述記记]|下[述記记])[^，、。；：\s]{0,4}$"
)
_REFERRED = re.compile(r"[项項款号號条條种種类類]|から|[至到～~—–-]|[及和与與]|及び|又は|[或又]")


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a footnote.

    Attributes:
        style: What it looks like, whatever its number; ``PLAIN`` for digits.
        number: Its number; 0 for a sign that does not count.
    """

    style: str
    number: int

    @property
    def counts(self) -> bool:
        """Whether the marks of its style are numbered."""
        return self.number > 0


def opening_mark(text: str, *, listed: bool = False) -> tuple[Mark, int] | None:
    """Read the mark of a note at the beginning of a line.

    Args:
        text: The line.
        listed: Whether the line stands in a list of notes, where ``1．`` may be a mark, too.

    Returns:
        The mark, and where the text after it begins; ``None`` where there is no mark.

    Example:
        >>> opening_mark("［2］ 同上。"), opening_mark("注2：同上。")
        ((Mark(style='[]', number=2), 4), (Mark(style='注', number=2), 3))
        >>> opening_mark("2．推广节水器具。") is None
        True
    """
    number = _NUMBER.match(text) or (_ITEM_NUMBER.match(text) if listed else None)
    if number:
        return Mark(PLAIN, int(number[1])), _skip(text, number.end())
    sign = _SIGN.match(text)
    if sign is None:
        return None
    end = sign.end()
    mark = _read(sign)
    if mark.style == _NAME:
        if not _NAMED.match(sign[0]) and text[end : end + 1] not in (":", "："):
            return None
        end += text[end : end + 1] in (":", "：")
    return mark, _skip(text, end)


def read_mark(text: str) -> Mark | None:
    """Read a text that is a mark and nothing else.

    Args:
        text: The text, known to be raised above its line.

    Returns:
        The mark, or ``None`` where it is none. Raised, a number with a bracket is one, too.

    Example:
        >>> read_mark("12"), read_mark("（注1）"), read_mark("th")
        (Mark(style='', number=12), Mark(style='注', number=1), None)
    """
    number = _RAISED.fullmatch(text)
    if number:
        return Mark(number[2] and ")", int(number[1]))
    sign = _SIGN.fullmatch(text)
    mark = _read(sign) if sign else None
    return None if mark and mark.style == _NAME and not _NAMED.match(text) else mark


def is_mere_mark(text: str) -> bool:
    """Tell whether a line is the mark of a note and nothing else."""
    opening = opening_mark(text)
    return opening is not None and opening[1] == len(text)


def signs_in(text: str) -> Iterator[tuple[Mark, int, int]]:
    """Yield the marks in a text that are no plain numbers, with their places.

    Args:
        text: Any text.
    """
    for sign in _SIGN.finditer(text):
        mark = _read(sign)
        if mark.style == _NAME and not _may_cite(text, sign):
            continue
        yield mark, sign.start(), sign.end()


def weigh_sign(before: str, after: str) -> float | None:
    """Weigh a sign as a citation by what stands around it; ``None`` where it can be none.

    Args:
        before: The text before it.
        after: The text after it; nothing at the end of a line.

    Returns:
        What speaks for it. A sign behind a pause opens an item, and one that a word refers to
        is that of one.
    """
    if not before or before[-1] in OPENERS or before[-1] in _PAUSES:
        return None
    if _REFERS.search(before) or _REFERRED.match(after):
        return None
    if not after or after[0] in _ENDS:
        return 2.0 if before[-1] not in FINALS else 1.5
    if before[-1] in FINALS:
        return 0.5
    return 1.5 if after[0] in _PARTICLES else 1.0


def _skip(text: str, start: int) -> int:
    """Return where the text after a mark begins."""
    return start + len(text[start:]) - len(text[start:].lstrip(BLANKS))


def _read(sign: re.Match[str]) -> Mark:
    """Read a sign."""
    text = unicodedata.normalize("NFKC", sign[0])
    if sign.lastgroup != "other":
        number = int(text) if text.isdecimal() else int(unicodedata.numeric(sign[0]))
        return Mark(sign.lastgroup or "", number)
    digits = _DIGITS.search(text)
    style = _DIGITS.sub("", text)
    if _NAME in style.translate(_VARIANTS):
        style = _NAME
    return Mark(style.replace(" ", ""), int(digits[0]) if digits else 0)


def _may_cite(text: str, sign: re.Match[str]) -> bool:
    """Whether ``注`` in a text is a mark: it has a number or brackets, and is no part of a word."""
    bracketed = sign[0][-1] in CLOSERS and sign[0][0] in OPENERS
    if sign[0][-1] in CLOSERS or sign[0][0] in OPENERS:
        return bracketed
    before = text[sign.start() - 1 : sign.start()]
    return bool(_NAMED.match(sign[0])) and before not in _NO_NAME_AFTER
