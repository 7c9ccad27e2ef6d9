"""Tables in text without layout: cells one after another, row by row.

Some extractors write the cells of a row on one line with single blanks between them, and break
the line where a cell was wrapped; others give each cell a line, with blank lines between them.
Either way the cells of a row follow one another, so a table is told by what recurs: after the
same number of cells the same kind of cell. How many columns there are, and where the rows end,
is what costs least.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from math import inf, log
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.characters import display_width
from policy_align.parsing.labels import opening_label
from policy_align.parsing.measure import CANNOT_START
from policy_align.parsing.table_cells import (
    TableRow,
    TextTable,
    is_empty_mark,
    is_figure,
    join_lines,
    printed,
)
from policy_align.parsing.wording import (
    CAPTION,
    UNFINISHED,
    is_contents_entry,
    is_document_number,
    last_mark,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policy_align.parsing.rows import Row

Costs: TypeAlias = "Sequence[Mapping[str, float]]"

_LATIN = re.compile(r"[0-9A-Za-z０-９]")
_DATE = re.compile(r"[0-9０-９]{1,4} ?[年月日](?: ?[0-9０-９]{1,2} ?[月日])*")
_KINDS = ("figure", "dash", "digit", "short", "middle", "long")
_ODD = {"figure": 2.5, "dash": 2.5, "digit": 1.5, "short": 1.2, "middle": 0.8, "long": 0.4}
"""What it costs that a paragraph of its own is of a kind."""
_SHORT, _MIDDLE = 4, 10
_STOPS = frozenset("。！？；：:")
_MOST_COLUMNS = 9
_MOST_TOKENS = 8  # of a cell
_LINE, _BLANK = "line", "blank"
_GAP = "gap"
_WIDEST = 0.65  # of a full line; no cell is wider
_FEWEST_CELLS = 6
_FEWEST_ROWS = 2
_SAMPLE = 90  # tokens that the number of columns is found with
_ROUNDS = 3
_HEAD = 1.0
_COLUMN = 0.8
_SMOOTH = 0.4
_SKIPPED = 2.0
_EARLY = 1.2
_FIGURES = 0.2
_TAIL = 3
_GAIN = 4.0
_MISSING = 0.6


@dataclass(frozen=True, slots=True)
class _Token:
    """A part of a line that no blank parts.

    Attributes:
        text: The part.
        row: The number of its line.
        before: What stands before it: a blank, a line break, or a blank line.
    """

    text: str
    row: int
    before: str


def flow_tables(rows: Sequence[Row]) -> Iterator[TextTable]:
    """Find the tables of a text that gives their cells one after another.

    Args:
        rows: The rows of one language in reading order.

    Yields:
        The tables in order.
    """
    if not rows:
        return
    widths = sorted(display_width(row.text) for row in rows)
    full = widths[int(0.95 * (len(widths) - 1))]
    first = 0
    for index in range(len(rows) + 1):
        if index < len(rows) and _may_be_cells(rows[index], full):
            continue
        if index > first:
            yield from _tables(rows, first, index)
        first = index + 1


def _may_be_cells(row: Row, full: float) -> bool:
    """Whether a line may hold cells: no heading, no caption, and nothing too wide."""
    text = row.text
    opening = opening_label(text)
    if opening is not None and opening.closed:
        return False
    if CAPTION.match(text) or is_contents_entry(text) or is_document_number(text):
        return False
    parts = printed(row).split()
    widest = max(map(display_width, parts))
    return widest <= _WIDEST * full or (len(parts) > 1 and widest < full * 0.9)


def _tables(rows: Sequence[Row], first: int, end: int) -> Iterator[TextTable]:
    """Yield the tables in a run of lines that may hold cells."""
    while end - first > 1:
        tokens = _tokens(rows, first, end)
        evidence = sum(_kind(token.text) in {"figure", "dash"} for token in tokens)
        hard = sum(_is_hard(a, b) for a, b in zip(tokens, tokens[1:], strict=False))
        if evidence + hard < _TAIL:
            return
        table = _best_table(tokens)
        if table is None:
            return
        yield table
        first = table.end


def _is_hard(before: _Token, after: _Token) -> bool:
    """Whether the blank between two parts stands where running text has none."""
    if after.before != _BLANK:
        return False
    left, right = _LATIN.match(before.text[-1]), _LATIN.match(after.text[0])
    return bool(left) == bool(right)


def _tokens(rows: Sequence[Row], first: int, end: int) -> list[_Token]:
    """Cut lines at their blanks; dates stay whole."""
    tokens: list[_Token] = []
    for index in range(first, end):
        row = rows[index]
        before = _GAP if row.empty + row.hollow else _LINE
        for text in _DATE.sub(lambda found: found[0].replace(" ", "\0"), printed(row)).split():
            tokens.append(_Token(text.replace("\0", " "), index, before))
            before = _BLANK
    return tokens


def _kind(cell: str) -> str:
    """Tell what kind of cell a text would be."""
    if is_figure(cell):
        return "figure"
    if is_empty_mark(cell):
        return "dash"
    if cell[0].isdecimal():
        return "digit"
    if len(cell) <= _SHORT:
        return "short"
    return "middle" if len(cell) <= _MIDDLE else "long"


@dataclass(frozen=True, slots=True)
class _Breaks:
    """What the blanks and line breaks of a run of lines cost as parts and ends of cells.

    Attributes:
        spaced: Whether blank lines set the cells apart.
    """

    spaced: bool

    def inside(self, before: _Token, after: _Token) -> float:
        """Weigh what stands between two parts as a place inside a cell."""
        if after.before == _GAP:
            return inf if self.spaced else 2.0
        figures = is_figure(before.text) + is_figure(after.text)
        if after.before == _BLANK:
            return 3.5 if _is_hard(before, after) or figures == 2 else 1.6 if figures else 0.9
        if figures:
            return 3.0
        fits = CANNOT_START.match(after.text) or after.text[0] in "（("
        return 0.2 if fits or UNFINISHED.search(before.text) else 0.2 if self.spaced else 0.8

    def between(self, before: _Token, after: _Token, *, wrapped: bool) -> float:
        """Weigh it as a place between two cells of a row, the first of which was wrapped or not."""
        if after.before == _GAP:
            return 0.0 if self.spaced else 3.0
        if after.before == _BLANK:
            if _is_hard(before, after):
                return 0.0
            return 0.2 if is_figure(before.text) or is_figure(after.text) else 0.9
        return 3.0 if self.spaced else 0.2 if wrapped else 1.2

    def ends(self, after: _Token | None) -> float:
        """Weigh it as the end of a row."""
        if after is None or after.before == _GAP:
            return 0.0
        return inf if after.before == _BLANK else 2.5 if self.spaced else 0.0

    def outside(self, tokens: Sequence[_Token]) -> list[float]:
        """Weigh the lines before each token as text that is in no table."""
        costs = [0.0]
        for index, token in enumerate(tokens):
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if after is not None and after.before == _BLANK:
                cost = self.inside(token, after)
            elif last_mark(token.text) in _STOPS:
                cost = 0.1
            elif token.before == _BLANK:
                cost = 0.5
            else:
                cost = _ODD[_kind(token.text)]
            costs.append(cost)
        return list(accumulate(costs))


@dataclass(frozen=True, slots=True)
class _Fit:
    """A run of parts as the cells of a table with a number of columns.

    Attributes:
        cost: What it costs.
        rows: From which part to which each cell reaches, by column, row by row.
    """

    cost: float
    rows: Sequence[Mapping[int, tuple[int, int]]]


def _best_table(tokens: Sequence[_Token]) -> TextTable | None:
    """Find the number of columns that costs least, if that is less than no table costs."""
    lines = [token.before for token in tokens[1:] if token.before != _BLANK]
    breaks = _Breaks(lines.count(_GAP) > len(lines) / 2)
    sample = tokens
    outside = breaks.outside(sample)
    best: _Fit | None = None
    for count in range(2, _MOST_COLUMNS + 1):
        costs: Costs = [dict.fromkeys(_KINDS, 0.4)] * count
        fit: _Fit | None = None
        for _ in range(_ROUNDS):
            fit = _fit(sample, outside, breaks, costs)
            if fit is None:
                break
            costs = _learn(sample, fit, count)
        if fit is not None:
            cost = fit.cost + _COLUMN * count
            if best is None or cost < best.cost:
                best = _Fit(cost, fit.rows)
    if best is None or best.cost > outside[-1] - _GAIN:
        return None
    return _table(tokens, best)


def _learn(tokens: Sequence[_Token], fit: _Fit, count: int) -> Costs:
    """Estimate what each kind of cell costs in each column, from the rows under the head."""
    seen: list[Counter[str]] = [Counter() for _ in range(count)]
    for row in fit.rows[1:]:
        for column, (start, end) in row.items():
            seen[column][_kind(_text(tokens[start:end]))] += 1
    return [
        {
            kind: -log((kinds[kind] + _SMOOTH) / (kinds.total() + _SMOOTH * len(_KINDS)))
            for kind in _KINDS
        }
        for kinds in seen
    ]


def _fit(
    tokens: Sequence[_Token], outside: Sequence[float], breaks: _Breaks, costs: Costs
) -> _Fit | None:
    """Find the cheapest way to read a run of parts as a table, with text before and after it."""
    count, size = len(costs), len(tokens)
    best = [[inf] * (2 * count) for _ in range(size + 1)]
    origin: list[list[tuple[int, int] | None]] = [[None] * (2 * count) for _ in range(size + 1)]
    kinds: dict[tuple[int, int], str] = {}
    for start in range(size):
        here = best[start]
        if tokens[start].before != _BLANK and outside[start] < here[0]:
            here[0] = outside[start]
            origin[start][0] = None
        for state in range(2 * count):
            cost = here[state]
            if cost == inf:
                continue
            column = state % count
            if column + 1 < count and cost + _SKIPPED < here[state + 1]:
                here[state + 1] = cost + _SKIPPED
                origin[start][state + 1] = start, state
            wrapped = False
            for end in range(start + 1, min(size, start + _MOST_TOKENS) + 1):
                if end > start + 1:
                    cost += breaks.inside(tokens[end - 2], tokens[end - 1])
                    if tokens[end - 1].before != _BLANK:
                        wrapped = True
                        if state == 0 and display_width(tokens[end - 2].text) > 8:
                            cost += 2.0
                    if cost == inf:
                        break
                key = start, end
                if key not in kinds:
                    kinds[key] = _kind(_text(tokens[start:end]))
                kind = kinds[key]
                filled = cost + (costs[column][kind] if state >= count else _HEAD)
                after = tokens[end] if end < size else None
                if column + 1 < count and after is not None:
                    total = filled + breaks.between(tokens[end - 1], after, wrapped=wrapped)
                    if total < best[end][state + 1]:
                        best[end][state + 1], origin[end][state + 1] = total, (start, state)
                missing = count - 1 - column
                early = _EARLY + _MISSING * missing if missing else 0.0
                total = filled + breaks.ends(after) + early
                if total < best[end][count]:
                    best[end][count], origin[end][count] = total, (start, state)
    ends = [
        (best[end][count] + outside[size] - outside[end], end)
        for end in range(1, size + 1)
        if end == size or tokens[end].before != _BLANK
    ]
    cost, end = min(ends)
    return None if cost == inf else _Fit(cost, _trace(origin, end, count))


def _trace(
    origin: Sequence[Sequence[tuple[int, int] | None]], end: int, count: int
) -> list[dict[int, tuple[int, int]]]:
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


def _text(tokens: Sequence[_Token]) -> str:
    """Join the parts of a cell."""
    lines: list[str] = []
    for token in tokens:
        if token.before == _BLANK and lines:
            lines[-1] += f" {token.text}"
        else:
            lines.append(token.text)
    return join_lines(lines)


def _table(tokens: Sequence[_Token], fit: _Fit) -> TextTable | None:
    """Write the rows of a table, if there are enough of them."""
    if len(fit.rows) < _FEWEST_ROWS:
        return None
    spans = [span for row in fit.rows for span in row.values()]
    first, last = spans[0][0], spans[-1][1] - 1
    made = tuple(
        TableRow(
            tokens[next(iter(row.values()))[0]].row,
            tuple(_text(tokens[start:end]) for start, end in row.values()),
        )
        for row in fit.rows
    )
    return TextTable(tokens[first].row, tokens[last].row + 1, made)
