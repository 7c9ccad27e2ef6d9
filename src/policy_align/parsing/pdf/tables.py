"""Tables of a PDF: rows of short cells, ruled or aligned."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.pdf.geometry import is_narrow, make_run, merge_rows
from policy_align.parsing.pdf.steps import row_step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.pdf.geometry import Run
    from policy_align.parsing.pdf.glyphs import Box, Glyph, Rule

Gap: TypeAlias = "tuple[float, float]"

_CELL_GAP = 1.5  # em; cells of one row stand at least so far apart
_COMMON_GAP = 0.5  # em; what the gaps of all rows share
_JOINED_RULES = 3.0  # points; rules nearer than this are one
_MIN_ROWS = 3  # rows of a table without rules
_MAX_CELL = 16  # characters a cell of a table without rules has at most, by the median
_BETWEEN = 3  # lines of one cell that may stand between two rows
_TIGHT = 0.85  # lines of one cell stand closer than rows
_HEADING = re.compile(
    r"\s*(?:第.{1,5}[编編章节節条條款]|[（(]?[一二三四五六七八九十\d]+[）)、．.]|附[件录録則则]|別[紙表])"
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table.

    Attributes:
        cells: The lines of each cell, from left to right; a cell can be empty.
    """

    cells: tuple[tuple[Run, ...], ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """All lines of the row, cell by cell."""
        return tuple(run for cell in self.cells for run in cell)

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell, its lines joined."""
        return tuple(_join_lines(cell) for cell in self.cells)

    @property
    def box(self) -> Box:
        """Left, bottom, right and top."""
        boxes = [run.box for run in self.runs]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )


def _join_lines(lines: Sequence[Run]) -> str:
    """Join the lines of a cell; a space parts Latin words."""
    text = ""
    for line in lines:
        more = line.text.strip()
        if text and is_narrow(text[-1]) and is_narrow(more[0]) and text[-1] != "-":
            text += " "
        text += more
    return text


def find_tables(rows: Sequence[Run], rules: Sequence[Rule]) -> list[Run | TableRow]:
    """Find the tables among the lines of one column.

    Args:
        rows: The lines of the column from top to bottom.
        rules: The ruled lines of the page.

    Returns:
        The lines in order, those of a table replaced by its rows.
    """
    if not rows:
        return []
    found: list[Run | TableRow] = []
    lines: list[Run] = []
    grid: list[TableRow] = []
    for item in _ruled(rows, rules):
        if isinstance(item, TableRow):
            found.extend(_aligned(lines, rules))
            lines = []
            grid.append(item)
        else:
            found.extend(_filled(grid))
            grid = []
            lines.append(item)
    return [*found, *_filled(grid), *_aligned(lines, rules)]


def _filled(grid: Sequence[TableRow]) -> list[TableRow] | list[Run]:
    """Return the rows of a table, or the lines in a box, which is no table."""
    rows = _trimmed(grid)
    if all(len(row.cells) == 1 for row in rows):
        return [run for row in rows for run in row.runs]
    return rows


def _trimmed(grid: Sequence[TableRow]) -> list[TableRow]:
    """Drop the empty cells that lie outside of the outer rules of a table."""
    if not grid:
        return []
    first = min(next(n for n, cell in enumerate(row.cells) if cell) for row in grid)
    last = min(next(n for n, cell in enumerate(row.cells[::-1]) if cell) for row in grid)
    return [TableRow(row.cells[first : len(row.cells) - last]) for row in grid]


def _ruled(rows: Sequence[Run], rules: Sequence[Rule]) -> Iterator[Run | TableRow]:
    """Yield lines and the rows of tables with rules in both directions."""
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    em = median(row.size for row in rows)
    upright = [
        rule for rule in rules if not rule.level and left + em < (rule.x0 + rule.x1) / 2 < right
    ]
    if not upright:
        yield from rows
        return
    level = [rule for rule in rules if rule.level and rule.x0 < right and rule.x1 > left]
    heights = _distinct(sorted(((rule.y0 + rule.y1) / 2 for rule in level), reverse=True))
    waiting: list[Run] = []
    band: tuple[float, float] | None = None
    for row in rows:
        own = _band(row, heights)
        if own != band:
            yield from _band_row(waiting, band, upright)
            waiting, band = [], own
        waiting.append(row)
    yield from _band_row(waiting, band, upright)


def _distinct(values: Sequence[float]) -> list[float]:
    """Merge sorted values that lie close together."""
    kept: list[float] = []
    for value in values:
        if not kept or abs(value - kept[-1]) > _JOINED_RULES:
            kept.append(value)
    return kept


def _band(row: Run, heights: Sequence[float]) -> tuple[float, float] | None:
    """Return the level rules above and below a line, ``None`` where there are not both."""
    middle = row.y + 0.3 * row.size
    above = [y for y in heights if y > middle]
    below = [y for y in heights if y <= middle]
    return (above[-1], below[0]) if above and below else None


def _band_row(
    lines: Sequence[Run], band: tuple[float, float] | None, upright: Sequence[Rule]
) -> Iterator[Run | TableRow]:
    """Yield the lines between two level rules as one row, if upright rules part them."""
    if band is None:
        yield from lines
        return
    top, bottom = band
    middle = (top + bottom) / 2
    places = sorted(
        (rule.x0 + rule.x1) / 2
        for rule in upright
        if rule.y0 - _JOINED_RULES <= middle <= rule.y1 + _JOINED_RULES
    )
    places = _distinct(places)
    if not places:
        yield from lines
        return
    cells: list[list[Run]] = [[] for _ in range(len(places) + 1)]
    for line in lines:
        for number, part in enumerate(_cut(line, places)):
            if part is not None:
                cells[number].append(part)
    yield TableRow(tuple(tuple(merge_rows(cell)) for cell in cells))


def _cut(row: Run, places: Sequence[float]) -> list[Run | None]:
    """Cut a line at upright rules."""
    parts: list[list[Glyph]] = [[] for _ in range(len(places) + 1)]
    for glyph in row.glyphs:
        middle = (glyph.x0 + glyph.x1) / 2
        parts[sum(place < middle for place in places)].append(glyph)
    return [
        make_run(row.page, part) if any(not g.text.isspace() for g in part) else None
        for part in parts
    ]


def split_cells(row: Run) -> list[Run]:
    """Split a line where wide gaps part its text.

    Args:
        row: A line.

    Returns:
        Its pieces from left to right.
    """
    parts: list[list[Glyph]] = [[]]
    last: Glyph | None = None
    for glyph in row.glyphs:
        if not glyph.text.isspace():
            if last is not None and glyph.x0 - last.x1 >= _CELL_GAP * row.size:
                parts.append([])
            last = glyph
        parts[-1].append(glyph)
    return [make_run(row.page, part) for part in parts]


def _aligned(rows: Sequence[Run], rules: Sequence[Rule]) -> Iterator[Run | TableRow]:
    """Yield lines and the rows of tables whose cells are parted by aligned gaps alone."""
    cells = [split_cells(row) for row in rows]
    number = 0
    while number < len(rows):
        if len(cells[number]) > 1:
            end, gaps = _extent(cells, number)
            block = cells[number:end]
            if _is_table(block, rules):
                yield from _table_rows(block, gaps)
                number = end
                continue
        yield rows[number]
        number += 1


def _gaps(cells: Sequence[Run]) -> list[Gap]:
    return [(a.x1, b.x0) for a, b in itertools.pairwise(cells)]


def _extent(cells: Sequence[list[Run]], start: int) -> tuple[int, list[Gap]]:
    """Return where a table that begins at a line ends, and the gaps between its columns."""
    gaps = _gaps(cells[start])
    end, number, between = start + 1, start + 1, 0
    while number < len(cells):
        row = cells[number]
        if len(row) > 1:
            shared = _share(gaps, _gaps(row), row[0].size)
            if not shared:
                break
            gaps, end, between = shared, number + 1, 0
        elif _in_one_column(row[0], gaps) and between < _BETWEEN:
            between += 1
        else:
            break
        number += 1
    while end < len(cells) and len(cells[end]) == 1 and _hangs_on(cells, start, end, gaps):
        end += 1
    return end, gaps


def _share(gaps: Sequence[Gap], more: Sequence[Gap], em: float) -> list[Gap]:
    """Return what two lists of gaps have in common."""
    found = [
        (max(a[0], b[0]), min(a[1], b[1]))
        for a in gaps
        for b in more
        if min(a[1], b[1]) - max(a[0], b[0]) >= _COMMON_GAP * em
    ]
    # A row may leave cells empty: its one wide gap covers several columns.
    return found if len(found) >= min(len(gaps), len(more)) else []


def _in_one_column(run: Run, gaps: Sequence[Gap]) -> bool:
    return all(run.x1 <= gap[1] or run.x0 >= gap[0] for gap in gaps)


def _hangs_on(cells: Sequence[list[Run]], start: int, end: int, gaps: Sequence[Gap]) -> bool:
    """Tell whether a line after the last row of a table still belongs to a cell of it."""
    run, before = cells[end][0], cells[end - 1][0]
    starts = [row[0].y for row in cells[start:end] if len(row) > 1]
    steps = [a - b for a, b in itertools.pairwise(starts)]
    if not steps or not _in_one_column(run, gaps):
        return False
    in_first = run.x0 < gaps[0][0]
    return before.y - run.y <= (_TIGHT if in_first else 1.0) * median(steps)


def _is_table(block: Sequence[list[Run]], rules: Sequence[Rule]) -> bool:
    """Tell whether lines with aligned gaps are a table, and not prose or a table of contents."""
    full = [row for row in block if len(row) > 1]
    columns = max(map(len, full))
    if len(full) < 2:  # noqa: PLR2004 - one row is no table
        return False
    firsts = sum(bool(_HEADING.match(row[0].text)) for row in full)
    numbers = sum(row[-1].letters.isdecimal() for row in full)
    if columns == 2 and firsts >= 0.6 * len(full) and numbers >= 0.6 * len(full):  # noqa: PLR2004
        return False
    if _ruled_off(block, rules) or _stands_in_rows(block):
        return True
    if len(full) < (2 if columns > 2 else _MIN_ROWS):  # noqa: PLR2004 - three cells are evidence
        return False
    lengths = [len(cell.letters) for row in full for cell in row]
    if median(lengths) > _MAX_CELL:
        return False
    right = max(row[-1].x1 for row in full)
    flush = sum(row[-1].x1 > right - row[-1].size for row in full)
    long = sum(len(row[-1].letters) > _MAX_CELL for row in full)
    return not (columns == 2 and flush > len(full) / 2 and long > len(full) / 2)  # noqa: PLR2004


def _row_step(block: Sequence[list[Run]]) -> float | None:
    """Return how far apart the lines at which rows begin are, if those of a row are closer."""
    return row_step([row[0].y for row in block], median(row[0].size for row in block))


def _stands_in_rows(block: Sequence[list[Run]]) -> bool:
    """Tell whether lines stand in rows, each with lines of several cells at its top."""
    step = _row_step(block)
    tops = [
        after
        for before, after in itertools.pairwise(block)
        if step is not None and before[0].y - after[0].y >= step
    ]
    return len(tops) >= _MIN_ROWS - 1 and all(len(row) > 1 for row in tops)


def _ruled_off(block: Sequence[list[Run]], rules: Sequence[Rule]) -> bool:
    """Tell whether level rules stand above and below the lines, or between them."""
    top, bottom = block[0][0], block[-1][0]
    left, right = min(row[0].x0 for row in block), max(row[-1].x1 for row in block)
    heights = [
        rule.y0
        for rule in rules
        if rule.level
        and min(rule.x1, right) - max(rule.x0, left) > 0.5 * (right - left)
        and bottom.y - 2 * bottom.size <= rule.y0 <= top.y + 2.5 * top.size
    ]
    return len(_distinct(sorted(heights))) >= 2  # noqa: PLR2004


def _table_rows(block: Sequence[list[Run]], gaps: Sequence[Gap]) -> Iterator[TableRow]:
    """Yield the rows of a table, the lines of each cell gathered."""
    starts = [row[0].y for row in block if len(row) > 1]
    steps = [a - b for a, b in itertools.pairwise(starts)]
    pitch = _TIGHT * median(steps) if steps else 0.0
    if _stands_in_rows(block):
        pitch = _row_step(block) or pitch
    cells: list[list[Run]] = []
    last_y = 0.0
    for row in block:
        places = [sum(piece.x0 >= gap[1] for gap in gaps) for piece in row]
        tight = last_y - row[0].y < pitch
        if not cells or not (tight or (len(row) < len(gaps) + 1 and places[0] > 0)):
            if cells:
                yield TableRow(tuple(map(tuple, cells)))
            cells = [[] for _ in range(len(gaps) + 1)]
        for place, piece in zip(places, row, strict=True):
            cells[place].append(piece)
        last_y = row[0].y
    yield TableRow(tuple(map(tuple, cells)))
