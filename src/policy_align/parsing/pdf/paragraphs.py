"""Where paragraphs begin on the pages of a PDF, by indentation, short lines and gaps."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.lines.wording import is_contents_entry
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.pdf.layout import PageLayout, Row

_INDENT = 0.7  # em
_SHORT = 2.2  # em that a line lacks at least if it ends before the edge of its column
_WIDE_STEP = 1.45  # line pitches
_SPACED = 1.1  # of the step between lines; paragraphs that are spaced stand further apart
_FEWEST_STEPS = 3  # between paragraphs that show it
_OTHER_SIZE = 0.08  # relative difference of two sizes that are not the same
_CENTRED = 0.6  # em between the middle of a line and that of its column
_DEEP = 2.5  # em; deeper than first lines are indented
_TITLE = 1.1  # of the usual size; titles are larger
_PART = 0.1  # part of the lines that begin at the left edge at least
_SURE_LINES = 4  # full lines that show the edges of a page by themselves
_SURE_PART = 0.3  # part of its lines that are full at least
_MOSTLY_FIRST = 0.8  # part of the lines that are first lines of paragraphs
_STOPS = ("。", "；", "！", "？")
_OVERHANG = 1.2  # em that punctuation hangs over the edge at most


@dataclass(frozen=True, slots=True)
class _Edges:
    """Left and right edge of a column."""

    left: float
    right: float

    def indent(self, row: Row) -> float:
        """Indentation in em."""
        return (row.box[0] - self.left) / row.size

    def slack(self, row: Row) -> float:
        """Free space at the right in em."""
        return (self.right - row.box[2]) / row.size

    def centred(self, row: Row) -> bool:
        """Whether a line stands in the middle, free at both ends."""
        off = (row.box[0] + row.box[2] - self.left - self.right) / 2 / row.size
        return abs(off) < _CENTRED and self.indent(row) > 1 and self.slack(row) > 1

    def at_right(self, row: Row) -> bool:
        """Whether a line is set to the right, as a signature."""
        return self.slack(row) < _SHORT and row.box[0] - self.left > (self.right - self.left) / 3


_PageEdges: TypeAlias = "dict[tuple[int, int | None], _Edges]"


def mark_openings(pages: Sequence[PageLayout]) -> None:
    """Tell for each line of text whether it begins a paragraph, where the page shows it.

    Args:
        pages: The pages of the document; the rows are changed in place.
    """
    rows = [row for page in pages for row in page.rows if row.role != "footnote"]
    body = [row for row in rows if row.role == "body"]
    edges: _PageEdges = {}
    for column in (0, 1, None):
        edges |= _page_edges([row for row in body if row.column == column])
    size = median(row.size for row in body) if body else 0.0
    streams: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        streams[row.column if row.column is None else row.language or row.column].append(row)
    for stream in streams.values():
        _mark_stream(stream, edges, size)


def _mark_stream(rows: Sequence[Row], edges: _PageEdges, size: float) -> None:
    """Mark the openings in text that runs on from one line to the next."""
    body = [row for row in rows if row.role == "body"]
    if not body:
        return
    if body[0].column is not None:  # lines over both columns are titles, for the most part
        size = median(row.size for row in body)
    first_line = _indents_first_lines(body, edges)
    style = _Style(edges, _pitch(rows), size, first_line, _steps(body, edges, size))
    for number, row in enumerate(rows):
        if row.role == "body":
            before = rows[number - 1] if number else None
            after = rows[number + 1] if number + 1 < len(rows) else None
            row.opens = _opens(row, before, after, style)


@dataclass(frozen=True, slots=True)
class _Style:
    """How some text is set."""

    edges: _PageEdges
    pitch: float
    size: float
    first_line: bool
    steps: tuple[float, float] | None  # points between lines in a paragraph and between two

    def edges_of(self, row: Row) -> _Edges:
        """Return the edges of the column in which a line stands."""
        return self.edges[row.page, row.column]


def _page_edges(rows: Sequence[Row]) -> _PageEdges:
    """Measure the edges of a column on each page.

    A page shows its own edges if many of its lines are full; else those of all pages hold.
    """
    if not rows:
        return {}
    whole = _Edges(_left_edge(rows), _right_edge(rows))
    edges: _PageEdges = {}
    for page in {row.page for row in rows}:
        own = [row for row in rows if row.page == page]
        measured = _Edges(_left_edge(own), _right_edge(own))
        full = sum(abs(measured.slack(row)) < 1 for row in own)
        sure = full >= max(_SURE_LINES, _SURE_PART * len(own))
        edges[page, rows[0].column] = measured if sure else whole
    return edges


def _left_edge(rows: Sequence[Row]) -> float:
    """Return the leftmost place where several lines begin."""
    places = Counter(round(row.box[0]) for row in rows)
    needed = max(2, _PART * len(rows))
    first = min(row.box[0] for row in rows)
    for place in sorted(places):
        if places[place] + places[place + 1] >= needed:
            near = median(row.box[0] for row in rows if place - 1 <= row.box[0] <= place + 2)
            # Where nearly every line begins a paragraph, the few others show the edge.
            return first if _INDENT < (near - first) / rows[0].size < _DEEP else near
    return first


def _right_edge(rows: Sequence[Row]) -> float:
    """Return the rightmost place where several lines end; punctuation may hang over it."""
    places = Counter(round(row.box[2]) for row in rows)
    needed = max(2, _PART * len(rows))
    ends = sorted(row.box[2] for row in rows)
    furthest = ends[max(0, len(ends) - 2)]
    for place in sorted(places, reverse=True):
        if places[place] + places[place - 1] >= needed:
            # Where nearly no line is full, several short ones may end alike by chance.
            return max(float(place), furthest - _OVERHANG * rows[0].size)
    return ends[-1]


def _pitch(rows: Sequence[Row]) -> float:
    """Return the usual distance of neighbouring baselines."""
    steps = [
        a.y - b.y
        for a, b in itertools.pairwise(rows)
        if (a.page, a.column) == (b.page, b.column) and a.y > b.y
    ]
    return median(steps) if steps else 0.0


def _indents_first_lines(rows: Sequence[Row], edges: _PageEdges) -> bool:
    """Tell whether paragraphs of a column begin with an indented line."""
    count = 0
    first = sum(edges[row.page, row.column].indent(row) >= _INDENT for row in rows)
    for row, after in itertools.pairwise(rows):
        here, there = edges[row.page, row.column], edges[after.page, after.column]
        indented = _INDENT <= here.indent(row) < 4 and here.slack(row) < _SHORT  # noqa: PLR2004
        indented = indented and not here.centred(row)  # a title
        count += indented and there.indent(after) < _INDENT
    # Once may be chance, unless nearly every line begins a paragraph.
    return count >= 2 or (count == 1 and first >= _MOSTLY_FIRST * len(rows))  # noqa: PLR2004


def _steps(rows: Sequence[Row], edges: _PageEdges, size: float) -> tuple[float, float] | None:
    """Return the step between lines inside of a paragraph and that between two paragraphs.

    Lines of the usual size that fill their column show the former, short ones the latter;
    where the two are alike, paragraphs are not spaced.
    """
    inside: list[float] = []
    between: list[float] = []
    for row, after in itertools.pairwise(rows):
        beside = (row.page, row.column) == (after.page, after.column)
        if beside and row.size == after.size == size:
            short = edges[row.page, row.column].slack(row) > _SHORT
            (between if short else inside).append(row.y - after.y)
    if not inside or len(between) < _FEWEST_STEPS:
        return None
    close, wide = median(inside), median(between)
    return (close, wide) if wide > _SPACED * close else None


def _opens(row: Row, before: Row | None, after: Row | None, style: _Style) -> bool | None:
    """Tell whether a line begins a paragraph."""
    if before is None or before.role != "body" or is_contents_entry(before.text):
        return True
    edges, edges_before = style.edges_of(row), style.edges_of(before)
    apart = _stands_apart(row, before, style)
    if apart is None and (
        _differ(row, before) or edges.at_right(row) or edges_before.at_right(before)
    ):
        apart = True
    if apart is not None:
        return apart
    short = edges_before.slack(before) > _SHORT
    if edges.centred(row) and (edges.indent(row) > _DEEP or row.size > _TITLE * style.size):
        if not short and row.size > _TITLE * style.size:
            return False  # the last line of a title that fills the line before
        return None if edges_before.centred(before) else True
    turned = row.column is None and before.page != row.page  # maybe from the other language
    if edges.indent(row) < _INDENT and (turned or not short):
        return False if style.first_line and not short and not _heads(row, before) else None
    return True if short else _opens_indented(row, before, after, style)


def _heads(row: Row, before: Row) -> bool:
    """Tell whether a line at the edge may be a heading: labelled, and after a full stop."""
    return before.text.endswith(_STOPS) and opening_label(row.text) is not None


def _stands_apart(row: Row, before: Row, style: _Style) -> bool | None:
    """Tell whether a line stands further from the one before than lines of a paragraph do."""
    if (before.page, before.column) != (row.page, row.column):
        return None
    step = before.y - row.y
    if step > _WIDE_STEP * style.pitch * max(1.0, row.size / style.size):
        return True
    if style.steps is None or not row.size == before.size == style.size:
        return None
    close, wide = style.steps
    if step > (close + wide) / 2:
        return True
    full = style.edges_of(before).slack(before) <= _SHORT
    return False if full and step < _SPACED * close else None


def _opens_indented(row: Row, before: Row, after: Row | None, style: _Style) -> bool | None:
    """Tell whether an indented line after a full line begins a paragraph."""
    indent = style.edges_of(row).indent(row)
    if after is not None and after.role == "body" and not _differ(row, after):
        full = style.edges_of(row).slack(row) < _SHORT
        if full and indent - style.edges_of(after).indent(after) >= _INDENT:
            return True
    before_indent = style.edges_of(before).indent(before)
    if indent - before_indent >= _INDENT and style.first_line:
        return True
    return None


def _differ(row: Row, other: Row) -> bool:
    """Tell whether two lines are set in different sizes."""
    return abs(row.size - other.size) > _OTHER_SIZE * max(row.size, other.size)
