"""Cuts: where a line that holds a cell of each language may be cut, and what speaks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.folding import search_key
from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.measure import CANNOT_START
from policy_align.parsing.lines.rows import close_up
from policy_align.parsing.lines.wording import last_mark
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policy_align.parsing.languages.evidence import Weigher

_BLANK = re.compile(r"(?<=\S)[ \t\u3000\u00a0]+(?=\S)")
_RUN = re.compile(r"[ \t\u3000\u00a0]+")
_AT_FIGURE = re.compile(r"(?<=[^\x00-\x7f]) (?=[!-~])|(?<=[!-~]) (?=[^\x00-\x7f])")
_CLEAR = 1.5
_MOST_BLANKS = 12
_WIDE = 2
_LONGEST = 1000
_TWINS = 6.0
_FITS = 5.0
_LABEL = 2.0
_GAP = 3.0
_NO_BLANK = 3.0
_BESIDE_FIGURE = 0.5
_FREE = 0.3
_CROWDED = 2
_SLACK = 4
_INDENT = 4
_MOST_INDENT = 12
_FAR_FROM_FULL = 8
_ENDINGS = frozenset("。！？；：!?｡")


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a line may be cut.

    Attributes:
        end: Where the left part ends.
        start: Where the right part starts.
        left: How Chinese the left part is.
        right: How Chinese the right part is.
        twins: Whether the two parts have the same label, or are equal, as two dates are.
    """

    end: int
    start: int
    left: float
    right: float
    twins: bool = False

    @property
    def lean(self) -> float:
        """How much more Chinese the left part is than the right one."""
        return self.left - self.right

    @property
    def clear(self) -> bool:
        """Whether the two parts are clearly in different languages."""
        return self.left * self.right < 0 and min(abs(self.left), abs(self.right)) >= _CLEAR

    def gain(self, sign: int) -> float:
        """Return by how much two languages explain the line better than one.

        Args:
            sign: 1 where Chinese stands on the left, -1 where it stands on the right.
        """
        return (sign * self.lean - abs(self.left + self.right)) / 2

    @property
    def gap(self) -> int:
        """How many blanks part the two."""
        return self.start - self.end

    def parts(self, text: str) -> tuple[str, str]:
        """Return what stands left and right of it."""
        return text[: self.end].strip(), text[self.start :].strip()

    def is_at_figure(self, text: str) -> bool:
        """Whether it is a single blank beside a figure or Latin word, as typography sets it."""
        beside = (
            text[self.end - 1 : self.end].isascii(),
            text[self.start : self.start + 1].isascii(),
        )
        return self.gap == 1 and beside[0] != beside[1]


@dataclass(frozen=True, slots=True)
class Room:
    """How wide the lines of the two columns are, in half-width columns.

    Attributes:
        left: The width of the left column; 0 where it is not known.
        right: The width of the right column; 0 where it is not known.
    """

    left: float = 0
    right: float = 0

    def is_crowded(self, text: str) -> bool:
        """Whether a line is wider than either column."""
        if not (self.left and self.right) or len(text) > _LONGEST:
            return False
        indent = len(text) - len(text.lstrip())
        width = printed_width(text) + indent * (indent <= _INDENT)
        return width > max(self.left, self.right) + _CROWDED

    def fits(self, text: str, cut: Cut) -> bool:
        """Whether the parts of a line fit the columns."""
        return self._excess(text, cut) <= _CROWDED

    def _excess(self, text: str, cut: Cut) -> float:
        """Return by how much a part of a line is wider than its column."""
        left, right = printed_width(text[: cut.end]), printed_width(text[cut.start :])
        return max(0.0, left - self.left, right - self.right)

    def fullness(self, left: str) -> float:
        """Tell how well a text fills the left column, so that a mere blank ends it: 1 is best."""
        return max(0.0, 1 - abs(self.left - _reach(left)) / _FAR_FROM_FULL)

    def crowding(self, text: str, cut: Cut) -> float:
        """Weigh whether a line is cut so that its parts fill the columns.

        Args:
            text: A line that is wider than either column.
            cut: Where to cut it.
        """
        value = max(-_FITS, _FITS - max(0.0, self._excess(text, cut) - _CROWDED))
        return value - (cut.gap < _WIDE) * _FREE * self._left_free(text[: cut.end])

    def _left_free(self, text: str) -> float:
        """Return how much of the left column a text leaves free that goes on on the next line."""
        if last_mark(text) in _ENDINGS:
            return 0
        return max(0, self.left - _CROWDED - _reach(text))


