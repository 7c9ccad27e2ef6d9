"""Where paragraphs begin on the pages of a PDF, by indentation, short lines and gaps."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.pdf_layout import PageLayout, Row

_INDENT = 0.7  # em
_SHORT = 2.2  # em that a line lacks at least if it ends before the edge of its column
_WIDE_STEP = 1.45  # line pitches
_OTHER_SIZE = 0.08  # relative difference of two sizes that are not the same
_CENTRED = 0.6  # em between the middle of a line and that of its column
_PART = 0.1  # part of the lines that begin at the left edge at least
_SURE_PAGE = 5  # lines that show the edges of a page by themselves


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


def mark_openings(pages: Sequence[PageLayout]) -> None:
    """Tell for each line of text whether it begins a paragraph, where the page shows it.

    Args:
        pages: The pages of the document; the rows are changed in place.
    """
    for column in (0, 1, None):
        rows = [row for page in pages for row in page.rows if row.column == column]
        body = [row for row in rows if row.role == "body"]
        if not body:
            continue
        edges = _page_edges(body)
        pitch = _pitch(rows)
        first_line = _indents_first_lines(body, edges)
        for number, row in enumerate(rows):
            if row.role != "body":
                continue
            before = rows[number - 1] if number else None
            after = rows[number + 1] if number + 1 < len(rows) else None
            row.opens = _opens(row, before, after, _Style(edges, pitch, first_line))


@dataclass(frozen=True, slots=True)
class _Style:
    """How a column is set."""

    edges: dict[int, _Edges]
    pitch: float
    first_line: bool


def _page_edges(rows: Sequence[Row]) -> dict[int, _Edges]:
    """Measure the edges of a column on each page."""
    whole = _left_edge(rows)
    reach = sorted(row.box[2] - whole for row in rows)
    width = reach[int(0.95 * (len(reach) - 1))]
    edges: dict[int, _Edges] = {}
    for page in {row.page for row in rows}:
        own = [row for row in rows if row.page == page]
        left = _left_edge(own) if len(own) >= _SURE_PAGE else whole
        right = max(row.box[2] for row in own)
        sure = len(own) >= _SURE_PAGE and right - left > 0.9 * width
        edges[page] = _Edges(left, right if sure else left + width)
    return edges


def _left_edge(rows: Sequence[Row]) -> float:
    """Return the leftmost place where several lines begin."""
    places = Counter(round(row.box[0]) for row in rows)
    needed = max(2, _PART * len(rows))
    for place in sorted(places):
        if places[place] + places[place + 1] >= needed:
            near = [row.box[0] for row in rows if place - 1 <= row.box[0] <= place + 2]
            return median(near)
    return min(row.box[0] for row in rows)


def _pitch(rows: Sequence[Row]) -> float:
    """Return the usual distance of neighbouring baselines."""
    steps = [a.y - b.y for a, b in itertools.pairwise(rows) if a.page == b.page and a.y > b.y]
    return median(steps) if steps else 0.0


def _indents_first_lines(rows: Sequence[Row], edges: dict[int, _Edges]) -> bool:
    """Tell whether paragraphs of a column begin with an indented line."""
    count = 0
    for row, after in itertools.pairwise(rows):
        here, there = edges[row.page], edges[after.page]
        indented = _INDENT <= here.indent(row) < 4 and here.slack(row) < _SHORT  # noqa: PLR2004
        count += indented and there.indent(after) < _INDENT
    return count >= 2  # noqa: PLR2004 - once may be chance


def _opens(row: Row, before: Row | None, after: Row | None, style: _Style) -> bool | None:
    """Tell whether a line begins a paragraph."""
    if before is None or before.role != "body":
        return True
    edges, edges_before = style.edges[row.page], style.edges[before.page]
    far = before.page == row.page and before.y - row.y > _WIDE_STEP * style.pitch
    if far or _differ(row, before) or edges.at_right(row):
        return True
    short = edges_before.slack(before) > _SHORT
    if edges.centred(row):
        flush = not short and edges_before.indent(before) < _INDENT
        return None if flush or edges_before.centred(before) else True
    if not short and edges.indent(row) < _INDENT:
        return False if style.first_line else None
    return True if short else _opens_indented(row, before, after, style)


def _opens_indented(row: Row, before: Row, after: Row | None, style: _Style) -> bool | None:
    """Tell whether an indented line after a full line begins a paragraph."""
    indent = style.edges[row.page].indent(row)
    if after is not None and after.role == "body" and not _differ(row, after):
        full = style.edges[row.page].slack(row) < _SHORT
        if full and indent - style.edges[after.page].indent(after) >= _INDENT:
            return True
    before_indent = style.edges[before.page].indent(before)
    if indent - before_indent >= _INDENT and style.first_line:
        return True
    return None


def _differ(row: Row, other: Row) -> bool:
    """Tell whether two lines are set in different sizes."""
    return abs(row.size - other.size) > _OTHER_SIZE * max(row.size, other.size)
