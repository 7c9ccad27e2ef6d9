"""Rows of a table whose cells run over several lines, told by the steps between the lines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDER = 1.15  # of the closest lines; the step to the next row is wider
_SAME = 0.5  # em; cells that begin at one height differ by less
_FEWEST = 3  # rows that show a table
_BESIDE = 0.15  # em between the baselines of lines that stand beside each other
_MATCHED = 0.75  # part of the rows that begin at one height on both sides


def row_step(baselines: Iterable[float], em: float) -> float | None:
    """Find how far a line is from the one before it at least, if it begins a row.

    Args:
        baselines: The baselines of the lines of a table, in points.
        em: The size of its font.

    Returns:
        The distance; ``None`` where all lines are about equally far apart.

    Example:
        >>> row_step([100, 86, 66, 52, 38, 18], em=10)
        16.1
    """
    heights = _heights(baselines, em)
    steps = [above - below for above, below in pairwise(heights)]
    if not steps:
        return None
    least = _WIDER * min(steps)
    return round(least, 2) if max(steps) > least else None


def are_cells(left: Iterable[float], right: Iterable[float], em: float) -> bool:
    """Tell whether two columns of lines are the cells of rows, which begin side by side.

    Args:
        left: The baselines of the lines on the left, in points.
        right: Those on the right.
        em: The size of the font.

    Returns:
        True where nearly all lines that stand off the line above do so on both sides.

    Example:
        >>> are_cells([100, 86, 66, 52, 32], [100, 66, 52, 32, 18], em=10)
        True
        >>> are_cells([100, 86, 66, 52, 32], [100, 86, 72, 52, 38, 24], em=10)
        False
    """
    sides = [_heights(side, em) for side in (left, right)]
    if not all(sides):
        return False
    top, bottom = min(side[0] for side in sides), max(side[-1] for side in sides)
    starts = [[y for y in _starts(side, em) if bottom - em < y < top + em] for side in sides]
    if min(map(len, starts)) < _FEWEST:
        return False
    matched = sum(any(abs(y - z) < _SAME * em for z in starts[1]) for y in starts[0])
    return matched >= _MATCHED * max(map(len, starts))


def on_same_lines(left: Iterable[float], right: Iterable[float], em: float) -> bool:
    """Tell whether the lines of one column stand beside those of the other.

    Args:
        left: The baselines of the lines on the left, in points.
        right: Those on the right.
        em: The size of the font.

    Returns:
        True where at least half the lines of the shorter side do, as the cells of a table and
        columns on a common grid.

    Example:
        >>> on_same_lines([100, 86, 72, 58], [100, 86], em=10)
        True
        >>> on_same_lines([100, 86, 72, 58], [93, 77], em=10)
        False
    """
    longer, shorter = sorted((_heights(left, em), _heights(right, em)), key=len, reverse=True)
    beside = sum(any(abs(y - z) < _BESIDE * em for z in longer) for y in shorter)
    return 2 * beside >= len(shorter)


def _starts(baselines: Iterable[float], em: float) -> list[float]:
    """Return the baselines of the lines that begin a row."""
    heights = _heights(baselines, em)
    step = row_step(heights, em)
    if step is None:
        return []
    return heights[:1] + [below for above, below in pairwise(heights) if above - below >= step]


def _heights(baselines: Iterable[float], em: float) -> list[float]:
    """Return the distinct baselines from top to bottom."""
    heights: list[float] = []
    for height in sorted(baselines, reverse=True):
        if not heights or heights[-1] - height >= _SAME * em:
            heights.append(height)
    return heights
