"""Words of a Chinese text: the dictionary of jieba, without the time that jieba takes to load."""

from __future__ import annotations

import math
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.folding import han_table

if TYPE_CHECKING:
    from collections.abc import Collection

_LONGEST = 8
_UNKNOWN = "x"
_NONE = (0.0, _UNKNOWN)
_FIRST = "\n一 ".encode()
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
    size = len(text)
    best: list[tuple[float, int]] = [(0.0, size)] * (size + 1)
    for start in range(size - 1, -1, -1):
        words = _words_from(plain[start])
        best[start] = max(
            (words.get(plain[start:end], _NONE)[0] - _TOTAL + best[end][0], end)
            for end in _ends(plain, start, words)
        )
    result, start = [], 0
    while start < size:
        end = best[start][1]
        _, tag = _words_from(plain[start]).get(plain[start:end], _NONE)
        result.append((text[start:end], tag))
        start = end
    return result


def is_word(text: str) -> bool:
    """Tell whether a simplified Chinese text is a word of the dictionary."""
    return text in _words_from(text[0])


def _ends(text: str, start: int, words: Collection[str]) -> list[int]:
    last = min(len(text), start + _LONGEST)
    return [
        end for end in range(start + 1, last + 1) if end == start + 1 or text[start:end] in words
    ]


@cache
def _dictionary() -> bytes:
    """Return the lines of the dictionary: word, frequency, tag."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:  # pragma: no cover - jieba is always installed
        return b""
    return Path(spec.origin).with_name("dict.txt").read_bytes()


@cache
def _words_from(first: str) -> dict[str, tuple[float, str]]:
    """Return logarithm of frequency and tag of all words that begin with a character.

    The dictionary is in the order of the code points where the words are Chinese, so these stand
    together; before them are a few words that hold other letters, in no order.
    """
    code = first.encode("utf-8", "replace")
    lines = _dictionary()
    together = lines[_place(lines, code) : _place(lines, code + b"\xff")].decode("utf-8")
    fields = [*together.split(), *_mixed()]
    return {
        word: (math.log(int(frequency) or 1), tag)
        for word, frequency, tag in zip(fields[0::3], fields[1::3], fields[2::3], strict=True)
        if word[0] == first
    }


@cache
def _mixed() -> list[str]:
    """Return word, frequency and tag of all words that stand before the Chinese ones."""
    return _dictionary()[: _chinese()].decode("utf-8").split()


@cache
def _chinese() -> int:
    """Return where the Chinese words begin."""
    lines = _dictionary()
    place = lines.find(_FIRST)
    return len(lines) if place < 0 else place + 1


def _place(lines: bytes, beginning: bytes) -> int:
    """Return where the first line stands that is not before some bytes."""
    low, high = _chinese(), len(lines)
    while low < high:
        middle = lines.rfind(b"\n", 0, (low + high) // 2) + 1
        middle = max(middle, low)
        following = lines.find(b"\n", middle) + 1 or len(lines)
        if lines[middle:following] < beginning:
            low = following
        else:
            high = middle
    return low


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
