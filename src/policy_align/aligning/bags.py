"""Tokens that both languages may share: Han characters, numbers, Latin words; and how rare."""

from __future__ import annotations

import re
from collections import Counter
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
    known = [{key: set(find(key)) for key in dict.fromkeys(side)} for side in keys]
    counts = [Counter(token for row in side.values() for token in row) for side in known]
    numbers = {token: i for i, token in enumerate(counts[0] | counts[1])}
    sizes = [max(len(side), 1) for side in known]
    share = np.array([max(counts[0][t] / sizes[0], counts[1][t] / sizes[1]) for t in numbers])
    total = sum(map(len, known)) + _SMOOTHING
    weights = np.sqrt(np.log((total + _SMOOTHING) / (share * total + 1))).astype(np.float32)
    bags = []
    for side, distinct in zip(keys, known, strict=True):
        arrays = {
            key: np.array(sorted(numbers[t] for t in row), np.int32)
            for key, row in distinct.items()
        }
        rows = [arrays[key] for key in side]
        tokens = np.concatenate([np.zeros(0, np.int32), *rows])
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        bags.append(Bag(starts, tokens, weights[tokens] if len(weights) else _NO_WEIGHTS))
    return bags[0], bags[1]


_NO_WEIGHTS = np.zeros(0, np.float32)
