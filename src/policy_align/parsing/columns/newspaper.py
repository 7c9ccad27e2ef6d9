"""Newspaper columns: pages of one language whose text runs down the left column, then the right.

Text extractors that keep the page layout write a line of each column on one line, apart by a
gap. Without a second language only the place of the gap and the text beside it tell: the right
parts begin at one position down the page, hardly a line runs across it, and running text stands
on both sides. A table has its gaps too, but short cells, or cells that begin on one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

from policy_align.parsing.columns.cuts import Cut
from policy_align.parsing.columns.gutters import (
    INDENT,
    Division,
    GridLine,
    Option,
    follow_gutter,
    positions_of,
)
from policy_align.parsing.columns.splitting import count_gaps, has_gaps, in_order
from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.wording import last_mark
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from policy_align.parsing.lines.source import Line, Source

_GAP = re.compile(r"(?<=\S)[ \t\u3000\u00a0]{2,}(?=\S)")
_BLANK = re.compile(r"(?<=\S)[ \t\u3000\u00a0]+(?=\S)")
_PART = re.compile(r"\S+(?:[ \u3000\u00a0]\S+)*")
_RUNNING = re.compile(r"[，。、；,;！？!?：]")
_ENDINGS = frozenset("。！？；：!?｡")
_LONGEST_LINE = 400
_MOST_LINES = 200
_FEWEST = 2
_RUNNING_SHARE = 0.5
_RUNNING_WIDTH = 20
_FULL = 0.8
_ALIGNED_SHARE = 0.4
_FEWEST_CELLS = 3
_CELLS_SHARE = 0.7


def unfold_columns(source: Source) -> Source | None:
    """Put the left column of every page before the right one, in a file of one language.

    Args:
        source: The lines of a file.

    Returns:
        The source with its columns one after the other, lines across both in their place;
        ``None`` where no page has columns.
    """
    if not has_gaps(source):
        return None
    pages = [list(group) for _, group in groupby(source.lines, key=lambda line: line.page)]
    divisions = [_divide(page, _ALONE) for page in pages]
    if not any(divisions):
        return None
    lines: list[Line] = []
    for page, own in zip(pages, divisions, strict=True):
        division = own or _divide(page, _BESIDE)
        lines += in_order(page, division.options, division.places) if division else page
    return replace(source, lines=tuple(lines))


@dataclass(frozen=True, slots=True)
class _Bar:
    """What a page has to show to be taken for one with columns.

    Attributes:
        running: The fewest lines of running text in either column.
        across: The largest share of lines that stand across both.
    """

    running: int
    across: float


_ALONE = _Bar(running=4, across=0.15)
_BESIDE = _Bar(running=1, across=0.4)  # in a file in which another page has columns


def _divide(page: Sequence[Line], bar: _Bar) -> Division | None:
    """Divide the lines of a page, by characters or by display columns, if it has columns."""
    if count_gaps(page) < _FEWEST or len(page) > _MOST_LINES:
        return None
    found: list[Division] = []
    for width in (len, display_width):
        grid = [_grid_line(line.text, width) for line in page]
        found += [Division(*follow_gutter(grid, [place])) for place in positions_of(grid)]
    found.sort(key=lambda division: (-division.rating, -division.score))
    return next((division for division in found if _has_columns(page, division, bar)), None)


def _grid_line(text: str, width: Callable[[str], int]) -> GridLine:
    """Describe a line that may be cut at its blanks, those that typography sets aside."""
    if not text.strip() or len(text) > _LONGEST_LINE:
        return GridLine()
    at = list(accumulate(map(width, text), initial=0))
    starts = tuple(at[part.start()] for part in _PART.finditer(text))
    end = at[len(text.rstrip())]
    whole = [Option(None, side, starts[0], end, 0.0) for side in (None, 1, 0)]
    cuts = (Cut(*blank.span(), 0.0, 0.0) for blank in _BLANK.finditer(text))
    parted = [
        Option(cut, 0, at[cut.start], at[cut.end], 0.0)
        for cut in cuts
        if not cut.is_at_figure(text)
    ]
    return GridLine(starts, (*whole, *parted))


def _has_columns(page: Sequence[Line], division: Division, bar: _Bar) -> bool:
    """Whether the parts of the lines are those of two columns of running text."""
    chosen = [option for option in division.options if option]
    halves = list(_halves(page, division))
    left = [one for one, _ in halves if one]
    right = [other for _, other in halves if other]
    if division.across > bar.across * len(chosen) or _side_by_side(halves) < _FEWEST:
        return False
    return (
        _is_aligned(division)
        and _runs(left, bar.running)
        and _runs(right, bar.running)
        and not _are_cells([pair for pair in halves if any(pair)])
    )


def _halves(page: Sequence[Line], division: Division) -> Iterator[tuple[str, str]]:
    """Yield what stands left and right on every line that is not across both."""
    for line, option in zip(page, division.options, strict=True):
        if option is None or option.side is None:
            continue
        text = line.text.strip()
        if option.cut:
            yield line.text[: option.cut.end].strip(), line.text[option.cut.start :].strip()
        else:
            yield ("", text) if option.side else (text, "")


def _side_by_side(halves: Sequence[tuple[str, str]]) -> int:
    """Count where both columns go on: on one line, or on two of which each holds one of them."""
    sides = [(bool(left), bool(right)) for left, right in halves]
    return sum(map(all, sides)) + sum(
        1 for one, other in pairwise(sides) if one != other and not all(one) and not all(other)
    )


def _is_aligned(division: Division) -> bool:
    """Whether a good part of the right parts begins where the right column does."""
    right = sum(1 for option in division.options if option and (option.cut or option.side))
    return division.starting_within(INDENT) >= _ALIGNED_SHARE * right


def _runs(parts: Sequence[str], fewest: int) -> bool:
    """Whether most of a column is running text, its tables and contents aside."""
    widths = [(part, display_width(part)) for part in parts if not _has_gap(part)]
    full = _FULL * max((width for _, width in widths), default=0)
    running = [
        width
        for part, width in widths
        if width >= _RUNNING_WIDTH and (width >= full or _RUNNING.search(part))
    ]
    amount = sum(width for _, width in widths)
    return len(running) >= fewest and sum(running) >= _RUNNING_SHARE * amount


def _has_gap(part: str) -> bool:
    """Whether a part of a line has a wide gap that is not the one after its label."""
    opening = opening_label(part)
    return bool(_GAP.search(part, opening.end if opening else 0))


def _are_cells(halves: Sequence[tuple[str, str]]) -> bool:
    """Whether sentences begin left and right on the same lines, as the cells of a row do.

    Where the columns are independent of each other, as many do so by chance as there are
    beginnings on both sides.
    """
    begins: list[list[bool]] = []
    ended = [False, False]
    for pair in halves:
        begins.append([bool(part) and end for part, end in zip(pair, ended, strict=True)])
        ended = [
            last_mark(part) in _ENDINGS if part else end
            for part, end in zip(pair, ended, strict=True)
        ]
    one, other = (sum(1 for pair in begins if pair[side]) for side in (0, 1))
    both = sum(1 for left, right in begins if left and right)
    chance = one * other / max(1, len(begins))
    most = min(one, other)
    return both >= _FEWEST_CELLS and both - chance >= _CELLS_SHARE * (most - chance)
