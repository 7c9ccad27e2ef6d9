"""The marks of footnotes in the text of a PDF: small raised numbers that a note explains."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from policy_align.parsing.geometry import RUN_GAP, SAME_LINE, make_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.geometry import Run
    from policy_align.parsing.pdf_glyphs import Glyph

_RAISED = 0.12  # em between the baseline of the text and that of a mark
_MARK_SIZE = 0.8  # of the size of the text; marks are smaller
_NOTE_SIZE = 0.97  # of the size of the text; notes are smaller
_MOST_RUNS = 3000  # runs of a page, each of which is held against all others
_NUMBER = re.compile(r"\d{1,3}")


def take_note_marks(pages: Sequence[Sequence[Run]], em: float) -> list[tuple[list[Run], list[Run]]]:
    """Take the marks of footnotes out of the text.

    A mark is a small raised number behind a character, and a note on the same page begins with
    the same number. Exponents stand behind letters and figures, or have no such note.

    Args:
        pages: The runs of each page, headers and footers removed.
        em: Size of the main font of the document.

    Returns:
        For each page its runs without the marks, and the marks.
    """
    return [_take(runs, em) for runs in pages]


def _take(runs: Sequence[Run], em: float) -> tuple[list[Run], list[Run]]:
    """Part the runs of one page."""
    if len(runs) > _MOST_RUNS:
        return list(runs), []
    noted = {number for run in runs if (number := _note_number(run, runs, em))}
    if not noted:
        return list(runs), []
    kept: list[Run] = []
    marks: list[Run] = []
    for run in runs:
        groups = [group for group in _raised(run, runs) if _text(run, group) in noted]
        marks.extend(make_run(run.page, [run.glyphs[n] for n in group]) for group in groups)
        gone = {number for group in groups for number in group}
        rest = [glyph for number, glyph in enumerate(run.glyphs) if number not in gone]
        if not gone:
            kept.append(run)
        elif any(not glyph.text.isspace() for glyph in rest):
            kept.append(make_run(run.page, rest))
    return kept, marks


def _text(run: Run, group: Sequence[int]) -> str:
    return "".join(run.glyphs[number].text for number in group)


def _note_number(run: Run, runs: Sequence[Run], em: float) -> str | None:
    """Return the number that begins a note."""
    number = _NUMBER.match(run.letters)
    if number is None or _before(run, runs) is not None:
        return None
    first = next(glyph for glyph in run.glyphs if not glyph.text.isspace())
    if run.size < _NOTE_SIZE * em:
        small = [g.text for g in run.glyphs if g.size < _MARK_SIZE * run.size]
        marked = _NUMBER.match("".join(small)) if first.size < _MARK_SIZE * run.size else None
        return (marked or number)[0]
    return None


def _before(run: Run, runs: Sequence[Run]) -> Glyph | None:
    """Return the character of another run that a run follows on its line."""
    for other in runs:
        near = -SAME_LINE * run.size < run.x0 - other.x1 < RUN_GAP * other.size
        if near and other is not run and abs(run.y - other.y) < SAME_LINE * other.size:
            return next(glyph for glyph in reversed(other.glyphs) if not glyph.text.isspace())
    return None


def _raised(run: Run, runs: Sequence[Run]) -> Iterator[list[int]]:
    """Yield the places of the small raised numbers in a run."""
    base: Glyph | None = None
    inked = [(n, glyph) for n, glyph in enumerate(run.glyphs) if not glyph.text.isspace()]
    for size, same in itertools.groupby(inked, key=lambda entry: (entry[1].size, entry[1].y)):
        group = list(same)
        if base is None and group[0] == inked[0] and group[0][1].text.isdecimal():
            base = _before(run, runs)
        if base is not None and _is_above(size, base):
            if _NUMBER.fullmatch("".join(glyph.text for _, glyph in group)):
                yield [number for number, _ in group]
        else:
            base = group[-1][1]


def _is_above(place: tuple[float, float], base: Glyph) -> bool:
    """Tell whether characters of some size and baseline are a mark behind a character."""
    size, y = place
    exponent = base.text.isascii() and base.text.isalnum()
    return size < _MARK_SIZE * base.size and y - base.y > _RAISED * base.size and not exponent
