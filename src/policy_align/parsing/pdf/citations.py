"""Which line of a PDF cites which footnote, by mark and place."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from policy_align.parsing.notes.marks import PLAIN, Mark, read_mark
from policy_align.parsing.pdf.note_marks import note_mark

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from policy_align.parsing.pdf.geometry import Run
    from policy_align.parsing.pdf.layout import PageLayout, Row

_NUMBER = re.compile(r"[（(\[［〔【]?\s*(\d{1,3})")
_ABOVE = 0.5  # em of the line that the baseline of a mark lies off its own at most
_BESIDE = 1.0  # em that it stands beyond its end at most


def link_notes(pages: Sequence[PageLayout], marks: Sequence[Sequence[Run]]) -> None:
    """Link the footnotes to the lines that cite them.

    Notes with the same mark (columns of two languages, each with its own) are linked in
    their order. Where there are more or fewer notes with a mark than places that cite it, none
    is linked.

    Args:
        pages: The pages of the document; the rows of footnotes are changed in place.
        marks: The marks in the text of each page.
    """
    citing: defaultdict[Mark, list[Row]] = defaultdict(list)
    for page, page_marks in zip(pages, marks, strict=True):
        for row, run in _citations(page, page_marks):
            if mark := read_mark(run.letters):
                citing[mark].append(row)
    notes: defaultdict[Mark, list[list[Row]]] = defaultdict(list)
    for note in _notes(pages):
        if mark := _mark_of(note[0].text, citing):
            notes[mark].append(note)
    for mark, same in notes.items():
        if len(same) == len(citing[mark]):
            for note, row in zip(same, citing[mark], strict=True):
                for line in note:
                    line.cited_by = row


def _mark_of(text: str, cited: Container[Mark]) -> Mark | None:
    """Return the mark of a note; a number may be printed in brackets there alone."""
    text = text.lstrip()
    mark = note_mark(text)
    if mark in cited:
        return mark
    number = _NUMBER.match(text)
    return Mark(PLAIN, int(number[1])) if number else mark


def _citations(page: PageLayout, marks: Sequence[Run]) -> Iterator[tuple[Row, Run]]:
    """Yield the lines of a page that bear marks, in reading order."""
    left = list(marks)
    for row in page.rows:
        if row.role == "footnote" or not left:
            continue
        own = [mark for mark in left if _bears(row, mark)]
        for mark in sorted(own, key=lambda mark: mark.x0):
            yield row, mark
        left = [mark for mark in left if mark not in own]


def _bears(row: Row, mark: Run) -> bool:
    """Tell whether a mark stands in a line, or at its end."""
    x0, bottom, x1, top = row.box
    slack = _ABOVE * row.size
    return (
        bottom - slack <= mark.y <= top + slack
        and x0 <= mark.x0 <= x1 + _BESIDE * row.size
        and abs(mark.y - row.y) < row.size
    )


def _notes(pages: Sequence[PageLayout]) -> Iterator[list[Row]]:
    """Yield the lines of each footnote."""
    note: list[Row] = []
    for page in pages:
        for row in page.rows:
            if row.role != "footnote":
                continue
            if row.opens and note:
                yield note
                note = []
            note.append(row)
    if note:
        yield note
