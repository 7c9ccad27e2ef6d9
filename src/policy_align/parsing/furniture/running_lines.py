"""Running lines: headers and footers of a text whose pages are known, by place and repetition.

A line at the edge of a page is a header or footer where it comes again at the edges of other
pages with some regularity: on all of them, on every second one, on those of a chapter. What
stands in the same place of the other pages is one, too, although it occurs once. A line that
occurs once and nowhere near another header is one only where it cuts a sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.furniture.page_numbers import templates
from policy_align.parsing.languages.evidence import line_evidence
from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.wording import is_complete_title, is_date
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

Reasons: TypeAlias = dict[int, str]

RUNNING = "running header or footer"
PAGE_NUMBER = "page number"
EDGE = 4
"""Lines from the top and from the bottom of a page that can be furniture."""

LONGEST = 80
"""Characters of the longest header or footer."""

STOP = re.compile(r"[。！？；：｡][）)」』”’】》]*$")
_BLANK = re.compile(r"\s+")
_SHARE = 0.3
_MOSTLY = 0.6
_NEARLY_ALL = 0.8
_COVERED = 0.7
_FEW = 3
_FULL = 0.8
_USUAL = 0.9
_FEWEST_SENTENCES = 4
_FEWEST_LETTERS = 2
_FEWEST_IN_NOTICE = 6
_FEWEST_SIGNS = 6
_TELLING = 2.0  # log-odds of a line that is of one language


def bare(text: str) -> str:
    """Return a line without blanks."""
    return "".join(text.split())


def stops_short(text: str, width: int) -> bool:
    """Whether a line is a full one and ends in the middle of a sentence.

    Args:
        text: The line.
        width: The width of full lines.

    Returns:
        Whether the sentence must go on after it.
    """
    return not STOP.search(text) and display_width(text) >= _FULL * width


def letters(text: str) -> int:
    """Count the letters of a line."""
    return sum(map(str.isalpha, text))


@dataclass(slots=True)
class Pages:
    """The rows of a file by page, and what was set aside so far.

    Attributes:
        rows: All rows.
        pages: The rows of each page that is no copy of another one, in order.
        reasons: The rows set aside, and why.
        keys: Every row without blanks.
        width: The width that few rows exceed.
    """

    rows: Sequence[Row]
    pages: list[list[int]]
    reasons: Reasons
    keys: list[str] = field(init=False)
    width: int = field(init=False)

    def __post_init__(self) -> None:
        """Read the rows."""
        self.keys = [bare(row.text) for row in self.rows]
        widths = sorted(display_width(row.text) for row in self.rows)
        self.width = widths[int(_USUAL * (len(widths) - 1))] if widths else 0

    def left(self, place: int) -> list[int]:
        """Return the rows of a page that are still text."""
        return [index for index in self.pages[place] if index not in self.reasons]

    def edges(self, place: int) -> Iterator[tuple[bool, list[int]]]:
        """Yield the rows at the top and at the bottom of a page, from outside."""
        rows = self.left(place)
        yield True, rows[:EDGE]
        yield False, rows[::-1][:EDGE]

    def same_row(self, index: int) -> Iterator[str]:
        """Yield what a row has in common with those that differ by the page number alone.

        That is the row itself, and for each of its numbers the row with what that number
        exceeds the page by in its place. Annexes of a page each are numbered with the pages, too.
        """
        key, row = self.keys[index], self.rows[index]
        if letters(key) >= _FEWEST_LETTERS or len(key) > _FEWEST_SIGNS:
            yield key
        if opening_label(row.text):
            return
        for template, number in templates(_BLANK.sub(" ", row.text)):
            rest = len(template) - 1
            if letters(template) >= _FEWEST_LETTERS or rest >= _FEWEST_SIGNS:
                yield f"{template}\0{number - row.page}"


class Running:
    """Sets aside lines that come again at the edges of pages.

    Args:
        pages: The pages.
    """

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.count = len(pages.pages)
        self.filled: dict[bool, set[int]] = {True: set(), False: set()}
        self.known: defaultdict[str, set[int]] = defaultdict(set)
        self._gone: set[tuple[int, bool, str]] = set()
        self._pairs: set[tuple[str, str]] = set()
        self._on: defaultdict[str, set[int]] = defaultdict(set)
        self._regular: dict[str, bool] = {}
        for place in range(self.count):
            for _, edge in pages.edges(place):
                for index in edge:
                    for key in pages.same_row(index):
                        self._on[key].add(place)
                if place:
                    self._pairs.update(pairwise(pages.keys[index] for index in edge))
        self.everywhere = self._once_on_most()
        first = pages.left(0) if pages.pages else []
        self._head = first[: 2 * EDGE]
        self._left = Counter(pages.keys)
        self._front = Counter(pages.keys[index] for index in first)

    def _once_on_most(self) -> set[str]:
        """Find the lines that stand once on most pages, wherever that is."""
        if self.count < _FEWEST_SENTENCES:
            return set()
        once: Counter[str] = Counter()
        for page in self.pages.pages:
            keys = Counter(self.pages.keys[index] for index in page)
            once.update(key for key, count in keys.items() if count == 1)
        return {
            key
            for key, count in once.items()
            if count >= _MOSTLY * self.count
            and letters(key) >= _FEWEST_LETTERS
            and not STOP.search(key)
        }

    def set_aside(self, index: int, place: int, *, top: bool, outer: str = "") -> bool:
        """Set aside a line at the edge of a page if it runs through the pages.

        Args:
            index: The row.
            place: The page.
            top: Whether it stands at the top.
            outer: The header outside of it, which it may go on with.

        Returns:
            Whether it was set aside.
        """
        key = self.pages.keys[index]
        goes_on = (outer, key) in self._pairs
        if (place, top, key) in self._gone or not self._runs(index, place, goes_on=goes_on):
            return False
        self.remove(index, place, top=top)
        return True

    def remove(self, index: int, place: int, *, top: bool) -> None:
        """Set aside a header or footer."""
        key = self.pages.keys[index]
        self.pages.reasons[index] = RUNNING
        self._gone.add((place, top, key))
        self.known[key].add(place)
        self._left[key] -= 1
        self.filled[top].add(place)

    def _runs(self, index: int, place: int, *, goes_on: bool) -> bool:
        row, key = self.pages.rows[index], self.pages.keys[index]
        if len(row.text) > LONGEST:
            return False
        again = any(self._comes_again(row, key) for key in self.pages.same_row(index))
        if not again and not self._stands_by_each_number(index):
            return False
        if goes_on or not is_complete_title(row.text):
            return True
        if place == 0:
            return self._front[key] > 1 or self._has_title(index)
        return self._repeats_title(index, place)

    def _comes_again(self, row: Row, key: str) -> bool:
        """Whether the pages on which a line stands make up a pattern."""
        on = self._on[key]
        opening = opening_label(row.text)
        if STOP.search(row.text) or (opening is not None and opening.closed):
            return len(on) >= max(_FEWEST_SENTENCES, _NEARLY_ALL * self.count)
        if is_date(row.text):
            return len(on) >= max(_FEW, _MOSTLY * self.count)
        return len(on) >= max(2, _SHARE * self.count) and self._is_regular(key)

    def _is_regular(self, key: str) -> bool:
        if key not in self._regular:
            self._regular[key] = _is_regular(self._on[key])
        return self._regular[key]

    def _stands_by_each_number(self, index: int) -> bool:
        """Whether a sentence stands beside the page number on every page, as notices do.

        It begins after the text, which has come to an end on the last page.
        """
        text, reasons = self.pages.rows[index].text, self.pages.reasons
        if opening_label(text) or is_date(text) or letters(text) < _FEWEST_IN_NOTICE:
            return False
        key = self.pages.keys[index]
        if len(self._on[key]) < self.count or self.count == 1:
            return False
        beside = any(reasons.get(index + step) == PAGE_NUMBER for step in (-1, 1))
        last = self.pages.pages[-1][-2 * EDGE :]
        ended = (above for above, at in pairwise(last) if self.pages.keys[at] == key)
        return beside and any(STOP.search(self.pages.rows[above].text) for above in ended)

    def _has_title(self, index: int) -> bool:
        """Whether the first page has a title beside a line."""
        key, keys = self.pages.keys[index], self.pages.keys
        others = [other for other in self._head if other != index]
        wrapped = (keys[one] + keys[other] for one, other in pairwise(others))
        return any(is_complete_title(title) for title in wrapped) or any(
            key in keys[other] or is_complete_title(self.pages.rows[other].text) for other in others
        )

    def _repeats_title(self, index: int, place: int) -> bool:
        """Whether a title is a header on a page, not the title above the text.

        It is the title where it stands above the text for the first time, after a cover or a
        table of contents, and where both languages have the same one.
        """
        on = self._on[self.pages.keys[index]]
        if len(on) - (0 in on) > 1:
            return True
        if self._left[self.pages.keys[index]] < 2:  # noqa: PLR2004 - the title itself and one more
            return False
        telling = abs(line_evidence([self.pages.rows[index].text])[0]) >= _TELLING
        return telling and self._has_text_before(place)

    def _has_text_before(self, place: int) -> bool:
        """Whether a sentence stands on the pages before."""
        return self._first_text < place

    @cached_property
    def _first_text(self) -> int:
        """The first page on which a sentence ends."""
        rows = self.pages.rows
        ended = (
            place
            for place, page in enumerate(self.pages.pages)
            if any(STOP.search(rows[index].text) for index in page)
        )
        return next(ended, len(self.pages.pages))


def _is_regular(on: set[int]) -> bool:
    """Whether pages follow each other, or every second one does."""
    first, last = min(on), max(on)
    step = 2 if len({place % 2 for place in on}) == 1 else 1
    return len(on) >= _COVERED * ((last - first) // step + 1)
