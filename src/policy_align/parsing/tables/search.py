"""The search for the columns and rows of a table whose cells follow one another."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace
from math import inf, log
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.lines.characters import OPENERS
from policy_align.parsing.lines.measure import CANNOT_START
from policy_align.parsing.lines.wording import UNFINISHED, last_mark
from policy_align.parsing.tables.cells import is_figure
from policy_align.parsing.tables.parts import BLANK, GAP, KINDS, is_hard, kind_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policy_align.parsing.tables.parts import Part

Costs: TypeAlias = "Sequence[Mapping[str, float]]"
State: TypeAlias = "tuple[int, int]"
Origins: TypeAlias = "list[list[State | None]]"

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_STOPS = frozenset("。！？；：:")
_ODD = {"figure": 2.5, "dash": 2.5, "digit": 1.5, "short": 1.2, "middle": 0.8, "long": 0.4}
_ODD_STOPPED = 0.1  # what it costs that a line with a stop is in no table
_ODD_INSIDE = 0.5
_FEWEST_ROWS = 2
_FEWEST_COLUMNS = 2
_MOST_COLUMNS = 9
_WRAPPED = 2  # columns that no line holds, because cells were wrapped
_MOST_PARTS = 8  # of a cell
_MOST_DIGITS = 6  # of the number of a row
_ROUNDS = 3
_GAIN = 4.0  # by which a table is cheaper than text
_UNKNOWN = 0.4  # what a cell costs in a column of which nothing is known
_HEAD = 1.0  # what it costs in the head
_HEAD_FIGURE = 3.0
_TITLE = 2.0  # to take the title over a table for a part of its head
_COLUMN = 0.8
_COUNTED = 1.0  # gained by a row that begins with its number
_UNCOUNTED = 3.0  # for a row without number between rows that have one
_SKIPPED = 2.0  # for an empty cell
_EARLY = 1.2  # for a row that ends early
_MISSING = 0.6  # for each cell it lacks then
_SMOOTH = 0.4
_HOPELESS = 8.0  # more than what costs least up to the same place
_DEAREST = 6.0  # what stands inside a cell


@dataclass(frozen=True, slots=True)
class _Breaks:
    """What the blanks and line breaks of a run of lines cost as parts and ends of cells.

    Attributes:
        spaced: Whether blank lines set the cells apart.
    """

    spaced: bool

    def inside(self, before: Part, after: Part) -> float:
        """Weigh what stands between two parts as a place inside a cell."""
        if after.before == GAP:
            return inf if self.spaced else 2.0
        figures = [is_figure(before.text), is_figure(after.text)]
        if after.before == BLANK:
            if is_hard(before, after) or all(figures):
                return 3.5
            return 1.6 if any(figures) else 0.4 if self.spaced else 0.9
        if any(figures):
            return 3.0
        if last_mark(before.text) in _STOPS:
            return 2.0
        fits = CANNOT_START.match(after.text) or after.text[0] in OPENERS
        return 0.2 if fits or UNFINISHED.search(before.text) else 0.2 if self.spaced else 0.8

    def between(self, before: Part, after: Part, *, wrapped: bool) -> float:
        """Weigh it as a place between two cells of a row, the first of which was wrapped or not."""
        if after.before == GAP:
            return 0.0 if self.spaced else 3.0
        if after.before == BLANK:
            if is_hard(before, after):
                return 0.0
            figure = is_figure(before.text) or is_figure(after.text)
            return 0.2 if figure else 2.5 if self.spaced else 0.9
        return 3.0 if self.spaced else 0.2 if wrapped else 1.2

    def ends(self, after: Part | None) -> float:
        """Weigh it as the end of a row."""
        if after is None or after.before == GAP:
            return 0.0
        return inf if after.before == BLANK else 2.5 if self.spaced else 0.0

    def outside(self, parts: Sequence[Part]) -> list[float]:
        """Weigh the lines before each part as text that is in no table."""
        costs = [0.0]
        for index, part in enumerate(parts):
            after = parts[index + 1] if index + 1 < len(parts) else None
            if after is not None and after.before == BLANK:
                cost = self.inside(part, after)
            elif last_mark(part.text) in _STOPS:
                cost = _ODD_STOPPED
            elif part.before == BLANK:
                cost = _ODD_INSIDE
            else:
                cost = _ODD[kind_of(part.text)]
            costs.append(cost)
        return list(itertools.accumulate(costs))


@dataclass(frozen=True, slots=True)
class _Cell:
    """Some parts in a row as one cell.

    Attributes:
        end: The number of the part after it.
        inside: What it costs that they are one.
        kind: What kind of cell it is.
        head: What it costs in the head of a table.
        title: What it costs more as the first cell of a head, where the title may stand.
        between: What it costs that the next cell of the row follows.
        ends: What it costs that the row ends.
    """

    end: int
    inside: float
    kind: str
    head: float
    title: float
    between: float
    ends: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A run of parts read as a table.

    Attributes:
        cost: What it costs.
        rows: From which part to which each cell reaches, by column, row by row.
    """

    cost: float
    rows: Sequence[Mapping[int, tuple[int, int]]]


