"""Lines that extraction parted at a wide blank.

A wide blank in a line (``第一章　　总则``, ``局长　　王明``) is the gap between two columns to
extractors that look for columns: they write what stands before it and what stands after it as
two blocks of their own, at times the blocks of several lines one above the other. Where the part
before the blank is a label that is nothing without the part after it, the line is put together
again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import FINALS, HAN
from policy_align.parsing.lines.wording import CAPTION_LABEL, OFFICE, is_date, last_mark
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from policy_align.parsing.lines.rows import Row

_DIVISIONS = frozenset({"part", "subpart", "chapter", "division"})
_PADDED = re.compile(r"0[1-9]")
_MARK = re.compile(r"[，。、；：！？,;:!?\t]")
_ORGANISATION = re.compile(r"[局厅廳庁部院处處课課科会會社省府市县県縣区區町团団署司室表]$")
_LONGEST_NAME = 5
_LONGEST_TITLE = 30
_LONGEST_LABEL = 20
_MOST_WAITING = 8


def join_parted(rows: Sequence[Row]) -> list[Row]:
    """Put lines together that were parted after a label.

    Args:
        rows: Rows in reading order, of one language or of both.

    Returns:
        The rows; a label and the text that stood behind it on its line are one.
    """
    if any(row.line.box is not None for row in rows):
        return list(rows)  # the reader saw the lines
    rests = [_rest_of(row) for row in rows]
    if not any(rests):
        return list(rows)
    lines: list[_Line] = []
    waiting: list[_Line] = []
    last: _Line | None = None
    for before, row, rest in zip([*rows[:1], *rows], rows, rests, strict=False):
        if row.page != before.page:
            waiting = []
        apart = _is_apart(before, row)
        free = apart or (last is not None and last.is_whole)
        line = _Line([row], rest)
        if line.rest:
            waiting = [*waiting, line][-_MOST_WAITING:]
        elif free and (label := next((label for label in waiting if label.takes(row)), None)):
            label.complete(row)
            waiting.remove(label)
            last = label
            continue
        elif not apart and last:
            last.rows.append(row)
            continue
        else:
            waiting = []
        last = None
        lines.append(line)
    return [row for line in lines for row in line.rows]


@dataclass(slots=True)
class _Line:
    """A line, and what is missing of it.

    Attributes:
        rows: The rows of it and, once it is complete, those that go on with its text.
        rest: Tells of a text whether it may be the rest of the line; ``None`` where the line
            is no label alone.
    """

    rows: list[Row]
    rest: Callable[[str], bool] | None

    def takes(self, row: Row) -> bool:
        """Whether a row may be the rest of the line."""
        same = row.language == self.rows[0].language
        return same and row.line.role == "body" and bool(self.rest and self.rest(row.text))

    @property
    def is_whole(self) -> bool:
        """Whether nothing can go on with the line: a title is one row, a sentence ends."""
        return self.rest is not _is_sentence or last_mark(self.rows[-1].text) in FINALS

    def complete(self, row: Row) -> None:
        """Put the rest behind the label."""
        self.rows = [self.rows[0].followed_by(row)]


def _is_apart(before: Row, row: Row) -> bool:
    """Whether something stood between two rows, empty lines or rows of another language."""
    return row.empty + row.hollow > 0 or row.line.number > before.line.number + 1


def _rest_of(row: Row) -> Callable[[str], bool] | None:
    """Return what may stand behind a row on its line, if the row is a label and nothing else."""
    if row.line.role != "body" or len(row.text) > _LONGEST_LABEL:
        return None
    if CAPTION_LABEL.fullmatch(row.text):
        return _is_title
    if _PADDED.fullmatch(row.text):
        return _is_sentence
    if OFFICE.fullmatch(row.text):
        return _is_name
    opening = opening_label(row.text)
    if opening and opening.end == len(row.text) and opening.label.style in _DIVISIONS:
        return _is_title
    return None


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and not _MARK.search(text) and not is_date(text)


def _is_sentence(text: str) -> bool:
    return bool(_MARK.search(text)) and bool(HAN.search(text))


def _is_name(text: str) -> bool:
    """Whether a text may be the name of someone: no date, label or name of an organisation."""
    if not 1 < len(text) <= _LONGEST_NAME or not all(map(HAN.match, text)):
        return False
    return not (is_date(text) or opening_label(text) or _ORGANISATION.search(text))
