"""Runs of a PDF cut where the gutter between two columns parts them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.pdf.geometry import ink_span, make_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.pdf.geometry import Run
    from policy_align.parsing.pdf.glyphs import Glyph

Gutter: TypeAlias = "tuple[float, float]"
Spans: TypeAlias = "list[tuple[float, float]]"

_SEAM = 0.35  # em; smaller gaps between characters are no gaps
_TOUCHING = 0.1  # em between two characters that follow each other
_ALIKE = 1.0  # points between the beginnings of lines of a column
_INNER = 0.25  # part of the gutter at each side that text may enter without crossing it


def ink_spans(run: Run) -> Spans:
    """Return the stretches of a run that bear ink, small gaps closed.

    Args:
        run: A run of the page.

    Returns:
        Left and right end of each stretch.
    """
    spans: Spans = []
    for glyph in run.glyphs:
        if glyph.text.isspace():
            continue
        x0, x1 = ink_span(glyph)
        if spans and x0 - spans[-1][1] <= _SEAM * run.size:
            spans[-1] = (spans[-1][0], max(x1, spans[-1][1]))
        else:
            spans.append((x0, x1))
    return spans


def split_run(run: Run, gutter: Gutter) -> tuple[Run | None, Run | None, Run | None]:
    """Split a run at a gutter.

    Args:
        run: A run of the page.
        gutter: Left and right end of the free strip.

    Returns:
        What stands on the left, what stands on the right, and the run itself where it
        crosses the gutter; what there is not is ``None``.
    """
    middle = (gutter[0] + gutter[1]) / 2
    spans = ink_spans(run) if run.x0 < middle < run.x1 else [(run.x0, run.x1)]
    if any(x0 < middle < x1 for x0, x1 in spans):
        gap = _gap_before(spans, gutter)
        if gap is None:
            return _pierced(run, middle)
        middle = gap
    ends = [x1 for _, x1 in spans if x1 <= middle]
    begins = [x0 for x0, _ in spans if x0 >= middle]
    if not ends or not begins:
        return (run, None, None) if ends else (None, run, None)
    # Where text enters the gutter from both sides, the gap is one inside of a line; from one
    # side alone it is punctuation that hangs over the edge.
    margin = _INNER * (gutter[1] - gutter[0])
    if max(ends) > gutter[0] + margin and min(begins) < gutter[1] - margin:
        return None, None, run
    left = [glyph for glyph in run.glyphs if glyph.x0 < middle]
    right = [glyph for glyph in run.glyphs if glyph.x0 >= middle]
    if _touch(left, right, run.size) and gutter[1] - gutter[0] >= run.size:
        return None, None, run  # the blank half of a punctuation mark in a line over both columns
    while right and right[0].text.isspace():
        left.append(right.pop(0))
    return _made(run, left), _made(run, right), None


def runs_on(run: Run, gutter: Gutter) -> bool:
    """Tell whether a run goes on over a gutter without a gap, though no ink stands in it.

    Args:
        run: A run of the page.
        gutter: Left and right end of the free strip.

    Returns:
        Whether the blank half of a punctuation mark is all that stands between its two sides.
    """
    left, right, _ = split_run(run, gutter)
    return left is not None and right is not None and right.x0 - left.x1 < _TOUCHING * run.size


def _gap_before(spans: Spans, gutter: Gutter) -> float | None:
    """Return the middle of a gap that ends where the right column begins.

    A line longer than the others of its page reaches over the middle of the gutter.
    """
    for (_, end), (start, _) in pairwise(spans):
        if gutter[0] < end < gutter[1] and abs(start - gutter[1]) <= _ALIKE:
            return (end + start) / 2
    return None


def _touch(left: Sequence[Glyph], right: Sequence[Glyph], em: float) -> bool:
    """Tell whether two parts of a run follow each other without a gap."""
    return bool(left and right) and right[0].x0 - left[-1].x1 < _TOUCHING * em


def _pierced(run: Run, middle: float) -> tuple[Run | None, Run | None, Run | None]:
    """Assign a run that covers the middle of the gutter.

    Only a hair's breadth of one side (punctuation hanging over the edge) keeps it in its column.
    """
    over = run.x1 - middle
    under = middle - run.x0
    if over < run.size and under > 4 * run.size:
        return run, None, None
    if under < run.size and over > 4 * run.size:
        return None, run, None
    return None, None, run


def _made(run: Run, glyphs: list[Glyph]) -> Run | None:
    inked = any(not glyph.text.isspace() for glyph in glyphs)
    return make_run(run.page, glyphs) if inked else None
