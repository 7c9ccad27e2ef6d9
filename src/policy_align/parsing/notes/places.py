"""Where footnotes stand: runs of marks at the beginnings of lines that the text cites."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import FINALS, display_width
from policy_align.parsing.lines.rows import usual_width
from policy_align.parsing.lines.wording import last_mark
from policy_align.parsing.notes.citations import AFTER_NUMBERS, BEFORE_NUMBERS, CitationIndex
from policy_align.parsing.notes.marks import PLAIN, Mark, opening_mark
from policy_align.parsing.notes.texts import ends, is_beside
from policy_align.parsing.notes.titles import names_notes, names_works
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from policy_align.model import Language
    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.notes.citations import Citation
    from policy_align.parsing.notes.texts import Allotment

_MOST_NOTES = 200  # on one page
_MOST_PLACES = 40  # that are looked at for one number, the last ones
_MOST_CITED = 20  # places above a note that may cite it, the last ones
_MOST_STARTS = 10  # other numbers than the expected ones that notes may begin with
_HOPELESS = 5.0  # what a run lacks to the best one that is not followed any more
_MOST_ROWS = 8  # of one note
_REACH = 120  # rows between a note and its citation on one page
_FAR = 1.0  # what a citation farther away counts less
_FULL = 0.75  # of the usual width; a shorter line has not been wrapped
_SURE = 1.0  # what has to speak for the notes of a page
_SURE_ALONE = 2.0  # and for a single note that goes on with none before it
_NOT_CITED = -1.5
_BEST_CITED = 3.0
_EXPECTED = 1.0  # of the citation and the text of a note together
_GO_ON = frozenset("をがはのに")  # particles, which no text begins with
_BARE = 0.5  # what speaks for a number on a line of its own
_NEAR = 0.5  # what speaks for a note right below another one
_NOT_LAST = 1.0  # what speaks against a run with text after it on its page
_CLOSES = 0.5  # what speaks for a run that ends its page
_FOREIGN = 4.0  # what a citation in the other language counts less
_SKIPPED = 2.0  # what speaks against a note where another one with its number stands nearer
_CONTEXTS = (8, 24)  # characters around a citation that tell its language, the nearest first
_LETTER = re.compile(r"[^\W\d_]")
_GAP = re.compile(r"[ \u3000\u00a0]{2,}|\t")


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
        texts: Tells what stands apart, and in which language.
    """

    def __init__(self, rows: Sequence[Row], texts: Allotment) -> None:
        self._rows = rows
        self._texts = texts
        self._lists = [index for index, row in enumerate(rows) if names_notes(row.text)]
        self._leads = list(self._read_leads())
        self._works = self._styles_of_works()
        self._paged = len({row.page for row in rows}) > 1
        self._spent: set[tuple[int, int]] = set()
        self._citing: list[int] = []
        self._languages: dict[int, Language | None] = {}
        self._around: dict[tuple[int, int], frozenset[Language]] = {}
        self._end = 0
        self._full = _FULL * usual_width(rows) if rows else 0.0

    @cached_property
    def _index(self) -> CitationIndex:
        """The marks that may cite notes, once there are lines that may open one."""
        return CitationIndex(self._rows)

    def mark(self, index: int) -> Mark | None:
        """Return the mark that opens a row."""
        lead = self._leads[index]
        return lead[0] if lead else None

    def parts(self, index: int) -> tuple[str, str]:
        """Return what a row opens with, up to its text, and the text."""
        text = self._rows[index].text
        lead = self._leads[index]
        end = lead[1] if lead else 0
        return text[:end], text[end:]

    def styles(self, indices: Iterable[int]) -> list[str]:
        """List the styles of the marks that open some rows."""
        found = {lead[0].style for index in indices if (lead := self._leads[index])}
        return sorted(found - self._works)

    def is_far(self, index: int) -> bool:
        """Whether a row stands below a heading that says that notes follow."""
        before = bisect_left(self._lists, index) - 1
        return before >= 0 and self._rows[index].page - self._rows[self._lists[before]].page <= 1

    def last_cited(self, index: int) -> int:
        """Return the last row above one that cites a note found so far."""
        before = bisect_left(self._citing, index)
        return self._citing[before - 1] if before else -1

    def title_above(self, index: int) -> int | None:
        """Return the row right above one, if it says that notes follow and is no section."""
        title = index - 1
        named = title in self._lists and not opening_label(self._rows[title].text)
        return title if named and is_beside(self._rows[title], self._rows[index]) else None

    def runs(
        self, indices: Sequence[int], style: str, counted: Mapping[Language | None, int]
    ) -> list[list[int]]:
        """Find the notes of a page.

        Args:
            indices: The rows of the page.
            style: The style of their marks.
            counted: The last numbers before it, by the language of their notes.

        Returns:
            The rows that open notes, those together that stand together.
        """
        places: defaultdict[int, list[int]] = defaultdict(list)
        for index in indices:
            lead = self._leads[index]
            if lead and lead[0].style == style:
                places[lead[0].number].append(index)
        anew = max(indices[0], 0 if self._paged else self._end)
        likely, others = _starts(places, counted.values())
        for starts, alone in ((likely, _SURE), (others, _SURE_ALONE)):
            runs = (self._run(places, Mark(style, start), counted, anew) for start in starts)
            best = max(runs, key=_score, default=_Run(0.0))
            if best.score >= (alone if len(best.rows) == 1 else _SURE):
                self._end = best.rows[-1]
                for place in filter(None, best.cited):
                    self._spent.add(place.at)
                    insort(self._citing, place.row)
                return _together(best)
        return []

    def _run(
        self,
        places: Mapping[int, Sequence[int]],
        first: Mark,
        counted: Mapping[Language | None, int],
        anew: int,
    ) -> _Run:
        """Return the notes of a page that are counted from a number."""
        best = _Run(0.0)
        runs = [best]
        most = _MOST_NOTES if first.counts else 1
        for number in range(first.number, first.number + most):
            if number not in places:
                break
            mark = Mark(first.style, number)
            longer = []
            for index in places[number][-_MOST_PLACES:]:
                before = _before(runs, index)
                opener = before.rows[0] if before and before.rows else index
                since = self._since(opener, first.number, counted, anew)
                if before is not None and since is not None:
                    run = self._extend(before, index, self._above(index, mark, since))
                    longer.append(
                        replace(run, score=run.score - _SKIPPED * _skips(run, places[number]))
                    )
            if not longer:
                break
            runs = longer
            found = max((self._closed(run) for run in runs), key=_score)
            if found.score < best.score - _HOPELESS:
                break
            # An item of a list may be cited, but all items are not.
            best = max(best, found, key=_score) if first.style == PLAIN else found
        return best

    def _since(
        self, index: int, number: int, counted: Mapping[Language | None, int], anew: int
    ) -> int | None:
        """Return the row from which on notes are cited that begin in a row with a number.

        Both languages count the notes together, or each its own; notes of a language that are
        counted anew, as on each page, are cited behind the notes before. ``None`` where the
        number goes on with neither.
        """
        language = self._language(index)
        own = {counted.get(language, 0)} if language else {0, *counted.values()}
        if number == 1:
            return anew if any(own) else 0
        last = max(counted.values(), default=0)
        if not number or number - 1 in own | {last}:
            return 0
        return anew if number > last + 1 else None

    def _above(self, index: int, mark: Mark, since: int) -> list[Citation]:
        """Return what may cite a note, from a row on."""
        places = self._index.of(self._rows[index].page, mark, far=self.is_far(index))
        first = bisect_left(places, since, key=_row)
        last = bisect_left(places, index, key=_row)
        above = (place for place in reversed(places[first:last]) if place.at not in self._spent)
        return list(islice(above, _MOST_CITED))[::-1]

    def _extend(self, run: _Run, index: int, cited: Sequence[Citation]) -> _Run:
        """Add a row to a run."""
        fitting = [place for place in cited if place.row not in run.rows]
        scores = [self._weigh_place(index, place) for place in fitting]
        citation, best = max(
            zip(scores, fitting, strict=True),
            key=lambda found: found[0],
            default=(_NOT_CITED, None),
        )
        if citation < _NOT_CITED:
            citation, best = _NOT_CITED, None
        citation = min(_BEST_CITED, citation)
        gain = citation + self._weigh_text(index) + _NEAR * _is_near(run, index) - _EXPECTED
        return _Run(run.score + gain, (*run.rows, index), (*run.cited, best))

    def _weigh_place(self, index: int, place: Citation) -> float:
        """Weigh a place as the citation of the note that a row opens."""
        language = self._language(index)
        around = self._languages_around(place) if language else frozenset()
        foreign = bool(around) and language not in around
        far = place.row < index - _REACH and not self.is_far(index)
        return place.score - _FAR * far - _FOREIGN * foreign

    def _language(self, index: int) -> Language | None:
        """Tell the language of the note that a row opens."""
        if index not in self._languages:
            self._languages[index] = self._texts.tell(self.parts(index)[1])
        return self._languages[index]

    def _languages_around(self, place: Citation) -> frozenset[Language]:
        """Tell the languages of what stands right before and after a citation.

        Beyond a gap, or far from it on the line, may stand another column.
        """
        if place.at not in self._around:
            text = self._rows[place.row].text
            told: frozenset[Language] = frozenset()
            for reach in _CONTEXTS:
                before = _GAP.split(text[max(0, place.start - reach) : place.start])[-1]
                after = _GAP.split(text[place.end : place.end + reach])[0]
                sides = map(self._texts.tell, (before, after))
                told = told or frozenset(language for language in sides if language)
            self._around[place.at] = told
        return self._around[place.at]

    def _closed(self, run: _Run) -> _Run:
        """Weigh what stands behind the last note of a run."""
        after = run.rows[-1] + _MOST_ROWS + len(run.rows)
        goes_on = after < len(self._rows) and is_beside(self._rows[after], self._rows[run.rows[-1]])
        closes = self._paged and not goes_on and self._ends_page(run.rows[-1])
        return replace(run, score=run.score - _NOT_LAST * goes_on + _CLOSES * closes)

    def _ends_page(self, index: int) -> bool:
        """Whether a page ends with the sentence that begins in a row."""
        block = self._rows[index : index + _MOST_ROWS]
        last = next((number for number, row in enumerate(block) if ends(row)), None)
        if last is None:
            return False
        after = index + last + 1
        return after == len(self._rows) or not is_beside(self._rows[after], block[last])

    def _weigh_text(self, index: int) -> float:
        """Weigh the text of a row as that of a note."""
        row = self._rows[index]
        text = self.parts(index)[1]
        before = self._rows[index - 1].text if index and not self._texts.is_apart(row) else "。"
        counts = text[:1] in AFTER_NUMBERS
        runs_on = counts and last_mark(before) not in FINALS
        goes_on = runs_on or before[-1:] in BEFORE_NUMBERS or text[:1] in _GO_ON
        score = -2.0 if goes_on else -1.0 * counts
        if not text:
            return -_BARE if self._is_label(index) else _BARE
        if ends(row):
            return score + 1.0
        if self._is_followed(index):
            return score - 0.5
        return score + (0.5 if display_width(row.text) >= self._full else -2.0)

    def _is_label(self, index: int) -> bool:
        """Whether a number is more likely that of a section or cell: figures stand below it."""
        below = self._rows[index + 1 : index + 2]
        return bool(below) and self.mark(index + 1) is None and not _LETTER.search(below[0].text)

    def _is_followed(self, index: int) -> bool:
        """Whether the next note, or nothing, follows a row on its page."""
        after = index + 1
        if after == len(self._rows) or not is_beside(self._rows[after], self._rows[index]):
            return True
        mark, following = self.mark(index), self.mark(after)
        return mark is not None and following == replace(mark, number=mark.number + 1)

    def _read_leads(self) -> Iterator[tuple[Mark, int] | None]:
        """Read the marks that open the rows; below a heading that says so, notes may be listed."""
        lists = set(self._lists)
        left = 0
        for index, row in enumerate(self._rows):
            lead = opening_mark(row.text, listed=left > 0)
            yield lead
            left = _MOST_ROWS if index in lists or (left and lead) else max(0, left - 1)

    def _styles_of_works(self) -> set[str]:
        """Return the styles of the numbers of the works that a document cites."""
        return {
            lead[0].style
            for row, lead in zip(self._rows, self._leads[1:], strict=False)
            if lead and names_works(row.text)
        }


