"""Which pairs hold a frequent character, as one bit per pair.

For the full-text engine a single character is the beginning of thousands of words; for the
most frequent characters that would take long, so these have maps of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from policy_align.corpus.index.grams import Block

    _Part: TypeAlias = tuple[NDArray[np.uint32], NDArray[np.int64]]

Side: TypeAlias = Literal[0, 1]
SIDES: tuple[Side, Side] = (0, 1)
_CHUNK = 1 << 14
_FREQUENT = 0.02
_CODES = 0x110000


class BitmapWriter:
    """Collects the frequent characters of pairs and writes their maps.

    Which characters are frequent is decided on the first pairs of an index.

    Args:
        connection: The index.
        first: Number of the first pair that will be added.
    """

    def __init__(self, connection: sqlite3.Connection, first: int) -> None:
        self._connection = connection
        self._next = first
        self._waiting: tuple[list[_Part], list[_Part]] = ([], [])
        self._start = first

    def add(self, zh: Block, ja: Block) -> None:
        """Take the next pairs."""
        for side, block in zip(SIDES, (zh, ja), strict=True):
            codes, texts = block.characters()
            self._waiting[side].append((codes, texts + self._next))
        self._next += zh.size
        if self._next - self._start >= _CHUNK:
            self.flush()

    def flush(self) -> None:
        """Write the maps of all pairs taken so far."""
        if self._next == self._start:
            return
        sides = [
            (np.concatenate([codes for codes, _ in parts]), np.concatenate([n for _, n in parts]))
            for parts in self._waiting
        ]
        tracked = self._tracked(sides)
        slots = np.full(_CODES, -1, dtype=np.int32)
        slots[tracked] = np.arange(len(tracked))
        for side, (codes, pairs) in zip(SIDES, sides, strict=True):
            found = slots[codes]
            known = found >= 0
            self._write(side, tracked, found[known], pairs[known])
            self._waiting[side].clear()
        self._start = self._next

    def _tracked(self, sides: Iterable[_Part]) -> NDArray[np.int64]:
        """Return the characters that have maps; after the first pairs, always the same."""
        query = "SELECT value FROM meta WHERE name = 'characters'"
        row = self._connection.execute(query).fetchone()
        if row is None:
            frequent = _FREQUENT * (self._next - self._start)
            row = ("".join(sorted({char for part in sides for char in _common(part, frequent)})),)
            self._connection.execute("INSERT INTO meta VALUES ('characters', ?)", row)
        return np.array([ord(char) for char in row[0]], dtype=np.int64)

    def _write(
        self,
        side: Side,
        tracked: NDArray[np.int64],
        slots: NDArray[np.int32],
        pairs: NDArray[np.int64],
    ) -> None:
        chunks = pairs // _CHUNK
        for chunk in range(self._start // _CHUNK, (self._next - 1) // _CHUNK + 1):
            here = chunks == chunk
            held = np.zeros((len(tracked), _CHUNK), dtype=bool)
            held[slots[here], pairs[here] % _CHUNK] = True
            known = dict(
                self._connection.execute(
                    "SELECT character, bits FROM bits WHERE side = ? AND chunk = ?", (side, chunk)
                )
            )
            bits = np.packbits(held, axis=1)
            for slot, character in enumerate(tracked.tolist()):
                if character in known:
                    bits[slot] |= np.frombuffer(known[character], dtype=np.uint8)
            rows = (
                (side, character, chunk, bits[slot].tobytes())
                for slot, character in enumerate(tracked.tolist())
            )
            self._connection.executemany("INSERT OR REPLACE INTO bits VALUES (?, ?, ?, ?)", rows)


def _common(part: _Part, least: float) -> Iterator[str]:
    """Return the characters that enough pairs hold."""
    codes, pairs = part
    once = np.unique(codes.astype(np.int64) << 32 | pairs) >> 32
    characters, counts = np.unique(once, return_counts=True)
    return map(chr, characters[counts >= least].tolist())


def pairs_with(
    ask: Callable[[str, Sequence[object]], list[tuple[Any, ...]]],
    character: str,
    sides: Iterable[Side],
    size: int,
) -> NDArray[np.int64] | None:
    """Return the numbers of the pairs that hold a character.

    Args:
        ask: Runs a query on the index.
        character: One character of a search key.
        sides: Which sides may hold it.
        size: Number of pairs in the index.

    Returns:
        The numbers, ascending; ``None`` where the character has no map on one of the sides.
    """
    held = np.zeros(-(-size // _CHUNK) * _CHUNK // 8, dtype=np.uint8)
    for side in sides:
        rows = ask(
            "SELECT chunk, bits FROM bits WHERE side = ? AND character = ?", (side, ord(character))
        )
        if not rows:
            return None
        for chunk, bits in rows:
            start = chunk * _CHUNK // 8
            held[start : start + _CHUNK // 8] |= np.frombuffer(bits, dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(held, count=size))
