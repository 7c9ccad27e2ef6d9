"""Adding documents to an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.corpus.digests import pair_digest
from policy_align.corpus.index.bitmaps import BitmapWriter
from policy_align.corpus.index.grams import fold_block

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from policy_align.corpus.index.documents import Batch, Source

BACKGROUND = 5000


class Writer:
    """Adds documents to an index; call ``close`` when all are added.

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

    def add(self, source: Source) -> None:
        """Add a document.

        Raises:
            InputError: If its file is damaged.
        """
        first = self._next
        state = source.path.stat()
        for batch in source.batches():
            self._add(batch)
        row = (source.name, source.path.name, state.st_size, state.st_mtime_ns, source.digest())
        self._connection.execute(
            "INSERT INTO files (name, path, size, mtime_ns, digest, first, stop)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, first, self._next),
        )

    def close(self) -> None:
        """Write what is still waiting."""
        self._bitmaps.flush()
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
        self._connection.executemany(
            "INSERT INTO grams (rowid, zh, ja) VALUES (?, ?, ?)",
            zip(numbers, zh.words(), ja.words(), strict=True),
        )
        self._connection.executemany(
            "INSERT INTO pairs VALUES (?, ?, ?, ?, ?, ?)",
            zip(
                numbers,
                batch.places or [-1] * zh.size,
                batch.scores,
                [self._section(path) for path in batch.sections],
                digests,
                batch.names,
                strict=True,
            ),
        )
        self._connection.executemany(
            "INSERT INTO lines VALUES (?, ?)", zip(numbers, batch.lines, strict=False)
        )
        self._bitmaps.add(zh, ja)
        self._background.add(numbers, zh_keys, ja_keys, digests)
        self._next = numbers.stop
        self._report(len(numbers))

    def _section(self, path: str) -> int:
        number: int = self._sections.setdefault(path, len(self._sections))
        return number


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
