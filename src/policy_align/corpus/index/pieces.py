"""The frequent pieces of text of a corpus: short strings that many pairs hold.

For the full-text engine such a piece means to go through very long lists. So the pairs that hold
one are kept as a map, one bit per pair, and combined at the speed of memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from policy_align.corpus.index.grams import Block

# Share of pairs from which on a piece is frequent: the engine lists the others fast enough.
FREQUENT = 0.02
_LONGEST = 8
_MOST = 2000
_CODES = 0x110000
_WIDE = 32


class Pieces:
    """The frequent pieces of one language; with a piece, all that it begins with are frequent.

    Args:
        texts: The pieces, every one after those that it begins with.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        characters = sorted({char for text in texts for char in text})
        self._slots = np.zeros(_CODES, dtype=np.int16)
        for slot, char in enumerate(characters, 1):
            self._slots[ord(char)] = slot
        # Where a piece, as a row counted from 1, leads with one more character; 0 is nowhere.
        self._next = np.zeros((len(self.texts) + 1, len(characters) + 1), dtype=np.int16)
        self._first = np.zeros(len(characters) + 1, dtype=np.int16)
        rows = {text: row for row, text in enumerate(self.texts, 1)}
        for text, row in rows.items():
            slot = self._slots[ord(text[-1])]
            if len(text) == 1:
                self._first[slot] = row
            else:
                self._next[rows[text[:-1]], slot] = row

    def occurrences(self, block: Block) -> Iterator[tuple[NDArray[np.int16], NDArray[np.int64]]]:
        """Find the pieces in texts.

        Args:
            block: The texts.

        Yields:
            Numbers of pieces and numbers of texts, for pieces of one length after the other.
        """
        slots = self._slots[block.codes]
        numbers = np.cumsum(block.codes == block.codes[0]) - 1
        rows = self._first[slots]
        places = np.flatnonzero(rows)
        rows = rows[places]
        length = 1
        while len(places):
            yield rows - 1, numbers[places]
            # The last code is a gap, at which no piece ends, so there always is a next one.
            rows = self._next[rows, slots[places + length]]
            places, rows = places[rows > 0], rows[rows > 0]
            length += 1


def find_frequent(block: Block) -> Pieces:
    """Find the frequent pieces of texts, the longer ones among those that go on from shorter ones.

    Args:
        block: A sample of the texts.

    Returns:
        The most frequent pieces.
    """
    least = max(FREQUENT * block.size, 2)
    numbers = np.cumsum(block.codes == block.codes[0]) - 1
    codes = block.codes.astype(np.int64)
    places = np.flatnonzero(block.codes != block.codes[0])
    starts = np.zeros(len(places), dtype=np.int64)
    texts = [""]
    found: list[tuple[int, int, str]] = []
    for length in range(_LONGEST):
        # What is counted is a piece of the length before with one more character.
        longer = starts * _CODES + codes[places + length]
        kept, counts = _in_enough_texts(longer, numbers[places], least)
        slots = np.searchsorted(kept, longer)
        slots[slots == len(kept)] = 0
        alive = (kept[slots] == longer) if len(kept) else np.zeros(len(longer), dtype=bool)
        texts = [f"{texts[key // _CODES]}{chr(key % _CODES)}" for key in kept.tolist()]
        found += zip((-counts).tolist(), [length] * len(texts), texts, strict=True)
        places, starts = places[alive], slots[alive]
        inside = block.codes[places + length + 1] != block.codes[0]
        places, starts = places[inside], starts[inside]
    return Pieces([text for _, _, text in sorted(found)[:_MOST]])


def _in_enough_texts(
    keys: NDArray[np.int64], numbers: NDArray[np.int64], least: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the keys that occur in enough texts, and in how many."""
    kinds, places = np.unique(keys, return_inverse=True)
    once = np.unique(places.astype(np.int64) << _WIDE | numbers) >> _WIDE
    counts = np.bincount(once, minlength=len(kinds))
    enough = counts >= least
    return kinds[enough], counts[enough]
