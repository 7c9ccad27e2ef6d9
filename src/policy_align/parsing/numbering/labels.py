"""Numbering labels of Chinese and Japanese documents: ``一、``, ``（一）``, ``第3条``, ``附件1``.

A label has a style (what kind of mark it is) and a number. Both are the same in the two
languages, whatever the glyphs: ``第一条`` and ``第1条`` are ``("article", 1)``, ``（一）`` and
``(1)`` are ``("paren", 1)``, ``一、``, ``1．`` and ``壹、`` are ``("plain", 1)``. What tells
``一、`` from ``1．`` inside one document is the third part, the numerals they are written in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Style: TypeAlias = Literal[
    "annex",
    "appendix",
    "part",
    "subpart",
    "chapter",
    "division",
    "article",
    "paragraph",
    "item",
    "subitem",
    "plain",
    "paren",
    "half",
    "circled",
    "bullet",
]

Numerals: TypeAlias = Literal[
    "ordinal",
    "han",
    "formal",
    "digit",
    "pair",
    "triple",
    "roman",
    "latin",
    "kana",
    "iroha",
    "none",
]


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says, whatever the glyphs it is printed in.

    Attributes:
        style: Kind of mark: ``plain`` (``一、`` ``1．``), ``paren`` (``（一）``), ``half``
            (``1)``), ``circled`` (``①``), ``part`` 编, ``subpart`` 分编, ``chapter`` 章,
            ``division`` 节, ``article`` 条, ``paragraph`` 款/項, ``item`` 项/号, ``subitem``
            目, ``annex`` (附件1, 別紙1), ``appendix`` (附则, 附則) or ``bullet`` (``——``).
        number: Its number; 0 where it has none. ``第1条の2`` has the number of ``第1条`` and
            a branch.
        numerals: The numerals it is written in, where ``ordinal`` is ``第1`` before a blank and
            ``pair`` and ``triple`` are ``1.2`` and ``1-2-3``; not part of what two languages
            share.
        branch: The inserted number of ``第十条之二`` or ``第10条の2``; else 0.
    """

    style: Style
    number: int
    numerals: Numerals = "none"
    branch: int = 0

    @property
    def value(self) -> tuple[str, int, int]:
        """Style, number and branch: equal in both languages where the labels correspond."""
        return self.style, self.number, self.branch


_HAN = "〇零○一二三四五六七八九十百千两兩廿"
_FORMAL = "壹壱贰貳弐叁參参叄肆伍陆陸柒漆捌玖拾佰"
_DIGITS = "0-9０-９"
_KATAKANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_ROMAN_SMALL = "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ"
_HAN_VALUE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "兩": 2,
}
_FORMAL_VALUE = {
    **dict.fromkeys("壹壱", 1),
    **dict.fromkeys("贰貳弐", 2),
    **dict.fromkeys("叁參参叄", 3),
    "肆": 4,
    "伍": 5,
    **dict.fromkeys("陆陸", 6),
    **dict.fromkeys("柒漆", 7),
    "捌": 8,
    "玖": 9,
}
_UNIT = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000}
_ORDINAL: dict[str, Style] = {
    "编": "part",
    "編": "part",
    "篇": "part",
    "部分": "part",
    "部": "part",
    "分编": "subpart",
    "分編": "subpart",
    "章": "chapter",
    "节": "division",
    "節": "division",
    "条": "article",
    "條": "article",
    "款": "paragraph",
    "項": "paragraph",
    "项": "item",
    "号": "item",
    "號": "item",
    "目": "subitem",
}
_NUM = rf"(?:[{_HAN}]{{1,12}}|[{_FORMAL}]{{1,12}}|[{_DIGITS}]{{1,12}})"
_SIGN = rf"(?:{_NUM}|[{_ROMAN}{_ROMAN_SMALL}]|[A-Za-zＡ-Ｚａ-ｚ]|[{_KATAKANA}]|[ivxIVX]{{1,4}})"
_BLANKS = r" \t\u3000\u00a0\u2000-\u200a\u202f"
_GAP = r"[ \u3000\u00a0]*"
_UNIT_WORDS = "编編篇部章节節条條款項项号號目"
_ORDINAL_LABEL = (
    rf"第(?P<spaced>[ \u3000\u00a0]+)?(?P<ordinal>{_NUM})(?P<apart>[ \u3000\u00a0]+)?"
    # A word that begins like a unit may follow a number that a blank sets off: 第１　目標.
    rf"(?(apart)(?(spaced)|(?!目|[{_UNIT_WORDS}][^{_BLANKS}])))"
    rf"(?P<unit>部分|分编|分編|[{_UNIT_WORDS}])"
    rf"(?:(?:之|の|ノ)(?P<branch>{_NUM}))?"
)
_ANNEX_LABEL = (
    r"(?P<annex>附件|附錄|附录|付録|附録|別紙|别纸|別表|附表|別添|別記|別図|付表)"
    rf"{_GAP}(?:第{_GAP})?(?P<annexed>{_SIGN})?(?:{_GAP}号)?"
)
_COUNTERS = "回次期号號年月日条條章節节項项款目届屆種类類位版卷巻段部編编篇世四"
_UNITS = "%％‰亿億万萬千百兆余多个個元円倍年月日時时分秒米公里吨度人家件次点戸户台亩A-Za-z℃"
_PART = rf"[{_DIGITS}]{{1,2}}"
_MULTIPLE = rf"{_PART}(?:[.．]{_PART}){{1,2}}|{_PART}(?:[-－]{_PART}){{1,2}}"
_CIRCLED = "①-⑳⑴-⒇㈠-㈩㊀-㊉❶-❿⓪㉑-㉟㊱-㊿⒈-⒛"
_DASHES = r"—―─–－‐\-‑‒"
_BULLETS = "■□●○◆◇◎▲△▼▽►▶★☆・•·‧▪※*＊－"
_FIRST = (
    f"第附付別别（({_HAN}{_FORMAL}{_DIGITS}{_ROMAN}{_ROMAN_SMALL}A-Za-zＡ-Ｚａ-ｚ{_KATAKANA}"
    f"{_CIRCLED}{_DASHES}{_BULLETS}"
)
"""What a label may begin with: most lines begin otherwise, and need no closer look."""

