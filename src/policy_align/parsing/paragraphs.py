"""Paragraphs: rows joined to running text that still knows where each part stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.model import Place

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from policy_align.parsing.rows import Row

_LATIN_END = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’]*[,;:.]?$")
_LATIN_START = re.compile(r"[A-Za-zÀ-ÿ]+")
_WORD_END = re.compile(r"[A-Za-zÀ-ÿ]+$")
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
        begin, finish = self.rows[first], self.rows[last]
        boxes = [row.line.box for row in self.rows[first : last + 1] if row.page == begin.page]
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
        return Place(begin.page, begin.line.number, max(begin.line.number, finish.line.number), box)


def join_rows(rows: Sequence[Row], words: Container[str] = frozenset()) -> Paragraph:
    """Join the rows of a paragraph.

    Args:
        rows: Its rows in reading order.
        words: Latin words known to occur in the document; two parts that make up one of them
            were one word cut by the line break.

    Returns:
        The paragraph.
    """
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for row in rows:
        if parts and _needs_space(parts[-1], row.text, words):
            parts.append(" ")
            length += 1
        starts.append(length)
        parts.append(row.text)
        length += len(row.text)
    return Paragraph("".join(parts), tuple(rows), tuple(starts))


def _needs_space(before: str, after: str, words: Container[str]) -> bool:
    """Whether a line break stands for the space between two Latin words."""
    start = _LATIN_START.match(after)
    if start is None:
        return bool(_LATIN_END.search(before)) and after[0].isascii() and after[0].isdecimal()
    if _LATIN_END.search(before):
        end = _WORD_END.search(before)
        return end is None or end[0] + start[0] not in words
    return bool(_DIGIT_END.search(before)) and not after[0].isupper()
