"""Words of a Chinese text: the dictionary of jieba, without the time that jieba takes to load."""

from __future__ import annotations

import math
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.folding import han_table

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 8
_UNKNOWN = "x"
# Logarithm of the sum of all frequencies; not worth the time to add them up.
_TOTAL = math.log(60_101_967)
_SIMPLIFIED = "gb2312"


def split_words(text: str) -> list[tuple[str, str]]:
    """Split a Chinese text into its most likely words.

    This is the first step of jieba: the path of highest product of word frequencies. What no
    word of the dictionary covers is split into characters.

    Args:
        text: A text, in simplified or traditional characters.

    Returns:
        The words and their parts of speech (the tags of jieba; ``x`` where it is not known);
        together the words are the text.

    Example:
        >>> [word for word, _ in split_words("全面排查在建项目")]
        ['全面', '排查', '在建', '项目']
    """
    plain = _simplified(text)
    words = _frequencies()
    size = len(text)
    best: list[tuple[float, int]] = [(0.0, size)] * (size + 1)
    for start in range(size - 1, -1, -1):
        best[start] = max(
            (math.log(int(words.get(plain[start:end], 0)) or 1) - _TOTAL + best[end][0], end)
            for end in _ends(plain, start, words)
        )
    tags = _tags()
    result, start = [], 0
    while start < size:
        end = best[start][1]
        result.append((text[start:end], tags.get(plain[start:end], _UNKNOWN)))
        start = end
    return result


def is_word(text: str) -> bool:
    """Tell whether a simplified Chinese text is a word of the dictionary."""
    return text in _frequencies()


def _ends(text: str, start: int, words: Mapping[str, str]) -> list[int]:
    last = min(len(text), start + _LONGEST)
    return [
        end for end in range(start + 1, last + 1) if end == start + 1 or text[start:end] in words
    ]


@cache
def _fields() -> list[str]:
    """Return word, frequency and tag of all words in turn."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:  # pragma: no cover - jieba is always installed
        return []
    return Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").split()


@cache
def _frequencies() -> dict[str, str]:
    """Return the frequency of each word."""
    fields = _fields()
    return dict(zip(fields[0::3], fields[1::3], strict=True))


@cache
def _tags() -> dict[str, str]:
    fields = _fields()
    return dict(zip(fields[0::3], fields[2::3], strict=True))


def _simplified(text: str) -> str:
    try:
        text.encode(_SIMPLIFIED)
    except UnicodeEncodeError:
        return text.translate(_simplification())
    return text


@cache
def _simplification() -> dict[int, str]:
    """Return the simplified shape of every character that has one and is not so itself."""
    groups: dict[str, list[str]] = {}
    for code, folded in han_table().items():
        groups.setdefault(folded, [folded]).append(chr(code))
    table: dict[int, str] = {}
    for shapes in groups.values():
        simple = next((shape for shape in shapes if _is_simplified(shape)), None)
        if simple is not None:
            table |= {ord(shape): simple for shape in shapes if not _is_simplified(shape)}
    return table


def _is_simplified(char: str) -> bool:
    return char.encode(_SIMPLIFIED, "ignore") != b""
