"""Maps of the pairs that hold a frequent piece, in the index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from policy_align.corpus.index.pieces import Pieces

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from policy_align.corpus.index.grams import Block
    from policy_align.model import Language

_CHUNK = 1 << 14
_CHUNKS = 1 << 20  # more than there can be; a map's number is that of its piece times this
_LANGUAGES: tuple[Language, Language] = ("zh", "ja")


def store_pieces(connection: sqlite3.Connection, zh: Pieces, ja: Pieces) -> None:
    """Fix the pieces that have maps in an index."""
    texts = json.dumps({"zh": zh.texts, "ja": ja.texts})
    connection.execute("INSERT INTO meta VALUES ('pieces', ?)", (texts,))


class BitmapWriter:
    """Collects the frequent pieces of pairs and writes their maps.

    Args:
        connection: The index.
        first: Number of the first pair that will be added.
    """

    def __init__(self, connection: sqlite3.Connection, first: int) -> None:
        query = "SELECT value FROM meta WHERE name = 'pieces'"
        texts = json.loads(connection.execute(query).fetchone()[0])
        self._connection = connection
        self._pieces = [Pieces(texts[language]) for language in _LANGUAGES]
        self._next = first
        self._empty()

    def add(self, zh: Block, ja: Block) -> list[tuple[int, bytes]]:
        """Take the next pairs.

        Returns:
            The maps that are complete, to be written.
        """
        done = []
        start, end = 0, self._next + zh.size
        while self._next < end:
            stop = min(end, (self._next // _CHUNK + 1) * _CHUNK)
            for held, pieces, block in zip(self._held, self._pieces, (zh, ja), strict=True):
                for rows, texts in pieces.occurrences(block):
                    here = (texts >= start) & (texts < start + stop - self._next)
                    held[rows[here], (texts[here] - start + self._next) % _CHUNK] = True
            start += stop - self._next
            self._next = stop
            if stop % _CHUNK == 0:
                done += self._maps(stop // _CHUNK - 1)
                self._empty()
        return done

    def rest(self) -> list[tuple[int, bytes]]:
        """Return the maps of the pairs that fill no whole map, to be written."""
        return self._maps(self._next // _CHUNK) if self._next % _CHUNK else []

    def _empty(self) -> None:
        self._held = [np.zeros((len(each.texts), _CHUNK), dtype=bool) for each in self._pieces]

    def _maps(self, chunk: int) -> list[tuple[int, bytes]]:
        bits = np.packbits(np.concatenate(self._held), axis=1)
        return [(piece * _CHUNKS + chunk, row.tobytes()) for piece, row in enumerate(bits)]


def write_maps(connection: sqlite3.Connection, maps: Sequence[tuple[int, bytes]]) -> None:
    """Write maps; what pairs of the same chunk hold that were added before stays."""
    for number, bits in maps:
        row = connection.execute("SELECT bits FROM maps WHERE id = ?", (number,)).fetchone()
        if row is not None:
            merged = np.frombuffer(bits, np.uint8) | np.frombuffer(row[0], np.uint8)
            connection.execute("DELETE FROM maps WHERE id = ?", (number,))
            connection.execute("INSERT INTO maps VALUES (?, ?)", (number, merged.tobytes()))
        else:
            connection.execute("INSERT INTO maps VALUES (?, ?)", (number, bits))


class Bitmaps:
    """The maps of an index.

    Args:
        ask: Runs a query on the index.
        size: Number of pairs in the index.
    """

    def __init__(
        self, ask: Callable[[str, Sequence[object]], list[tuple[Any, ...]]], size: int
    ) -> None:
        self._ask = ask
        self._size = size
        texts = json.loads(ask("SELECT value FROM meta WHERE name = 'pieces'", ())[0][0])
        pieces = [(language, text) for language in _LANGUAGES for text in texts[language]]
        self._numbers = {piece: number for number, piece in enumerate(pieces)}

    def pairs(self, piece: str, language: Language) -> NDArray[np.bool_] | None:
        """Return which pairs hold a piece; ``None`` if it has no map."""
        number = self._numbers.get((language, piece))
        if number is None:
            return None
        bits = np.zeros(-(-self._size // _CHUNK) * _CHUNK // 8, dtype=np.uint8)
        rows = self._ask(
            "SELECT id, bits FROM maps WHERE id >= ? AND id < ?",
            (number * _CHUNKS, (number + 1) * _CHUNKS),
        )
        for place, data in rows:
            start = place % _CHUNKS * _CHUNK // 8
            bits[start : start + _CHUNK // 8] = np.frombuffer(data, dtype=np.uint8)
        return np.unpackbits(bits, count=self._size).view(np.bool_)
