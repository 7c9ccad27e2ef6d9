"""Furniture: page numbers, running headers and footers, ruby, and pages that occur twice.

A line is furniture for where it stands and how often; see ``page_numbers``, ``running_lines``,
``lone_lines`` and ``chapter_headers`` for what tells each kind. A doubtful line stays text.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policy_align.model import Furniture
from policy_align.parsing.furniture.chapter_headers import chapter_headers
from policy_align.parsing.furniture.doubled_pages import doubled_rows
from policy_align.parsing.furniture.lone_lines import lone_lines, strays, titles_above_titles
from policy_align.parsing.furniture.page_numbers import (
    agreed_offset,
    number_of_pages,
    page_number,
    pages_from_numbers,
    shared_number,
)
from policy_align.parsing.furniture.ruby import ruby_of
from policy_align.parsing.furniture.running_lines import (
    PAGE_NUMBER,
    Pages,
    Reasons,
    Running,
    bare,
    stops_short,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.furniture.page_numbers import PageNumber
    from policy_align.parsing.lines.rows import Row

_ROUNDS = 3


def set_aside(rows: Sequence[Row], *, paged: bool) -> tuple[list[Row], list[Furniture]]:
    """Set aside page numbers, running headers and footers, ruby and doubled pages.

    Args:
        rows: The rows of one file in reading order.
        paged: Whether the page numbers of the rows are to be relied on.

    Returns:
        The rows that remain, and the furniture in reading order.
    """
    doubled = doubled_rows(rows, [bare(row.text) for row in rows])
    reasons: Reasons = dict.fromkeys(doubled, "doubled page")
    if not paged:
        rows = _numbered(rows, reasons)
    if rows and rows[0].line.box is None:  # else the place of the lines on the page has told
        reasons |= dict.fromkeys(ruby_of(rows), "ruby")
        _search(Pages(rows, _pages_of(rows, reasons), reasons))
    kept = [row for index, row in enumerate(rows) if index not in reasons]
    removed = [
        Furniture(rows[index].text, reasons[index], rows[index].place) for index in sorted(reasons)
    ]
    return kept, removed


def _search(pages: Pages) -> None:
    """Set furniture aside until no more is found."""
    last = pages.rows[-1].page
    numbers = _Numbers(pages, frozenset({len(pages.pages), last}))
    running = Running(pages)
    titles_above_titles(pages, running)
    for _ in range(_ROUNDS):
        found = len(pages.reasons)
        _walk_edges(pages, running, numbers)
        strays(pages, running, numbers.is_right)
        lone_lines(pages, running)
        chapter_headers(pages, running)
        if len(pages.reasons) == found:
            break


def _numbered(rows: Sequence[Row], reasons: Reasons) -> list[Row]:
    """Give rows the pages that the printed numbers tell; a copy follows on the page copied."""
    single = [index for index in range(len(rows)) if index not in reasons]
    numbered = dict(zip(single, pages_from_numbers([rows[i] for i in single]), strict=True))
    result: list[Row] = []
    for index, row in enumerate(rows):
        result.append(numbered.get(index) or row.on_page(result[-1].page))
    return result


def _pages_of(rows: Sequence[Row], reasons: Reasons) -> list[list[int]]:
    """Return the rows of each page that are left."""
    pages: defaultdict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if index not in reasons:
            pages[row.page].append(index)
    return [pages[page] for page in sorted(pages)]


@dataclass(slots=True)
class _Numbers:
    """Tells which lines at the edges of pages are page numbers.

    Attributes:
        pages: The pages.
        totals: The numbers of pages that may be printed.
        offsets: What the outermost numbers exceed the pages by, at the top and at the bottom.
    """

    pages: Pages
    totals: frozenset[int]
    offsets: dict[tuple[bool, bool], int | None] = field(default_factory=dict)

    def agree(self) -> None:
        """Look at the outermost lines of all pages as they are left."""
        found: defaultdict[tuple[bool, bool], list[tuple[int, PageNumber]]] = defaultdict(list)
        for place in range(len(self.pages.pages)):
            for top, edge in self.pages.edges(place):
                row = self.pages.rows[edge[0]] if edge else None
                if row and (number := page_number(row.text)):
                    found[top, number.marked].append((row.page, number))
        count = len(self.pages.pages)
        self.offsets = {kind: agreed_offset(numbers, count) for kind, numbers in found.items()}

    def numbers_page(self, index: int, *, top: bool, numbered: bool) -> bool:
        """Whether a line at the edge of a page numbers it, which a bare number does but once."""
        row = self.pages.rows[index]
        if number_of_pages(row.text):
            near = self.pages.rows[max(index - 1, 0) : index + 2]
            return any(page_number(other.text) for other in near)
        number = page_number(row.text) or shared_number(row.text)
        if number is None or (numbered and not number.marked):
            return False
        if (number.marked and not number.total) or self.is_right(number, row.page):
            return True
        if number.number - row.page == self.offsets.get((top, number.marked)):
            return True
        return number.number == row.page and self._cuts(index)

    def _cuts(self, index: int) -> bool:
        """Whether a sentence stops at a line, or at the footer above it."""
        rows, width = self.pages.rows, self.pages.width
        return any(stops_short(row.text, width) for row in rows[max(index - 2, 0) : index][::-1])

    def is_right(self, number: PageNumber, page: int) -> bool:
        """Whether a number says rightly which page it is and how many there are."""
        return number.total in self.totals and number.number == page


def _walk_edges(pages: Pages, running: Running, numbers: _Numbers) -> None:
    """Work inwards from the edges of each page as long as lines are furniture."""
    numbers.agree()
    for place in range(len(pages.pages)):
        for top, edge in pages.edges(place):
            outer, numbered = "", _is_numbered(pages, place)
            for index in edge:
                if index in pages.reasons:
                    continue
                if numbers.numbers_page(index, top=top, numbered=numbered):
                    pages.reasons[index] = PAGE_NUMBER
                    numbered = True
                elif running.set_aside(index, place, top=top, outer=outer):
                    outer = pages.keys[index]
                else:
                    break


def _is_numbered(pages: Pages, place: int) -> bool:
    return any(pages.reasons.get(index) == PAGE_NUMBER for index in pages.pages[place])
