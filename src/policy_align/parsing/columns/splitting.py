"""Columns: lines that hold two columns side by side, cut where the columns part.

Text extractors that keep the page layout write two columns on one line, apart by a gap. Mostly
what stands left of it is in one language and what stands right of it in the other; a gazette of
one language has its text run down the left column and on in the right one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from policy_align.parsing.columns.gutters import (
    ALL_LEFT,
    ALL_RIGHT,
    Division,
    follow_gutter,
    grid_line,
    positions_of,
)
from policy_align.parsing.columns.mixed_lines import find_mixture
from policy_align.parsing.languages.evidence import MOST
from policy_align.parsing.lines.characters import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.columns.gutters import GridLine, Option
    from policy_align.parsing.columns.mixed_lines import Mixture
    from policy_align.parsing.languages.evidence import Weigher
    from policy_align.parsing.lines.source import Line, Source

_GAP = re.compile(r"\S(?:[ \u3000\u00a0]{2,}|\t)\S|^[ \u3000\u00a0]{12}")
_LEAST_SHARE = 0.05
_FEWEST = 3
_MOST_LINES = 200
_MOST_ACROSS = 0.15
_LEAST_BESIDE = 0.3
_PURE = 0.8
_CLEARLY = 1.05


def has_gaps(source: Source, *, forced: bool = False) -> bool:
    """Tell whether so many lines have a wide gap that they may stand in two columns.

    Args:
        source: The lines of a file.
        forced: Whether the user says that the file has columns.

    Returns:
        ``False`` for files whose columns the reader knows already, too.
    """
    filled = [line for line in source.lines if line.text.strip()]
    if any(line.column is not None or line.box is not None for line in filled):
        return False
    return count_gaps(filled) >= (1 if forced else max(_FEWEST, _LEAST_SHARE * len(filled)))


def count_gaps(lines: Sequence[Line]) -> int:
    """Count the lines that have a wide gap between their words or before the first one.

    Args:
        lines: Lines of a file.
    """
    return sum(1 for line in lines if _GAP.search(line.text))


def split_columns(source: Source, *, forced: bool = False) -> Source | None:
    """Cut the lines of a file that holds two languages side by side.

    Args:
        source: The lines of a file.
        forced: Whether the user says that the file has columns.

    Returns:
        The source with the left column of each page before the right one, or ``None`` where
        the languages are not side by side.
    """
    if not has_gaps(source, forced=forced):
        return None
    all_lines = list(_without_margins(source.lines))
    filled = [line for line in all_lines if line.text.strip()]
    mixture = find_mixture([line.text for line in all_lines])
    split = _divide(all_lines, mixture)
    if not forced and not (
        split.across <= _MOST_ACROSS * len(filled)
        and split.beside >= _LEAST_BESIDE * len(filled)
        and _two_languages(all_lines, split, mixture.weigh)
    ):
        return None
    lines = tuple(
        line
        for first, last in _blocks(all_lines)
        for line in in_order(
            all_lines[first:last], split.options[first:last], split.places[first:last]
        )
    )
    return replace(source, lines=lines, detail=f"{source.detail}, 2 columns")


def _without_margins(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without the blanks with which all lines of their page begin."""
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        texts = [line.text for line in page if line.text.strip()]
        margin = min((len(text) - len(text.lstrip()) for text in texts), default=0)
        for line in page:
            yield replace(line, text=line.text[margin:])


def _divide(lines: Sequence[Line], mixture: Mixture) -> Division:
    """Divide the lines of a file, in the measure that fits: characters or display columns."""
    grid = [
        grid_line(line.text, mixture.candidates.get(number, ()), mixture)
        for number, line in enumerate(lines)
    ]
    alone = (ALL_LEFT, ALL_RIGHT) if mixture.sign else ()
    by_characters = _split(lines, grid, alone)
    by_width = _split(
        lines,
        [marks.measured(line.text, display_width) for line, marks in zip(lines, grid, strict=True)],
        alone,
    )
    return by_width if by_width.score > _CLEARLY * by_characters.score else by_characters


def _split(lines: Sequence[Line], grid: Sequence[GridLine], alone: tuple[int, ...]) -> Division:
    """Divide the lines of every page into columns, of which one may stand alone."""
    options: list[Option | None] = []
    places: list[int] = []
    score = 0.0
    for first, last in _blocks(lines):
        block = grid[first:last]
        chosen, gutter, rating = follow_gutter(block, [*positions_of(block), *alone] or [ALL_LEFT])
        options += chosen
        places += gutter
        score += rating
    return Division(options, places, score)


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield where every page begins and ends, in parts where it is too long for one."""
    end = 0
    for _, page in groupby(lines, key=lambda line: line.page):
        start, end = end, end + sum(1 for _ in page)
        for first in range(start, end, _MOST_LINES):
            yield first, min(end, first + _MOST_LINES)


def in_order(
    lines: Sequence[Line], options: Sequence[Option | None], places: Sequence[int]
) -> Iterator[Line]:
    """Yield the left column of a page before the right one.

    Lines that stand across both divide a page into an upper and a lower part.

    Args:
        lines: The lines of the page.
        options: How each of them is divided; ``None`` for blank ones.
        places: Where the right column begins on each.
    """
    left: list[Line] = []
    right: list[Line] = []
    for line, option, place in zip(lines, options, places, strict=True):
        if option is None:
            left.append(line)
            right.append(replace(line, column=1))
        elif option.side is None:
            yield from (*left, *right, line)
            left, right = [], []
        else:
            one, other = _cut(line, option, place)
            left.append(one)
            right.append(other)
    yield from (*left, *right)


def _cut(line: Line, option: Option, place: int) -> tuple[Line, Line]:
    """Return what of a line stands left and what stands right."""
    text, at = line.text, len(line.text)
    if option.cut is None and place in (ALL_LEFT, ALL_RIGHT):
        blank = replace(line, text="")
        return (blank, line) if option.side else (line, blank)
    if option.cut or option.side:
        at = option.cut.start if option.cut else 0
    indent = " " * max(0, option.start - place) if at < len(text) else ""
    left = replace(line, text=text[:at].rstrip(), column=0)
    return left, replace(line, text=indent + text[at:].lstrip(), column=1)


def _two_languages(lines: Sequence[Line], division: Division, weigh: Weigher) -> bool:
    """Whether each column is in a language of its own, where the two are side by side."""
    sums, amounts = [0.0, 0.0], [0.0, 0.0]
    for line, option, place in zip(lines, division.options, division.places, strict=True):
        if option is None or option.side is None or not (option.cut or 0 < place < ALL_LEFT):
            continue
        for side, part in enumerate(_cut(line, option, place)):
            value = max(-MOST, min(MOST, weigh(part.text)))
            sums[side] += value
            amounts[side] += abs(value)
    return sums[0] * sums[1] < 0 and all(
        abs(total) >= _PURE * amount for total, amount in zip(sums, amounts, strict=True)
    )
