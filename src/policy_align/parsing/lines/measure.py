"""The measure of wrapped lines: how wide they are when full, and what room a line leaves.

Layout engines fill a line up to a width and keep words and punctuation together; programs that
fold text cut it after a number of characters, whatever they are. Both leave traces: lines that
end in mid-sentence pile up at the greatest width, or all have the same number of characters.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import inf
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.lines.characters import CLOSERS, display_width
from policy_align.parsing.lines.wording import is_contents_entry, is_date, last_mark
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.lines.rows import Row

CANNOT_START = re.compile(
    rf"[。、，；：！？,;:ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮを％%{re.escape(CLOSERS)}]"
)
"""What layout engines put at the beginning of no line."""

INSIDE_SENTENCE = re.compile(r"[，。；]|[^\W\d_]{2}、")
"""What titles do not hold: running text."""

_NO_STOPS = ("：", ":", "；", ";")
_STOPS = frozenset("。！？｡")
_TOKEN = re.compile(r"[A-Za-z0-9０-９.,%％]+|.")
_CELLS = re.compile(r"\t|[ \u3000]{3}")
_JUSTIFIED = -3.0
_UNWRAPPED = 3.0
_ROOM = ((8, 4.0), (5, 3.0), (3, 1.0), (-inf, -2.0))  # columns free at the end of a line
_HALF_EMPTY = 5.5
_CENTRED = 6  # columns of indent from which a line is centred or set at the right margin
_PART = 0.6  # of the width: what is centred and wider may be a title of two lines
_FEWEST_FREE = 3
_USUAL = 0.9
_TIGHT = 3
_AT_BLANK = 0.5
_FEWEST_BORDERS = 5
_BLANK_BORDER = re.compile(r"(?<=[0-9A-Za-z]) (?=\S)|(?<=\S) (?=[0-9A-Za-z])")
_WORD_BORDER = re.compile(r"[0-9A-Za-z%).,][^\s、。，]|[^\s。][0-9A-Za-z(]")
_CUT_ROOM = ((3, 4.0), (1, 1.5), (-inf, -2.0))  # characters free at the end of a line
_BAND = 5
_HANGING = 3
_LOST_INDENT = 3
_CLEARLY_SHORT = 8
_HALF = 0.5
_TYPICAL = 0.75
_OVERLONG = 0.03
_FEWEST = 2
_PILE = 0.04
_NARROWEST = 16
_FEWEST_CUT = 3
_FEWEST_LINES = 8
_CLEARLY_WIDER = 1.25
_FAR_WIDER = 16
_CUT_PILE = 0.02
_NEARLY_CUT = 0.2
_REMEMBERED = 1 << 16  # lines; each is asked about by several steps
_WHOLE = 0.8
_OWN_WIDTH = frozenset({"table", "footnote"})


def _score(slack: float, scores: Sequence[tuple[float, float]]) -> float:
    """Return the score of so much free room: the first one that asks for no more."""
    for least, score in scores:
        if slack >= least:
            return score
    return scores[-1][1]


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """Lines that nothing has wrapped: each is a paragraph."""

    def room(self, before: Row, after: Row, indent: int, *, opens: bool) -> float:  # noqa: ARG002
        """Weigh the room that a line leaves as the end of its paragraph."""
        if before.justified:
            return _JUSTIFIED
        return _HALF_EMPTY if indent > _CENTRED else _UNWRAPPED


@dataclass(frozen=True, slots=True)
class Filled:
    """Lines that a layout engine filled.

    Attributes:
        full: The width of a full line, in half-width columns.
        lost: How much narrower first lines are, because extraction lost their indent.
        spare: Columns that count as free on top of those that are, where lines are filled up to
            the edge.
    """

    full: float
    lost: int
    spare: int = 0

    def room(self, before: Row, after: Row, indent: int, *, opens: bool) -> float:
        """Weigh the room that a line leaves as the end of its paragraph."""
        if before.justified:
            return _JUSTIFIED
        if indent > _CENTRED and display_width(before.text) <= _PART * self.full:
            return _HALF_EMPTY
        free = self.free(before, after, max(indent, self.lost if opens else 0))
        if free >= self.full / 2:
            return _HALF_EMPTY
        return _score(free + self.spare, _ROOM)

    def free(self, before: Row, after: Row, indent: int) -> float:
        """Return the columns that would be free if the next word stood on the line, too."""
        first = _TOKEN.match(after.text)
        word = display_width(first[0]) if first else 2
        if after.text[1:2] and CANNOT_START.match(after.text[1]):
            word += 2
        width = display_width(before.text) + max(0, indent)
        return self.full - width - min(word, self.full / 2)


@dataclass(frozen=True, slots=True)
class Cut:
    """Lines that a program cut after a number of characters, blanks included.

    Attributes:
        length: That number.
        at_blanks: Whether it cut at the last blank before that number, and left it out.
    """

    length: int
    at_blanks: bool

    def room(self, before: Row, after: Row, indent: int, *, opens: bool) -> float:  # noqa: ARG002
        """Weigh the room that a line leaves as the end of its paragraph."""
        if indent > _CENTRED and len(before.text) <= _PART * self.length:
            return _HALF_EMPTY
        slack = self.length - len(before.line.text)
        if self.at_blanks and slack > 0 and _WORD_BORDER.match(before.text[-1] + after.text[0]):
            word = after.text.partition(" ")[0]
            if len(word) >= slack:
                return _AT_BLANK
        return _score(slack, _CUT_ROOM)


@dataclass(frozen=True, slots=True)
class Columns:
    """Lines of columns, and lines that run across them.

    Attributes:
        inside: The measure of the columns.
        across: The measure of the lines across.
        widest: The width that no line of the columns exceeds.
    """

    inside: Unwrapped | Filled
    across: Unwrapped | Filled
    widest: float

    def room(self, before: Row, after: Row, indent: int, *, opens: bool) -> float:
        """Weigh the room that a line leaves as the end of its paragraph."""
        measure = self.across if display_width(before.text) > self.widest else self.inside
        return measure.room(before, after, indent, opens=opens)


Measure: TypeAlias = Unwrapped | Filled | Cut | Columns


def measure_of(rows: Sequence[Row], others: Sequence[Row] = ()) -> Measure:
    """Find out how the lines of one language were wrapped.

    Args:
        rows: All rows of the language in reading order.
        others: The rows of the other language in the same file: a program that cuts lines
            cuts all alike.

    Returns:
        The measure that what room a line leaves is judged by.
    """
    rows, others = _running(rows), _running(others)
    length = _cut_length([row for row in (*rows, *others) if _is_whole(row)])
    if length is not None:
        return Cut(length, _cuts_at_blanks(rows, length))
    widest = _widest_of_columns(rows)
    inside = [row for row in rows if display_width(row.text) <= widest]
    across = [row for row in rows if display_width(row.text) > widest]
    if not across:
        return _filled(rows)
    return Columns(_filled(inside), _filled_across(across), widest)


def _filled_across(rows: Sequence[Row]) -> Unwrapped | Filled:
    """Return the measure of lines across columns: a few of them show how wide they may be."""
    if len(rows) >= _FEWEST_LINES or len(rows) < _FEWEST:
        return _filled(rows)
    return Filled(float(max(display_width(row.text) for row in rows)), 0)


def _widest_of_columns(rows: Sequence[Row]) -> float:
    """Return the width that no line of columns exceeds; those that run across them do.

    Most of the lines that break off in prose are as wide as the columns.
    """
    widths = [
        display_width(row.text)
        for row in rows
        if _runs_on(row.text) and INSIDE_SENTENCE.search(row.text)
    ]
    usual = median(widths) if len(widths) >= _FEWEST_LINES else inf
    near = sum(abs(width - usual) <= _BAND for width in widths)
    return max(usual + _FAR_WIDER, usual * _CLEARLY_WIDER) if near >= _HALF * len(widths) else inf


def _filled(rows: Sequence[Row]) -> Unwrapped | Filled:
    """Return the measure of lines that a layout engine may have filled."""
    full = _full_width(rows)
    if full is None:
        return Unwrapped()
    measure = Filled(full, _lost_indent(rows, full))
    return replace(measure, spare=_spare(measure, rows))


def _running(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of running text: entries, cells and notes have a width of their own."""
    return [
        row
        for row in rows
        if row.line.role not in _OWN_WIDTH
        and not _CELLS.search(row.text)
        and not is_contents_entry(row.text)
    ]


