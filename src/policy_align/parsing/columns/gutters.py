"""Gutters: where the right column of a page begins, line by line.

Tools that put the characters of a page into the columns of a terminal move the right column by
what stands left of it, so that it begins at one position for a block of lines and at another for
the next one; on some lines a single blank is left of the gap. The position is followed down the
page by a Viterbi decoding that weighs what every line shows for it: a part that begins there, a
part that runs across it, the languages of what stands left and right of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from policy_align.parsing.columns.cuts import cut_inside
from policy_align.parsing.lines.characters import CLOSERS, HAN
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from policy_align.parsing.columns.cuts import Cut
    from policy_align.parsing.columns.mixed_lines import Mixture

INDENT = 4
"""Columns by which the first lines of paragraphs may be indented."""

_PIECE = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_VERY_WIDE = re.compile(r"\S[ \u3000\u00a0]{5,}\S")
_NEVER_FIRST = frozenset(f"。、，；：！？{CLOSERS}")
_LONGEST_LINE = 1000
_SLACK = 6
ALL_RIGHT, ALL_LEFT = 0, 10_000
"""Where the right column begins on lines that hold one column alone."""

_MOST_POSITIONS = 12
_MOVES = 8.0
_MOVES_AT_BLANK = 4.0
_THERE = 3.0
_EXACTLY = 2.0
_CENTRED = 1.0
_ELSEWHERE = -4.0
_NARROW_THERE = 1.0
_NARROW = -7.0
_TOUCHING = -9.0
_DAMPING = 0.1
_TELLING = 3.0
_RUNS_ACROSS = -6.0
_ACROSS = -4.0
_CROWDED = -5.0
_PASSED_OVER = -3.0  # a wide gap, for a narrow one
_FULL = 8.0
_BEHIND = -4.0
_AT_FIGURE = -4.0
_WITHOUT_WORDS = -2.0  # cells of a table rather than columns
_MOST_GAIN = 14.0
_TWINS = 6.0
_WIDE = 2


@dataclass(frozen=True, slots=True)
class Option:
    """One way to divide a line between two columns.

    Attributes:
        cut: Where to cut it; ``None`` where it stands on one side or across both.
        side: 0 left, 1 right, ``None`` across; 0 where it is cut.
        start: Where the right part begins, or the line does.
        end: Where the left part ends, or the line does.
        gain: What its languages tell for it.
        bound: Whether the right part has to begin where the right column does; where the left
            part fills its column, tools put the right one right behind it.
    """

    cut: Cut | None
    side: int | None
    start: int
    end: int
    gain: float
    bound: bool = True


@dataclass(frozen=True, slots=True)
class Division:
    """Lines divided into columns.

    Attributes:
        options: How each line is divided; ``None`` for blank ones.
        places: Where the right column begins on it.
        score: How well the columns explain the lines.
    """

    options: Sequence[Option | None]
    places: Sequence[int]
    score: float

    @property
    def across(self) -> int:
        """How many lines stand across both columns."""
        return sum(1 for option in self.options if option and option.side is None)

    @property
    def beside(self) -> int:
        """How many lines hold both columns, or the right one beside lines of the left."""
        return sum(
            1
            for option, place in zip(self.options, self.places, strict=True)
            if option and (option.cut or (option.side and place != ALL_RIGHT))
        )

    @property
    def rating(self) -> int:
        """How well the place of the right column explains where its parts begin."""
        return self.starting_within(0) + self.starting_within(INDENT) - 2 * self.across

    def starting_within(self, indent: int) -> int:
        """Count the right parts that begin where the right column does, or so far indented."""
        return sum(
            1
            for option, place in zip(self.options, self.places, strict=True)
            if option and (option.cut or option.side) and place <= option.start <= place + indent
        )


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line as a tool has put it on the page.

    Attributes:
        starts: Where its parts begin that wide gaps set apart.
        options: The ways to divide it, the best one by the languages last; none for a blank line.
    """

    starts: tuple[int, ...] = ()
    options: tuple[Option, ...] = ()

    def measured(self, text: str, width: Callable[[str], int]) -> GridLine:
        """Return the line with all positions in another measure.

        Args:
            text: The text of the line.
            width: The width of one character.
        """
        if not self.options:
            return self
        at = list(accumulate(map(width, text), initial=0))
        options = (
            replace(option, start=at[option.start], end=at[option.end]) for option in self.options
        )
        return GridLine(tuple(at[start] for start in self.starts), tuple(options))


def grid_line(text: str, cuts: Sequence[Cut], mixture: Mixture) -> GridLine:
    """Describe a line; its positions are counted in characters.

    Args:
        text: The line.
        cuts: Where it may be cut.
        mixture: What the lines that surely hold both languages tell.

    Returns:
        What is to be known of it.
    """
    if not text.strip() or len(text) > _LONGEST_LINE:
        return GridLine()
    sign, room = mixture.sign, mixture.room
    starts = tuple(piece.start() for piece in _PIECE.finditer(text))
    end = len(text.rstrip())
    value = sign * mixture.weigh(text)
    crowded = room.is_crowded(text)
    if crowded and sign:
        cuts = [*cuts, *cut_inside(text, sign, room, mixture.weigh)]
    whole = _CROWDED * crowded
    options = [
        Option(None, 0, starts[0], end, whole + max(-_MOST_GAIN, min(0.0, value))),
        Option(None, 1, starts[0], end, whole + max(-_MOST_GAIN, min(0.0, -value))),
        Option(None, None, starts[0], end, 0.0),
    ]
    parted = [
        _parted(text, cut, mixture, crowded=crowded)
        for cut in cuts
        if text[cut.start] not in _NEVER_FIRST and not _is_after_label(*cut.parts(text))
    ]
    return GridLine(starts, tuple(sorted([*options, *parted], key=lambda option: option.gain)))


