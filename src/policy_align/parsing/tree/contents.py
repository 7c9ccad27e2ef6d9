"""Tables of contents: headings listed before they occur, which open no section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policy_align.parsing.lines.wording import CONTENTS_TITLE, is_contents_entry
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEADER = re.compile(r"[.．…‥・·\s\u3000\t]*[0-9０-９ivxIVX]{0,4}[\s\u3000]*$")
_BLANK = re.compile(r"[\s\u3000]+")
_LONGEST_ENTRY = 80
_STOPS = ("。", "；", "！", "？")


def contents_of(texts: Sequence[str]) -> frozenset[int]:
    """Find the paragraphs that make up the table of contents.

    It begins with its title (``目录``, ``目次``), or is a run of headings that all occur again
    later, and ends where its first entry is repeated.

    Args:
        texts: The paragraphs of one language.

    Returns:
        The numbers of its paragraphs; empty where there is none.
    """
    start = next((i for i, text in enumerate(texts) if CONTENTS_TITLE.match(text.strip())), None)
    if start is not None:
        return frozenset(range(start, _end(texts, start + 1)))
    first = next((i for i, text in enumerate(texts) if _labelled(text)), None)
    if first is None:
        return frozenset()
    end = _end(texts, first)
    return (
        frozenset(range(first, end))
        if end - first > 1 and _repeats(texts, first, end)
        else frozenset()
    )


def _end(texts: Sequence[str], first: int) -> int:
    """Return the number of the paragraph after the last entry."""
    entry = _entry(texts[first]) if first < len(texts) else ""
    for index in range(first, len(texts)):
        text = texts[index]
        if index > first and _entry(text) == entry and not is_contents_entry(text):
            return index
        if (len(text) > _LONGEST_ENTRY or text.endswith(_STOPS)) and not is_contents_entry(text):
            return index
    return len(texts)


def _repeats(texts: Sequence[str], first: int, end: int) -> bool:
    """Whether all labelled entries occur again after the table."""
    later = {_entry(text) for text in texts[end:]}
    entries = [_entry(text) for text in texts[first:end] if _labelled(text)]
    return bool(entries) and all(entry in later for entry in entries)


def _labelled(text: str) -> bool:
    opening = opening_label(text)
    return opening is not None and opening.closed and opening.label.style != "bullet"


def _entry(text: str) -> str:
    """Return a heading without blanks, leader dots and page number, for comparison."""
    return _BLANK.sub("", _LEADER.sub("", text))
