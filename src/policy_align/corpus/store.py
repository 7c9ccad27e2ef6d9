"""What the corpus asks of the place where its pairs lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from policy_align.folding import search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.corpus.query import Query
    from policy_align.corpus.scope import Scope
    from policy_align.model import Pair


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the pairs that a search found.

    Attributes:
        pairs: The pairs, in the order of the corpus.
        total: Number of all that were found.
    """

    pairs: tuple[Pair, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Background:
    """The search keys of pairs that have both texts.

    Attributes:
        zh: Keys of the Chinese texts.
        ja: Keys of the Japanese texts, in the same order.
    """

    zh: tuple[str, ...]
    ja: tuple[str, ...]

    def with_pairs(self, pairs: Sequence[Pair]) -> Background:
        """Add the pairs that are not among them, so that what is looked up is counted at all."""
        known = set(zip(self.zh, self.ja, strict=True))
        keys = {(search_key(pair.zh), search_key(pair.ja)): None for pair in pairs}
        missing = [both for both in keys if all(both) and both not in known]
        if not missing:
            return self
        zh, ja = zip(*missing, strict=True)
        return Background(self.zh + zh, self.ja + ja)


class Store(Protocol):
    """Pairs that can be searched."""

    def find(self, query: Query, scope: Scope, *, limit: int, offset: int) -> Found:
        """Return one page of what a query finds."""

    def count(self, query: Query, scope: Scope) -> int:
        """Return how many pairs a query finds."""

    def sample(self, query: Query, scope: Scope, size: int) -> Found:
        """Return pairs that a query finds, spread over the corpus where there are more."""

    def background(self) -> Background:
        """Return the search keys of the corpus or of a fixed sample of it."""

    def neighbours(self, pair_id: str, size: int) -> tuple[Pair, ...]:
        """Return a pair between its neighbours; nothing if there is no such pair."""

    def digests(self) -> set[int]:
        """Return the digests of the keys of all pairs."""
