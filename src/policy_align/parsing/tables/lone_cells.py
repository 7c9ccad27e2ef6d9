"""Tables in text that gives each cell a line of its own, with blank lines between them.

Some extractors go through a table row by row, others column by column, and some of these write
the first column, or the heads of the columns, by themselves. In each order a table of so many
rows and columns puts figures and words at other places, so the order is the one in which every
column holds under its head nothing but figures, nothing but years, or nothing but words. Where
all are words, some recur in their column.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.wording import (
    CAPTION,
    is_contents_entry,
    is_document_number,
    last_mark,
)
from policy_align.parsing.tables.cells import (
    TableRow,
    TextTable,
    is_empty_mark,
    is_figure,
    is_heading,
    join_lines,
)
from policy_align.parsing.tables.parts import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

Grid: TypeAlias = "tuple[int, int]"
"""How many rows a table has, and how many columns."""
Order: TypeAlias = "Callable[[int, int, Grid], int]"
"""Tells as the how manieth cell of a table that of a row and a column was written."""

_WIDEST = 0.65  # of a full line; no cell is wider
_USUAL = 0.95  # of the lines are no wider than a full one
_STOPS = frozenset("。！？；：:，、,")
_FEWEST_ROWS = 3  # with the head
_COLUMNS = range(3, 10)
_ASIDE = sorted(product(range(4), range(2)), key=sum)
"""How many lines before and after a table, but in the same run, may stand outside it."""
_FEWEST_FIGURES = 2
_WORD, _FIGURE, _YEAR, _EMPTY = "word", "figure", "year", "empty"
_YEAR_FORM = re.compile(r"(?:19|20)[0-9]{2}\s*(?:年度?)?")


def _by_rows(row: int, column: int, grid: Grid) -> int:
    return row * grid[1] + column


def _by_columns(row: int, column: int, grid: Grid) -> int:
    return column * grid[0] + row


def _first_column_first(row: int, column: int, grid: Grid) -> int:
    return grid[0] + _others(row, column, grid) if column else row


def _first_column_last(row: int, column: int, grid: Grid) -> int:
    return _others(row, column, grid) if column else grid[0] * (grid[1] - 1) + row


def _first_column_under_heads(row: int, column: int, grid: Grid) -> int:
    if not column:
        return grid[1] - 1 + row
    return _others(row, column, grid) + bool(row) * grid[0]


def _heads_first(row: int, column: int, grid: Grid) -> int:
    return grid[1] + column * (grid[0] - 1) + row - 1 if row else column


def _others(row: int, column: int, grid: Grid) -> int:
    """Return the place of a cell among those right of the first column, heads first."""
    return _heads_first(row, column - 1, (grid[0], grid[1] - 1))


_ORDERS: tuple[Order, ...] = (
    _by_rows,
    _by_columns,
    _first_column_first,
    _first_column_last,
    _heads_first,
    _first_column_under_heads,
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """What may be a cell.

    Attributes:
        text: What it holds.
        row: The number of its line.
        end: The number of the line after it.
        kind: What kind of thing that is.
    """

    text: str
    row: int
    end: int
    kind: str

    @property
    def is_amount(self) -> bool:
        """Whether it begins with a figure, and is no year."""
        return self.text[0].isdecimal() and self.kind != _YEAR


@dataclass(frozen=True, slots=True)
class _Reading:
    """Cells one after another, read as a table.

    Attributes:
        cells: The cells.
        grid: How many rows and columns the table has.
        order: In which order its cells were written.
        twin: The same table in the other language, where it follows.
    """

    cells: Sequence[_Cell]
    grid: Grid
    order: Order
    twin: _Reading | None = None

    def cell(self, row: int, column: int) -> _Cell:
        """Return a cell of the table."""
        return self.cells[self.order(row, column, self.grid)]

    def is_table(self) -> bool:
        """Whether every column holds one kind of cells, and its head is one."""
        height, count = self.grid
        heads = [self.cell(0, column).kind for column in range(count)]
        if heads[0] != _WORD or not set(heads) <= {_WORD, _YEAR}:
            return False
        kinds = []
        for column in range(count):
            kind = _one_kind(self.cell(row, column).kind for row in range(1, height))
            if kind is None:
                return False
            kinds.append(kind)
        if self.order is _by_rows:
            return _FIGURE in kinds or self._recurs()
        amounts = any(self.cell(0, column).is_amount for column in range(count))
        return kinds[0] != _FIGURE and set(kinds[1:]) == {_FIGURE} and not amounts

    def _recurs(self) -> bool:
        """Whether some words stand in several rows, and always in the same column."""
        places: defaultdict[str, set[int]] = defaultdict(set)
        for row, column in product(range(self.grid[0]), range(self.grid[1])):
            places[self.cell(row, column).text].add(column)
        heads = {self.cell(0, column).text for column in range(self.grid[1])}
        again = Counter(cell.text for cell in self.cells if cell.kind == _WORD)
        repeated = [text for text, count in again.items() if count > 1]
        alone = all(len(places[text]) == 1 for text in repeated)
        return bool(repeated) and alone and heads.isdisjoint(repeated)

    def tables(self) -> Iterator[TextTable]:
        """Write the rows of the table, and those of its twin."""
        height, count = self.grid
        made = []
        for number in range(height):
            cells = [self.cell(number, column) for column in range(count)]
            first = min(cell.row for cell in cells)
            made.append(TableRow(first, tuple(cell.text for cell in cells)))
        yield TextTable(range(self.cells[0].row, self.cells[-1].end), tuple(made))
        if self.twin:
            yield from self.twin.tables()


def lone_tables(rows: Sequence[Row]) -> Iterator[TextTable]:
    """Find the tables of a text that gives each cell a line between blank lines.

    Where a table makes sense in more than one order, it is read in that of the others.

    Args:
        rows: The rows of one language in reading order.

    Yields:
        The tables in order.
    """
    found = [readings for run in _runs(rows) if (readings := _readings(run))]
    ways = [{reading.order is _by_rows for reading in readings} for readings in found]
    clear = Counter(by_rows for way in ways if len(way) == 1 for by_rows in way)
    usual = clear[True] >= clear[False]
    for readings in found:
        fit = [reading for reading in readings if (reading.order is _by_rows) == usual]
        yield from (fit or readings)[0].tables()


def _runs(rows: Sequence[Row]) -> Iterator[list[_Cell]]:
    """Yield the lines between blank lines that may each be a cell."""
    widths = sorted(display_width(row.text) for row in rows)
    widest = _WIDEST * widths[int(_USUAL * (len(widths) - 1))] if widths else 0
    run: list[_Cell] = []
    for index, row in enumerate(rows):
        cell = _may_be_cell(row.text, widest)
        apart = row.empty + row.hollow > 0
        if cell and not apart and len(run) > 1 and run[-1].end - run[-1].row == 1:
            run[-1] = _cell(join_lines([run[-1].text, row.text]), index - 1, index + 1)
            continue
        if run and not (cell and apart):
            yield run
            run = []
        if cell:
            run.append(_cell(row.text, index, index + 1))
    if run:
        yield run


def _may_be_cell(text: str, widest: float) -> bool:
    """Whether a line may be a cell: no sentence, no heading, no caption, and not too wide."""
    if display_width(text) > widest or last_mark(text) in _STOPS:
        return False
    if is_figure(text):
        return True
    if is_heading(text) or CAPTION.match(text):
        return False
    return not (is_contents_entry(text) or is_document_number(text))


def _cell(text: str, row: int, end: int) -> _Cell:
    if _YEAR_FORM.fullmatch(text):
        return _Cell(text, row, end, _YEAR)
    if is_figure(text):
        return _Cell(text, row, end, _FIGURE)
    return _Cell(text, row, end, _EMPTY if is_empty_mark(text) else _WORD)


def _readings(run: Sequence[_Cell]) -> list[_Reading]:
    """Find how lines can be read as a table that leaves few of them out, and no figure."""
    cut = list(_cut(run))
    figures = sum(cell.kind == _FIGURE for cell in cut)
    if figures < _FEWEST_FIGURES and len({cell.text for cell in cut}) == len(cut):
        return []
    ways = [run, cut] if len(cut) > len(run) else [run]
    for before, after in _ASIDE:
        for cells in ways:
            end = len(cells) - after
            if any(cell.kind == _FIGURE for cell in (*cells[:before], *cells[end:])):
                continue
            inner = cells[before:end]
            outer = {cell.row for cell in (*cells[:before], *cells[end:])}
            if not inner or outer & {inner[0].row, inner[-1].row}:  # half of a line
                continue
            readings = _grids(inner) or _twins(inner)
            if before > 1 or after:  # the heads of other columns, or their cells
                readings = [one for one in readings if one.order is _by_rows]
            if readings:
                return readings
    return []


def _cut(run: Sequence[_Cell]) -> Iterator[_Cell]:
    """Cut lines where a blank can only be one between two cells."""
    for cell in run:
        if cell.kind == _WORD and " " in cell.text:
            yield from (_cell(text, cell.row, cell.end) for text in side_by_side(cell.text))
        else:
            yield cell


def _grids(cells: Sequence[_Cell]) -> list[_Reading]:
    """Find the rows and columns that cells fill."""
    readings = [
        _Reading(cells, (len(cells) // count, count), order)
        for count in _COLUMNS
        if not len(cells) % count and len(cells) // count >= _FEWEST_ROWS
        for order in _ORDERS
    ]
    return [reading for reading in readings if reading.is_table()]


def _twins(cells: Sequence[_Cell]) -> list[_Reading]:
    """Find the rows and columns of two tables of which one follows the other."""
    half = len(cells) // 2
    others = {(one.grid, one.order): one for one in _grids(cells[half:])}
    return [
        replace(reading, twin=others[reading.grid, reading.order])
        for reading in _grids(cells[:half])
        if (reading.grid, reading.order) in others
    ]


def _one_kind(kinds: Iterator[str]) -> str | None:
    """Return the kind that all cells have, if they have one; empty ones have any."""
    first = next((kind for kind in kinds if kind != _EMPTY), None)
    return first if all(kind in {first, _EMPTY} for kind in kinds) else None
