"""The store of a large corpus: searches its index, reads its files where the pairs stand."""

from __future__ import annotations

import threading
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from policy_align.corpus.digests import fit
from policy_align.corpus.index.bitmaps import Bitmaps
from policy_align.corpus.index.documents import name_hash, parse_line
from policy_align.corpus.index.grams import phrase
from policy_align.corpus.index.schema import ENGINES, open_for_reading
from policy_align.corpus.spreading import spread
from policy_align.corpus.store import Background, Found
from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from policy_align.corpus.query import Query
    from policy_align.corpus.scope import Scope
    from policy_align.model import Language, Pair

# Enough to tell frequent from rare, few enough to go through hundreds of times in a look-up.
_BACKGROUND = 1000
_LANGUAGES: tuple[Language, Language] = ("zh", "ja")


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    path: Path
    first: int
    stop: int


class IndexStore:
    """A store that asks an index; threads take turns.

    What a query finds is worked out as one truth value per pair: frequent pieces of text have
    maps of these, the engine lists the pairs that hold any other.

    Args:
        index: The SQLite file, up to date.
        paths: The file of each document by its name.
    """

    def __init__(self, index: Path, paths: Mapping[str, Path]) -> None:
        self._lock = threading.Lock()
        self._connection = open_for_reading(index)
        rows = self._ask("SELECT name, first, stop FROM files WHERE alive ORDER BY first")
        self._files = [_File(name, paths[name], *place) for name, *place in rows if name in paths]
        self._firsts = [file.first for file in self._files]
        ((self._size,),) = self._ask("SELECT coalesce(max(stop), 0) FROM files")
        self._bitmaps = Bitmaps(self._ask, self._size)

    def find(self, query: Query, scope: Scope, *, limit: int, offset: int) -> Found:
        """Return one page of what a query finds."""
        numbers = self._numbers(query, scope)
        return Found(self._pairs(numbers[offset : offset + limit].tolist()), len(numbers))

    def count(self, query: Query, scope: Scope) -> int:
        """Return how many pairs a query finds."""
        return len(self._numbers(query, scope))

    def sample(self, query: Query, scope: Scope, size: int) -> Found:
        """Return pairs that a query finds, spread over the corpus where there are more."""
        numbers = self._numbers(query, scope)
        chosen = (int(numbers[place]) for place in spread(range(len(numbers)), size))
        return Found(self._pairs(chosen), len(numbers))

    def background(self) -> Background:
        """Return the search keys of a fixed sample of the corpus."""
        rows = spread(self._ask("SELECT zh, ja FROM background ORDER BY id"), _BACKGROUND)
        return Background(tuple(zh for zh, _ in rows), tuple(ja for _, ja in rows))

    def neighbours(self, pair_id: str, size: int) -> tuple[Pair, ...]:
        """Return a pair between its neighbours; nothing if there is no such pair."""
        rows = self._ask("SELECT id FROM pairs WHERE name = ? ORDER BY id", (name_hash(pair_id),))
        for (number,) in rows:
            file = self._file_of(number)
            if file is not None and self._pair(file, number).id == pair_id:
                around = range(max(number - size, file.first), min(number + size + 1, file.stop))
                return self._pairs(around)
        return ()

    def digests(self) -> set[int]:
        """Return the digests of the keys of all pairs."""
        return {
            digest
            for file in self._files
            for (digest,) in self._ask(
                "SELECT digest FROM pairs WHERE id >= ? AND id < ?", (file.first, file.stop)
            )
        }

    def _ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _numbers(self, query: Query, scope: Scope) -> NDArray[np.int64]:
        """Return the numbers of the pairs that a query finds, ascending."""
        held = self._within(scope)
        for key in query.wanted:
            held &= self._holding(fit(key), scope.language)
        for key in query.unwanted:
            held &= ~self._holding(fit(key), scope.language)
        return np.flatnonzero(held)

    def _within(self, scope: Scope) -> NDArray[np.bool_]:
        """Tell which pairs a search goes through."""
        documents = scope.documents
        within = self._alive.copy() if documents is None else self._documents(documents)
        scores, sections = self._columns if scope.min_score > 0 or scope.section else (None, None)
        if scores is not None and scope.min_score > 0:
            within &= scores >= np.float32(scope.min_score)
        if sections is not None and scope.section:
            paths = self._ask("SELECT id, path FROM sections")
            chosen = [number for number, path in paths if scope.holds_section(path)]
            within &= np.isin(sections, chosen)
        return within

    @cached_property
    def _alive(self) -> NDArray[np.bool_]:
        """Tell which pairs belong to documents that are there."""
        return self._documents({file.name for file in self._files})

    def _documents(self, names: Collection[str]) -> NDArray[np.bool_]:
        """Tell which pairs belong to some documents."""
        within = np.zeros(self._size, dtype=bool)
        for file in self._files:
            if file.name in names:
                within[file.first : file.stop] = True
        return within

    def _holding(self, key: str, language: Language | None) -> NDArray[np.bool_]:
        """Tell which pairs hold a key."""
        held = np.zeros(self._size, dtype=bool)
        for side in (language,) if language else _LANGUAGES:
            pairs = self._bitmaps.pairs(key, side)
            if pairs is not None:
                held |= pairs
            else:
                held[self._list(key, side)] = True
        return held

    def _list(self, key: str, side: Language) -> NDArray[np.int64]:
        """Let the engine list the pairs that hold a key on one side."""
        name = ENGINES[side]
        rows = self._ask(
            f"SELECT rowid FROM {name} WHERE {name} MATCH ?",  # noqa: S608 - a constant
            (phrase(key),),
        )
        return np.fromiter((number for (number,) in rows), np.int64, len(rows))

    @cached_property
    def _columns(self) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """The score and the section of every pair."""
        rows = self._ask("SELECT scores, sections FROM columns ORDER BY first")
        scores = np.frombuffer(b"".join(row[0] for row in rows), dtype=np.float32)
        sections = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.int32)
        return scores, sections

    def _file_of(self, number: int) -> _File | None:
        """Return the file that holds a pair; ``None`` if the file is gone or has changed."""
        place = bisect_right(self._firsts, number) - 1
        file = self._files[place] if place >= 0 else None
        return file if file is not None and number < file.stop else None

    def _pairs(self, numbers: Iterable[int]) -> tuple[Pair, ...]:
        files = ((self._file_of(number), number) for number in numbers)
        return tuple(self._pair(file, number) for file, number in files if file is not None)

    def _pair(self, file: _File, number: int) -> Pair:
        ((place, name),) = self._ask("SELECT place, name FROM pairs WHERE id = ?", (number,))
        line = self._line(number) if place < 0 else _line_at(file.path, place)
        try:
            pair = parse_line(line, file.name, file.path, number - file.first + 1)
        except InputError as error:
            raise _changed(file.path) from error
        if name_hash(pair.id) != name:
            raise _changed(file.path)
        return pair

    def _line(self, number: int) -> bytes:
        ((line,),) = self._ask("SELECT line FROM lines WHERE id = ?", (number,))
        return bytes(line)


def _line_at(path: Path, place: int) -> bytes:
    with path.open("rb") as file:
        file.seek(place)
        return file.readline()


def _changed(path: Path) -> InputError:
    return InputError(path, "it has changed since the corpus was loaded", "load it again")