_PATTERN = re.compile(
    rf"""(?=[{_FIRST}])(?:
      {_ORDINAL_LABEL}
    | 第{_GAP}(?P<bare>{_NUM})(?=[{_BLANKS}]+[^{_BLANKS}{_COUNTERS}]
        |\u3000(?:目|[{_UNIT_WORDS}][^{_BLANKS}]))
    | (?P<multiple>{_MULTIPLE})(?=[{_BLANKS}]+[^{_BLANKS}{_DIGITS}{_UNITS}])
    | (?P<appendix>附則|附则)
    | {_ANNEX_LABEL}
    | [（(]{_GAP}(?P<paren>{_SIGN}){_GAP}[)）]
    | (?P<half>{_SIGN})[)）]
    | (?P<circled>[{_CIRCLED}])
    | (?P<bullet>[{_DASHES}]{{1,3}}|──|[{_BULLETS}])
    | (?P<plain>{_SIGN}){_GAP}(?P<close>[、．.，,：:]|(?=[{_BLANKS}]|$))
    )""",
    re.VERBOSE,
)


def parse_label(label: str) -> Label | None:
    """Read a label, with or without its closing punctuation.

    Args:
        label: The label alone, such as ``一、``, ``（一）``, ``1``, ``第十条之二`` or ``附件1``.

    Returns:
        What it says, or ``None`` where it is no label.

    Example:
        >>> parse_label("第十二条") == parse_label("第12条")
        False
        >>> parse_label("第十二条").value == parse_label("第12条").value
        True
        >>> parse_label("（三）").value, parse_label("(3)").value
        (('paren', 3, 0), ('paren', 3, 0))
        >>> parse_label("环境") is None
        True
    """
    match = _PATTERN.fullmatch(label.strip())
    return _read(match) if match else None


@lru_cache(maxsize=4096)
def _number(sign: str) -> tuple[int, Numerals] | None:
    """Value of a numeral sign and the numerals it is written in."""
    text = unicodedata.normalize("NFKC", sign) if sign[0] not in _ROMAN + _ROMAN_SMALL else sign
    if text.isdecimal():
        return int(text), "digit"
    if text[0] in _ROMAN:
        return _ROMAN.index(text[0]) + 1, "roman"
    if text[0] in _ROMAN_SMALL:
        return _ROMAN_SMALL.index(text[0]) + 1, "roman"
    if text[0] in _HAN:
        return _han_number(text, _HAN_VALUE), "han"
    if text[0] in _FORMAL:
        return _han_number(text, _FORMAL_VALUE), "formal"
    return _letter_number(text)


def _letter_number(text: str) -> tuple[int, Numerals] | None:
    """Value of a letter or kana used as a number."""
    if len(text) == 1 and text in _KATAKANA:
        if text in "ロハニホヘト":
            return _IROHA.index(text) + 1, "iroha"
        return _KATAKANA.index(text) + 1, "kana"
    if len(text) == 1 and text.isascii() and text.isalpha() and text.lower() not in "ivx":
        return ord(text.lower()) - ord("a") + 1, "latin"
    if text.isascii() and set(text.lower()) <= set("ivx"):
        return _roman_number(text.lower()), "roman"
    return None


def _roman_number(text: str) -> int:
    """Value of a roman number up to 39."""
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def _han_number(text: str, digits: dict[str, int]) -> int:
    """Value of a number in Chinese characters, positional (二〇) or with units (二十)."""
    if not any(char in _UNIT or char == "廿" for char in text):
        return int("".join(str(digits[char]) for char in text))
    total = current = 0
    for char in text.replace("廿", "二十"):
        if char in _UNIT:
            total += (current or 1) * _UNIT[char]
            current = 0
        else:
            current = digits[char]
    return total + current


