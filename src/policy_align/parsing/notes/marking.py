"""Footnotes of an extracted text: found by their numbers, and taken out of the sentences.

A page ends in notes if numbers that count on from the page before open lines there, and the
same numbers stand, as if left over, in the text above. Neither alone is evidence: lines of a
table begin with numbers, and texts are full of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from policy_align.parsing.furniture.page_numbers import page_number
from policy_align.parsing.languages.evidence import weigher
from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.rows import usual_width, with_language
from policy_align.parsing.notes.marks import PLAIN, Mark
from policy_align.parsing.notes.places import NotePlaces
from policy_align.parsing.notes.texts import Allotment, Draft, as_note, ends
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.model import Language
    from policy_align.parsing.lines.rows import Row

_GAP = re.compile(r"\S(?:[ \u3000\u00a0]{2,}|\t)\S")
_FULL = 0.9  # of the usual width
_MOST_ROWS = 8  # of a note
_MOST_RUNS = 20  # of notes on one page, where nothing marks the pages
_CLEAR = 2.0  # log-odds of a text that is of one language


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote.

    Attributes:
        mark: Its mark.
        rows: Its rows; the first one begins with the mark.
        far: Whether it is one of the notes to all of the text before it.
        language: The language of the text that cites it, once known.
    """

    mark: Mark
    rows: tuple[Row, ...]
    far: bool = False
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
        self._texts = Allotment(rows, weigher([row.text for row in rows]))
        self._places = NotePlaces(rows, self._texts)
        self._taken: set[int] = set()
        self._counted: defaultdict[str, dict[Language | None, int]] = defaultdict(dict)
        self._notes: list[Note] = []

    def find(self) -> tuple[list[Row], list[Note]]:
        """Go through the pages and their columns."""
        columns: defaultdict[tuple[int, int | None], list[int]] = defaultdict(list)
        for index, row in enumerate(self._rows):
            number = page_number(row.text)
            if number is None or not number.marked:
                columns[row.page, row.line.column].append(index)
        for indices in columns.values():
            for style in self._places.styles(indices):
                self._search(indices, style)
        self._notes.sort(key=lambda note: note.rows[0].line.number)
        return [row for n, row in enumerate(self._rows) if n not in self._taken], self._notes

    def _search(self, indices: Sequence[int], style: str) -> None:
        """Take the notes of a page."""
        for _ in range(_MOST_RUNS):
            indices = [index for index in indices if index not in self._taken]
            before = len(self._notes)
            for run in self._places.runs(indices, style, self._counted[style]) if indices else ():
                if self._taken.isdisjoint(run):
                    self._take(indices, run)
                    indices = [index for index in indices if index not in self._taken]
            if len(self._notes) == before:
                break
            for note in self._notes[before:]:
                language = self._texts.tell("".join(row.text for row in note.rows))
                self._counted[style][language] = note.mark.number

    def _take(self, indices: Sequence[int], run: Sequence[int]) -> None:
        """Take the notes that a run of rows opens."""
        self._go_on(indices, run[0])
        drafts = [self._draft(index) for index in self._with_twins(indices, run)]
        first = bisect_left(indices, run[0])
        cited = self._places.last_cited(run[0])
        below, above = (
            indices[first:],
            indices[max(0, first - _MOST_ROWS, bisect_right(indices, cited)) : first],
        )
        below = self._until_stop(below, drafts)
        if not below:
            return
        loose = self._texts.read(drafts, below)
        if not self._texts.fill(drafts, loose, above):
            return
        title = self._places.title_above(run[0])
        for draft in drafts:
            self._taken.update((draft.opening, *draft.used))
            far = self._places.is_far(draft.opening)
            self._notes.append(Note(draft.mark, (*self._titled(title), *as_note(draft)), far))
            title = None

    def _titled(self, title: int | None) -> tuple[Row, ...]:
        """Take the title of a list of notes, which goes where they go."""
        if title is None or title in self._taken:
            return ()
        self._taken.add(title)
        row = self._rows[title]
        return (replace(row, line=replace(row.line, role="footnote", opens=True)),)

    def _draft(self, index: int) -> Draft:
        """Begin the note that a row opens."""
        lead, text = self._places.parts(index)
        mark = self._places.mark(index) or Mark(PLAIN, 0)
        draft = Draft(mark, f"{lead.strip()} " if mark.style == PLAIN or not text else lead, index)
        if text:
            draft.add(index, replace(self._rows[index], text=text))
        return draft

    def _with_twins(self, indices: Sequence[int], run: Sequence[int]) -> Iterator[int]:
        """Yield the rows that open notes, and after each its twin in the other language.

        Where one note has none before the next, those of the other language follow all of them.
        """
        paired = True
        for index, limit in zip(run, (*run[1:], run[-1] + _MOST_ROWS), strict=True):
            yield index
            twins = self._twins(indices, index, limit) if paired else []
            yield from twins
            paired = bool(twins)

    def _twins(self, indices: Sequence[int], index: int, limit: int) -> list[int]:
        """List the rows up to a limit that open a note with the same mark in another language."""
        mark, (_, text) = self._places.mark(index), self._places.parts(index)
        start = bisect_left(indices, index) + 1
        return [
            other
            for other in indices[start : bisect_left(indices, limit)]
            if text
            and self._places.mark(other) == mark
            and self._texts.differ(text, self._places.parts(other)[1])
        ]

    def _go_on(self, indices: Sequence[int], first: int) -> None:
        """Give the rows right above the first note of a page to the note that it goes on with.

        They stand apart from the text, and the last note before the page broke off in mid-line.
        """
        note = self._notes[-1] if self._notes else None
        if (
            note is None
            or note.page != self._rows[first].page - 1
            or self._texts.is_apart(self._rows[first])
        ):
            return
        last = note.rows[-1]
        if ends(last) or display_width(last.text) < self._full:
            return
        start = end = bisect_left(indices, first)
        while (
            start
            and end - start < _MOST_ROWS
            and not self._texts.is_apart(self._rows[indices[start]])
        ):
            start -= 1
        rest = [self._rows[index] for index in indices[start:end]]
        if rest and self._texts.is_apart(rest[0]) and ends(rest[-1]):
            self._taken.update(indices[start:end])
            rows = (replace(r, line=replace(r.line, role="footnote", opens=False)) for r in rest)
            self._notes[-1] = replace(note, rows=(*note.rows, *rows))

    def _until_stop(self, indices: Sequence[int], drafts: Sequence[Draft]) -> Sequence[int]:
        """Return the rows of notes up to the end of the last one.

        That is the end of its page, where the texts of mere marks may stand below others. Where
        much follows or nothing marks the pages, it is the first sentence that ends a row, or as
        many as there are mere marks; none without one.
        """
        last = drafts[-1].opening
        start = bisect_left(indices, last)
        closes = start + _MOST_ROWS >= len(indices)
        openings = {draft.opening for draft in drafts}
        bare = 0 if drafts[-1].rows else len([draft for draft in drafts if not draft.rows])
        if self._paged and (closes or bare):
            return indices
        for end, index in enumerate(indices[: start + _MOST_ROWS * max(1, bare)], start=1):
            opening = opening_label(self._rows[index].text)
            if index > last and opening and opening.closed:
                break
            stops = ends(self._rows[index])
            bare -= stops and index not in openings
            if index >= last and stops and bare <= 0:
                return indices[:end]
        return indices if closes else ()


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
