"""Tokens that both languages may share: Han characters, numbers, Latin words; and how rare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from policy_align.aligning.quantities import number_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U000323af]+")
_LATIN = re.compile(r"[a-z][a-z0-9]*(?:[.+#_-][a-z0-9]+)*")
_SMOOTHING = 8
"""Sentences, none of which has a token, that are counted beside those of the texts."""


@dataclass(frozen=True, slots=True)
class Bag:
    """Sets of tokens, one for each sentence, as rows of a sparse matrix.

    Attributes:
        starts: n + 1 offsets into ``tokens``.
        tokens: Token numbers, ascending within a sentence, none twice.
        weights: Square root of the rarity of each token, so that the product of two rows is
            the rarity of what they share.
    """

    starts: NDArray[np.int64]
    tokens: NDArray[np.int32]
    weights: NDArray[np.float32]

    def take(self, rows: NDArray[np.int64]) -> Bag:
        """Return some of the rows."""
        sizes = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        at = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], sizes)
        return Bag(starts.astype(np.int64), self.tokens[at], self.weights[at])

    def row(self, number: int) -> set[int]:
        """Return the tokens of a sentence."""
        return set(self.tokens[self.starts[number] : self.starts[number + 1]].tolist())


def han(key: str) -> Iterable[str]:
    """List the Han characters of a folded text."""
    return (char for run in _HAN.findall(key) for char in run)


def _bigrams(key: str) -> Iterable[str]:
    return (run[i : i + 2] for run in _HAN.findall(key) for i in range(len(run) - 1))


BAGS: dict[str, Callable[[str], Iterable[str]]] = {
    "han": han,
    "bigram": _bigrams,
    "number": number_tokens,
    "latin": _LATIN.findall,
}
"""Kinds of tokens, and what finds them in a folded text."""


def read_bags(
    keys: Sequence[Sequence[str]], find: Callable[[str], Iterable[str]]
) -> tuple[Bag, Bag]:
    """Find the tokens of both languages and weigh them by rarity.

    Args:
        keys: Folded Chinese and folded Japanese texts.
        find: What finds the tokens of one.

    Returns:
        The bags of both. A repeated sentence is counted once (inverse document frequency).
    """
    numbers: dict[str, int] = {}
    bags, counts, sizes = [], [], []
    for side in keys:
        rows = {}
        for key in dict.fromkeys(side):
            found = {numbers.setdefault(token, len(numbers)) for token in find(key)}
            rows[key] = np.array(sorted(found), np.int32)
        counts.append(np.concatenate([_NO_TOKENS, *rows.values()]))
        sizes.append(len(rows))
        tokens = np.concatenate([_NO_TOKENS, *(rows[key] for key in side)])
        starts = np.concatenate([[0], np.cumsum([len(rows[key]) for key in side])])
        bags.append((starts.astype(np.int64), tokens))
    share = np.maximum(
        *(
            np.bincount(tokens, minlength=len(numbers)) / max(size, 1)
            for tokens, size in zip(counts, sizes, strict=True)
        )
    )
    total = sum(sizes) + _SMOOTHING
    weights = np.sqrt(np.log((total + _SMOOTHING) / (share * total + 1))).astype(np.float32)
    zh, ja = (Bag(starts, tokens, weights[tokens]) for starts, tokens in bags)
    return zh, ja


_NO_TOKENS = np.zeros(0, np.int32)
