"""A whole document to be read side by side: its sections, and its pairs page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.web.views import is_unsure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.bitext import Bitext
    from policy_align.model import Pair

PAGE_PAIRS = 400
"""Pairs on one page; longer documents have several."""

_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A section in the list of contents.

    Attributes:
        number: Number of the pair that opens it, counted from 1.
        page: Page of the reading view on which it stands, counted from 1.
        level: Depth in the tree, counted from 1.
        zh: Its Chinese heading or label.
        ja: Its Japanese heading; empty where there is none.
    """

    number: int
    page: int
    level: int
    zh: str
    ja: str


@dataclass(frozen=True, slots=True)
class Row:
    """A pair at its place in the document.

    Attributes:
        number: Its number, counted from 1; its anchor is ``p`` and the number.
        pair: The pair.
        unsure: Whether it has both sides but may well be wrong.
    """

    number: int
    pair: Pair
    unsure: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One page of a document.

    Attributes:
        rows: The pairs of the page.
        page: Number of the page, counted from 1.
        pages: How many pages there are.
        contents: The sections of the whole document.
        total: How many pairs the document has.
        unsure: How many of them may well be wrong.
        unpaired: How many lack one side.
    """

    rows: tuple[Row, ...]
    page: int
    pages: int
    contents: tuple[Entry, ...]
    total: int
    unsure: int
    unpaired: int


def read_page(bitext: Bitext, page: int) -> Reading:
    """Take one page of a document.

    Args:
        bitext: The document.
        page: The page, counted from 1; the nearest one where there is no such page.

    Returns:
        The page.
    """
    return _reading(bitext, range(1, len(bitext) + 1), page)


def read_doubtful(bitext: Bitext, page: int) -> Reading:
    """Take one page of what a reviser must look at: pairs that lack a side or may be wrong.

    Args:
        bitext: The document.
        page: The page, counted from 1.

    Returns:
        The page.
    """
    doubtful = [
        number
        for number, pair in enumerate(bitext, 1)
        if is_unsure(pair) or not (pair.zh and pair.ja)
    ]
    return _reading(bitext, doubtful, page)


def page_of(number: int) -> int:
    """Return the page of the reading view on which a pair stands.

    Args:
        number: Number of the pair, counted from 1.

    Returns:
        The page, counted from 1.
    """
    return (number - 1) // PAGE_PAIRS + 1


def _reading(bitext: Bitext, numbers: Sequence[int], page: int) -> Reading:
    pages = max(1, page_of(len(numbers)))
    chosen = min(max(page, 1), pages)
    shown = numbers[(chosen - 1) * PAGE_PAIRS : chosen * PAGE_PAIRS]
    return Reading(
        rows=tuple(Row(n, bitext[n - 1], is_unsure(bitext[n - 1])) for n in shown),
        page=chosen,
        pages=pages,
        contents=tuple(_contents(bitext)),
        total=len(bitext),
        unsure=sum(is_unsure(pair) for pair in bitext),
        unpaired=sum(not (pair.zh and pair.ja) for pair in bitext),
    )


def _contents(bitext: Bitext) -> Iterator[Entry]:
    """Yield headings, and the first pair of every article, which often has no heading."""
    known = {""}
    for number, pair in enumerate(bitext, 1):
        level = min(_DEEPEST, pair.section.count("/") + 1)
        label = pair.section.rpartition("/")[2]
        if pair.kind == "heading":
            yield Entry(number, page_of(number), level, pair.zh, pair.ja)
        elif pair.section not in known and label.startswith("第"):
            yield Entry(number, page_of(number), level, label, "")
        known.add(pair.section)
