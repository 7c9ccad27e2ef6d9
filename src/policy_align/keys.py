"""Search keys that remember where each of their characters comes from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from policy_align.folding import search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What normalisation may compose with the character before it: combining marks, the half-width
# voicing marks, the conjoining vowels and finals of Hangul.
_MARKS = "\u0300-\u036f\u0483-\u0487\u1161-\u11ff\u20d0-\u20ff\u3099\u309a\uff9e\uff9f"
_MARK = re.compile(f"[{_MARKS}]")
_CLUSTER = re.compile(f"[^{_MARKS}]?[{_MARKS}]+|[^{_MARKS}]")


@dataclass(frozen=True, slots=True)
class Keyed:
    """A text with its search key.

    Attributes:
        text: The text as it is stored.
        key: What searches compare: the text folded, without white space.
        starts: For every character of the key, where in the text the character (with its
            combining marks) begins that it comes from; and the length of the text at the end.
    """

    text: str
    key: str
    starts: Sequence[int]

    def find(self, key: str) -> Iterator[tuple[int, int]]:
        """Yield where a key occurs, as spans of the text without overlaps.

        Args:
            key: A search key that is not empty.

        Yields:
            Start and end in ``text``; white space around the occurrence is not in the span.
        """
        start = self.key.find(key)
        while start >= 0:
            end = start + len(key)
            yield self.span(start, end)
            start = self.key.find(key, end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text that a span of the key comes from."""
        first, last = self.starts[start], self.starts[end - 1]
        stop = next((each for each in self.starts[end:] if each > last), len(self.text))
        while self.text[stop - 1].isspace():
            stop -= 1
        return first, stop


def keyed(text: str) -> Keyed:
    """Fold a text for searching and remember where each character comes from.

    Args:
        text: Any text.

    Returns:
        The text with its search key.

    Example:
        >>> folded = keyed("2030 年の ＣＯ₂ 産業")
        >>> folded.key
        '2030年のco2产业'
        >>> [folded.text[start:end] for start, end in folded.find("co2")]
        ['ＣＯ₂']
    """
    key: list[str] = []
    starts: list[int] = []
    for start, cluster in _clusters(text):
        folded = _folded(cluster)
        key.append(folded)
        starts.extend([start] * len(folded))
    starts.append(len(text))
    joined = "".join(key)
    whole = search_key(text)
    if joined != whole:  # a composition that no cluster foresees: keep the key, lose precision
        starts = [min(place, len(text) - 1) for place in _stretched(starts, len(whole))]
        joined = whole
    return Keyed(text, joined, starts)


def has_content(key: str) -> bool:
    """Tell whether a key holds a letter, a digit or a Han character."""
    return any(unicodedata.category(char)[0] in "LN" for char in key)


def _clusters(text: str) -> Iterable[tuple[int, str]]:
    if not _MARK.search(text):
        return enumerate(text)
    return ((match.start(), match.group()) for match in _CLUSTER.finditer(text))


@lru_cache(maxsize=1 << 16)
def _folded(cluster: str) -> str:
    return search_key(cluster)


def _stretched(starts: Sequence[int], length: int) -> list[int]:
    known = list(starts[:-1]) or [0]
    return [known[min(i, len(known) - 1)] for i in range(length)] + [starts[-1]]
