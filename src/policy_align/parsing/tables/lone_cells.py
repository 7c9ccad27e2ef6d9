"""Tables in text that gives each cell a line of its own, with blank lines between them.

Some extractors go through a table row by row, others column by column, and some of these write
the first column, or the heads of the columns, by themselves. In each order a table of so many
rows and columns puts figures and words at other places, so the order is the one in which every
column holds under its head nothing but figures, nothing but years, or nothing but words. Where
all are words, some recur in their column.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.tables.cells import TableRow, TextTable
from policy_align.parsing.tables.parts import side_by_side
from policy_align.parsing.tables.runs import EMPTY, FIGURE, WORD, YEAR, LoneCell, lone_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Grid: TypeAlias = "tuple[int, int]"
"""How many rows a table has, and how many columns."""
Order: TypeAlias = "Callable[[int, int, Grid], int]"
"""Tells as the how manieth cell of a table that of a row and a column was written."""

_FEWEST_ROWS = 3  # with the head
_COLUMNS = range(3, 10)
_ASIDE = sorted(product(range(4), range(2)), key=sum)
"""How many lines before and after a table, but in the same run, may stand outside it."""
_FEWEST_FIGURES = 2


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
class _Reading:
    """Cells one after another, read as a table.

    Attributes:
        cells: The cells.
        grid: How many rows and columns the table has.
        order: In which order its cells were written.
        twin: The same table in the other language, where it follows.
    """

    cells: Sequence[LoneCell]
    grid: Grid
    order: Order
    twin: _Reading | None = None

    def cell(self, row: int, column: int) -> LoneCell:
        """Return a cell of the table."""
        return self.cells[self.order(row, column, self.grid)]

    def is_table(self) -> bool:
        """Whether every column holds one kind of cells, and its head is one."""
        height, count = self.grid
        heads = [self.cell(0, column).kind for column in range(count)]
        if heads[0] != WORD or not set(heads) <= {WORD, YEAR}:
            return False
        kinds = []
        for column in range(count):
            kind = _one_kind(self.cell(row, column).kind for row in range(1, height))
            if kind is None:
                return False
            kinds.append(kind)
        if self.order is _by_rows:
            return FIGURE in kinds or self._recurs()
        amounts = any(self.cell(0, column).is_amount for column in range(count))
        return kinds[0] != FIGURE and set(kinds[1:]) == {FIGURE} and not amounts

    def _recurs(self) -> bool:
        """Whether some words stand in several rows, and always in the same column."""
        places: defaultdict[str, set[int]] = defaultdict(set)
        for row, column in product(range(self.grid[0]), range(self.grid[1])):
            places[self.cell(row, column).text].add(column)
        heads = {self.cell(0, column).text for column in range(self.grid[1])}
        again = Counter(cell.text for cell in self.cells if cell.kind == WORD)
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


def lone_tables(runs: Iterable[Sequence[LoneCell]]) -> tuple[list[TextTable], list[TextTable]]:
    """Find the tables of a text that gives each cell a line between blank lines.

    Where a table makes sense in more than one order, it is read in that of the others.

    Args:
        runs: The lines of the text that may each be a cell, those together that follow one
            another.

    Returns:
        The tables that were written row by row, and those in another order.
    """
    found = [readings for run in runs if (readings := _readings(run))]
    ways = [{reading.order is _by_rows for reading in readings} for readings in found]
    clear = Counter(by_rows for way in ways if len(way) == 1 for by_rows in way)
    usual = clear[True] >= clear[False]
    by_rows: list[TextTable] = []
    otherwise: list[TextTable] = []
    for readings in found:
        fit = [reading for reading in readings if (reading.order is _by_rows) == usual]
        chosen = (fit or readings)[0]
        (by_rows if chosen.order is _by_rows else otherwise).extend(chosen.tables())
    return by_rows, otherwise


def _readings(run: Sequence[LoneCell]) -> list[_Reading]:
    """Find how lines can be read as a table that leaves few of them out, and no figure."""
    cut = list(_cut(run))
    figures = sum(cell.kind == FIGURE for cell in cut)
    if figures < _FEWEST_FIGURES and len({cell.text for cell in cut}) == len(cut):
        return []
    ways = [run, cut] if len(cut) > len(run) else [run]
    for before, after in _ASIDE:
        for cells in ways:
            end = len(cells) - after
            if any(cell.kind == FIGURE for cell in (*cells[:before], *cells[end:])):
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


def _cut(run: Sequence[LoneCell]) -> Iterator[LoneCell]:
    """Cut lines where a blank can only be one between two cells."""
    for cell in run:
        if cell.kind == WORD and " " in cell.text:
            yield from (
                lone_cell(text, cell.row, cell.end, cell.page) for text in side_by_side(cell.text)
            )
        else:
            yield cell


def _grids(cells: Sequence[LoneCell]) -> list[_Reading]:
    """Find the rows and columns that cells fill."""
    readings = [
        _Reading(cells, (len(cells) // count, count), order)
        for count in _COLUMNS
        if not len(cells) % count and len(cells) // count >= _FEWEST_ROWS
        for order in _ORDERS
    ]
    return [reading for reading in readings if reading.is_table()]


def _twins(cells: Sequence[LoneCell]) -> list[_Reading]:
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
    first = next((kind for kind in kinds if kind != EMPTY), None)
    return first if all(kind in {first, EMPTY} for kind in kinds) else None