def _read(match: re.Match[str]) -> Label | None:
    """Turn a match of the label pattern into a label."""
    if match["appendix"] or match["bullet"]:
        return Label("appendix" if match["appendix"] else "bullet", 0)
    if match["circled"]:
        return Label("circled", int(unicodedata.numeric(match["circled"])), "digit")
    if match["annex"] and not match["annexed"]:
        return Label("annex", 0)
    if match["multiple"]:
        parts = re.split(r"[.．\-－]", match["multiple"])
        return Label("plain", int(parts[-1]), "pair" if len(parts) == _PAIR else "triple")
    return _read_number(match)


def _read_number(match: re.Match[str]) -> Label | None:
    """Turn a match with one number into a label."""
    style, sign = _style_and_sign(match)
    value = _number(sign)
    if value is None:
        return None
    if match["bare"]:
        return Label("plain", value[0], "ordinal")
    branch = _number(match["branch"]) if match["branch"] else None
    return Label(style, *value, branch[0] if branch else 0)


def _style_and_sign(match: re.Match[str]) -> tuple[Style, str]:
    """Return the style of a numbered label and the sign that stands for its number."""
    if match["ordinal"]:
        return _ORDINAL[match["unit"]], match["ordinal"]
    if match["annex"]:
        return "annex", match["annexed"]
    if match["paren"]:
        return "paren", match["paren"]
    if match["half"]:
        return "half", match["half"]
    return "plain", match["bare"] or match["plain"]


@dataclass(frozen=True, slots=True)
class Opening:
    """A label at the beginning of a paragraph.

    Attributes:
        label: What it says.
        text: The label as printed, closing punctuation included: ``一、``, ``第1条``.
        end: Where the text after the label (and the blanks that follow it) begins.
        closed: Whether punctuation or a bracket sets the label off; where a mere blank does
            (``１　目的``), only its neighbours can tell that it is a label.
    """

    label: Label
    text: str
    end: int
    closed: bool


_PAIR = 2
_REMEMBERED = 1 << 16  # lines; each is asked about by several steps
_UNLIKELY_PLAIN = 100
_POINTS = frozenset({".", "．"})
_NO_CLOSE = frozenset({",", "，", ":", "："})
_LONE_DASHES = frozenset("-‐‑‒–－—―─")
_AFTER_NO_ANNEX = frozenset("。、，．；！？）)」』”’】》〉］｝〕,;")
_AFTER_NO_LABEL = _AFTER_NO_ANNEX | {"："}
_GOES_ON = frozenset("のにをはとがによ的中所及和与")


@lru_cache(maxsize=_REMEMBERED)
def opening_label(text: str) -> Opening | None:
    """Find the label that a paragraph or line begins with.

    Whether it really numbers a section is for the neighbours to say: a line may begin with
    ``第九条`` because a sentence was wrapped there.

    Args:
        text: A paragraph or line; leading blanks are skipped.

    Returns:
        The label and where the text after it begins, or ``None``.

    Example:
        >>> opening_label("（一）指导思想。以……").text
        '（一）'
        >>> opening_label("第1条　遠隔医療").end
        4
        >>> opening_label("1.8 亿千瓦") is None
        True
    """
    start = len(text) - len(text.lstrip())
    match = _PATTERN.match(text, start)
    if match is None:
        return None
    label = _read(match)
    if label is None or not _plausible(match, label, text):
        return None
    printed = text[start : match.end()]
    end = len(text) - len(text[match.end() :].lstrip())
    closed = label.style != "plain" or bool(match["close"] or match["bare"])
    return Opening(label, printed.strip(), end, closed)


def _plausible(match: re.Match[str], label: Label, text: str) -> bool:
    """Tell a label from a number, word or sign that only begins like one."""
    after = text[match.end() : match.end() + 1]
    if after and after in (_AFTER_NO_ANNEX if label.style == "annex" else _AFTER_NO_LABEL):
        return False
    if label.style == "plain":
        return _plausible_plain(match["close"], label, after)
    if label.style == "bullet":
        return match["bullet"] not in _LONE_DASHES or after.isspace()
    return label.style != "annex" or after not in _GOES_ON


def _plausible_plain(close: str, label: Label, after: str) -> bool:
    """Tell ``1．`` and ``１　`` from ``1.8`` and ``2030 年``."""
    if label.number >= _UNLIKELY_PLAIN or not (close or after):
        return False
    if close in _NO_CLOSE or (close in _POINTS and after.isdecimal()):
        return False
    return close != "." or label.numerals != "latin" or not after.isalpha()


def section_label(printed: str) -> str:
    """Return a label as it stands in section paths: brackets kept, closing marks gone.

    Args:
        printed: The label as printed.

    Returns:
        The label without closing punctuation and inner blanks.

    Example:
        >>> section_label("一、"), section_label("（一）"), section_label("1．")
        ('一', '（一）', '1')
    """
    return re.sub(r"[\s\u3000]+", "", printed).rstrip("、．.：:，,")