class Search:
    """Looks for the cheapest way to read a run of parts as a table."""

    def __init__(self, parts: Sequence[Part]) -> None:
        lines = [part.before for part in parts[1:] if part.before != BLANK]
        self._breaks = _Breaks(lines.count(GAP) > len(lines) / 2)
        self._parts = parts
        self._inside = [inf, *itertools.starmap(self._breaks.inside, itertools.pairwise(parts))]
        self._after = [self._costs_after(end) for end in range(1, len(parts) + 1)]
        self._cells = [list(self._cells_at(start)) for start in range(len(parts))]
        self._counted = _counted(parts)
        self._last_counted = max(self._counted, default=0)
        self._edges = _edges(parts)
        self.outside = self._breaks.outside(parts)

    def _costs_after(self, end: int) -> tuple[float, float, float]:
        """Weigh a place as one between cells, after a line and after a wrapped one, and as an end.

        Args:
            end: The number of the part after it.
        """
        before = self._parts[end - 1]
        after = self._parts[end] if end < len(self._parts) else None
        if after is None:
            return inf, inf, self._breaks.ends(None)
        between = self._breaks.between
        return (
            between(before, after, wrapped=False),
            between(before, after, wrapped=True),
            self._breaks.ends(after),
        )

    def _cells_at(self, start: int) -> Iterator[_Cell]:
        """Yield the cells that may begin with a part."""
        parts = self._parts
        cost, wrapped = 0.0, False
        for end in range(start + 1, min(len(parts), start + _MOST_PARTS) + 1):
            if end > start + 1:
                cost += self._inside[end - 1]
                wrapped = wrapped or parts[end - 1].before != BLANK
            if cost > _DEAREST:
                return
            text = text_of(parts[start:end])
            counts = text.isdecimal() and not _YEAR.fullmatch(text)
            yield _Cell(
                end,
                cost,
                kind_of(text),
                _HEAD_FIGURE if counts else _HEAD,
                _TITLE * wrapped,
                self._after[end - 1][wrapped],
                self._after[end - 1][-1],
            )

    def best(self) -> Fit | None:
        """Find the number of columns that costs least, if that is less than no table costs."""
        found: Fit | None = None
        for count in range(_FEWEST_COLUMNS, self._most_columns() + 1):
            costs: Costs = [dict.fromkeys(KINDS, _UNKNOWN)] * count
            fit: Fit | None = None
            for _ in range(_ROUNDS):
                before, fit = fit, self._fit(costs)
                if fit is None or (before is not None and before.rows == fit.rows):
                    break
                costs = self._learn(fit, count)
            if fit is not None:
                fit = replace(fit, cost=fit.cost + _COLUMN * count)
                found = min(found or fit, fit, key=lambda fit: fit.cost)
        return found if found and found.cost < self.outside[-1] - _GAIN else None

    def _most_columns(self) -> int:
        """Return how many columns there may be: not many more than parts of a line."""
        if self._breaks.spaced:
            return _MOST_COLUMNS
        longest = max(Counter(part.row for part in self._parts).values())
        return min(_MOST_COLUMNS, longest + _WRAPPED)

    def _learn(self, fit: Fit, count: int) -> Costs:
        """Estimate what each kind of cell costs in each column, from the rows under the head."""
        seen: list[Counter[str]] = [Counter() for _ in range(count)]
        for row in fit.rows[1:]:
            for column, (start, end) in row.items():
                seen[column][self._cells[start][end - start - 1].kind] += 1
        return [
            {
                kind: -log((kinds[kind] + _SMOOTH) / (kinds.total() + _SMOOTH * len(KINDS)))
                for kind in KINDS
            }
            for kinds in seen
        ]

    def _fit(self, costs: Costs) -> Fit | None:
        """Read the parts as a table, with text before and after it.

        Before each part there are two states for each column in which it may stand: the first
        ones are those of the head.
        """
        count, size = len(costs), len(self._parts)
        edges = frozenset(self._edges)
        best = [[inf] * (2 * count) for _ in range(size + 1)]
        origin: Origins = [[None] * (2 * count) for _ in range(size + 1)]
        for start in range(size):
            here = best[start]
            if start in edges and self.outside[start] < here[0]:
                here[0] = self.outside[start]
            cheapest = min(here)
            if cheapest < inf:
                self._go_on(start, cheapest + _HOPELESS, costs, (best, origin))
        ends = [
            (best[end][count] + self.outside[size] - self.outside[end], end)
            for end in self._edges
            if end
        ]
        cost, end = min(ends)
        return None if cost == inf else Fit(cost, _trace(origin, end, count))

    def _go_on(
        self, start: int, most: float, costs: Costs, ways: tuple[list[list[float]], Origins]
    ) -> None:
        """Go on from the states before a part that cost no more than others."""
        best, origin = ways
        count, here, cells = len(costs), best[start], self._cells[start]
        for state, cost in enumerate(here):
            if cost > most:
                continue
            missing = count - 1 - state % count
            if missing and cost + _SKIPPED < here[state + 1]:
                here[state + 1] = cost + _SKIPPED
                origin[start][state + 1] = start, state
            at = start, state
            early, lacking = bool(missing) * _EARLY, missing * _MISSING
            for cell, weight in zip(cells, self._weights(start, state, costs), strict=True):
                total, end = cost + weight, cell.end
                if missing and total + cell.between < best[end][state + 1]:
                    best[end][state + 1], origin[end][state + 1] = total + cell.between, at
                total = total + cell.ends + early + lacking
                if total < best[end][count]:
                    best[end][count], origin[end][count] = total, at

    def _weights(self, start: int, state: int, costs: Costs) -> list[float]:
        """Weigh the cells that may begin with a part as those of a column."""
        in_head, column = state < len(costs), state % len(costs)
        opens = not column and not in_head
        if start in self._counted:
            lead = -_COUNTED if opens else _COUNTED
        else:
            lead = _UNCOUNTED if opens and start < self._last_counted else 0.0
        cells = self._cells[start]
        if in_head:
            titles = not column
            return [cell.inside + cell.head + lead + titles * cell.title for cell in cells]
        kinds = costs[column]
        return [cell.inside + kinds[cell.kind] + lead for cell in cells]


