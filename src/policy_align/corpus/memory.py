"""Pairs held in memory: the store of a small corpus, ready without an index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from policy_align.corpus.digests import pair_digest
from policy_align.corpus.spreading import spread
from policy_align.corpus.store import Background, Found
from policy_align.folding import search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from policy_align.corpus.query import Query
    from policy_align.corpus.scope import Scope
    from policy_align.model import Pair


@dataclass(frozen=True, slots=True)
class _Row:
    document: str
    pair: Pair
    zh: str
    ja: str


class MemoryStore:
    """A store that looks through all pairs.

    Args:
        documents: The pairs of each document by its name.
    """

    def __init__(self, documents: Mapping[str, Iterable[Pair]]) -> None:
        self._rows = [
            _Row(name, pair, search_key(pair.zh), search_key(pair.ja))
            for name, pairs in documents.items()
            for pair in pairs
        ]

    def find(self, query: Query, scope: Scope, *, limit: int, offset: int) -> Found:
        """Return one page of what a query finds."""
        pairs = self._matches(query, scope)
        return Found(tuple(pairs[offset : offset + limit]), len(pairs))

    def count(self, query: Query, scope: Scope) -> int:
        """Return how many pairs a query finds."""
        return len(self._matches(query, scope))

    def sample(self, query: Query, scope: Scope, size: int) -> Found:
        """Return pairs that a query finds, spread over the corpus where there are more."""
        pairs = self._matches(query, scope)
        return Found(tuple(spread(pairs, size)), len(pairs))

    def background(self) -> Background:
        """Return the search keys of all pairs."""
        rows = [row for row in self._rows if row.zh and row.ja]
        return Background(tuple(row.zh for row in rows), tuple(row.ja for row in rows))

    def neighbours(self, pair_id: str, size: int) -> tuple[Pair, ...]:
        """Return a pair between its neighbours; nothing if there is no such pair."""
        place = self._places.get(pair_id)
        if place is None:
            return ()
        document = self._rows[place].document
        rows = self._rows[max(place - size, 0) : place + size + 1]
        return tuple(row.pair for row in rows if row.document == document)

    def digests(self) -> set[int]:
        """Return the digests of the keys of all pairs."""
        return {pair_digest(row.zh, row.ja) for row in self._rows}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {row.pair.id: place for place, row in reversed(list(enumerate(self._rows)))}

    def _matches(self, query: Query, scope: Scope) -> list[Pair]:
        return [row.pair for row in self._rows if _holds(row, query, scope)]


def _holds(row: _Row, query: Query, scope: Scope) -> bool:
    texts = {"zh": (row.zh,), "ja": (row.ja,), None: (row.zh, row.ja)}[scope.language]
    return (
        all(any(key in text for text in texts) for key in query.wanted)
        and not any(key in text for key in query.unwanted for text in texts)
        and (scope.documents is None or row.document in scope.documents)
        and row.pair.score >= scope.min_score
        and (not scope.section or scope.holds_section(row.pair.section))
    )
