"""Furniture: page numbers, running headers and footers, and pages that occur twice.

A line is furniture for where it stands and how often: at the edge of a page and again on
others, or, where nothing marks the pages, again and again in the middle of sentences. A line
that occurs once is furniture only where it stands next to a page number and cuts a sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from policy_align.model import Furniture
from policy_align.parsing.characters import display_width
from policy_align.parsing.evidence import line_evidence
from policy_align.parsing.labels import opening_label
from policy_align.parsing.wording import is_complete_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policy_align.parsing.rows import Row

Reasons: TypeAlias = dict[int, str]

_DIGITS = r"[0-9０-９]{1,4}"
_DASH = r"[-—–−－―─~～·•|│‐・]"
_BARE = re.compile(rf"\s*({_DIGITS})\s*")
_DECORATED = re.compile(
    rf"(?:{_DASH}{{1,2}}\s*({_DIGITS})\s*{_DASH}{{1,2}}"
    rf"|第?\s*({_DIGITS})\s*(?:页|頁|ページ)(?:\s*[,，、/／（(]?\s*(?:共|全)\s*{_DIGITS}\s*(?:页|頁|ページ)\s*[)）]?)?"
    rf"|({_DIGITS})\s*[/／]\s*{_DIGITS}"
    rf"|(?:page|p\.?)\s*({_DIGITS})(?:\s*(?:of|/)\s*{_DIGITS})?"
    rf"|[（(\[［〔【<＜]\s*({_DIGITS})\s*[)）\]］〕】>＞])",
    re.IGNORECASE,
)
_TOTAL = re.compile(rf"[(（]?(?:共|全){_DIGITS}(?:页|頁|ページ)[)）]?")
_TELLING = 2.0  # log-odds of a line that is of one language
_STOP = re.compile(r"[。！？；：｡][）)」』”’】》]*$")
_NUMBERS = re.compile(r"[0-9０-９]{1,6}")
_MOST_NUMBERS = 4
_BLANK = re.compile(r"\s+")
_EDGE = 4
_LONGEST = 80
_FEWEST_FLOW = 3
_SHARE = 0.3
_NEARLY_ALL = 0.8
_FEWEST_DOUBLE = 60
_LATIN_SHARE = 0.5
_AT_TOP = 3
_NARROW = 0.6
_PAGE_NUMBER = "page number"
_FEWEST_INSIDE = 4
_LONGEST_INSIDE = 40
_MOSTLY = 0.6
_INSIDE_SENTENCE = re.compile(r"[、，；。]")


def set_aside(rows: Sequence[Row], *, paged: bool) -> tuple[list[Row], list[Furniture]]:
    """Set aside page numbers, running headers and footers and doubled pages.

    Args:
        rows: The rows of one file in reading order.
        paged: Whether the page numbers of the rows are to be relied on.

    Returns:
        The rows that remain, and the furniture in reading order.
    """
    reasons: Reasons = {}
    if not paged:
        rows, paged = _pages_from_numbers(rows)
    if paged:
        pages: defaultdict[int, list[int]] = defaultdict(list)
        for index, row in enumerate(rows):
            pages[row.page].append(index)
        _doubled_pages(rows, pages, reasons)
        _page_edges(rows, pages, reasons)
        _inside_pages(rows, len(pages), reasons)
    kept = [row for index, row in enumerate(rows) if index not in reasons]
    removed = [
        Furniture(rows[index].text, reasons[index], rows[index].place) for index in sorted(reasons)
    ]
    return kept, removed


def page_number(text: str) -> tuple[int, bool] | None:
    """Read a line as a page number.

    Args:
        text: The line.

    Returns:
        The number and whether something marks it as one (``- 3 -``, ``第3页``), or ``None``.

    Example:
        >>> page_number("— 12 —"), page_number("23"), page_number("2021年")
        ((12, True), (23, False), None)
    """
    bare = _BARE.fullmatch(text)
    if bare:
        return int(bare[1]), False
    decorated = _DECORATED.fullmatch(text.strip())
    if decorated:
        return int(next(group for group in decorated.groups() if group)), True
    return None


def _key(row: Row) -> str:
    """Return a line without blanks."""
    return _BLANK.sub("", row.text)


def _keys(row: Row) -> Iterator[str]:
    """Yield what a line has in common with those that differ from it by the page number.

    That is the line itself, and for each of its numbers the line with what that number exceeds
    the page by in its place.
    """
    text = _key(row)
    yield text
    for number in list(_NUMBERS.finditer(text))[:_MOST_NUMBERS]:
        offset = int(number[0]) - row.page
        yield f"{text[: number.start()]}\0{offset}\0{text[number.end() :]}"


def _doubled_pages(rows: Sequence[Row], pages: dict[int, list[int]], reasons: Reasons) -> None:
    """Set aside pages whose whole text stands on the page before already."""
    before = ""
    for page in sorted(pages):
        text = "".join(_BLANK.sub("", rows[index].text) for index in pages[page])
        if text == before and len(text) >= _FEWEST_DOUBLE:
            reasons.update(dict.fromkeys(pages[page], "doubled page"))
        else:
            before = text


def _page_edges(rows: Sequence[Row], pages: dict[int, list[int]], reasons: Reasons) -> None:
    """Work inwards from the edges of each page as long as lines are furniture."""
    kept = {page: [i for i in indices if i not in reasons] for page, indices in pages.items()}
    kept = {page: indices for page, indices in kept.items() if indices}
    walker = _EdgeWalker(
        rows, _edge_counts(rows, kept.values()), _number_offset(rows, kept), len(kept), reasons
    )
    for _ in range(2):
        for indices in kept.values():
            for edge in (indices[:_EDGE], indices[::-1][:_EDGE]):
                walker.walk(edge)


def _inside_pages(rows: Sequence[Row], pages: int, reasons: Reasons) -> None:
    """Set aside what was furniture on other pages, where extraction moved it into the text.

    Extractors that follow the columns of a page put a header or footer between them. A short
    line that stands once on most pages, or a marked page number that is right, is no text.
    """
    if pages < _FEWEST_INSIDE:
        return
    short = [index for index, row in enumerate(rows) if len(row.text) <= _LONGEST_INSIDE]
    counts = Counter(rows[index].text for index in short)
    on = Counter(text for text, _ in {(rows[index].text, rows[index].page) for index in short})
    numbers = {
        index: number[0] - rows[index].page
        for index in short
        if (number := page_number(rows[index].text)) and number[1]
    }
    offsets = Counter(numbers.values()).most_common(1)
    known = {rows[index].text for index in reasons}
    for index in short:
        text = rows[index].text
        often = on[text] == counts[text] >= _MOSTLY * pages and not _STOP.search(text)
        if offsets and offsets[0][1] >= _FEWEST_INSIDE and numbers.get(index) == offsets[0][0]:
            reasons.setdefault(index, _PAGE_NUMBER)
        elif often and text in known:
            reasons.setdefault(index, "running header or footer")


def _edge_counts(rows: Sequence[Row], pages: Iterable[list[int]]) -> Counter[str]:
    """Count on how many pages each line occurs at an edge."""
    seen: Counter[str] = Counter()
    for indices in pages:
        edge = {*indices[:_EDGE], *indices[-_EDGE:]}
        seen.update({key for index in edge for key in _keys(rows[index])})
    return seen


def _number_offset(rows: Sequence[Row], pages: dict[int, list[int]]) -> int | None:
    """Return what printed page numbers exceed the pages by, if they agree."""
    offsets: Counter[int] = Counter()
    for page, indices in pages.items():
        numbers = (page_number(rows[i].text) for i in {*indices[:_EDGE], *indices[-_EDGE:]})
        offsets.update({number[0] - page for number in numbers if number})
    if not offsets:
        return None
    offset, count = offsets.most_common(1)[0]
    return offset if count > 1 or abs(offset) <= 1 else None


@dataclass(slots=True)
class _EdgeWalker:
    """Sets aside the lines at the edges of pages, from the outside.

    Attributes:
        rows: All rows.
        seen: On how many pages each line stands at an edge.
        offset: What printed page numbers exceed the pages by, if they agree.
        pages: How many pages hold text.
        reasons: The rows set aside so far, and why.
    """

    rows: Sequence[Row]
    seen: Counter[str]
    offset: int | None
    pages: int
    reasons: Reasons

    def walk(self, edge: Sequence[int]) -> None:
        """Set aside the lines of one edge of a page as long as they are furniture."""
        numbered = any(self.reasons.get(edge[0] + step) == _PAGE_NUMBER for step in (-1, 1))
        for index in edge:
            reason = self.reasons.get(index) or self._reason(index, numbered=numbered)
            if reason is None:
                return
            self.reasons[index] = reason
            numbered = numbered or reason == _PAGE_NUMBER

    def _reason(self, index: int, *, numbered: bool) -> str | None:
        """Say why a line is furniture, if it is."""
        row = self.rows[index]
        if self._numbers_page(row) or self._counts_pages(index):
            return _PAGE_NUMBER
        if _repeats_title(self.rows, index):
            return "running header or footer"
        if _is_running(row, max(self.seen[key] for key in _keys(row)), self.pages):
            first = row.page == self.rows[0].page
            return None if first and _is_title(self.rows, index) else "running header or footer"
        if numbered and _cuts_sentence(self.rows, index, self.reasons):
            return "header or footer beside a page number"
        return None

    def _counts_pages(self, index: int) -> bool:
        """Whether a line is the second part of a page number (``第1页``, ``共3页``)."""
        near = self.rows[max(index - 1, 0) : index + 2]
        return bool(_TOTAL.fullmatch(_key(self.rows[index]))) and any(map(self._numbers_page, near))

    def _numbers_page(self, row: Row) -> bool:
        number = page_number(row.text)
        if number is None:
            return False
        return number[1] or (self.offset is not None and number[0] - row.page == self.offset)


def _is_running(row: Row, count: int, pages: int) -> bool:
    """Whether a line at the edge of a page recurs as headers do."""
    if len(row.text) > _LONGEST:
        return False
    opening = opening_label(row.text)
    sentence = _STOP.search(row.text) or (opening is not None and opening.closed)
    least = max(_FEWEST_INSIDE, _NEARLY_ALL * pages) if sentence else max(2, _SHARE * pages)
    return count >= least


def _is_title(rows: Sequence[Row], index: int) -> bool:
    """Whether a running line is, on the first page, the title of the document itself."""
    key = _key(rows[index])
    head = [row for other, row in enumerate(rows[: 2 * _EDGE]) if other != index]
    if not is_complete_title(rows[index].text):
        return False
    return not any(key in _key(row) or is_complete_title(row.text) for row in head)


def _repeats_title(rows: Sequence[Row], index: int) -> bool:
    """Whether the first line of a page is the title, which stands below it or on the first page.

    Titles that are the same in both languages stand twice, too.
    """
    row = rows[index]
    if index and rows[index - 1].page == row.page:
        return False
    if opening_label(row.text) or not is_complete_title(row.text):
        return False
    head = [other for other in rows[: 2 * _EDGE] if other is not row]
    telling = abs(line_evidence([row.text])[0]) >= _TELLING
    return telling and any(other.text == row.text for other in head)


def _cuts_sentence(rows: Sequence[Row], index: int, reasons: Reasons) -> bool:
    """Whether a line next to a page number stands apart in the middle of a sentence."""
    text = rows[index].text
    if _STOP.search(text) or len(text) > _LONGEST or opening_label(text):
        return False
    before = index - 1
    while before >= 0 and before in reasons:
        before -= 1
    if before < 0 or _STOP.search(rows[before].text):
        return False
    letters = [char for char in text if char.isalpha()]
    if sum(1 for char in letters if char.isascii()) >= _LATIN_SHARE * len(letters):
        return True
    apart = _gap(rows[index]) > _gap(rows[before]) and not _INSIDE_SENTENCE.search(text)
    return apart and display_width(text) < _NARROW * display_width(rows[before].text)


def _gap(row: Row) -> int:
    """Return the number of lines without text before a row."""
    return row.empty + row.hollow


def _pages_from_numbers(rows: Sequence[Row]) -> tuple[Sequence[Row], bool]:
    """Find the pages of a text that nothing but its printed page numbers marks."""
    chain = _number_chain(rows)
    if not chain:
        return rows, False
    at_top = chain[0] < _AT_TOP
    numbered = []
    page, numbers = 1, set(chain[1:] if at_top else chain)
    for index, row in enumerate(rows):
        page += index in numbers and at_top
        numbered.append(replace(row, page=page))
        page += index in numbers and not at_top
    return numbered, True


def _number_chain(rows: Sequence[Row]) -> list[int]:
    """Find the lines that count the pages: numbers that rise by one, with text between them."""
    chains: list[list[tuple[int, int]]] = []
    marked = set()
    for index, row in enumerate(rows):
        number = page_number(row.text)
        if number is None:
            continue
        if number[1]:
            marked.add(index)
        chain = next((c for c in chains if _continues(c[-1], (index, number[0]))), None)
        if chain is None:
            chains.append([(index, number[0])])
        else:
            chain.append((index, number[0]))
    longest = max(chains, key=len, default=[])
    fewest = 2 if all(index in marked for index, _ in longest) else _FEWEST_FLOW
    if longest and len(rows) - 1 == longest[0][0] in marked and longest[0][1] == 1:
        return [longest[0][0]]
    if len(longest) < fewest or longest[0][1] > _FEWEST_FLOW:
        return []
    return [index for index, _ in longest]


def _continues(last: tuple[int, int], number: tuple[int, int]) -> bool:
    """Whether a page number follows another one, with text between them."""
    return number[1] == last[1] + 1 and number[0] > last[0] + _AT_TOP
