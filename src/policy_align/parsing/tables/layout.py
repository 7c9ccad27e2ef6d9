"""Tables in text that keeps the layout of the page: cells set apart by wide gaps.

The rows of such a table leave the same places of their lines blank, counted in characters or
in display columns depending on the tool. A cell that was wrapped goes on under itself.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.lines.characters import CLOSERS, OPENERS, display_width
from policy_align.parsing.lines.wording import CAPTION, is_contents_entry
from policy_align.parsing.numbering.labels import opening_label
from policy_align.parsing.tables.cells import (
    TableRow,
    TextTable,
    are_labels,
    is_empty_mark,
    is_figure,
    is_heading,
    join_lines,
    printed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

Measure: TypeAlias = "Callable[[str], int]"
Span: TypeAlias = "tuple[int, int]"
Line: TypeAlias = "dict[int, str]"
"""The parts of a line by the number of the column in which they stand."""

_TOKEN = re.compile(r"\S+")
_GAP = re.compile(r"[ \u00a0]{2,}|\u3000{2,}|\t")
_LATIN = re.compile(r"[0-9A-Za-z０-９]")
_SENTENCE = re.compile(r"[，。；]")
_LEADER = re.compile(r"[.．…‥・·]{3,}")
_WORD = re.compile(
    rf"[{re.escape(OPENERS)}]*(?:[A-Za-z0-9.,%]+|.)[{re.escape(CLOSERS)}。、，；：%％]*"
)
_WRAPPED = 3  # lines without gaps that may stand between two lines with gaps
_BLANK_LINES = 2  # that may stand between two lines of a table
_LONGEST = 400  # characters of a line
_STRADDLING = (0.0, 0.15, 0.25)  # of the lines may run across a gap: the share is tried
_NARROW = 0.5  # of what a wide gap tells
_WIDE_SHARE = 0.2  # of the lines that stand on both sides of a gap leave it wide
_FEWEST = 3  # rows of a table
_FEWEST_TERSE = 2  # of one whose cells hold no sentences
_TWO = 2
_MOST_LINES = 4  # a row has by the median; columns of running text have more
_LONG = 20  # columns; a part of a cell that was wrapped together with all others of its row
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Token:
    """What stands between two blanks, with its position in the chosen measure."""

    text: str
    start: int
    end: int


def layout_tables(rows: Sequence[Row]) -> Iterator[TextTable]:
    """Find the tables of a text that keeps the layout of its pages.

    Args:
        rows: The rows of one language in reading order.

    Yields:
        The tables in order.
    """
    end, columns = -1, 0
    for first, after in _runs(rows):
        grid = _Grid.of(rows[first:after])
        if grid is None:
            continue
        goes_on = first == end and len(grid.columns) == columns
        table = grid.table(rows, first, fewest=1 if goes_on else _FEWEST)
        if table is not None:
            yield table
            end, columns = table.lines[-1] + 1, len(grid.columns)


def _runs(rows: Sequence[Row]) -> Iterator[Span]:
    """Yield the runs of lines with gaps, with the lines without that may be parts of their cells.

    Yields:
        The number of the first line of each run and that of the line after its last one.
    """
    first = last = -1
    widest = 0
    for index, row in enumerate(rows):
        gap = _has_gap(row) or _hangs(rows, index)
        if first >= 0 and (
            index - last > _WRAPPED
            or row.page != rows[last].page
            or row.empty + row.hollow > _BLANK_LINES
            or not (gap or _fits(row, widest))
        ):
            yield first, _with_wrapped(rows, last + 1, index)
            first, widest = -1, 0
        if gap:
            first = index if first < 0 else first
            last = index
            pieces = _GAP.split(row.line.text.strip())
            widest = max(widest, *map(display_width, pieces))
    if first >= 0:
        yield first, _with_wrapped(rows, last + 1, len(rows))


def _with_wrapped(rows: Sequence[Row], first: int, end: int) -> int:
    """Return the number of the first line that no row above it can go on with."""
    return next((i for i in range(first, end) if rows[i].empty + rows[i].hollow), end)


def _hangs(rows: Sequence[Row], index: int) -> bool:
    """Whether the next line is indented to where this one goes on after a blank."""
    if index + 1 == len(rows):
        return False
    row, below = rows[index], rows[index + 1]
    text, place = row.line.text, below.indent
    if row.page != below.page or below.empty or not row.indent < place < len(text):
        return False
    return text[place - 1] == " " and text[place] != " "


def _fits(row: Row, widest: int) -> bool:
    """Whether a line without gaps may be a part of a cell: neither too wide nor a heading."""
    wide = display_width(row.text) > widest
    return not (wide or is_heading(row.text) or CAPTION.match(row.text))


def _has_gap(row: Row) -> bool:
    """Whether a line has a wide gap, and not for being an entry of a table of contents."""
    text = row.line.text.strip()
    gaps = _GAP.findall(text) if len(text) <= _LONGEST else []
    if len(gaps) == 1 and is_contents_entry(text):
        return opening_label(text) is None and not _LEADER.search(text)
    return bool(gaps)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns of a table, and its lines cut at them.

    Attributes:
        columns: From where to where each column reaches.
        lines: The lines.
        widths: How wide the widest part of a line is in each column.
    """

    columns: Sequence[Span]
    lines: Sequence[Line]
    widths: Sequence[int]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Grid | None:
        """Find the columns of a run of lines; none where they have no gap in common."""
        texts = [printed(row) for row in rows]
        gapped = [index for index, row in enumerate(rows) if _has_gap(row)]
        if not gapped:
            return None
        columns: list[Span] = []
        tokens: list[list[_Token]] = []
        best = 1.0
        measures: tuple[Measure, ...] = (len, display_width)
        for measure in measures:
            found = [_tokens(text, measure) for text in texts]
            inner = [found[index] for index in gapped]
            strays = _strays(inner)
            for share in _STRADDLING:
                spans = _columns(inner, share)
                rating = len(spans) - (_misfits(inner, spans) + strays) / len(inner)
                if rating > best:
                    columns, tokens, best = spans, found, rating
        if not columns:
            return None
        lines = _unglue([_cut(line, columns) for line in tokens], len(columns))
        widths = [
            max((display_width(lines[i][at]) for i in gapped if at in lines[i]), default=0)
            for at in range(len(columns))
        ]
        return cls(columns, lines, widths)

    def table(self, rows: Sequence[Row], first: int, fewest: int) -> TextTable | None:
        """Join the lines to rows, if they make up a table."""
        spaced = self._spaced(rows, first)
        groups: list[list[Line]] = []
        starts: list[int] = []
        last = max(index for index, line in enumerate(self.lines) if len(line) > 1)
        end = first
        for index, line in enumerate(self.lines):
            row = rows[first + index]
            inside = groups and not row.empty + row.hollow
            if inside and self._goes_on(groups[-1], line, spaced=spaced):
                groups[-1].append(line)
            elif index > last:
                break
            else:
                groups.append([line])
                starts.append(first + index)
            end = first + index + 1
        cells = [self._cells(group) for group in groups]
        if not self._is_table(groups, cells, fewest):
            return None
        made = tuple(
            TableRow(start, tuple(filter(None, row)))
            for start, row in zip(starts, cells, strict=True)
        )
        return TextTable(range(first, end), made)

    def _spaced(self, rows: Sequence[Row], first: int) -> bool:
        """Whether blank lines set the rows apart."""
        whole = [
            rows[first + index]
            for index, line in enumerate(self.lines)
            if index and len(line) == len(self.columns)
        ]
        return sum(row.empty + row.hollow > 0 for row in whole) > _HALF * len(whole)

    def _goes_on(self, group: Sequence[Line], line: Line, *, spaced: bool) -> bool:
        """Whether a line goes on with cells of the row above it."""
        whole = len(line) == len(self.columns)
        if whole and max(map(display_width, group[-1].values())) < _LONG:
            return False
        if any(is_figure(text) or is_empty_mark(text) for text in line.values()):
            return False
        spaced = spaced and not whole
        return all(
            self._full(at, group[-1].get(at), text, spaced=spaced) for at, text in line.items()
        )

    def _full(self, at: int, above: str | None, text: str, *, spaced: bool) -> bool:
        """Whether what stands above a part of a cell left no room for the word it begins with."""
        if above is None or spaced:
            return spaced
        word = _WORD.match(text)
        return display_width(above) + display_width(word[0] if word else "") >= self.widths[at]

    def _cells(self, group: Sequence[Line]) -> list[str]:
        """Join the parts of each cell of a row."""
        return [
            join_lines(line[at] for line in group if at in line) for at in range(len(self.columns))
        ]

    def _is_table(
        self, groups: Sequence[Sequence[Line]], cells: Sequence[Sequence[str]], fewest: int
    ) -> bool:
        """Whether rows of cells are a table rather than text with hanging labels or columns."""
        count = median(sum(map(bool, row)) for row in cells)
        terse = count > _TWO and not any(map(_SENTENCE.search, itertools.chain(*cells)))
        least = min(fewest, _FEWEST_TERSE) if terse else fewest
        if len(cells) < least or median(map(len, groups)) > _MOST_LINES:
            return False
        leads = [group[0][0] for group in groups if 0 in group[0]]
        return count > _TWO or (count == _TWO and not are_labels(leads))


