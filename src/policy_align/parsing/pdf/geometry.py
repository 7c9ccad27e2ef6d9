"""From characters with boxes to runs of text on one baseline."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policy_align.parsing.pdf.glyphs import Box, Glyph

SAME_LINE = 0.5  # em; baselines of one line (Latin, CJK, superscripts) differ by less
RUN_GAP = 1.0  # em; a wider gap ends a run
_BACKWARD = 0.6  # em; full-width punctuation may be set half a width back
_LATIN_GAP = 0.4  # em between Latin characters that come from different runs
_RAISED_SIZE = 0.8  # of the size of the text; raised numbers are smaller
_RAISED = 0.12  # em between their baselines
_TAB_GAP = 0.8  # em; a gap like that of a tabulator
_LABEL_CHARS = 8  # of a label
_FIRST_WIDE = 0x2E80  # CJK and full-width characters begin here
_HALF_OPEN = frozenset("「『（［｛〔【《〈“‘｢〝≪")
_HALF_CLOSE = frozenset("、。，．：；！？」』）］｝〕】》〉”’｡､｣〟≫")
_HALF_GLYPHS = _HALF_OPEN | _HALF_CLOSE


@dataclass(frozen=True, slots=True)
class Run:
    """Characters on one baseline of a page, from left to right.

    Attributes:
        page: Number of the page, counted from 1.
        glyphs: The characters, white space included.
        x0: Left end of the first character that is no white space.
        x1: Right end of the last such character.
        y: Baseline.
        size: Size of the main font.
    """

    page: int
    glyphs: tuple[Glyph, ...]
    x0: float
    x1: float
    y: float
    size: float

    @property
    def text(self) -> str:
        """The characters as text, with spaces where Latin words stand apart."""
        return join_glyphs(self.glyphs)

    @property
    def letters(self) -> str:
        """The characters without any white space."""
        return "".join(glyph.text for glyph in self.glyphs if not glyph.text.isspace())

    @property
    def box(self) -> Box:
        """Left, bottom, right and top."""
        return self.x0, self.y - 0.15 * self.size, self.x1, self.y + 0.88 * self.size


def make_run(page: int, glyphs: Sequence[Glyph]) -> Run:
    """Build a run from characters that stand on one baseline.

    Args:
        page: Number of the page.
        glyphs: The characters from left to right; at least one is no white space.

    Returns:
        The run.
    """
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    sizes = Counter(glyph.size for glyph in inked)
    most = max(sizes.values())
    size = max(size for size, count in sizes.items() if count == most)
    main = [glyph.y for glyph in inked if glyph.size == size]
    y = main[0] if main[0] == main[-1] else median(main)
    x0, x1 = min(glyph.x0 for glyph in inked), max(glyph.x1 for glyph in inked)
    return Run(page, tuple(glyphs), x0, x1, y, size)


def split_runs(page: int, glyphs: Iterable[Glyph]) -> list[Run]:
    """Split the characters of a page into runs, in the order in which they are drawn.

    White space stays with the run before it.

    Args:
        page: Number of the page.
        glyphs: The characters in the order of the file.

    Returns:
        The runs; runs of white space alone are left out.
    """
    runs: list[Run] = []
    current: list[Glyph] = []
    last: Glyph | None = None  # last character of the current run that is no white space
    for glyph in glyphs:
        blank = glyph.text.isspace()
        before = last if last is not None else (current[-1] if current else None)
        if before is not None and not _follows(before, glyph, blank=blank):
            if last is not None:
                runs.append(make_run(page, current))
            current, last = [], None
        current.append(glyph)
        if not blank:
            last = glyph
    if last is not None:
        runs.append(make_run(page, current))
    return runs


def _follows(before: Glyph, glyph: Glyph, *, blank: bool) -> bool:
    """Tell whether a character continues the run of another."""
    em = max(before.size, glyph.size)
    if abs(glyph.y - before.y) > SAME_LINE * em or glyph.x0 < before.x0:
        return False
    step = glyph.x0 - before.x1
    return -_BACKWARD * em <= step and (blank or step <= RUN_GAP * em)


def merge_rows(runs: Iterable[Run]) -> list[Run]:
    """Merge the runs that share a baseline, from the top of the page to its bottom.

    Args:
        runs: Runs of one page (or one column of it), in any order.

    Returns:
        One run for each line.
    """
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.y, run.x0)):
        group = groups[-1] if groups else None
        if group is not None:
            anchor = max(group, key=lambda other: other.size)
            em = max(anchor.size, run.size)
            if anchor.y - run.y <= SAME_LINE * em and not _is_ruby(run, anchor):
                group.append(run)
                continue
        groups.append([run])
    return [join_runs(group) for group in groups]


def _is_ruby(one: Run, other: Run) -> bool:
    """Tell whether one of two runs is so small and so far off that it is ruby of the other."""
    small, large = (one, other) if one.size < other.size else (other, one)
    return small.size < 0.6 * large.size and abs(small.y - large.y) > SAME_LINE * large.size


def join_runs(runs: Sequence[Run]) -> Run:
    """Join runs on one baseline into one.

    Args:
        runs: The runs, in any order.

    Returns:
        The run of all their characters.
    """
    if len(runs) == 1:
        return runs[0]
    ordered = sorted(runs, key=lambda run: run.x0)
    glyphs = [glyph for run in ordered for glyph in run.glyphs]
    if any(a.x1 > b.x0 + b.size for a, b in itertools.pairwise(ordered)):
        glyphs.sort(key=lambda glyph: glyph.x0)
    return make_run(runs[0].page, glyphs)


def ink_span(glyph: Glyph) -> tuple[float, float]:
    """Return the part of the advance of a character that bears ink, about.

    Full-width punctuation fills only half of its square, and may hang over the edge of a
    column with the other half.

    Args:
        glyph: The character.

    Returns:
        Left and right end.
    """
    x0, x1 = glyph.x0, glyph.x1
    if glyph.text in _HALF_GLYPHS and x1 - x0 > 0.75 * glyph.size:
        middle = (x0 + x1) / 2
        return (middle, x1) if glyph.text in _HALF_OPEN else (x0, middle)
    return x0, x1


def is_narrow(char: str) -> bool:
    """Tell whether a character belongs to a script that puts spaces between words.

    Args:
        char: One character.

    Returns:
        True for Latin letters, European digits, ASCII punctuation and their like.
    """
    return ord(char) < _FIRST_WIDE and (char.isalnum() or char.isascii())


def join_glyphs(glyphs: Sequence[Glyph]) -> str:
    """Write characters on one baseline as text.

    Spaces of the PDF stay. Between Latin words that stand apart one space is put, and after the
    label of a line; another gap between Chinese or Japanese characters is left without one.

    Args:
        glyphs: The characters from left to right.

    Returns:
        The text.
    """
    parts: list[str] = []
    before: Glyph | None = None
    label = _label_end(glyphs)
    for number, glyph in enumerate(glyphs):
        if before is not None and (number == label or _apart(before, glyph)):
            parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)


def _label_end(glyphs: Sequence[Glyph]) -> int | None:
    """Return where the text after a label begins, if a gap and no blank parts them.

    A gap that comes again is that of letters set apart.
    """
    wide = [
        place
        for place in range(1, min(len(glyphs), _LABEL_CHARS + 2))
        if glyphs[place].x0 - glyphs[place - 1].x1 > _TAB_GAP * glyphs[place].size
    ]
    if len(wide) != 1 or wide[0] > _LABEL_CHARS:
        return None
    label = "".join(glyph.text for glyph in glyphs[: wide[0]])
    opening = opening_label(f"{label}\u3000{glyphs[wide[0]].text}")
    known = opening is not None and opening.text == label.strip()
    return wide[0] if known and not label[-1].isspace() else None


def _apart(before: Glyph, glyph: Glyph) -> bool:
    """Tell whether a space belongs between two neighbouring characters."""
    distance = glyph.x0 - before.x1
    em = max(before.size, glyph.size)
    if _marks_note(before, glyph):
        return True
    if not glyph.gap and distance <= _LATIN_GAP * em:
        return False
    if before.text.isspace() or glyph.text.isspace():
        return False
    narrow = is_narrow(before.text) + is_narrow(glyph.text)
    if narrow == 2:  # noqa: PLR2004 - both
        return True
    return narrow == 1 and distance > _TAB_GAP * em


def _marks_note(before: Glyph, glyph: Glyph) -> bool:
    """Tell whether a raised number before a figure is a mark and no part of it."""
    digits = before.text.isdecimal() and glyph.text.isdecimal()
    return (
        digits
        and before.size < _RAISED_SIZE * glyph.size
        and before.y - glyph.y > _RAISED * glyph.size
    )
