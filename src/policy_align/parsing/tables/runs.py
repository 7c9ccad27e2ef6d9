"""Lines that may each be a cell of a table, in text that sets lines apart by blank lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import OPENERS, display_width
from policy_align.parsing.lines.wording import (
    CAPTION,
    is_contents_entry,
    is_document_number,
    last_mark,
)
from policy_align.parsing.numbering.labels import opening_label
from policy_align.parsing.tables.cells import is_empty_mark, is_figure, is_heading, join_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

_WIDEST = 0.65  # of a full line; no cell is wider
_USUAL = 0.95  # of the lines are no wider than a full one
_STOPS = frozenset("。！？；：:，、,")
WORD, FIGURE, YEAR, EMPTY = "word", "figure", "year", "empty"
"""Kinds of cells."""

_YEAR_FORM = re.compile(r"(?:19|20)[0-9]{2}\s*(?:年度?)?")


@dataclass(frozen=True, slots=True)
class LoneCell:
    """What may be a cell.

    Attributes:
        text: What it holds.
        row: The number of its line.
        end: The number of the line after it.
        page: The page on which it stands.
        kind: What kind of thing it is.
    """

    text: str
    row: int
    end: int
    page: int
    kind: str

    @property
    def lines(self) -> range:
        """The numbers of its lines."""
        return range(self.row, self.end)

    @property
    def is_amount(self) -> bool:
        """Whether it begins with a figure, and is no year."""
        return self.text[0].isdecimal() and self.kind != YEAR


def lone_runs(rows: Sequence[Row]) -> Iterator[list[LoneCell]]:
    """Find the lines between blank lines that may each be a cell.

    Args:
        rows: The rows of a text in reading order.

    Yields:
        Those that follow one another.
    """
    widths = sorted(display_width(row.text) for row in rows)
    widest = _WIDEST * widths[int(_USUAL * (len(widths) - 1))] if widths else 0
    run: list[LoneCell] = []
    for index, row in enumerate(rows):
        cell = _may_be_cell(row.text, widest)
        apart = row.empty + row.hollow > 0
        wrapped = len(run) > 1 or (run and row.text[0] in OPENERS)
        if cell and not apart and wrapped and run[-1].end - run[-1].row == 1:
            run[-1] = lone_cell(
                join_lines([run[-1].text, row.text]), index - 1, index + 1, row.page
            )
            continue
        if run and not (cell and apart):
            yield run
            run = []
        if cell:
            run.append(lone_cell(row.text, index, index + 1, row.page))
    if run:
        yield run


def _may_be_cell(text: str, widest: float) -> bool:
    """Whether a line may be a cell: no sentence, no heading, no caption, and not too wide."""
    if display_width(text) > widest or last_mark(text) in _STOPS:
        return False
    if is_figure(text):
        return True
    opening = opening_label(text)
    if (opening and opening.end < len(text)) or is_heading(text) or CAPTION.match(text):
        return False
    return not (is_contents_entry(text) or is_document_number(text))


def lone_cell(text: str, row: int, end: int, page: int) -> LoneCell:
    """Take a text for a cell; see ``LoneCell`` for the arguments."""
    if _YEAR_FORM.fullmatch(text):
        kind = YEAR
    elif is_figure(text):
        kind = FIGURE
    else:
        kind = EMPTY if is_empty_mark(text) else WORD
    return LoneCell(text, row, end, page, kind)
