"""Tables whose cells an extractor wrote block by block, with other text between the blocks.

pdfminer puts together what stands close together on the page, and writes the groups from top to
bottom: a column at a time, the heads by themselves, the first rows before the last one. Each
group is a block of the table, whose cells follow one another column by column, and each cut that
parts two blocks goes all through the block that both make up. A table is read as
few blocks whose first columns hold words, and two others at least figures under their heads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate, groupby, product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from policy_align.parsing.tables.cells import TableRow, TextTable
from policy_align.parsing.tables.runs import EMPTY, FIGURE, WORD, YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from policy_align.parsing.tables.runs import LoneCell

Places: TypeAlias = "tuple[tuple[int, int], ...]"
"""The row and the column of each cell, in the order in which the cells were written."""

_FEWEST_ROWS = 3  # with the head
_FIGURES = range(2, 9)  # columns of figures
_MOST_RUNS = 12  # that a table may be scattered over
_MOST_CELLS = 60
_MOST_BLOCKS = 5.0
_BEHEADED = 1.5  # for the first head, where it was not written with the first column
_HEADS_FIRST = 2.0  # for heads that were written before the first column
_LOWER = 0.5  # for rows that were written apart from those above them
_SWAPPED = 0.5  # for a block that stands on the right and was written first


def scattered_tables(runs: Iterable[Sequence[LoneCell]]) -> Iterator[TextTable]:
    """Find the tables of a text that gives each cell a line, whatever stands between their cells.

    Args:
        runs: The lines of the text that may each be a cell, those together that follow one
            another.

    Yields:
        The tables in order, unless figures are left over on the page that would fill a column.
    """
    for _, group in groupby(runs, key=lambda run: run[0].page):
        page = list(group)
        found: list[TextTable] = []
        left: set[int] = set()
        first = 0
        while first < len(page):
            end, tables = _longest(page, first)
            found += tables
            left.update(() if tables else _streaks(page[first]))
            first = end
        for table in found:
            height = len(table.rows) - 1
            if all(streak % height for streak in left):
                yield table


def _streaks(cells: Sequence[LoneCell]) -> Iterator[int]:
    """Yield how many figures follow one another."""
    for kind, streak in groupby(cell.kind for cell in cells):
        if kind == FIGURE:
            yield len(list(streak))


def _longest(page: Sequence[Sequence[LoneCell]], first: int) -> tuple[int, list[TextTable]]:
    """Read as many runs as make up a table, from one on."""
    for end in range(min(len(page), first + _MOST_RUNS), first, -1):
        tables = _tables(page[first:end])
        if tables:
            return end, tables
    return first + 1, []


def _tables(runs: Sequence[Sequence[LoneCell]]) -> list[TextTable]:
    """Read runs of cells as a table, or as one and its copy in the other language, if they are."""
    cells = [cell for run in runs for cell in run]
    gaps = frozenset(accumulate(map(len, runs)))
    ways = [_Blocks(cells, gaps, shape) for shape in _shapes(cells)]
    read = [(reading, blocks) for blocks in ways if (reading := blocks.read())]
    if not read:
        return []
    reading, blocks = min(read, key=lambda way: way[0].cost)
    return list(blocks.written(reading.places))


class _Shape(NamedTuple):
    """A table, or several alike that stand one below another.

    Attributes:
        rows: How many rows each has.
        columns: How many columns.
        words: How many of these hold no figures; they are the first ones.
        lead: What kind of cells the first one holds under its head.
        copies: How many tables there are.
    """

    rows: int
    columns: int
    words: int
    lead: str
    copies: int


def _shapes(cells: Sequence[LoneCell]) -> Iterator[_Shape]:
    """Yield the shapes of tables that so many figures and words make up."""
    count = sum(cell.kind == FIGURE for cell in cells)
    empty = sum(cell.kind == EMPTY for cell in cells)
    if not count or len(cells) > _MOST_CELLS:
        return
    for copies, words, figures in product((1, 2), (1, 2), _FIGURES):
        rows, rest = divmod(len(cells), copies * (words + figures))
        wanted = copies * figures * (rows - 1)
        if not rest and rows >= _FEWEST_ROWS and count <= wanted <= count + empty:
            for lead in (WORD, YEAR):
                yield _Shape(rows, words + figures, words, lead, copies)


class _Reading(NamedTuple):
    """Cells read as blocks: how many they are, and where each cell stands."""

    cost: float
    places: Places


class _Block(NamedTuple):
    """A rectangle of cells, from one row and column up to others, and its first cell."""

    top: int
    bottom: int
    left: int
    right: int
    start: int

    @property
    def size(self) -> int:
        """How many cells it holds."""
        return (self.bottom - self.top) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The search for the fewest blocks that some cells make up.

    Attributes:
        cells: The cells, as many as the table has.
        gaps: Before which of them other text stands.
        shape: The rows and columns of the table.
        known: What was found for each block.
    """

    cells: Sequence[LoneCell]
    gaps: frozenset[int]
    shape: _Shape
    known: dict[_Block, _Reading | None] = field(default_factory=dict)

    def read(self) -> _Reading | None:
        """Return the reading with the fewest blocks, if they are few."""
        rows, columns, words, _, copies = self.shape
        ways = [self._best(_Block(0, copies * rows, 0, columns, 0))]
        if copies == words == 1:
            ways.append(self._heads_first())
        found = min(filter(None, ways), key=lambda way: way.cost, default=None)
        if found is None or self._numbers_rows(found.places):
            return None
        cost = found.cost / copies
        return _Reading(cost, found.places) if cost <= _MOST_BLOCKS else None

    def _numbers_rows(self, places: Places) -> bool:
        """Whether a column of figures numbers the rows: it would be the first one."""
        columns: dict[int, list[str]] = {}
        for cell, (row, column) in zip(self.cells, places, strict=True):
            if row % self.shape.rows:
                columns.setdefault(column, []).append(cell.text)
        numbers = [str(number) for number in range(1, self.shape.rows)]
        return numbers in columns.values()

    def written(self, places: Places) -> Iterator[TextTable]:
        """Write the rows of the tables."""
        rows: dict[int, dict[int, LoneCell]] = {}
        for cell, (row, column) in zip(self.cells, places, strict=True):
            rows.setdefault(row, {})[column] = cell
        for first in range(0, len(rows), self.shape.rows):
            own = [rows[first + row] for row in range(self.shape.rows)]
            lines = {line for row in own for cell in row.values() for line in cell.lines}
            yield TextTable(sorted(lines), tuple(map(_row, own)))

    def _heads_first(self) -> _Reading | None:
        """Read all heads but the first, then the first column, then the rest."""
        rows, columns, *_ = self.shape
        heads = _Block(0, 1, 1, columns, 0)
        first = _Block(0, rows, 0, 1, columns - 1)
        rest = _Block(1, rows, 1, columns, columns - 1 + rows)
        return _joined([self._whole(heads), self._whole(first), self._best(rest)], _HEADS_FIRST)

    def _best(self, block: _Block) -> _Reading | None:
        """Return the fewest blocks that a block can be read as."""
        if block not in self.known:
            self.known[block] = None
            if self._may_be(block):
                ways = [self._whole(block)] if self._whole(block) else list(self._parted(block))
                found = [way for way in ways if way is not None]
                self.known[block] = min(found, key=lambda way: way.cost, default=None)
        return self.known[block]

    def _parted(self, block: _Block) -> Iterator[_Reading | None]:
        """Yield the ways to read a block as two."""
        top, bottom, left, right, start = block
        for row in range(top + 1, bottom):
            upper = _Block(top, row, left, right, start)
            lower = _Block(row, bottom, left, right, start + upper.size)
            extra = _LOWER * (row % self.shape.rows > 1)
            yield _joined([self._best(upper), self._best(lower)], extra)
        for column in range(left + 1, right):
            first = _Block(top, bottom, left, column, start)
            second = _Block(top, bottom, column, right, start + first.size)
            yield _joined([self._best(first), self._best(second)], 0.0)
            if bottom - top == 1:
                continue
            second = _Block(top, bottom, column, right, start)
            first = _Block(top, bottom, left, column, start + second.size)
            yield _joined([self._best(second), self._best(first)], _SWAPPED)

    def _may_be(self, block: _Block) -> bool:
        """Whether as many cells hold figures as should in a block."""
        cells = self.cells[block.start : block.start + block.size]
        height = sum(row % self.shape.rows > 0 for row in range(block.top, block.bottom))
        wanted = height * max(0, block.right - max(block.left, self.shape.words))
        count = sum(cell.kind == FIGURE for cell in cells)
        return count <= wanted <= count + sum(cell.kind == EMPTY for cell in cells)

    def _whole(self, block: _Block) -> _Reading | None:
        """Read the cells of a block column by column."""
        top, bottom, left, right, start = block
        inside = range(start + 1, start + block.size)
        height = bottom - top
        if any(gap in inside and (height == 1 or (gap - start) % height) for gap in self.gaps):
            return None
        places = tuple((row, column) for column in range(left, right) for row in range(top, bottom))
        if not all(
            self._fits(cell, *place)
            for place, cell in zip(places, self.cells[start:], strict=False)
        ):
            return None
        # the first head, from the cells under it
        apart = height == 1 and not (left or top % self.shape.rows)
        return _Reading(1.0 + _BEHEADED * apart, places)

    def _fits(self, cell: LoneCell, row: int, column: int) -> bool:
        """Whether a cell may stand at a place."""
        if not row % self.shape.rows:
            return cell.kind == WORD or (cell.kind == YEAR and column > 0)
        if not column:
            return cell.kind in {self.shape.lead, EMPTY}
        figures = column >= self.shape.words
        return cell.kind in {FIGURE, EMPTY} if figures else cell.kind != FIGURE


def _joined(readings: Sequence[_Reading | None], extra: float) -> _Reading | None:
    """Put the readings of blocks that follow one another together."""
    found = [reading for reading in readings if reading is not None]
    if len(found) < len(readings):
        return None
    cost = sum(reading.cost for reading in found) + extra
    return _Reading(cost, tuple(place for reading in found for place in reading.places))


def _row(cells: Mapping[int, LoneCell]) -> TableRow:
    """Write a row of cells, given by their columns."""
    first = min(cell.row for cell in cells.values())
    return TableRow(first, tuple(cells[column].text for column in sorted(cells)))
