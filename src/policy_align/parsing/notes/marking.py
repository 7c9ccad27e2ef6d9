"""Footnotes of an extracted text: found by their numbers, and taken out of the sentences.

A page ends in notes if numbers that count on from the page before open lines there, and the
same numbers stand, as if left over, in the text above. Neither alone is evidence: lines of a
table begin with numbers, and texts are full of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from policy_align.model import Furniture
from policy_align.parsing.furniture.page_numbers import page_number
from policy_align.parsing.languages.evidence import weigher
from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.rows import usual_width, with_language
from policy_align.parsing.notes.citations import CitationIndex, choose_citations
from policy_align.parsing.notes.places import NotePlaces
from policy_align.parsing.notes.texts import Allotment, Draft, as_note, ends, is_apart
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.model import Language
    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.notes.citations import Citation

_GAP = re.compile(r"\S(?:[ \u3000\u00a0]{2,}|\t)\S")
_FULL = 0.9  # of the usual width
_MOST_ROWS = 8  # of a note
_MOST_RUNS = 20  # of notes on one page, where nothing marks the pages
_CLEAR = 2.0  # log-odds of a text that is of one language


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote.

    Attributes:
        mark: Its number, as printed.
        rows: Its rows; the first one begins with the mark.
        language: The language of the text that cites it, once known.
    """

    mark: str
    rows: tuple[Row, ...]
    language: Language | None = None

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.rows[0].page

    @property
    def has_gap(self) -> bool:
        """Whether a wide gap shows that its lines hold the notes of two columns."""
        return any(_GAP.search(row.text) for row in self.rows)


def find_notes(rows: Sequence[Row]) -> tuple[list[Row], list[Note]]:
    """Find the footnotes of a file.

    Args:
        rows: The rows of a file in reading order, furniture removed.

    Returns:
        The other rows, and the notes in reading order. Files whose reader knows their notes
        have none.
    """
    if any(row.line.box is not None or row.line.role != "body" for row in rows):
        return list(rows), []
    finder = _Finder(rows)
    return finder.find()