def _tokens(text: str, measure: Measure) -> list[_Token]:
    """Cut a line at its blanks."""
    tokens = []
    at = place = 0
    for match in _TOKEN.finditer(text.replace("\t", "        ")):
        start = place + measure(match.string[at : match.start()])
        at, place = match.end(), start + measure(match[0])
        tokens.append(_Token(match[0], start, place))
    return tokens


def _columns(lines: Sequence[Sequence[_Token]], straddling: float) -> list[Span]:
    """Find from where to where each column reaches: between them, few lines hold anything."""
    width = max((line[-1].end for line in lines if line), default=0)
    steps = [0] * (width + 1)
    for line in lines:
        for token in line:
            steps[token.start] += 1
            steps[token.end] -= 1
    columns: list[Span] = []
    start = cover = -1
    cover = 0
    most = int(straddling * len(lines))
    for place, step in enumerate(steps):
        cover += step
        if cover > most and start < 0:
            start = place
        elif cover <= most and start >= 0:
            columns.append((start, place))
            start = -1
    return _apart(columns, lines)


def _misfits(lines: Sequence[Sequence[_Token]], columns: Sequence[Span]) -> int:
    """Count what reaches from one column into another."""
    starts = [start for start, _ in columns]
    return sum(
        bisect_right(starts, token.start) < bisect_left(starts, token.end)
        for line in lines
        for token in line
    )


