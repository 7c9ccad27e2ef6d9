"""Where footnotes stand: runs of numbers at the beginnings of lines that the text cites."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import CLOSERS, FINALS, display_width
from policy_align.parsing.lines.rows import usual_width
from policy_align.parsing.notes.citations import AFTER_NUMBERS, BEFORE_NUMBERS, CitationIndex
from policy_align.parsing.notes.texts import ends, is_apart, is_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.notes.citations import Citation

_NO_TEXT = re.escape("-—–~～/,，:：%％" + CLOSERS + FINALS)  # what no note begins with
_LEAD = re.compile(
    rf"([1-9][0-9]{{0,2}})(?![0-9.．、]|[ \t\u3000\u00a0]*[{_NO_TEXT}])[ \t\u3000\u00a0]*"
)
_MOST_NOTES = 200  # on one page
_MOST_PLACES = 200  # that are looked at for one number, the last ones
_MOST_ROWS = 8  # of one note
_REACH = 120  # rows between a note and its citation on one page
_FAR = 1.0  # what a citation farther away counts less
_FULL = 0.75  # of the usual width; a shorter line has not been wrapped
_SURE = 1.0  # what has to speak for the notes of a page
_NOT_CITED = -1.5
_BEST_CITED = 3.0
_EXPECTED = 1.0  # of the citation and the text of a note together
_GO_ON = frozenset("をがはのに")  # particles, which no text begins with
_BARE = 0.5  # what speaks for a number on a line of its own
_NEAR = 0.5  # what speaks for a note right below another one
_NOT_LAST = 1.0  # what speaks against a run with text after it on its page


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows that open notes, by what speaks for them."""

    score: float
    rows: tuple[int, ...] = ()
    cited: tuple[Citation | None, ...] = ()


class NotePlaces:
    """The lines of a file that may open a note.

    Args:
        rows: The rows of a file in reading order.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._leads = [_LEAD.match(row.text) for row in rows]
        self._paged = len({row.page for row in rows}) > 1
        self._spent: set[tuple[int, int]] = set()
        self._end = 0
        self._full = _FULL * usual_width(rows) if rows else 0.0

    @cached_property
    def _index(self) -> CitationIndex:
        """The numbers that may cite notes, once there are lines that may open one."""
        return CitationIndex(self._rows)

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
        if not indices:
            return []
        places: defaultdict[int, list[int]] = defaultdict(list)
        for index in indices:
            lead = self._leads[index]
            if lead:
                places[int(lead[1])].append(index)
        for start in _starts(places, last):
            anew = max(indices[0], 0 if self._paged else self._end)
            run = self._run(page, places, start, since=0 if start == last + 1 else anew)
            if run.score >= _SURE and len(run.rows) > (start > last + 1):
                self._end = run.rows[-1]
                self._spent.update((place.row, place.start) for place in run.cited if place)
                return _together(run)
        return []

    def _run(
        self, page: int, places: Mapping[int, Sequence[int]], start: int, *, since: int
    ) -> _Run:
        """Return the notes of a page that are counted from a number and cited since a row."""
        best = _Run(0.0)
        runs = [best]
        for number in range(start, start + _MOST_NOTES):
            if number not in places:
                break
            cited = self._citations(page, str(number), since)
            rows = [place.row for place in cited]
            longer = []
            for index in places[number][-_MOST_PLACES:]:
                before = _before(runs, index)
                if before is not None:
                    end = bisect_left(rows, index)
                    above = cited[max(0, end - _MOST_PLACES) : end]
                    longer.append(self._extend(before, index, above))
            if not longer:
                break
            runs = longer
            best = max(best, *(self._closed(run) for run in runs), key=_score)
        return best

    def _citations(self, page: int, number: str, since: int) -> list[Citation]:
        """Return what may cite a note, from a row on."""
        return [
            place
            for place in self._index.of(page, number)
            if place.row >= since and (place.row, place.start) not in self._spent
        ]

    def _extend(self, run: _Run, index: int, cited: Sequence[Citation]) -> _Run:
        """Add a row to a run."""
        fitting = [place for place in cited if place.row not in run.rows]
        scores = [place.score - _FAR * (place.row < index - _REACH) for place in fitting]
        citation, best = max(
            zip(scores, fitting, strict=True),
            key=lambda found: found[0],
            default=(_NOT_CITED, None),
        )
        citation = min(_BEST_CITED, citation)
        gain = citation + self._weigh_text(index) + _NEAR * _is_near(run, index) - _EXPECTED
        return _Run(run.score + gain, (*run.rows, index), (*run.cited, best))

    def _closed(self, run: _Run) -> _Run:
        """Weigh what stands behind the last note of a run."""
        after = run.rows[-1] + _MOST_ROWS + len(run.rows)
        goes_on = after < len(self._rows) and is_beside(self._rows[after], self._rows[run.rows[-1]])
        return replace(run, score=run.score - _NOT_LAST * goes_on)

    def _weigh_text(self, index: int) -> float:
        """Weigh the text of a row as that of a note."""
        row = self._rows[index]
        text = self.mark(index)[1]
        before = self._rows[index - 1].text[-1:] if index and not is_apart(row) else ""
        goes_on = before in BEFORE_NUMBERS or text[:1] in _GO_ON
        score = -2.0 if goes_on else -1.0 * (text[:1] in AFTER_NUMBERS)
        if not text:
            return _BARE
        if ends(row):
            return score + 1.0
        if self._is_followed(index):
            return score - 0.5
        return score + (0.5 if display_width(row.text) >= self._full else -2.0)

    def _is_followed(self, index: int) -> bool:
        """Whether the next note, or nothing, follows a row on its page."""
        after = index + 1
        if after == len(self._rows) or not is_beside(self._rows[after], self._rows[index]):
            return True
        return int(self.mark(after)[0] or 0) == int(self.mark(index)[0]) + 1


def _starts(places: Mapping[int, Sequence[int]], last: int) -> Iterator[int]:
    """Yield the numbers that the notes of a page may begin with, the likeliest first."""
    yield last + 1
    if last:
        yield 1
    yield from sorted(number for number in places if number > last + 1 and number + 1 in places)


def _score(run: _Run) -> float:
    return run.score


def _before(runs: Sequence[_Run], index: int) -> _Run | None:
    """Return the best run that a row may go on with."""
    fitting = [run for run in runs if not run.rows or run.rows[-1] < index]
    if not fitting:
        return None
    return max(fitting, key=lambda run: run.score + _NEAR * _is_near(run, index))


def _is_near(run: _Run, index: int) -> bool:
    return bool(run.rows) and index - run.rows[-1] <= _MOST_ROWS


def _together(run: _Run) -> list[list[int]]:
    """Part a run of rows where the text goes on between them."""
    parts = [[run.rows[0]]]
    for before, after, place in zip(run.rows, run.rows[1:], run.cited[1:], strict=False):
        if after - before > _MOST_ROWS or (place and place.row > before):
            parts.append([])
        parts[-1].append(after)
    return parts