def _parted(text: str, cut: Cut, mixture: Mixture, *, crowded: bool) -> Option:
    """Weigh a cut of a line by what stands left and right of it."""
    gain = _damped(cut.gain(mixture.sign)) if mixture.sign else 0.0
    if cut.twins:
        gain = max(gain, 0.0) + _TWINS
    if mixture.sign and not all(map(HAN.search, cut.parts(text))):
        gain += _WITHOUT_WORDS
    if cut.is_at_figure(text):
        gain += _AT_FIGURE
    if crowded:
        gain += mixture.room.crowding(text, cut)
    passed_over = cut.gap < _WIDE and any(map(_has_gaps, cut.parts(text)))
    bound = passed_over or cut.gap >= _WIDE or not crowded
    if passed_over:
        gain += _PASSED_OVER
    elif not bound:
        gain += _FULL * mixture.room.fullness(text[: cut.end])
        gain += _BEHIND if cut.gap else _TOUCHING
    return Option(cut, 0, cut.start, cut.end, gain, bound)


def _is_after_label(left: str, right: str) -> bool:
    """Whether a cut would part a label with a number from its text."""
    opening = opening_label(left)
    alone = opening is not None and opening.label.number > 0 and opening.end == len(left)
    return alone and opening_label(right) is None


def _has_gaps(part: str) -> bool:
    """Whether a part of a line has a very wide gap that is not the one after its label."""
    opening = opening_label(part)
    return bool(_VERY_WIDE.search(part, opening.end if opening else 0))


def _damped(gain: float) -> float:
    """Keep long parts from outweighing what the position tells, but not from comparing."""
    most = max(-_MOST_GAIN, min(_MOST_GAIN, gain))
    return most + _DAMPING * (gain - most)


def positions_of(lines: Sequence[GridLine]) -> list[int]:
    """Return the positions at which most parts of lines begin, those of short lines aside."""
    starts: Counter[int] = Counter()
    for line in lines:
        telling = [option.start for option in line.options if option.gain >= _TELLING]
        starts.update(start for start in {*line.starts, *telling[-1:]} if start > _SLACK)
    near = {at: sum(starts[at + step] for step in range(INDENT + 1)) for at in starts}
    return sorted(near, key=lambda at: (-near[at], at))[:_MOST_POSITIONS]


def follow_gutter(
    lines: Sequence[GridLine], positions: Sequence[int]
) -> tuple[list[Option | None], list[int], float]:
    """Divide the lines of a page between two columns.

    Args:
        lines: The lines of a page from top to bottom.
        positions: Where the right column may begin, at least one place.

    Returns:
        For each line how to divide it, ``None`` for blank ones, and where the right column
        begins there; and how well that explains the lines.
    """
    scores = [0.0] * len(positions)
    back: list[list[int]] = []
    chosen: list[list[Option | None]] = []
    blank = True
    for line in lines:
        best = max(range(len(positions)), key=scores.__getitem__)
        moved = scores[best] - (_MOVES_AT_BLANK if blank else _MOVES)
        back.append([at if score >= moved else best for at, score in enumerate(scores)])
        picks = [_pick(line, position) for position in positions]
        scores = [
            max(score, moved) + value for score, (value, _) in zip(scores, picks, strict=True)
        ]
        chosen.append([option for _, option in picks])
        blank = not line.options
    at = max(range(len(positions)), key=scores.__getitem__)
    result: list[Option | None] = []
    places: list[int] = []
    for pointers, options in zip(reversed(back), reversed(chosen), strict=True):
        result.append(options[at])
        places.append(positions[at])
        at = pointers[at]
    return result[::-1], places[::-1], max(scores)


def _pick(line: GridLine, position: int) -> tuple[float, Option | None]:
    """Return the best way to divide a line, given where the right column begins."""
    if not line.options:
        return 0.0, None
    return max(
        ((option.gain + _fit(option, position), option) for option in line.options),
        key=lambda rated: rated[0],
    )


def _fit(option: Option, position: int) -> float:
    """Weigh how a way to divide a line agrees with where the right column begins."""
    there = -1 <= option.start - position <= INDENT
    if option.cut:
        return _fit_of_cut(option, option.cut.gap, position, there=there)
    if option.side is None:
        return _ACROSS if option.start < position - 1 < option.end else _RUNS_ACROSS
    if option.side:
        return _RUNS_ACROSS if option.start < position - 1 else there * 1.0
    return _RUNS_ACROSS if option.end > position + 1 else 0.0


def _fit_of_cut(option: Option, gap: int, position: int, *, there: bool) -> float:
    """Weigh how a cut agrees with where the right column begins."""
    if there and gap:
        wide = _THERE if gap >= _WIDE else _NARROW_THERE
        return wide + _EXACTLY * (option.start == position)
    if not option.bound:
        return 0.0
    if gap < _WIDE:
        return _NARROW if gap else _TOUCHING
    return _CENTRED if option.end <= position < option.start else _ELSEWHERE