def _starts(
    places: Mapping[int, Sequence[int]], counted: Collection[int]
) -> tuple[list[int], list[int]]:
    """List the numbers that the notes of a page may begin with: likely ones, and others."""
    likely = {0, 1, *(number + 1 for number in counted)} & places.keys()
    last = max(counted, default=0)
    firsts = (n for n in places if n > last + 1 and not _goes_on(places, n))
    others = sorted(firsts, key=lambda n: places[n][-1])
    return sorted(likely), sorted(others[-_MOST_STARTS:])


def _goes_on(places: Mapping[int, Sequence[int]], number: int) -> bool:
    """Whether a number goes on with a list: the one before it opens a row near above."""
    index, before = places[number][-1], places.get(number - 1, ())
    above = bisect_left(before, index)
    return above > 0 and index - before[above - 1] <= _MOST_ROWS


def _row(place: Citation) -> int:
    return place.row


def _score(run: _Run) -> float:
    return run.score


def _before(runs: Sequence[_Run], index: int) -> _Run | None:
    """Return the best run that a row may go on with."""
    fitting = [run for run in runs if not run.rows or run.rows[-1] < index]
    if not fitting:
        return None
    return max(fitting, key=lambda run: run.score + _NEAR * _is_near(run, index))


def _skips(run: _Run, places: Sequence[int]) -> bool:
    """Whether a run goes on with a row, though another one with its number stands before it."""
    if len(run.rows) == 1:
        return False
    *_, before, last = run.rows
    following = places[bisect_right(places, before)]
    return following < last and following - before <= _MOST_ROWS


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
