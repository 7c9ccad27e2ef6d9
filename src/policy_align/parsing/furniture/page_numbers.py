"""Page numbers: what a line says about the page it stands on.

``第3页``, ``- 3 -`` and ``3/12`` say themselves that they number a page; a bare number does so
only at the edge of a page and where it counts on with the pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policy_align.parsing.lines.rows import Row


class PageNumber(NamedTuple):
    """A page number as printed.

    Attributes:
        number: The number of the page.
        total: The number of pages that is printed beside it; 0 where none is.
        marked: Whether something marks it as a page number.
    """

    number: int
    total: int
    marked: bool


_N = r"([0-9]{1,4})"
_PAGE = r"\s*(?:页码|页|頁|ページ)"
_ALL = r"(?:共|全|计|計)\s*"
_BETWEEN = r"\s*[,，、/／|(（]?\s*"
_DASH = r"[-—–−－―─━~～〜·•|│‐‑・]{1,2}"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:第\s*)?{_N}{_PAGE}(?:{_BETWEEN}{_ALL}{_N}{_PAGE}[)）]?)?",
        rf"(?:第\s*)?{_N}\s*/\s*{_N}(?:{_PAGE})?",
        rf"(?:page|p\.?)\s*{_N}(?:\s*(?:of|/)\s*{_N})?",
        rf"{_N}\s+of\s+{_N}",
        rf"{_DASH}\s*{_N}(?:\s*/\s*{_N})?\s*{_DASH}",
    )
)
_TOTAL_FIRST = re.compile(rf"{_ALL}{_N}{_PAGE}{_BETWEEN}第\s*{_N}{_PAGE}[)）]?")
_BARE = re.compile(rf"[(\[〔【<]?\s*{_N}\s*[)\]〕】>]?")
_TOTAL = re.compile(rf"[(（]?{_ALL}{_N}{_PAGE}[)）]?")
_SHARED = re.compile(rf"(?:^{_N}\s*/\s*{_N}\s)|(?:\s{_N}\s*/\s*{_N}$)")
_ALL_SIGNS = frozenset("共全计計")
_LONGEST = 40
_REMEMBERED = 1 << 16  # lines; each is asked about by several steps
_EMBEDDED = re.compile(r"[0-9]{1,6}")
_MOST_NUMBERS = 4
_LONGEST_LINE = 80
_FEWEST_CHAINED = 3
_APART = 3  # lines from one bare number to the next
_ALONE = 0.25
_LEAST_SPAN = 0.6
_SHORTEST_PAGE = 8
_MOST_PAGES = 0.6
_FEWEST_LETTERS = 2


@lru_cache(maxsize=_REMEMBERED)
def page_number(text: str) -> PageNumber | None:
    """Read a line as a page number.

    Args:
        text: The line.

    Returns:
        What it says, or ``None`` where it is no page number.

    Example:
        >>> page_number("— 12 —")
        PageNumber(number=12, total=0, marked=True)
        >>> page_number("第 1 页　共 4 页")
        PageNumber(number=1, total=4, marked=True)
        >>> page_number("23"), page_number("2021年")
        (PageNumber(number=23, total=0, marked=False), None)
    """
    if len(text) > _LONGEST:
        return None
    text = unicodedata.normalize("NFKC", text).strip()
    for form in _FORMS:
        if match := form.fullmatch(text):
            total = match[2] if form.groups > 1 else None
            return PageNumber(int(match[1]), int(total or 0), marked=True)
    if match := _TOTAL_FIRST.fullmatch(text):
        return PageNumber(int(match[2]), int(match[1]), marked=True)
    match = _BARE.fullmatch(text)
    return PageNumber(int(match[1]), 0, marked=False) if match else None


def number_of_pages(text: str) -> int:
    """Read a line as the number of pages alone, which extraction parts from the page number.

    Args:
        text: The line.

    Returns:
        The number; 0 where the line says none.

    Example:
        >>> number_of_pages("共 4 页"), number_of_pages("4")
        (4, 0)
    """
    if len(text) > _LONGEST_LINE or _ALL_SIGNS.isdisjoint(text.lstrip()[:2]):
        return 0
    match = _TOTAL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(match[1]) if match else 0


def shared_number(text: str) -> PageNumber | None:
    """Read a page number with its total at one end of a line that says something else, too.

    Args:
        text: The line.

    Returns:
        What it says, or ``None``.

    Example:
        >>> shared_number("https://www.example.cn/tz.html   2/5")
        PageNumber(number=2, total=5, marked=True)
    """
    if len(text) > 2 * _LONGEST_LINE or not ("/" in text or "／" in text):
        return None
    match = _SHARED.search(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    number, total = (int(group) for group in match.groups() if group)
    return PageNumber(number, total, marked=True)


def templates(text: str) -> Iterator[tuple[str, int]]:
    r"""Yield what a line is without each of its numbers, and the number.

    Example:
        >>> list(templates("政策资料 第3期"))
        [('政策资料 第\x00期', 3)]
    """
    for number in islice(_EMBEDDED.finditer(text), _MOST_NUMBERS):
        yield f"{text[: number.start()]}\0{text[number.end() :]}", int(number[0])


def agreed_offset(numbers: Iterable[tuple[int, PageNumber]], pages: int) -> int | None:
    """Find what printed numbers exceed the pages by, where most pages agree on it.

    Args:
        numbers: The pages, and the number that may be theirs.
        pages: How many pages there are.

    Returns:
        The offset, or ``None``.

    Example:
        >>> bare = [(page, PageNumber(page + 2, 0, marked=False)) for page in (1, 2, 4)]
        >>> agreed_offset(bare, 4), agreed_offset(bare, 12)
        (2, None)
    """
    offsets = Counter(number.number - page for page, number in numbers)
    if not offsets:
        return None
    offset, count = offsets.most_common(1)[0]
    return offset if count >= max(2, _MOST_PAGES * pages) else None


def pages_from_numbers(rows: Sequence[Row]) -> Sequence[Row]:
    """Find the pages of a text that nothing but its printed page numbers marks.

    Args:
        rows: The rows of one file in reading order.

    Returns:
        The rows with their pages; as they were where nothing numbers pages.
    """
    chain = _number_chain(rows)
    if not chain:
        return rows
    at_top = chain[0] < _APART
    numbered = []
    page, numbers = 1, set(chain[1:] if at_top else chain)
    for index, row in enumerate(rows):
        page += index in numbers and at_top
        numbered.append(row.on_page(page))
        page += index in numbers and not at_top
    return numbered


@dataclass(slots=True)
class _Link:
    """A number that may count the pages, at the end of the best chain that leads to it.

    Attributes:
        index: The row.
        number: The number.
        weight: How well the chain counts.
        marked: Whether all its numbers say that they are page numbers.
        total: How many pages they say there are; 0 where they do not.
        beside: Whether other text stands beside them.
        before: The number before.
        first: The first link of the chain.
        length: How many numbers it has.
    """

    index: int
    number: int
    weight: float
    marked: bool
    total: int = 0
    beside: bool = False
    before: _Link | None = None
    first: _Link = field(init=False)
    length: int = 1

    def __post_init__(self) -> None:
        """Begin a chain."""
        self.first = self

    def follow(self, other: _Link) -> None:
        """Count on from another number."""
        self.before, self.first, self.length = other, other.first, other.length + 1
        self.weight += other.weight
        self.marked = self.marked and other.marked

    def counts_pages(self, rows: int) -> bool:
        """Whether the chain is long enough to count the pages of so many rows."""
        if self.first.number > _FEWEST_CHAINED or self.number < self.total:
            return False
        if self.length == 1:
            return self.marked and self.number == 1 and self.index == rows - 1
        if self.marked and self.index == rows - 1:
            return True
        page = (self.index - self.first.index) / (self.length - 1)
        few = self.length < _FEWEST_CHAINED and not (self.beside and self.index == rows - 1)
        if not self.marked and (few or page < _SHORTEST_PAGE):
            return False
        return page * self.length >= _LEAST_SPAN * rows


class _Chains:
    """The chains of numbers that rise by one with text between them, as they grow."""

    def __init__(self) -> None:
        self._best: dict[tuple[str, int], _Link] = {}
        self._fresh: defaultdict[tuple[str, int], deque[_Link]] = defaultdict(deque)
        self.links: list[_Link] = []

    def add(self, key: str, link: _Link) -> None:
        """Add a number to the best chain that it continues, or begin one."""
        nearest = link.index - (1 if link.marked else _APART)
        before = self._settled((key, link.number - 1), nearest)
        if before is not None:
            link.follow(before)
        self._fresh[key, link.number].append(link)
        self.links.append(link)

    def _settled(self, place: tuple[str, int], nearest: int) -> _Link | None:
        """Return the best link at a place, above the nearest row, to count on from."""
        fresh = self._fresh[place]
        while fresh and fresh[0].index < nearest:
            candidate, best = fresh.popleft(), self._best.get(place)
            if best is None or candidate.weight > best.weight:
                self._best[place] = candidate
        return self._best.get(place)


def _number_chain(rows: Sequence[Row]) -> list[int]:
    """Find the lines that count the pages: numbers that rise by one, with text between them."""
    chains = _Chains()
    numbers = [page_number(row.text) or shared_number(row.text) for row in rows]
    for index, (row, number) in enumerate(zip(rows, numbers, strict=True)):
        if number is None:
            for key, value in _counted(row):
                chains.add(key, _Link(index, value, 1.0, marked=False, beside=True))
        else:
            beside = numbers[max(index - 1, 0) : index + 2].count(None)
            weight = 1 + number.marked + _ALONE * beside
            link = _Link(index, number.number, weight, number.marked, number.total)
            chains.add(f"/{number.total}", link)
    counting = (link for link in chains.links if link.counts_pages(len(rows)))
    last = max(counting, key=lambda link: link.weight, default=None)
    chain = []
    while last is not None:
        chain.append(last.index)
        last = last.before
    return chain[::-1]


def _counted(row: Row) -> Iterator[tuple[str, int]]:
    """Yield what a line may have in common with those that count the pages as it does."""
    if len(row.text) > _LONGEST_LINE or not _EMBEDDED.search(row.text) or opening_label(row.text):
        return
    for key, value in templates(row.text):
        if sum(map(str.isalpha, key)) >= _FEWEST_LETTERS or "-" in key:
            yield key, value
