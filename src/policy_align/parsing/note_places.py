"""Where footnotes stand: runs of numbers at the beginnings of lines that the text cites."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from policy_align.parsing.characters import CLOSERS, FINALS
from policy_align.parsing.note_citations import (
    AFTER_NUMBERS,
    BEFORE_NUMBERS,
    CitationIndex,
    choose_citations,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policy_align.parsing.note_citations import Citation
    from policy_align.parsing.rows import Row

_NO_TEXT = re.escape("-—–~～/,，:：%％" + CLOSERS + FINALS)  # what no note begins with
_LEAD = re.compile(
    rf"([0-9]{{1,3}})(?![0-9.．、]|[ \t\u3000\u00a0]*[{_NO_TEXT}])[ \t\u3000\u00a0]*"
)
_MOST_NOTES = 200  # on one page
_MOST_ROWS = 8  # of one note
_CITED = 1.0  # mean score of the citations of notes that are found by them


class NotePlaces:
    """The lines of a file that may open a note.

    Args:
        rows: The rows of a file in reading order.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._leads = [_LEAD.match(row.text) for row in rows]
        self._index = CitationIndex(rows)

    def mark(self, index: int) -> tuple[str, str]:
        """Return the number that opens a row, and the text after it."""
        text = self._rows[index].text
        lead = self._leads[index]
        return (lead[1], text[lead.end() :]) if lead else ("", text)

    def runs(self, page: int, indices: Sequence[int], last: int) -> list[list[int]]:
        """Find the notes of a page.

        Args:
            page: The page.
            indices: Its rows.
            last: The number of the last note before it.

        Returns:
            The rows that open notes, those together that stand together.
        """
        places: defaultdict[int, list[int]] = defaultdict(list)
        for index in indices:
            lead = self._leads[index]
            if lead:
                places[int(lead[1])].append(index)
        for start in _starts(places, last):
            run = self._run(page, places, start)
            if len(run) > (start > last + 1):
                return _together(run)
        return []

    def _run(self, page: int, places: Mapping[int, Sequence[int]], start: int) -> list[int]:
        """Return the rows that open the notes of a page, counted from a number."""
        cited: list[list[Citation]] = []
        while start + len(cited) in places and len(cited) < _MOST_NOTES:
            cited.append(list(self._index.of(page, str(start + len(cited)))))
        for count in range(len(cited), 0, -1):
            found = [places[start + n] for n in range(count)]
            for run in (self._last_run(found), _next_run(found, cited)):
                if run and _is_cited(run, cited[:count]):
                    return run
        return []

    def _last_run(self, places: Sequence[Sequence[int]]) -> list[int]:
        """Pick one place for each number, in rising order, as far back as possible."""
        run: list[int] = []
        limit = len(self._rows)
        for found in reversed(places):
            before = [index for index in found if index < limit]
            if not before:
                return []
            limit = max(before, key=lambda index: (not self._is_amount(index), index))
            run.append(limit)
        return run[::-1]

    def _is_amount(self, index: int) -> bool:
        """Whether the number that opens a row counts what follows or belongs to what precedes."""
        row = self._rows[index]
        before = self._rows[index - 1].text[-1:] if index and not row.empty + row.hollow else ""
        return self.mark(index)[1][:1] in AFTER_NUMBERS or before in BEFORE_NUMBERS


def _starts(places: Mapping[int, Sequence[int]], last: int) -> Iterator[int]:
    """Yield the numbers that the notes of a page may begin with, the likeliest first."""
    yield last + 1
    if last:
        yield 1
    yield from sorted(number for number in places if number > last + 1 and number + 1 in places)


def _next_run(places: Sequence[Sequence[int]], cited: Sequence[Sequence[Citation]]) -> list[int]:
    """Pick for each number the first place after its first citation, in rising order."""
    run: list[int] = []
    for found, citations in zip(places, cited, strict=False):
        after = min((place.row for place in citations if place.score > 0), default=None)
        if after is None:
            return []
        after = max(after, run[-1] if run else 0)
        place = next((index for index in found if index > after), None)
        if place is None:
            return []
        run.append(place)
    return run


def _is_cited(run: Sequence[int], cited: Sequence[Sequence[Citation]]) -> bool:
    """Whether the text around cites the notes that a run of rows opens."""
    opened = set(run)
    around = [
        [place for place in places if place.row < index and place.row not in opened]
        for places, index in zip(cited, run, strict=True)
    ]
    chosen = choose_citations(around)
    if chosen[0] is None or chosen[-1] is None:
        return False
    return sum(place.score for place in chosen if place) >= _CITED * len(chosen)


def _together(run: Sequence[int]) -> list[list[int]]:
    """Part a run of rows where the text goes on between them."""
    parts = [[run[0]]]
    for before, after in pairwise(run):
        if after - before > _MOST_ROWS:
            parts.append([])
        parts[-1].append(after)
    return parts
