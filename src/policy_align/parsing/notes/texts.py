"""The texts of footnotes allotted to their marks.

Extractors print mark and text on one line, or all marks of a page and then all texts, or, where
a text begins with a digit, the text somewhere near its mark.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.wording import last_mark
from policy_align.parsing.notes.marks import is_mere_mark, opening_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from policy_align.model import Language
    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.notes.marks import Mark

_STOPS = frozenset("。！？.｡")
_MOST_ROWS = 8  # of a note
_FULL = 0.9  # of the widest row
_CLEAR = 2.0  # log-odds of a text that is of one language
_ENDED = 3.0
_APART = 1.0
_OTHER_LANGUAGE = 4.0


@dataclass(slots=True)
class Draft:
    """A footnote in the making.

    Attributes:
        mark: Its mark.
        lead: What its text begins with: the mark as it is printed.
        opening: Index of the row of the mark.
        rows: The rows of its text, the mark left out of the first.
        used: Their indices.
    """

    mark: Mark
    lead: str
    opening: int
    rows: list[Row] = field(default_factory=list)
    used: list[int] = field(default_factory=list)

    def add(self, index: int, row: Row) -> None:
        """Add a row to the text."""
        self.rows.append(row)
        self.used.append(index)

    @property
    def is_open(self) -> bool:
        """Whether the text has begun and not come to an end."""
        return bool(self.rows) and not ends(self.rows[-1])


def ends(row: Row) -> bool:
    """Whether a row ends in a full stop."""
    return last_mark(row.text) in _STOPS


def is_beside(row: Row, other: Row) -> bool:
    """Whether two rows stand in the same column of the same page."""
    return (row.page, row.line.column) == (other.page, other.line.column)


def _spacing(rows: Sequence[Row]) -> int:
    """Return the empty lines that stand between nearly all rows of a file."""
    gaps = sorted(row.empty + row.hollow for row in rows)
    return gaps[len(gaps) // 5] if gaps else 0


class Allotment:
    """Gives the texts of the notes of one place to their marks.

    Args:
        rows: The rows of the file.
        weigh: Tells in which language a text is.
    """

    def __init__(self, rows: Sequence[Row], weigh: Callable[[str], float]) -> None:
        self._rows = rows
        self._weigh = weigh
        self._spacing = _spacing(rows)

    def is_apart(self, row: Row) -> bool:
        """Whether more empty lines than usual part a row from the one before."""
        return row.empty + row.hollow > self._spacing

    def tell(self, text: str) -> Language | None:
        """Tell the language of a text that is clearly of one."""
        value = self._weigh(text)
        return None if abs(value) < _CLEAR else "zh" if value > 0 else "ja"

    def differ(self, one: str, other: str) -> bool:
        """Whether two texts are clearly in different languages."""
        return {self.tell(one), self.tell(other)} == {"zh", "ja"}

    def read(self, drafts: Sequence[Draft], indices: Iterable[int]) -> list[int]:
        """Give the rows that follow each mark to its note.

        Args:
            drafts: The notes, with no text but that on the line of the mark.
            indices: The rows from the first mark on.

        Returns:
            The rows that follow no mark, or end none of the texts.
        """
        waiting = {draft.opening: draft for draft in drafts}
        bare = any(not draft.rows for draft in drafts)
        draft = drafts[0]
        loose: list[int] = []
        for index in indices:
            row = self._rows[index]
            if index in waiting:
                draft = waiting[index]
            elif self._goes_on(draft, row, near=not loose and not self.is_apart(row), bare=bare):
                draft.add(index, row)
            else:
                loose.append(index)
        return loose

    def fill(self, drafts: Sequence[Draft], loose: Sequence[int], above: Sequence[int]) -> bool:
        """Give rows to the notes that are a mere mark.

        Args:
            drafts: The notes.
            loose: The rows among and below them that follow no mark.
            above: The rows above them.

        Returns:
            Whether all notes have a text.
        """
        bare = [draft for draft in drafts if not draft.rows]
        if not bare:
            return True
        nexts = [*(draft.opening for draft in drafts[1:]), drafts[-1].opening + _MOST_ROWS + 1]
        limits = {draft.opening: end for draft, end in zip(drafts, nexts, strict=True)}
        own = [self._own(draft.opening, limits[draft.opening], loose) for draft in bare]
        if all(own):
            for draft, block in zip(bare, own, strict=True):
                for index in block:
                    draft.add(index, self._rows[index])
            return True
        blocks = self._blocks(loose)
        over = [index for block in self._blocks(above)[-1:] for index in block]
        choices = [*blocks[::-1], list(loose), over, [*over, *loose]]
        enough = [block for block in choices if self._stops(block) >= len(bare)]
        if enough:
            self._give(bare, min(enough, key=self._stops))
            return True
        if len(blocks) == 1 and len(loose) >= len(bare):
            self._give(bare, loose)
            return True
        return False

    def _own(self, opening: int, limit: int, loose: Sequence[int]) -> Sequence[int]:
        """Return the rows right below a mere mark, if they are a text that ends.

        All rows up to the next mark are, if that is near. The last text may go on on another page.
        """
        start = end = bisect_left(loose, opening)
        while end < len(loose) and loose[end] == opening + 1 + end - start < limit:
            if is_mere_mark(self._rows[loose[end]].text):
                break
            end += 1
        block = loose[start:end]
        if 0 < end - start == limit - opening - 1 < _MOST_ROWS:
            return block if ends(self._rows[block[-1]]) else ()
        for number, index in enumerate(block[:_MOST_ROWS], start=1):
            if ends(self._rows[index]):
                return block[:number]
        return block if block and end == len(loose) and self._is_full(block[-1], loose) else ()

    def _is_full(self, index: int, among: Sequence[int]) -> bool:
        """Whether a row is about as wide as the widest of some rows."""
        widest = max(display_width(self._rows[other].text) for other in among)
        return display_width(self._rows[index].text) >= _FULL * widest

    def _stops(self, block: Sequence[int]) -> int:
        """Count the rows that end in a full stop."""
        return sum(ends(self._rows[index]) for index in block)

    def _goes_on(self, draft: Draft, row: Row, *, near: bool, bare: bool) -> bool:
        """Whether a row goes on with a note.

        A sentence after the first one does where it stands near, unless a note without text is
        waiting for it.
        """
        differs = self.differ("".join(r.text for r in draft.rows), row.text)
        if draft.is_open:
            return near or not differs
        opening = opening_mark(row.text)
        # A line that begins with a figure goes on with a note whose mark is a sign.
        opens = opening is not None and (opening[0].style or draft.mark.style) == opening[0].style
        close = near and not row.empty + row.hollow
        return close and bool(draft.rows) and not (bare or differs or opens)

    def _blocks(self, indices: Sequence[int]) -> list[list[int]]:
        """Part rows at empty lines."""
        blocks: list[list[int]] = []
        for index in indices:
            if not blocks or self.is_apart(self._rows[index]) or index != blocks[-1][-1] + 1:
                blocks.append([])
            blocks[-1].append(index)
        return blocks

    def _give(self, drafts: Sequence[Draft], block: Sequence[int]) -> None:
        """Cut rows into as many texts as there are notes, where that is most likely."""
        widest = max(display_width(self._rows[index].text) for index in block)
        breaks = sorted(range(1, len(block)), key=lambda at: -self._parted(block, at, widest))
        at = [0, *sorted(breaks[: len(drafts) - 1]), len(block)]
        for draft, start, end in zip(drafts, at[:-1], at[1:], strict=True):
            for index in block[start:end]:
                draft.add(index, self._rows[index])

    def _parted(self, block: Sequence[int], at: int, widest: int) -> float:
        """Weigh whether a text ends between two rows."""
        before, after = self._rows[block[at - 1]], self._rows[block[at]]
        return (
            _ENDED * ends(before)
            + _APART * self.is_apart(after)
            + _OTHER_LANGUAGE * _differ(self._weigh(before.text), self._weigh(after.text))
            + 1
            - display_width(before.text) / widest
        )


def _differ(one: float, other: float) -> bool:
    """Whether two texts are clearly in different languages."""
    return one * other < 0 and min(abs(one), abs(other)) >= _CLEAR


def as_note(draft: Draft) -> tuple[Row, ...]:
    """Write the rows of a note, the first one with its mark."""
    return tuple(
        replace(
            row,
            text=row.text if number else draft.lead + row.text,
            line=replace(row.line, role="footnote", opens=number == 0),
        )
        for number, row in enumerate(draft.rows)
    )
