"""Paragraphs: rows joined to running text that still knows where each part stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from policy_align.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from policy_align.parsing.lines.rows import Row
Gap: TypeAlias = "Callable[[Row, Row], bool]"

_LATIN_END = re.compile(r"[A-Za-zÀ-ÿ]['’]*[,;:.]?$")
_LATIN_START = re.compile(r"[A-Za-zÀ-ÿ]+")
_WORD_END = re.compile(r"[A-Za-zÀ-ÿ]+$")
_LONGEST_WORD = 80
_WORD = re.compile(r"[A-Za-z]{2,}")
_DIGIT_END = re.compile(r"[0-9][,;:.]?$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of one language.

    Attributes:
        text: The rows joined: without a space, but for two Latin words.
        rows: The rows it was made of.
        starts: Where in ``text`` each row begins.
    """

    text: str
    rows: tuple[Row, ...]
    starts: tuple[int, ...]

    def place(self, start: int, end: int) -> Place:
        """Return where the part of the text between two positions stands in the source."""
        first = bisect_right(self.starts, start) - 1
        last = max(first, bisect_right(self.starts, end - 1) - 1)
        rows = self.rows[first : last + 1]
        begin = rows[0]
        boxes = [
            line.box
            for row in rows
            for line in (row.line, row.last_line)
            if line.page == begin.line.page
        ]
        known = [box for box in boxes if box is not None]
        box = (
            (
                min(b[0] for b in known),
                min(b[1] for b in known),
                max(b[2] for b in known),
                max(b[3] for b in known),
            )
            if known
            else None
        )
        final = max(row.last_line.number for row in rows)
        return Place(begin.page, begin.line.number, max(begin.line.number, final), box)


def join_rows(rows: Sequence[Row], gap: Gap) -> Paragraph:
    """Join the rows of a paragraph.

    Args:
        rows: Its rows in reading order.
        gap: Tells whether a line break stands for a space.

    Returns:
        The paragraph.
    """
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    before: Row | None = None
    for row in rows:
        if before is not None and gap(before, row):
            parts.append(" ")
            length += 1
        starts.append(length)
        parts.append(row.text)
        length += len(row.text)
        before = row
    return Paragraph("".join(parts), tuple(rows), tuple(starts))


def word_gap(rows: Iterable[Row]) -> Gap:
    """Return a judge of line breaks between whole words, which stand for the space there.

    Args:
        rows: All rows of the language: two parts that make up a Latin word that occurs in
            them were one word cut by the line break.

    Returns:
        A function that tells whether the break between two rows stands for a space.
    """
    words = set(_WORD.findall("\n".join(row.text for row in rows)))

    def gap(before: Row, after: Row) -> bool:
        start = _LATIN_START.match(after.text)
        ends = _LATIN_END.search(before.text)
        if start is None:
            return bool(ends) and after.text[0].isascii() and after.text[0].isdecimal()
        if ends:
            end = _WORD_END.search(before.text[-_LONGEST_WORD:])
            return end is None or end[0] + start[0] not in words
        return bool(_DIGIT_END.search(before.text)) and not after.text[0].isupper()

    return gap


def cut_gap(length: int) -> Gap:
    """Return a judge of line breaks that cut a text after a number of characters.

    Args:
        length: That number.

    Returns:
        A function that tells whether the break fell on a space between Latin words: the space
        is still there, or it was left out and the line is shorter.
    """

    def gap(before: Row, after: Row) -> bool:
        blank = before.trailing or after.indent > 0 or len(before.line.text) < length
        return blank and before.text[-1].isascii() and after.text[0].isascii()

    return gap
