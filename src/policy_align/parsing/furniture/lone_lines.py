"""Headers and footers that occur once, and those that extraction moved into the text.

What stands once in the place where other pages have a header is one; so is a line that cuts a
sentence, and a line that repeats the title above the title. Extractors that follow the columns
of a page put a header or a page number between them: what was recognised at the edge of other
pages is recognised there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import accumulate, combinations
from typing import TYPE_CHECKING

from policy_align.parsing.furniture.page_numbers import number_of_pages, page_number
from policy_align.parsing.furniture.running_lines import (
    LONGEST,
    PAGE_NUMBER,
    RUNNING,
    STOP,
    bare,
    letters,
    stops_short,
)
from policy_align.parsing.languages.evidence import line_evidence
from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.wording import is_complete_title, is_date
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from policy_align.parsing.furniture.page_numbers import PageNumber
    from policy_align.parsing.furniture.running_lines import Pages, Running
    from policy_align.parsing.lines.rows import Row

BESIDE = "header or footer beside a page number"

_INSIDE_SENTENCE = re.compile(r"[、，；。]")
_LONGEST = 40
_LATIN_SHARE = 0.5
_NARROW = 0.6
_FEWEST_LETTERS = 2
_TELLING = 2.0  # log-odds of a line that is of one language
_NOTE = re.compile(r"[0-9０-９]{1,2}(?:$|\s+|(?=[^\W\d年月日条章]))[^.．、]|[0-9]{1,2}$")
_GAP = re.compile(r"(?<=\S)(?:[ \u3000\u00a0]{2,}|\t)(?=\S)")
_ADDRESS = re.compile(r"(?:https?|file)://\S+")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")
_MOSTLY = 0.6
_LOOK_BACK = 8
_HEAD = 8
_MOST_PARTS = 4


def titles_above_titles(pages: Pages, running: Running) -> None:
    """Set aside the line above the title that repeats it.

    A title may be wrapped where the header is not, and the header may hold the titles of both
    languages. Titles that both languages share stand twice, too.

    Args:
        pages: The pages of the file.
        running: What is known of headers.
    """
    head = pages.left(0)[:_HEAD] if pages.pages else []
    head = [index for index in head if len(pages.keys[index]) <= LONGEST]
    header = _holds_two_titles(pages, head) or _repeats_title(pages, head)
    for index in header:
        running.remove(index, 0, top=True)


def _holds_two_titles(pages: Pages, head: Sequence[int]) -> Sequence[int]:
    """Return the first lines, if they are made of a title below and one that stands anywhere."""
    last = len(pages.keys)
    for lines in (head[:1], head[:2]):
        key = "".join(pages.keys[index] for index in lines)
        below = (pages.keys[index] for index in head[len(lines) :])
        titles = [title for title in below if is_complete_title(title)]
        titles = [title for title in titles if key != 2 * title]
        rests = {key.removeprefix(title) for title in titles if key.startswith(title)}
        rests |= {key.removesuffix(title) for title in titles if key.endswith(title)}
        if any(rest and (is_date(rest) or not letters(rest)) for rest in rests):
            return lines  # as browsers print the time beside the title
        rests = {rest for rest in rests if is_complete_title(rest)}
        if rests and any(_begins(pages, index, rests) for index in range(lines[-1] + 1, last)):
            return lines
    return []


def _begins(pages: Pages, index: int, titles: set[str]) -> bool:
    """Whether a title begins at a row, which may wrap it."""
    parts = accumulate(pages.keys[index : index + _MOST_PARTS])
    return any(part in titles for part in parts)


def _repeats_title(pages: Pages, head: Sequence[int]) -> Sequence[int]:
    """Return the lines that are the same title as others below them."""
    spans = [head[i:j] for i, j in combinations(range(len(head) + 1), 2) if j - i <= _MOST_PARTS]
    alike: defaultdict[str, list[Sequence[int]]] = defaultdict(list)
    for span in spans:
        # The parts of wrapped titles side by side are read in whatever order.
        alike["".join(sorted("".join(pages.keys[index] for index in span)))].append(span)
    for text in sorted(alike, key=len, reverse=True):
        for one, other in combinations(alike[text], 2):
            titles = [span for span in (one, other) if _is_title(pages, span)]
            if titles and not set(one) & set(other):
                # A header is set smaller, so that it is wrapped less than the title.
                return min(titles, key=len)
    return _repeats_cell(pages, head)


def _repeats_cell(pages: Pages, head: Sequence[int]) -> Sequence[int]:
    """Return the first line, if it is the title in one of the columns below it."""
    cells = [_GAP.split(pages.rows[index].text.strip()) for index in head]
    if not cells or len(cells[0]) > 1 or not _is_title(pages, head[:1]):
        return []
    for side in (0, -1):
        column = [bare(row[side]) for row in cells if len(row) > 1]
        for start in range(len(column)):
            if pages.keys[head[0]] in accumulate(column[start:]):
                return head[:1]
    return []


def _is_title(pages: Pages, span: Sequence[int]) -> bool:
    """Whether rows are a title that is of one language, or of both."""
    text = "".join(pages.rows[index].text for index in span)
    if opening_label(text) or not is_complete_title(text):
        return False
    if any(is_complete_title(pages.rows[index].text) for index in span[:-1]):
        return False
    return abs(line_evidence([text])[0]) >= _TELLING


def lone_lines(pages: Pages, running: Running) -> None:
    """Set aside the lines at the edges of pages that occur once, where they are no text.

    Args:
        pages: The pages of the file.
        running: What is known of headers.
    """
    for place in range(len(pages.pages)):
        for top, edge in pages.edges(place):
            if not edge or place in running.filled[top]:
                continue
            index = edge[0]
            if _printed_by_browser(pages, index):
                running.remove(index, place, top=top)
            if not _looks_lone(pages.rows[index].text):
                continue
            if _in_slot(pages, running, index, place, top=top):
                running.remove(index, place, top=top)
            elif _beside_number(pages, index) and _cuts_sentence(pages, index, top=top):
                pages.reasons[index] = BESIDE


def _printed_by_browser(pages: Pages, index: int) -> bool:
    """Whether a line at the edge of a page is the time or address beside other furniture."""
    text = pages.rows[index].text
    beside = {pages.reasons.get(index + step) for step in (-1, 1)}
    if _ADDRESS.fullmatch(text):
        return PAGE_NUMBER in beside
    return RUNNING in beside and not letters(text) and bool(_TIME.search(text))


def _looks_lone(text: str) -> bool:
    """Whether a line may be a header although it occurs once."""
    return (
        len(text) <= _LONGEST
        and letters(text) >= _FEWEST_LETTERS
        and not STOP.search(text)
        and not _INSIDE_SENTENCE.search(text)
        and not opening_label(text)
        and not is_date(text)
    )


def _in_slot(pages: Pages, running: Running, index: int, place: int, *, top: bool) -> bool:
    """Whether a line stands where the other pages have a header or footer."""
    if place == 0 or 2 * len(running.filled[top]) < len(pages.pages):
        return False
    row, left = pages.rows[index], pages.left(place)
    if not top or len(left) == 1 or is_complete_title(row.text):
        return False
    return display_width(row.text) < _NARROW * pages.width


def _beside_number(pages: Pages, index: int) -> bool:
    """Whether a page number stands next to a line, or a line beside one does."""
    return any(pages.reasons.get(index + step) == PAGE_NUMBER for step in (-1, 1))


def _cuts_sentence(pages: Pages, index: int, *, top: bool) -> bool:
    """Whether a line next to a page number stands apart in the middle of a sentence."""
    rows = pages.rows
    before = text_before(pages, index)
    if before is None or STOP.search(before.text) or _GAP.search(before.line.text):
        return False
    text = rows[index].text
    ascii_letters = sum(char.isalpha() and char.isascii() for char in text)
    if ascii_letters >= _LATIN_SHARE * letters(text):
        return True
    width = display_width(before.text)
    if not top or not stops_short(before.text, pages.width):
        return False
    if display_width(text) >= _NARROW * width:
        return False
    after = rows[index + 1 : index + 2]
    return any(_gap(row) > _gap(before) and not opening_label(row.text) for row in after)


def text_before(pages: Pages, index: int) -> Row | None:
    """Return the line of the text before a row, above the footnotes of its page.

    Args:
        pages: The pages of the file.
        index: The row.

    Returns:
        The line, or ``None`` at the beginning.
    """
    back: list[int] = []
    while index and len(back) < _LOOK_BACK:
        index -= 1
        if index not in pages.reasons:
            back.append(index)
    page = [other for other in back if pages.rows[other].page == pages.rows[back[0]].page]
    notes = [place for place, other in enumerate(page) if _NOTE.match(pages.rows[other].text)]
    above = back[notes[-1] + 1 :] if notes else back
    return pages.rows[(above or back)[0]] if back else None


def _gap(row: Row) -> int:
    """Return the number of lines without text before a row."""
    return row.empty + row.hollow


def strays(pages: Pages, running: Running, is_right: Callable[[PageNumber, int], bool]) -> None:
    """Set aside what is furniture on other pages, where extraction moved it into the text.

    Args:
        pages: The pages of the file.
        running: What is known of headers.
        is_right: Whether a number says rightly which page it is and how many there are.
    """
    for place in range(len(pages.pages)):
        _stray_number(pages, place, is_right)
        for index in list(_stray_headers(pages, running, place)):
            running.remove(index, place, top=True)


def _stray_number(pages: Pages, place: int, is_right: Callable[[PageNumber, int], bool]) -> None:
    """Set aside the one page number inside a page that has none at its edges."""
    rows = pages.left(place)
    numbered = any(pages.reasons.get(i) == PAGE_NUMBER for i in pages.pages[place])
    if not numbered and len(pages.pages) > 1:
        said = ((index, page_number(pages.rows[index].text)) for index in rows)
        marked = [(index, number) for index, number in said if number and number.marked]
        right = [
            index
            for index, number in marked
            if is_right(number, pages.rows[index].page)
            or (not number.total and number.number == pages.rows[index].page)
        ]
        if len(right) != 1:
            return
        pages.reasons[right[0]] = PAGE_NUMBER
    totals = [i for i in rows if number_of_pages(pages.rows[i].text) == len(pages.pages)]
    if len(totals) == 1:
        pages.reasons[totals[0]] = PAGE_NUMBER


def _stray_headers(pages: Pages, running: Running, place: int) -> Iterator[int]:
    """Yield the headers of other pages that stand once inside a page that has none."""
    left = pages.left(place)
    texts = Counter(pages.keys[index] for index in left)
    for index in left:
        key = pages.keys[index]
        on = running.known.get(key, set())
        if not on and key not in running.everywhere:
            continue
        if place in on or texts[key] > 1 or STOP.search(key):
            continue
        if place == 0 and is_complete_title(key):
            continue
        # A page with another header may have this one, too, if nearly all pages have.
        if place not in running.filled[True] or len(on) >= _MOSTLY * len(pages.pages):
            yield index