def _is_whole(row: Row) -> bool:
    """Whether a row is all of its line, but for marks that were taken out of it."""
    return len(row.text) > _WHOLE * len(row.line.text.strip())


def _cut_length(rows: Sequence[Row]) -> int | None:
    """Return the number of characters at which all lines were cut, if they were.

    Layout engines that keep punctuation off the beginnings of lines leave many lines one
    character shorter, and those with Latin letters longer. Columns are the work of such engines.
    """
    if any(row.line.column is not None for row in rows):
        return None
    lengths = Counter(len(row.line.text) for row in rows if _runs_on(row.text))
    longest = max((len(row.line.text) for row in rows), default=0)
    nearly = lengths[longest - 1] + lengths[longest - 2]
    if lengths[longest] < max(_FEWEST_CUT, _CUT_PILE * len(rows)):
        return None
    return longest if nearly <= _NEARLY_CUT * lengths[longest] else None


def _cuts_at_blanks(rows: Sequence[Row], length: int) -> bool:
    """Tell whether blanks occur between words, but never where a line was cut."""
    borders = sum(len(_BLANK_BORDER.findall(row.text)) for row in rows)
    kept = any(
        before.trailing or after.indent
        for before, after in pairwise(rows)
        if len(before.line.text) == length
    )
    return borders >= _FEWEST_BORDERS and not kept


