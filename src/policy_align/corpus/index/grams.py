"""Texts as the index sees them: runs of two characters of the folded text.

The full-text engine knows words, which these languages do not write. So every two neighbouring
characters become a word of the index, the first and the last character of a text one each
besides; a piece of text is then a phrase, and is found exactly where it occurs as a substring.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from policy_align.corpus.digests import fit
from policy_align.folding import han_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# White space for Python, so that no folded text holds it; no word character for the engine.
_GAP = "\x1e"
_SPACE = 0x20
_UNKNOWN = 0xFFFD
_UTF32 = "utf-32-le"
_LAST_SPACE = 0x3000
TOKEN_CHARACTERS = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())


@dataclass(frozen=True, slots=True)
class Block:
    """Some texts, folded together, which is many times faster than one by one.

    Attributes:
        codes: Code points of all folded texts, each text with a gap before and after it.
        size: Number of texts.
    """

    codes: NDArray[np.uint32]
    size: int

    def keys(self) -> list[str]:
        """Return the search key of each text."""
        return _decoded(self.codes)[1:-1].split(_GAP) if self.size else []

    def words(self) -> list[str]:
        """Return the words of each text for the index, separated by spaces."""
        if not self.size:
            return []
        spaced = np.full((len(self.codes) - 1, 3), _SPACE, dtype=np.uint32)
        spaced[:, 0] = self.codes[:-1]
        spaced[:, 1] = self.codes[1:]
        return _decoded(spaced).split(f" {_GAP}")


def fold_block(texts: Sequence[str]) -> Block:
    """Fold texts for the index.

    Args:
        texts: Any texts.

    Returns:
        The block; its keys are those of ``search_key``, but for control characters and lone
        surrogates, which become U+FFFD.

    Example:
        >>> block = fold_block(["產業", "ＣＯ₂ 排出"])
        >>> block.keys()
        ['产业', 'co2排出']
        >>> [words.strip() for words in block.words()]
        ['...产 产业 业...', 'c co o2 2排 排出 出...']
    """
    joined = _GAP.join(texts)
    if joined.count(_GAP) >= len(texts) > 0:
        joined = _GAP.join(text.replace(_GAP, " ") for text in texts)
    folded = unicodedata.normalize("NFKC", f"{_GAP}{joined}{_GAP}").casefold()
    shapes = _shapes()[_encoded(folded)]
    # Without the white space between them, a letter and a mark may be one character.
    close = unicodedata.normalize("NFKC", _decoded(shapes[shapes != _SPACE]))
    return Block(_encoded(close), len(texts))


def phrase(key: str) -> str:
    """Return the query of the engine for the texts that hold a key.

    Args:
        key: A search key that is not empty.

    Returns:
        A quoted phrase; for a single character, all words that begin with it.

    Example:
        >>> phrase("产业链"), phrase("水")
        ('"产业 业链"', '"水" *')
    """
    safe = fit(key).replace('"', '""')
    if len(key) == 1:
        return f'"{safe}" *'
    pairs = (key[place : place + 2] for place in range(len(key) - 1))
    words = " ".join(fit(pair).replace('"', '""') for pair in pairs)
    return f'"{words}"'


def _encoded(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode(_UTF32, "surrogatepass"), dtype="<u4")


def _decoded(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode(_UTF32)


@cache
def _shapes() -> NDArray[np.uint32]:
    """Return for every code point the one that stands for it."""
    shapes = np.arange(0x110000, dtype="<u4")
    for code, shape in han_table().items():
        shapes[code] = ord(shape)
    shapes[:_SPACE] = shapes[0x7F] = shapes[0xD800:0xE000] = _UNKNOWN
    shapes[[code for code in range(_LAST_SPACE + 1) if chr(code).isspace()]] = _SPACE
    shapes[ord(_GAP)] = ord(_GAP)
    return shapes
