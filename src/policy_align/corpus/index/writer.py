"""Adding documents to an index."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

import numpy as np

from policy_align.corpus.digests import pair_digest
from policy_align.corpus.index.bitmaps import BitmapWriter, write_maps
from policy_align.corpus.index.grams import fold_block
from policy_align.corpus.index.schema import ENGINES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future

    from policy_align.corpus.index.documents import Batch, Source

BACKGROUND = 2500


@final
class Writer:
    """Adds documents to an index; used in a ``with`` block, which it ends by writing the rest.

    Texts are folded while the engine takes in those before.

    Args:
        connection: The index, open for changing.
        report: Called with the number of pairs whenever some were added.
    """

    def __init__(self, connection: sqlite3.Connection, report: Callable[[int], object]) -> None:
        self._connection = connection
        self._report = report
        (self._next,) = connection.execute("SELECT coalesce(max(stop), 0) FROM files").fetchone()
        self._sections = {
            path: number for number, path in connection.execute("SELECT id, path FROM sections")
        }
        self._bitmaps = BitmapWriter(connection, self._next)
        self._background = _Background(connection)
        self._engine = ThreadPoolExecutor(1)
        self._waiting: Future[None] | None = None

    def add(self, source: Source) -> None:
        """Add a document.

        Raises:
            InputError: If its file is damaged.
        """
        first = self._next
        state = source.path.stat()
        for batch in source.batches():
            self._add(batch)
        self._wait()
        row = (source.name, source.path.name, state.st_size, state.st_mtime_ns, source.digest())
        self._connection.execute(
            "INSERT INTO files (name, path, size, mtime_ns, digest, first, stop)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, first, self._next),
        )

    def __enter__(self) -> Writer:
        """Return the writer itself."""
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Write what is still waiting, unless something went wrong."""
        self._engine.shutdown()
        if error is None:
            self._finish()

    def _finish(self) -> None:
        write_maps(self._connection, self._bitmaps.rest())
        self._background.flush()
        self._connection.executemany(
            "INSERT OR IGNORE INTO sections VALUES (?, ?)",
            ((number, path) for path, number in self._sections.items()),
        )

    def _add(self, batch: Batch) -> None:
        zh, ja = fold_block(batch.zh), fold_block(batch.ja)
        numbers = range(self._next, self._next + zh.size)
        zh_keys, ja_keys = zh.keys(), ja.keys()
        digests = [pair_digest(*keys) for keys in zip(zh_keys, ja_keys, strict=True)]
        places = batch.places or [-1] * zh.size
        parcel = _Parcel(
            self._next,
            json.dumps(zh.words(), ensure_ascii=False),
            json.dumps(ja.words(), ensure_ascii=False),
            json.dumps([*zip(places, batch.names, digests, strict=True)]),
            np.array(batch.scores, dtype=np.float32).tobytes(),
            np.array([self._section(path) for path in batch.sections], dtype=np.int32).tobytes(),
            batch.lines,
            self._bitmaps.add(zh, ja),
        )
        self._background.add(numbers, zh_keys, ja_keys, digests)
        self._next = numbers.stop
        self._wait()
        self._waiting = self._engine.submit(parcel.insert, self._connection)
        self._report(len(numbers))

    def _wait(self) -> None:
        """Wait until the engine has taken in what it was given."""
        if self._waiting is not None:
            self._waiting.result()
            self._waiting = None

    def _section(self, path: str) -> int:
        number: int = self._sections.setdefault(path, len(self._sections))
        return number


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Pairs ready for the engine, as JSON: one statement takes in all of them.

    A statement per pair would let the two threads wait for each other after each.
    """

    first: int
    zh: str
    ja: str
    pairs: str
    scores: bytes
    sections: bytes
    lines: Sequence[bytes]
    maps: Sequence[tuple[int, bytes]]

    def insert(self, connection: sqlite3.Connection) -> None:
        for name, words in ((ENGINES["zh"], self.zh), (ENGINES["ja"], self.ja)):
            connection.execute(
                f"INSERT INTO {name} (rowid, text) SELECT key + ?, value FROM json_each(?)",  # noqa: S608 - a constant
                (self.first, words),
            )
        connection.execute(
            "INSERT INTO pairs SELECT key + ?, json_extract(value, '$[0]'),"
            " json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(?)",
            (self.first, self.pairs),
        )
        connection.execute(
            "INSERT INTO columns VALUES (?, ?, ?)", (self.first, self.scores, self.sections)
        )
        connection.executemany("INSERT INTO lines VALUES (?, ?)", enumerate(self.lines, self.first))
        write_maps(connection, self.maps)


class _Background:
    """Keeps the keys of a sample of the pairs, chosen by their digests alone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        query = "SELECT value FROM meta WHERE name = 'mask'"
        row = connection.execute(query).fetchone()
        self._mask = int(row[0]) if row else 0
        self._rows: dict[int, tuple[int, str, str]] = {}

    def add(
        self, numbers: Iterable[int], zh: Sequence[str], ja: Sequence[str], digests: Sequence[int]
    ) -> None:
        for number, left, right, digest in zip(numbers, zh, ja, digests, strict=True):
            if not digest & self._mask and left and right:
                self._rows[number] = digest, left, right
        while len(self._rows) > 2 * BACKGROUND:
            self._mask = self._mask << 1 | 1
            self._rows = {
                number: row for number, row in self._rows.items() if not row[0] & self._mask
            }

    def flush(self) -> None:
        self._connection.executemany(
            "INSERT INTO background VALUES (?, ?, ?)",
            ((number, zh, ja) for number, (_, zh, ja) in self._rows.items()),
        )
        self._rows.clear()
        while self._count() > 2 * BACKGROUND:
            self._mask = self._mask << 1 | 1
            self._connection.execute(
                "DELETE FROM background WHERE id IN (SELECT background.id FROM background"
                " JOIN pairs USING (id) WHERE pairs.digest & ?)",
                (self._mask,),
            )
        self._connection.execute(
            "INSERT OR REPLACE INTO meta VALUES ('mask', ?)", (str(self._mask),)
        )

    def _count(self) -> int:
        (count,) = self._connection.execute("SELECT count(*) FROM background").fetchone()
        return int(count)