class _Finder:
    """Finds the notes of a file, page by page."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._paged = len({row.page for row in rows}) > 1
        self._full = _FULL * usual_width(rows) if rows else 0.0
        self._places = NotePlaces(rows)
        self._taken: set[int] = set()
        self._notes: list[Note] = []

    @cached_property
    def _texts(self) -> Allotment:
        return Allotment(self._rows, weigher([row.text for row in self._rows]))

    def find(self) -> tuple[list[Row], list[Note]]:
        """Go through the pages and their columns."""
        columns: defaultdict[tuple[int, int | None], list[int]] = defaultdict(list)
        for index, row in enumerate(self._rows):
            number = page_number(row.text)
            if number is None or not number.marked:
                columns[row.page, row.line.column].append(index)
        last = 0
        for (page, _), indices in columns.items():
            last = self._search(page, indices, last)
        return [row for n, row in enumerate(self._rows) if n not in self._taken], self._notes

    def _search(self, page: int, indices: Sequence[int], last: int) -> int:
        """Take the notes of a page; return the last number."""
        for _ in range(_MOST_RUNS):
            found = 0
            for run in self._places.runs(page, indices, last):
                if self._taken.isdisjoint(run):
                    found = self._take(indices, run) or found
                    indices = [index for index in indices if index not in self._taken]
            if not found:
                break
            last = found
        return last

    def _take(self, indices: Sequence[int], run: Sequence[int]) -> int:
        """Take the notes that a run of rows opens; return the last number."""
        self._go_on(indices, run[0])
        drafts = []
        for index in self._with_twins(indices, run):
            mark, text = self._places.mark(index)
            drafts.append(Draft(mark, index))
            if text:
                drafts[-1].add(index, replace(self._rows[index], text=text))
        first = bisect_left(indices, run[0])
        below, above = indices[first:], indices[max(0, first - _MOST_ROWS) : first]
        if drafts[-1].rows:
            below = self._until_stop(below, run[-1])
        if not below:
            return 0
        loose = self._texts.read(drafts, below)
        if not self._texts.fill(drafts, loose, above):
            return 0
        for draft in drafts:
            self._taken.update((draft.opening, *draft.used))
            self._notes.append(Note(draft.mark, as_note(draft)))
        return int(drafts[-1].mark)

    def _with_twins(self, indices: Sequence[int], run: Sequence[int]) -> Iterator[int]:
        """Yield the rows that open notes, and after each its twin in the other language."""
        for index, limit in zip(run, (*run[1:], run[-1] + _MOST_ROWS), strict=True):
            yield index
            mark, text = self._places.mark(index)
            start = bisect_left(indices, index) + 1
            for other in indices[start : bisect_left(indices, limit)]:
                twin, words = self._places.mark(other)
                if text and twin == mark and self._texts.differ(text, words):
                    yield other

    def _go_on(self, indices: Sequence[int], first: int) -> None:
        """Give the rows right above the first note of a page to the note that it goes on with.

        They stand apart from the text, and the last note before the page broke off in mid-line.
        """
        note = self._notes[-1] if self._notes else None
        if note is None or note.page != self._rows[first].page - 1 or is_apart(self._rows[first]):
            return
        last = note.rows[-1]
        if ends(last) or display_width(last.text) < self._full:
            return
        start = end = bisect_left(indices, first)
        while start and end - start < _MOST_ROWS and not is_apart(self._rows[indices[start]]):
            start -= 1
        rest = [self._rows[index] for index in indices[start:end]]
        if rest and is_apart(rest[0]) and ends(rest[-1]):
            self._taken.update(indices[start:end])
            rows = (replace(r, line=replace(r.line, role="footnote", opens=False)) for r in rest)
            self._notes[-1] = replace(note, rows=(*note.rows, *rows))

    def _until_stop(self, indices: Sequence[int], last: int) -> Sequence[int]:
        """Return the rows of notes up to the end of the last one.

        That is the end of its page or, where much follows or nothing marks the pages, the first
        sentence that ends a row; none without one.
        """
        start = bisect_left(indices, last)
        closes = start + _MOST_ROWS >= len(indices)
        if closes and self._paged:
            return indices
        for end, index in enumerate(indices[start : start + _MOST_ROWS], start=start + 1):
            opening = opening_label(self._rows[index].text)
            if index > last and opening and opening.closed:
                break
            if ends(self._rows[index]):
                return indices[:end]
        return indices if closes else ()


def take_citations(
    rows: Sequence[Row], notes: Sequence[Note]
) -> tuple[list[Row], list[Note], list[Furniture]]:
    """Take the citations of notes out of the text.

    Args:
        rows: The rows of a file, notes removed, with their languages.
        notes: Its notes.

    Returns:
        The rows without citations, the notes with the language of the text that cites them,
        and the citations as furniture.
    """
    if not notes:
        return list(rows), [], []
    index = CitationIndex(rows)
    chosen = choose_citations([index.of(note.page, note.mark) for note in notes])
    cuts: defaultdict[int, list[Citation]] = defaultdict(list)
    known: list[Note] = []
    for note, place in zip(notes, chosen, strict=True):
        if place is None:
            known.append(note)
            continue
        cuts[place.row].append(place)
        known.append(replace(note, language=rows[place.row].language))
    kept: list[Row] = []
    furniture: list[Furniture] = []
    for number, row in enumerate(rows):
        text = row.text
        found = sorted(cuts.get(number, ()), key=lambda place: place.start)
        furniture += [
            Furniture(text[place.start : place.end], "footnote mark", row.place) for place in found
        ]
        for place in reversed(found):
            text = _without(text, place)
        if text:
            kept.append(replace(row, text=text) if found else row)
    return kept, known, furniture


def _without(text: str, place: Citation) -> str:
    """Cut a citation out of a row, with the blanks that extraction put around it."""
    before, after = text[: place.start], text[place.end :]
    bare, rest = before.rstrip(), after.lstrip()
    latin = bare[-1:].isascii() and rest[:1].isascii() and rest[:1].isalnum()
    blank = " " if latin and (bare != before or rest != after) else ""
    return bare + blank + rest


def placed(notes: Sequence[Note], rows: Sequence[Row]) -> list[Row]:
    """Return the rows of notes with their languages.

    Args:
        notes: The notes, with the language of the text that cites them.
        rows: The rows of the text.

    Returns:
        Their rows: a note is in the language that its own characters tell, or else in that of
        the text that cites it.
    """
    weigh = weigher([row.text for row in rows])
    result: list[Row] = []
    for note in notes:
        value = weigh("".join(row.text for row in note.rows))
        told: Language = "zh" if value > 0 else "ja"
        language = told if abs(value) >= _CLEAR or note.language is None else note.language
        result += with_language(note.rows, language)
    return result
