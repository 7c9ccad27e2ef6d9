"""Rows: the lines of a source cleaned of extraction debris and measured.

What extraction leaves behind and no reader sees (control characters, zero-width characters,
soft hyphens, byte order marks) is dropped and recorded; radicals that stand for the characters
they look like are written as these. Blanks that a justifying layout engine
put between all characters of a line are undone; other inner blanks stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from policy_align.lookalikes import lookalikes, ordinary
from policy_align.model import Furniture, Place
from policy_align.parsing.lines.characters import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policy_align.model import Language
    from policy_align.parsing.lines.source import Line, Source

_DEBRIS = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff\ufff0-\ufffc\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINE_END_HYPHEN = "\ufffe"  # what pdfium writes for it
_SUSPECT = re.compile(r"[^\t\u0020-\u007e\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
_CJK = r"[\u2e80-\u303f\u30a0-\u30ff\u3040-\u309f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]"
_SPACED = re.compile(rf"(?<={_CJK}) (?={_CJK})")
_UNSPACED = re.compile(rf"(?<={_CJK})(?={_CJK})")
_MARK = (
    r"[\u3000-\u3004\u3008-\u301f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff60“”‘’]"
)
_MARK_GAP = re.compile(rf"(?<={_MARK}) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) +(?={_MARK})")
_LEAST_SPACED = 4
_SPACED_SHARE = 0.3
_USUAL = 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """A line that holds text, with what its surroundings tell.

    Attributes:
        text: The line without debris and without blanks at its ends.
        line: The line of the source.
        indent: Width of the blanks before the text, in half-width columns.
        trailing: Whether the line ended in a blank.
        empty: Empty lines since the previous row.
        hollow: Lines of nothing but blanks since the previous row.
        justified: Whether the line was spaced out to the full width of its column.
        page: Page on which the row stands.
        language: Its language, once decided.
        end: The last line whose text it holds, where it was put together of several.
    """

    text: str
    line: Line
    indent: int
    trailing: bool
    empty: int
    hollow: int
    justified: bool
    page: int
    language: Language | None = None
    end: Line | None = None

    @property
    def last_line(self) -> Line:
        """The last line of the source that holds a part of the row."""
        return self.end or self.line

    @property
    def place(self) -> Place:
        """Where the row stands in the source."""
        return Place(self.page, self.line.number, self.last_line.number, self.line.box)

    def followed_by(self, rest: Row) -> Row:
        """Return the row with the text of another one after it, parted by a blank."""
        return replace(
            self, text=f"{self.text} {rest.text}", trailing=rest.trailing, end=rest.last_line
        )

    def on_page(self, page: int) -> Row:
        """Return the row as one of another page."""
        return self._moved(page, self.language)

    def in_language(self, language: Language | None) -> Row:
        """Return the row as one of a language."""
        return self._moved(self.page, language)

    def _moved(self, page: int, language: Language | None) -> Row:
        # Every row comes by here, and ``replace`` takes three times as long.
        return Row(
            self.text,
            self.line,
            self.indent,
            self.trailing,
            self.empty,
            self.hollow,
            self.justified,
            page,
            language,
            self.end,
        )


def rows_of(source: Source) -> tuple[list[Row], list[Furniture]]:
    """Clean the lines of a source and measure them.

    Args:
        source: The lines of a file.

    Returns:
        The rows that hold text, and the debris that was dropped.
    """
    rows: list[Row] = []
    dropped: list[Furniture] = []
    empty = hollow = 0
    for line in source.lines:
        text = line.text
        if _SUSPECT.search(text):
            text = _clean(line, dropped)
        bare = text.strip()
        if not bare:
            empty, hollow = empty + (not text), hollow + bool(text)
            continue
        lead = text[: len(text) - len(text.lstrip())]
        indent = display_width(lead.replace("\t", "    ")) if lead else 0
        trailing = text[-1].isspace()
        closed = close_up(bare)
        justified = len(closed) < len(bare)
        rows.append(
            Row(closed, line, indent, trailing, empty, hollow, justified, line.page, line.language)
        )
        empty = hollow = 0
    return rows, dropped


def _clean(line: Line, dropped: list[Furniture]) -> str:
    """Drop the debris of a line and write what extraction misread, recording both."""
    text = line.text.replace(_LINE_END_HYPHEN, "-")
    _record(line, _DEBRIS.findall(text), "invisible characters", dropped)
    text = _DEBRIS.sub("", text)
    _record(line, lookalikes(text), "written as the ordinary characters", dropped)
    return ordinary(text)


def _record(line: Line, chars: Sequence[str], reason: str, dropped: list[Furniture]) -> None:
    """Note characters of a line that are not in its text as they were."""
    if chars:
        names = " ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(chars))
        place = Place(line.page, line.number, line.number, line.box)
        dropped.append(Furniture("".join(chars), f"{reason} ({names})", place))


def close_up(text: str) -> str:
    """Undo the blanks with which a justified line was spaced out.

    Args:
        text: A line.

    Returns:
        The line without single blanks between its full-width characters, where it has so
        many of them that they cannot be meant; else the line unchanged.

    Example:
        >>> close_up("（ 六 ） 积 极 支 持 用 户")
        '（六）积极支持用户'
        >>> close_up("中共中央 国务院关于")
        '中共中央 国务院关于'
    """
    spaced = len(_SPACED.findall(text)) if " " in text else 0
    if spaced < _LEAST_SPACED:
        return text
    if spaced < _SPACED_SHARE * (spaced + len(_UNSPACED.findall(text))):
        return text
    return _MARK_GAP.sub("", _SPACED.sub("", text))


def usual_width(rows: Sequence[Row]) -> int:
    """Return the width that nine lines out of ten do not exceed, in half-width columns.

    Args:
        rows: Rows, at least one.
    """
    widths = sorted(display_width(row.text) for row in rows)
    return widths[int(_USUAL * (len(widths) - 1))]


def with_language(rows: Iterable[Row], language: Language) -> list[Row]:
    """Return rows that are known to be of one language."""
    return [row.in_language(language) for row in rows]