def _full_width(rows: Sequence[Row]) -> float | None:
    """Estimate the width at which lines were filled, or ``None`` where they were not.

    Where lines were wrapped, lines that end in mid-sentence pile up at the greatest width.
    Where they were not, the widest lines are whole paragraphs and end as such.
    """
    all_widths = Counter(display_width(row.text) for row in rows)
    running = Counter(display_width(row.text) for row in rows if _runs_on(row.text))
    allowed = max(1.0, _OVERLONG * len(rows))
    best, support = 0, 0
    for width in sorted(all_widths, reverse=True):
        if sum(all_widths[wide] for wide in all_widths if wide > width + _HANGING) > allowed:
            break
        band = range(width - _BAND, width + 1)
        near = sum(running[step] for step in band)
        if near > support and near >= _HALF * sum(all_widths[step] for step in band):
            best, support = width, near
    if best < _NARROWEST or support < max(1, _PILE * len(rows)):
        return None
    if support < _FEWEST and not _shows_width(rows, best):
        return None
    full = sorted(step for step in running.elements() if best - 2 * _BAND <= step <= best)
    return float(full[int(_TYPICAL * (len(full) - 1))])


def _shows_width(rows: Sequence[Row], width: int) -> bool:
    """Whether a single line shows the width: none is wider, and it ends inside a sentence."""
    widest = max(display_width(row.text) for row in rows)
    return widest <= width + _HANGING and any(
        _is_cut(before, after)
        for before, after in pairwise(rows)
        if width - _BAND <= display_width(before.text) <= width
    )


def _lost_indent(rows: Sequence[Row], full: float) -> int:
    """Return how much narrower first lines are, because extraction lost their indent."""
    first: list[int] = []
    other: list[int] = []
    for before, row in pairwise(rows):
        width = display_width(row.text)
        if _runs_on(row.text) and width > full / 2:
            ended = last_mark(before.text) in _STOPS
            short = display_width(before.text) < full - _CLEARLY_SHORT
            (first if ended and short else other).append(width)
    if len(first) < _FEWEST or not other:
        return 0
    first.sort()
    usual = first[int(_TYPICAL * (len(first) - 1))]
    return _LOST_INDENT if min(median(other), full) - usual >= _LOST_INDENT else 0


def _spare(measure: Filled, rows: Sequence[Row]) -> int:
    """Tell whether lines are filled up to the edge, from breaks inside sentences."""
    if not rows:
        return 0
    margin = Counter(row.indent for row in rows).most_common(1)[0][0]
    free = sorted(
        measure.free(before, after, before.indent - margin)
        for before, after in pairwise(rows)
        if after.line.opens is None and _is_cut(before, after)
    )
    if len(free) < _FEWEST_FREE:
        return 0
    return _TIGHT if free[int(_USUAL * len(free))] < 0 else 0


@lru_cache(maxsize=_REMEMBERED)
def _runs_on(text: str) -> bool:
    """Whether a line looks as if it ended in mid-sentence."""
    if last_mark(text) in _STOPS or text.endswith(_NO_STOPS):
        return False
    return not is_date(text)


def _is_cut(before: Row, after: Row) -> bool:
    """Whether a line break clearly falls inside a sentence: in prose, before no label."""
    prose = INSIDE_SENTENCE.search(before.text) and _runs_on(before.text)
    return bool(prose) and opening_label(after.text) is None
