"""The marks of footnotes in the text of a PDF: small raised numbers and signs with a note."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.notes.marks import Mark, opening_mark, read_mark
from policy_align.parsing.pdf.geometry import RUN_GAP, SAME_LINE, make_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.pdf.geometry import Run
    from policy_align.parsing.pdf.glyphs import Glyph

_Place: TypeAlias = "tuple[Mark, Run, list[int]]"  # mark, run and places of the characters

_RAISED = 0.12  # em between the baseline of the text and that of a mark
_MARK_SIZE = 0.8  # of the size of the text; marks are smaller
_NOTE_SIZE = 0.97  # of the size of the text; notes are smaller
_MOST_RUNS = 3000  # runs of a page, each of which is held against all others
_LEVEL = 8.0  # points; how finely the heights on a page are told apart
_OPENING = re.compile(r"\d{1,3}(?:[)）](?!\d))?")


def take_note_marks(pages: Sequence[Sequence[Run]], em: float) -> list[tuple[list[Run], list[Run]]]:
    """Take the marks of footnotes out of the text.

    A mark is a small raised number or sign behind a character, and a note on the same page or a
    later one begins with the same mark, or the marks of the document count from 1. Exponents
    stand behind letters and figures, or have no such note.

    Args:
        pages: The runs of each page, headers and footers removed.
        em: Size of the main font of the document.

    Returns:
        For each page its runs without the marks, and the marks.
    """
    raised = [_find_raised(runs) for runs in pages]
    series = _series([{mark for mark, _, _ in found} for found in raised])
    noted: set[Mark] = set()
    parted: list[tuple[list[Run], list[Run]]] = []
    for runs, found in zip(reversed(pages), reversed(raised), strict=True):
        if found:
            lines = _Lines(runs)
            noted |= {mark for run in runs if (mark := _note_mark(run, lines, em))}
        parted.append(_part(runs, [place for place in found if place[0] in noted | series]))
    return parted[::-1]


def _find_raised(runs: Sequence[Run]) -> list[_Place]:
    """Find the small raised marks of a page."""
    if len(runs) > _MOST_RUNS:
        return []
    lines = _Lines(runs)
    return [(mark, run, group) for run in runs for mark, group in _raised(run, lines)]


def _series(pages: Sequence[set[Mark]]) -> set[Mark]:
    """Return the marks of each style that count from 1 to at least 2, page after page."""
    seen: defaultdict[str, set[int]] = defaultdict(set)
    for found in pages:
        for mark in sorted(found, key=lambda mark: mark.number):
            if mark.number == 1 or mark.number - 1 in seen[mark.style]:
                seen[mark.style].add(mark.number)
    return {
        Mark(style, number)
        for style, numbers in seen.items()
        if len(numbers - {0}) > 1
        for number in numbers
    }


def _part(runs: Sequence[Run], marks: Sequence[_Place]) -> tuple[list[Run], list[Run]]:
    """Part the runs of a page from the marks in them."""
    gone: dict[int, set[int]] = {}
    for _, run, group in marks:
        gone.setdefault(id(run), set()).update(group)
    kept: list[Run] = []
    for run in runs:
        rest = [g for n, g in enumerate(run.glyphs) if n not in gone.get(id(run), ())]
        if len(rest) == len(run.glyphs):
            kept.append(run)
        elif any(not glyph.text.isspace() for glyph in rest):
            kept.append(make_run(run.page, rest))
    return kept, [make_run(run.page, [run.glyphs[n] for n in group]) for _, run, group in marks]


class _Lines:
    """The runs of a page by their height, to find what stands on a line."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._levels: defaultdict[int, list[Run]] = defaultdict(list)
        self._reach = max((run.size for run in runs), default=0.0) * SAME_LINE
        for run in runs:
            self._levels[self._level(run.y)].append(run)
        self._filled = sorted(self._levels)

    @staticmethod
    def _level(height: float) -> int:
        return int(height // _LEVEL)

    def before(self, run: Run) -> Glyph | None:
        """Return the character of another run that a run follows on its line."""
        first = bisect_left(self._filled, self._level(run.y - self._reach))
        end = bisect_right(self._filled, self._level(run.y + self._reach))
        for level in self._filled[first:end]:
            for other in self._levels[level]:
                near = -SAME_LINE * run.size < run.x0 - other.x1 < RUN_GAP * other.size
                if near and other is not run and abs(run.y - other.y) < SAME_LINE * other.size:
                    return next(g for g in reversed(other.glyphs) if not g.text.isspace())
        return None


def _note_mark(run: Run, lines: _Lines, em: float) -> Mark | None:
    """Return the mark that begins a note."""
    mark = note_mark(run.letters)
    if mark is None or lines.before(run) is not None or run.size >= _NOTE_SIZE * em:
        return None
    first = next(glyph for glyph in run.glyphs if not glyph.text.isspace())
    small = "".join(g.text for g in run.glyphs if g.size < _MARK_SIZE * run.size)
    return (note_mark(small) if first.size < _MARK_SIZE * run.size else None) or mark


def note_mark(text: str) -> Mark | None:
    """Return the mark that a text begins with, if it begins with one."""
    number = _OPENING.match(text)
    if number:
        return read_mark(number[0])
    opening = opening_mark(text)
    return opening[0] if opening else None


def _raised(run: Run, lines: _Lines) -> Iterator[tuple[Mark, list[int]]]:
    """Yield the small raised marks in a run, with the places of their characters."""
    base: Glyph | None = None
    inked = [(n, glyph) for n, glyph in enumerate(run.glyphs) if not glyph.text.isspace()]
    for size, same in itertools.groupby(inked, key=lambda entry: (entry[1].size, entry[1].y)):
        group = list(same)
        if base is None and group[0] == inked[0] and not group[0][1].text.isalpha():
            base = lines.before(run)
        if base is not None and _is_above(size, base):
            mark = read_mark("".join(glyph.text for _, glyph in group))
            if mark:
                yield mark, [number for number, _ in group]
        else:
            base = group[-1][1]


def _is_above(place: tuple[float, float], base: Glyph) -> bool:
    """Tell whether characters of some size and baseline are a mark behind a character."""
    size, y = place
    exponent = base.text.isascii() and base.text.isalnum()
    return size < _MARK_SIZE * base.size and y - base.y > _RAISED * base.size and not exponent