def printed_width(text: str) -> float:
    """Return how wide a text was printed, in half-width columns.

    Blanks that justification added do not count, those that typography sets beside figures
    count half.

    Args:
        text: A part of a line.

    Example:
        >>> printed_width("于 2024 年"), printed_width("系 统 观 念 ，")
        (9.0, 10.0)
    """
    bare, blanks = _AT_FIGURE.subn("", close_up(_RUN.sub(" ", text.strip())))
    return display_width(bare) + blanks / 2


def cuts_at_blanks(text: str, weigh: Weigher) -> list[Cut]:
    """List where a line may be cut.

    Args:
        text: The line.
        weigh: Tells how Chinese a part of it is.

    Returns:
        A cut at each of its blanks; at the wide ones only where it has many.
    """
    cuts = []
    for blank in _blanks(text, weigh):
        left, right = text[: blank.start()], text[blank.end() :]
        twins = _correspond(left, right)
        cuts.append(Cut(blank.start(), blank.end(), weigh(left), weigh(right), twins))
    return cuts


def clearest(cuts: list[Cut]) -> Cut | None:
    """Return the cut that parts the languages best, if one does so clearly."""
    return max((cut for cut in cuts if cut.clear), key=lambda cut: abs(cut.lean), default=None)


def best_cut(text: str, cuts: list[Cut], sign: int, room: Room, weigh: Weigher) -> Cut | None:
    """Return the cut of a line of two columns, if it holds parts of both.

    Args:
        text: The line.
        cuts: Where it may be cut.
        sign: 1 where Chinese stands on the left, -1 where it stands on the right.
        room: How wide the columns are.
        weigh: Tells how Chinese a part of the line is.
    """
    crowded = room.is_crowded(text)
    if crowded:
        cuts = [*cuts, *cut_inside(text, sign, room, weigh)]

    def score(cut: Cut) -> float:
        value = max(0.0, cut.gain(sign)) + _TWINS if cut.twins else cut.gain(sign)
        value += _LABEL * _is_bare_label(text[cut.start :])
        if crowded:
            value += room.crowding(text, cut)
        value -= _BESIDE_FIGURE * cut.is_at_figure(text)
        return value + _GAP * (cut.gap > _WIDE) - _NO_BLANK * (cut.gap == 0)

    best = max(cuts, key=lambda cut: (score(cut), cut.lean * sign, cut.gap), default=None)
    return best if best and score(best) >= _CLEAR else None


def cut_inside(text: str, sign: int, room: Room, weigh: Weigher) -> Iterator[Cut]:
    """Yield the cut that parts the languages of a crowded line best, whether at a blank or not.

    Args:
        text: The line.
        sign: 1 where Chinese stands on the left, -1 where it stands on the right.
        room: How wide the columns are.
        weigh: Tells how Chinese a part of the line is.
    """
    leans = weigh.leans(text)
    place = max(range(1, len(text)), key=lambda at: sign * leans[at])
    while CANNOT_START.match(text, place):
        place += 1
    left, right = text[:place].rstrip(), text[place:].lstrip()
    cut = Cut(len(left), len(text) - len(right), weigh(left), weigh(right))
    if cut.clear and room.fits(text, cut):
        yield cut


def _reach(left: str) -> float:
    """Return how far right a part of a line ends that begins at the left margin or indented.

    Tools write the indent of a paragraph wider or narrower than it is.
    """
    indent = len(left) - len(left.lstrip())
    return (indent if indent > _MOST_INDENT else min(indent, _INDENT)) + printed_width(left)


def _correspond(left: str, right: str) -> bool:
    """Tell whether two texts have the same label or are equal but for the shapes of characters."""
    one, other = opening_label(left.lstrip()), opening_label(right)
    if one and other and one.closed and other.closed and one.label.style != "bullet":
        return one.label.value == other.label.value
    return abs(len(left.strip()) - len(right)) <= _SLACK and search_key(left) == search_key(right)


def _is_bare_label(text: str) -> bool:
    """Whether a text is nothing but the label of an article or chapter."""
    opening = opening_label(text)
    return opening is not None and opening.end == len(text) and text[0] == "第"


def _blanks(text: str, weigh: Weigher) -> list[re.Match[str]]:
    """Return the blanks of a line; only the most telling ones where it is spaced out."""
    found = list(_BLANK.finditer(text))
    if len(found) <= _MOST_BLANKS:
        return found
    leans = weigh.leans(text)
    found.sort(
        key=lambda blank: (len(blank[0]) < _WIDE, -abs(2 * leans[blank.start()] - leans[-1]))
    )
    return found[:_MOST_BLANKS]