def _edges(parts: Sequence[Part]) -> list[int]:
    """Return the places between parts that are also places between lines."""
    rows = [part.row for part in parts]
    reached = [-1, *itertools.accumulate(rows, max)]
    left = [*itertools.accumulate(reversed(rows), min)][::-1]
    inner = [index for index, row in enumerate(left) if row > reached[index]]
    return [*inner, len(parts)]


def _counted(parts: Sequence[Part]) -> frozenset[int]:
    """Find the parts that number rows: 1, 2, 3 at the beginnings of lines, the first figures."""
    found: list[int] = []
    for index, part in enumerate(parts):
        if not part.text.isdecimal() or _YEAR.fullmatch(part.text):
            continue
        apart = not found or index - found[-1] > 1
        counts_on = len(part.text) <= _MOST_DIGITS and int(part.text) == len(found) + 1
        if part.before != BLANK and apart and counts_on:
            found.append(index)
        elif not found:
            return frozenset()
    return frozenset(found) if len(found) >= _FEWEST_ROWS else frozenset()


def _trace(origin: Origins, end: int, count: int) -> list[dict[int, tuple[int, int]]]:
    """Follow the cheapest way back to the first cell."""
    rows: list[dict[int, tuple[int, int]]] = []
    at, state = end, count
    while (found := origin[at][state]) is not None:
        start, before = found
        if start < at:
            if state == count:
                rows.append({})
            rows[-1][before % count] = start, at
        at, state = found
    return [dict(sorted(row.items())) for row in reversed(rows)]
