"""Tables in text without layout: cells one after another, row by row.

Some extractors write the cells of a row on one line with single blanks between them, and break
the line where a cell was wrapped; others give each cell a line, with blank lines between them.
Either way the cells of a row follow one another, so a table is told by what recurs: after the
same number of cells the same kind of cell. How many columns there are, and where the rows end,
is what costs least.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.wording import (
    CAPTION,
    is_contents_entry,
    is_document_number,
    last_mark,
)
from policy_align.parsing.tables.cells import TableRow, TextTable, are_labels, is_heading, printed
from policy_align.parsing.tables.parts import BLANK, is_hard, kind_of, parts_of, text_of
from policy_align.parsing.tables.search import Search

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.tables.parts import Part
    from policy_align.parsing.tables.search import Fit

_WIDEST = 0.65  # of a full line; no cell is wider
_WIDEST_GLUED = 0.9  # of one on a line with others
_FEWEST_SINGLE = 3
_SPACED = 0.6  # of the parts of a spaced-out line are single characters
_TWO = 2
_STOPS = frozenset("。！？；：:")
_USUAL = 0.95  # of the lines are no wider than a full one
_FEWEST_ROWS = 2
_FEWEST_SIGNS = 3  # figures, and blanks that running text has not


def flow_tables(rows: Sequence[Row], taken: frozenset[int] = frozenset()) -> Iterator[TextTable]:
    """Find the tables of a text that gives their cells one after another.

    Args:
        rows: The rows of one language in reading order.
        taken: The numbers of those that are in tables already.

    Yields:
        The tables in order.
    """
    if not rows:
        return
    widths = sorted(display_width(row.text) for row in rows)
    full = widths[int(_USUAL * (len(widths) - 1))]
    first = 0
    for index in range(len(rows) + 1):
        if index < len(rows) and index not in taken and _may_be_cells(rows[index], full):
            continue
        if index > first:
            yield from _tables(rows, first, index)
        first = index + 1


def _may_be_cells(row: Row, full: float) -> bool:
    """Whether a line may hold cells: no heading, no caption, and nothing too wide."""
    text = row.text
    if " " not in text and not row.justified and display_width(text) > _WIDEST * full:
        return False
    if is_heading(text) or CAPTION.match(text):
        return False
    if is_contents_entry(text) or is_document_number(text):
        return False
    parts = printed(row).split()
    single = sum(len(part) == 1 and not part.isdecimal() for part in parts)
    if single > max(_FEWEST_SINGLE, _SPACED * len(parts)):
        return False
    widest = max(map(display_width, parts))
    return widest <= _WIDEST * full or (len(parts) > 1 and widest <= _WIDEST_GLUED * full)


def _tables(rows: Sequence[Row], first: int, end: int) -> Iterator[TextTable]:
    """Yield the tables in a run of lines that may hold cells."""
    while end - first > 1:
        parts = parts_of(rows, first, end)
        evidence = sum(kind_of(part.text) in {"figure", "dash"} for part in parts)
        hard = sum(is_hard(a, b) for a, b in itertools.pairwise(parts))
        if evidence + hard < _FEWEST_SIGNS:
            return
        fit = Search(parts).best()
        table = _table(parts, fit) if fit else None
        if table is None:
            return
        yield table
        first = table.lines[-1] + 1


def _table(parts: Sequence[Part], fit: Fit) -> TextTable | None:
    """Write the rows of a table, if they are enough and no list."""
    if len(fit.rows) < _FEWEST_ROWS:
        return None
    cells = [[text_of(parts[start:end]) for start, end in row.values()] for row in fit.rows]
    used = [part for row in fit.rows for start, end in row.values() for part in parts[start:end]]
    leads = [part.text for part in used if part.before != BLANK]
    pairs = max(map(len, cells)) <= _TWO
    if pairs and (any(map(_ends, cells[0])) or are_labels(leads)):
        return None
    lines = [part.row for part in used]
    made = tuple(
        TableRow(parts[next(iter(row.values()))[0]].row, tuple(texts))
        for row, texts in zip(fit.rows, cells, strict=True)
    )
    return TextTable(range(min(lines), max(lines) + 1), made)


def _ends(cell: str) -> bool:
    """Whether a cell ends as a sentence does."""
    return last_mark(cell) in _STOPS
