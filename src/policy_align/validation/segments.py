"""The text of a segment: what keeps it from matching, and the text without that."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from policy_align.formats.characters import has_line_break, one_line
from policy_align.lookalikes import lookalikes, ordinary
from policy_align.validation.tree import INLINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policy_align.validation.tree import Element

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff\x7f-\x84\x86-\x9f]")


def plain_text(segment: Element) -> str:
    """Return the text of a segment as most tools match it: without its inline codes.

    Args:
        segment: The element.

    Returns:
        Its text; text inside ``hi`` and inside tags that are no codes belongs to it.
    """
    return "".join(_plain(segment))


def _plain(element: Element) -> Iterator[str]:
    for part in element.content:
        if isinstance(part, str):
            yield part
        elif part.name not in INLINE or part.name == "hi":
            yield from _plain(part)


def tags(segment: Element) -> Iterator[str]:
    """Yield the names of the tags inside a segment.

    Args:
        segment: The element.

    Yields:
        The names in document order, those of nested tags included.
    """
    for part in segment.content:
        if not isinstance(part, str):
            yield part.name
            yield from tags(part)


def problems(text: str, what: str) -> Iterator[tuple[str, str]]:
    """Yield what keeps a text from matching.

    Args:
        text: The text of a segment.
        what: What to call the segment, ``source`` or ``translation``.

    Yields:
        The code of a rule and its particulars.
    """
    stripped = text.strip()
    if not _without_invisible(text).strip():
        yield "empty-segment", what
        return
    if stripped != text:
        yield "white-space", what
    if has_line_break(text):
        yield "line-break", what
    for char in lookalikes(text):
        yield "lookalike", f"{char} (U+{ord(char):04X}, for {ordinary(char)})"
    if not unicodedata.is_normalized("NFC", ordinary(text)):
        yield "lookalike", "text in decomposed form (NFD)"
    for char in dict.fromkeys(_INVISIBLE.findall(text)):
        yield "invisible", f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def mended(text: str) -> str:
    r"""Return a text without what keeps it from matching.

    Args:
        text: The text of a segment.

    Returns:
        The text in one line, trimmed, of ordinary visible characters; empty where nothing is
        left.

    Example:
        >>> mended(" ⽣产\n总值，\nGDP\ngrowth\u200b ")
        '生产总值，GDP growth'
    """
    return unicodedata.normalize("NFC", one_line(_without_invisible(ordinary(text))))


def _without_invisible(text: str) -> str:
    return _INVISIBLE.sub("", text)
