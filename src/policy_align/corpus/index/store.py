"""The store of a large corpus: searches its index, reads its files where the pairs stand."""

from __future__ import annotations

import json
import threading
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policy_align.corpus.digests import fit
from policy_align.corpus.index.bitmaps import SIDES, pairs_with
from policy_align.corpus.index.documents import name_hash, parse_line
from policy_align.corpus.index.grams import phrase
from policy_align.corpus.index.ranges import Range, Ranges
from policy_align.corpus.index.schema import open_for_reading
from policy_align.corpus.spreading import spread
from policy_align.corpus.store import Found
from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from policy_align.corpus.query import Query
    from policy_align.corpus.scope import Scope
    from policy_align.model import Pair

# Up to so many, all hits are listed to choose a sample from; beyond, places are probed.
_LISTED = 2000
_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    path: Path
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Search:
    """A query in the words of the engine: what to select from, under which conditions."""

    source: str
    values: tuple[str | float, ...]


class IndexStore:
    """A store that asks an index; threads take turns.

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
        self._counts: dict[tuple[Query, Scope], tuple[int, ...]] = {}

    def find(self, query: Query, scope: Scope, *, limit: int, offset: int) -> Found:
        """Return one page of what a query finds."""
        numbers = self._lone_character(query, scope)
        if numbers is not None:
            page = numbers[offset : offset + limit].tolist()
            return Found(self._pairs(page), len(numbers))
        counts = self._count_parts(query, scope)
        page = list(self._page(query, scope, counts, limit, offset))
        return Found(self._pairs(page), sum(counts))

    def count(self, query: Query, scope: Scope) -> int:
        """Return how many pairs a query finds."""
        numbers = self._lone_character(query, scope)
        return sum(self._count_parts(query, scope)) if numbers is None else len(numbers)

    def sample(self, query: Query, scope: Scope, size: int) -> Found:
        """Return pairs that a query finds, spread over the corpus where there are more."""
        numbers = self._lone_character(query, scope)
        if numbers is not None:
            return Found(self._pairs(spread(numbers.tolist(), size)), len(numbers))
        counts = self._count_parts(query, scope)
        if sum(counts) <= max(_LISTED, size):
            chosen = spread(list(self._page(query, scope, counts, sum(counts), 0)), size)
        else:
            search = self._search(query, scope)
            probes = self._ranges(scope).probes(size)
            chosen = sorted({number for part in probes for number in self._select(search, part, 1)})
        return Found(self._pairs(chosen), sum(counts))

    def background(self, size: int) -> tuple[Sequence[str], Sequence[str]]:
        """Return the search keys of both sides of a fixed sample of the corpus."""
        rows = self._ask("SELECT zh, ja FROM background ORDER BY id")
        chosen = spread(rows, size)
        return [zh for zh, _ in chosen], [ja for _, ja in chosen]

    def neighbours(self, pair_id: str, size: int) -> tuple[Pair, ...]:
        """Return a pair between its neighbours; nothing if there is no such pair."""
        rows = self._ask("SELECT id FROM pairs WHERE name = ? ORDER BY id", (name_hash(pair_id),))
        for number in self._alive(number for (number,) in rows):
            if self._pairs([number])[0].id == pair_id:
                file = self._file_of(number)
                around = range(max(number - size, file.first), min(number + size + 1, file.stop))
                return self._pairs(around)
        return ()

    def digests(self) -> set[int]:
        """Return the digests of the keys of all pairs."""
        return {
            digest
            for part in self._everything().parts
            for (digest,) in self._ask("SELECT digest FROM pairs WHERE id >= ? AND id < ?", part)
        }

    def _ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _everything(self) -> Ranges:
        return Ranges.join(Range(file.first, file.stop) for file in self._files)

    def _ranges(self, scope: Scope) -> Ranges:
        documents = scope.documents
        return Ranges.join(
            Range(file.first, file.stop)
            for file in self._files
            if documents is None or file.name in documents
        )

    def _lone_character(self, query: Query, scope: Scope) -> NDArray[np.int64] | None:
        """Find a frequent character by its map; ``None`` if the query is another one."""
        plain = len(query.wanted) == 1 and not query.unwanted and not scope.section
        if not plain or len(query.wanted[0]) > 1 or scope.min_score > 0 or not self._files:
            return None
        sides = {"zh": SIDES[:1], "ja": SIDES[1:], None: SIDES}[scope.language]
        size = self._files[-1].stop
        numbers = pairs_with(self._ask, fit(query.wanted[0]), sides, size)
        return None if numbers is None else self._ranges(scope).choose(numbers)

    def _search(self, query: Query, scope: Scope) -> _Search:
        expression = " AND ".join(map(phrase, query.wanted))
        if query.unwanted:
            expression = f"({expression}) NOT ({' OR '.join(map(phrase, query.unwanted))})"
        if scope.language:
            expression = f"{scope.language} : ({expression})"
        if not scope.section and scope.min_score <= 0:
            return _Search("grams WHERE grams MATCH ?", (expression,))
        source = "grams JOIN pairs ON id = grams.rowid WHERE grams MATCH ? AND score >= ?"
        if not scope.section:
            return _Search(source, (expression, scope.min_score))
        sections = self._ask("SELECT id, path FROM sections")
        chosen = json.dumps([number for number, path in sections if scope.holds_section(path)])
        source += " AND section IN (SELECT value FROM json_each(?))"
        return _Search(source, (expression, scope.min_score, chosen))

    def _count_parts(self, query: Query, scope: Scope) -> tuple[int, ...]:
        """Count the hits in each range; what was counted is remembered for the next page."""
        counts = self._counts.get((query, scope))
        if counts is None:
            search = self._search(query, scope)
            counts = tuple(self._count(search, part) for part in self._ranges(scope).parts)
            if len(self._counts) >= _REMEMBERED:
                self._counts.clear()
            self._counts[query, scope] = counts
        return counts

    def _count(self, search: _Search, part: Range) -> int:
        rows = self._ask(
            f"SELECT count(*) FROM {search.source} AND grams.rowid >= ? AND grams.rowid < ?",  # noqa: S608 - no values in it
            (*search.values, *part),
        )
        return int(rows[0][0])

    def _page(
        self, query: Query, scope: Scope, counts: Sequence[int], limit: int, offset: int
    ) -> Iterator[int]:
        search = self._search(query, scope)
        for part, count in zip(self._ranges(scope).parts, counts, strict=True):
            if limit > 0 and offset < count:
                found = self._select(search, part, limit, offset)
                yield from found
                limit -= len(found)
            offset = max(offset - count, 0)

    def _select(self, search: _Search, part: Range, limit: int, offset: int = 0) -> list[int]:
        rows = self._ask(
            f"SELECT grams.rowid FROM {search.source} AND grams.rowid >= ? AND grams.rowid < ?"  # noqa: S608 - no values in it
            " ORDER BY grams.rowid LIMIT ? OFFSET ?",
            (*search.values, *part, limit, offset),
        )
        return [number for (number,) in rows]

    def _alive(self, numbers: Iterable[int]) -> Iterator[int]:
        parts = self._everything().parts
        return (
            number for number in numbers if any(part.first <= number < part.stop for part in parts)
        )

    def _file_of(self, number: int) -> _File:
        return self._files[bisect_right(self._firsts, number) - 1]

    def _pairs(self, numbers: Iterable[int]) -> tuple[Pair, ...]:
        return tuple(self._pair(number) for number in numbers)

    def _pair(self, number: int) -> Pair:
        file = self._file_of(number)
        ((place, name),) = self._ask("SELECT place, name FROM pairs WHERE id = ?", (number,))
        line = self._line(number) if place < 0 else _line_at(file.path, place)
        try:
            pair = parse_line(line, file.name, file.path, number - file.first + 1)
        except InputError as error:
            raise self._changed(file.path) from error
        if name_hash(pair.id) != name:
            raise self._changed(file.path)
        return pair

    def _line(self, number: int) -> bytes:
        ((line,),) = self._ask("SELECT line FROM lines WHERE id = ?", (number,))
        return bytes(line)

    @staticmethod
    def _changed(path: Path) -> InputError:
        return InputError(path, "it has changed since the corpus was loaded", "load it again")


def _line_at(path: Path, place: int) -> bytes:
    with path.open("rb") as file:
        file.seek(place)
        return file.readline()