def _strays(lines: Sequence[Sequence[_Token]]) -> int:
    """Count what stands after a wide gap where nothing in other lines begins or ends."""
    pieces = [
        after
        for line in lines
        for before, after in itertools.pairwise(line)
        if after.start - before.end > 1
    ]
    starts = Counter(piece.start for piece in pieces)
    ends = Counter(piece.end for piece in pieces)
    return sum(starts[piece.start] == ends[piece.end] == 1 for piece in pieces)


def _apart(columns: Sequence[Span], lines: Sequence[Sequence[_Token]]) -> list[Span]:
    """Join neighbouring columns that no line sets apart by more than one blank."""
    joined: list[Span] = []
    for start, end in columns:
        if joined and not _is_gap(joined[-1], (start, end), lines):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _is_gap(left: Span, right: Span, lines: Sequence[Sequence[_Token]]) -> bool:
    """Whether enough of the lines that go on after a gap leave it wide.

    A single blank tells less, and one beside a figure or Latin word nothing: it may stand
    inside a cell.
    """
    both, apart = 0, 0.0
    for line in lines:
        for before, after in itertools.pairwise(line):
            if _meet(before, left) and _meet(after, right):
                both += 1
                wide = after.start - before.end > 1
                narrow = not (_LATIN.match(before.text[-1]) or _LATIN.match(after.text[0]))
                apart += 1.0 if wide else _NARROW * narrow
    return both > 0 and apart >= max(1.0, _WIDE_SHARE * both)


def _meet(token: _Token, column: Span) -> bool:
    return token.start < column[1] and token.end > column[0]


def _cut(line: Sequence[_Token], columns: Sequence[Span]) -> Line:
    """Put the tokens of a line into the columns.

    Where there are as many pieces between wide gaps as columns, each piece is a cell, wherever
    long cells before it have moved it.
    """
    pieces: list[list[_Token]] = []
    for token in line:
        if pieces and token.start - pieces[-1][-1].end <= 1:
            pieces[-1].append(token)
        else:
            pieces.append([token])
    if len(pieces) == len(columns):
        return {at: " ".join(token.text for token in piece) for at, piece in enumerate(pieces)}
    parts: Line = {}
    at = 0
    for piece in pieces:
        for token in piece:
            while at + 1 < len(columns) and token.start >= columns[at][1]:
                at += 1
            parts[at] = f"{parts[at]} {token.text}" if at in parts else token.text
    return parts


def _unglue(lines: Sequence[Line], count: int) -> list[Line]:
    """Give back to a column what the column before it holds at its end.

    Where a cell leaves hardly a gap after itself, the tool that wrote the text moved the next
    one up to it. It is told by being a figure in a column of figures, or what the column holds
    in other lines.
    """
    seen = [{line[at] for line in lines if at in line} for at in range(count)]
    figures = [
        sum(is_figure(line[at]) for line in lines if at in line)
        > _HALF * sum(at in line for line in lines)
        for at in range(count)
    ]
    result = []
    for line in lines:
        cut = dict(line)
        for at in range(count - 1):
            head, _, tail = cut.get(at, "").rpartition(" ")
            moved = figures[at + 1] > figures[at] and is_figure(tail)
            if head and at + 1 not in cut and (moved or tail in seen[at + 1]):
                cut[at], cut[at + 1] = head, tail
        result.append(dict(sorted(cut.items())))
    return result
