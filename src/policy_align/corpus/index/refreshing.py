"""Bringing an index up to date with the documents."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.corpus.index.bitmaps import store_pieces
from policy_align.corpus.index.documents import Source, file_digest
from policy_align.corpus.index.sampling import frequent_pieces
from policy_align.corpus.index.schema import (
    ENGINES,
    create,
    is_current,
    open_for_reading,
    open_for_writing,
)
from policy_align.corpus.index.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Share of pairs of outdated documents in an index beyond which it is made anew.
_MOST_DEAD = 0.25
_MERGING = 4
_ABANDONED = 86400.0


@dataclass(frozen=True, slots=True)
class _Change:
    """What is to be done to an index.

    Attributes:
        dead: Rows of files that are gone or have changed.
        new: Documents to be added.
        touched: Rows of files that have only been touched, with their new time.
    """

    dead: tuple[int, ...]
    new: tuple[Source, ...]
    touched: tuple[tuple[int, int], ...]


_NOTHING = _Change((), (), ())


def refresh(index: Path, paths: Mapping[str, Path]) -> None:
    """Bring an index up to date; make it if there is none.

    Only documents that are new or have changed are read. The work is done on a copy that takes the
    place of the index at the end: a crash leaves the index as it was, and who has it open goes on
    reading what was there.

    Args:
        index: The SQLite file.
        paths: The file of each document by its name.

    Raises:
        InputError: If a document is damaged.
    """
    change = _change(index, paths)
    if change is None:
        everything = [Source(name, path) for name, path in paths.items()]
        with _draft(index) as draft, closing(create(draft)) as connection:
            _set_merging(connection, 0)
            store_pieces(connection, *frequent_pieces(everything))
            _add(connection, everything)
            connection.execute("CREATE INDEX pairs_name ON pairs (name)")
            _set_merging(connection, _MERGING)
    elif change != _NOTHING:
        with _draft(index) as draft:
            shutil.copyfile(index, draft)
            with closing(open_for_writing(draft)) as connection:
                # Another process may have put a newer index there meanwhile: look again.
                _apply(connection, _compare(connection, paths))


def _change(index: Path, paths: Mapping[str, Path]) -> _Change | None:
    """Find out what is to be done; ``None`` if the index must be made anew."""
    try:
        with closing(open_for_reading(index)) as connection:
            if not is_current(connection):
                return None
            change = _compare(connection, paths)
            return None if _wears_out(connection, change) else change
    except sqlite3.DatabaseError:  # there is none, or it is damaged
        return None


def _compare(connection: sqlite3.Connection, paths: Mapping[str, Path]) -> _Change:
    """Find out which documents have changed since they were added."""
    known = {
        name: row
        for name, *row in connection.execute(
            "SELECT name, id, path, size, mtime_ns, digest FROM files WHERE alive"
        )
    }
    dead = [row[0] for name, row in known.items() if name not in paths]
    new, touched = [], []
    for name, path in paths.items():
        if name not in known:
            new.append(Source(name, path))
            continue
        number, file, size, mtime_ns, digest = known[name]
        state = path.stat()
        if file == path.name and size == state.st_size and mtime_ns == state.st_mtime_ns:
            continue
        if file == path.name and size == state.st_size and file_digest(path) == digest:
            touched.append((state.st_mtime_ns, number))
        else:
            dead.append(number)
            new.append(Source(name, path))
    return _Change(tuple(dead), tuple(new), tuple(touched))


def _wears_out(connection: sqlite3.Connection, change: _Change) -> bool:
    """Tell whether too much of an index would be outdated."""
    gone = set(change.dead)
    total = outdated = 0
    for number, size, alive in connection.execute("SELECT id, stop - first, alive FROM files"):
        total += size
        outdated += size if number in gone or not alive else 0
    return outdated > _MOST_DEAD * total


def _apply(connection: sqlite3.Connection, change: _Change) -> None:
    connection.executemany("UPDATE files SET mtime_ns = ? WHERE id = ?", change.touched)
    for number in change.dead:
        connection.execute("UPDATE files SET alive = 0 WHERE id = ?", (number,))
        connection.execute(
            "DELETE FROM background WHERE id >= (SELECT first FROM files WHERE id = ?1)"
            " AND id < (SELECT stop FROM files WHERE id = ?1)",
            (number,),
        )
    _add(connection, change.new)


@contextmanager
def _draft(index: Path) -> Iterator[Path]:
    """Give a file to write to that becomes the index when all went well."""
    _tidy(index)
    with tempfile.TemporaryDirectory(prefix=f"{index.name}.", dir=index.parent) as folder:
        draft = Path(folder) / index.name
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(index)


def _set_merging(connection: sqlite3.Connection, segments: int) -> None:
    """Set from how many segments on the engines merge them while they take in texts."""
    for name in ENGINES.values():
        connection.execute(
            f"INSERT INTO {name}({name}, rank) VALUES ('automerge', ?)",  # noqa: S608 - a constant
            (segments,),
        )


def _add(connection: sqlite3.Connection, sources: Iterable[Source]) -> None:
    from tqdm import tqdm

    # The bar shows on a terminal only.
    with tqdm(desc="indexing", unit=" pairs", disable=None, leave=False) as bar:
        connection.execute("BEGIN")
        with Writer(connection, bar.update) as writer:
            for source in sources:
                writer.add(source)
        connection.execute("COMMIT")


def _tidy(index: Path) -> None:
    """Remove what a killed process left behind."""
    for folder in index.parent.glob(f"{index.name}.*"):
        if folder.is_dir() and folder.stat().st_mtime < time.time() - _ABANDONED:
            shutil.rmtree(folder, ignore_errors=True)
