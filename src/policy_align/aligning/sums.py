"""Sums over merges of adjacent sentences of one side: norms, lengths, marks, labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from policy_align.aligning.bags import BAGS
from policy_align.aligning.band import merge_norms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policy_align.aligning.sides import Side

    Array: TypeAlias = NDArray[np.float32]

MOST = 4
"""Most sentences of one language in a bead."""

_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class SideSums:
    """Sums over merges of adjacent sentences of one side, indexed by first sentence."""

    norms: dict[str, list[Array]]
    masses: dict[str, list[Array]]
    hubs: list[Array]
    totals: NDArray[np.float64]
    mark_totals: NDArray[np.float64]
    labelled: NDArray[np.float64]
    bare: NDArray[np.float64]
    closed: NDArray[np.float64]
    lengths: NDArray[np.float64]

    @classmethod
    def of(cls, side: Side, other: Side) -> SideSums:
        """Prepare the sums of one side."""
        norms = {kind: merge_norms(side.bags[kind], MOST) for kind in BAGS}
        norms["vector"], hubs = [], []
        vectors = side.cloud.vectors
        total = np.zeros_like(vectors)
        for a in range(MOST):
            total[: max(len(total) - a, 0)] += vectors[a:]
            norm = np.einsum("nd,nd->n", total, total)
            norms["vector"].append(norm)
            hubs.append((total @ other.cloud.centre) / np.sqrt(norm + _EPSILON))
        masses = {kind: [_windows(norms[kind][0], a + 1) for a in range(MOST)] for kind in BAGS}
        return cls(
            norms=norms,
            masses=masses,
            hubs=hubs,
            totals=_cumulated(side.lengths),
            mark_totals=_cumulated(side.marks),
            labelled=_cumulated((side.labels >= 0).astype(np.float64)),
            bare=_cumulated((side.ends == 0).astype(np.float64)),
            closed=_cumulated(
                np.zeros(len(side))
                if side.layout is None
                else side.layout.closes.astype(np.float64)
            ),
            lengths=side.lengths,
        )

    def _window(
        self, totals: NDArray[np.float64], first: NDArray[np.int32], last: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        last = np.minimum(last, len(totals) - 1)
        return totals[last] - totals[np.minimum(first, last)]

    def length(self, a: int, at: NDArray[np.int32]) -> NDArray[np.float64]:
        """Length of a merge of ``a`` sentences."""
        return self._window(self.totals, at, at + a)

    def marks(self, a: int, at: NDArray[np.int32]) -> NDArray[np.float64]:
        """(k, nodes) counts of punctuation in a merge."""
        marks: NDArray[np.float64] = self._window(self.mark_totals, at, at + a).T
        return marks

    def inner_labels(self, a: int, at: NDArray[np.int32]) -> NDArray[np.float64]:
        """Labels that begin a sentence of a merge other than its first."""
        return self._window(self.labelled, at + 1, at + a)

    def inner_bare(self, a: int, at: NDArray[np.int32]) -> NDArray[np.float64]:
        """Sentences of a merge other than its last that end without any mark."""
        return self._window(self.bare, at, at + a - 1)

    def crossed(self, a: int, at: NDArray[np.int32]) -> NDArray[np.float64]:
        """Ends of paragraphs inside a merge."""
        return self._window(self.closed, at, at + a - 1)

    def shortest(self, a: int, at: NDArray[np.int32]) -> NDArray[np.float64]:
        """Share of the shortest sentence in a merge."""
        rows = np.minimum(at[:, None] + np.arange(a), len(self.lengths) - 1)
        lengths = self.lengths[rows] + 1
        share: NDArray[np.float64] = lengths.min(1) / lengths.sum(1)
        return share


def _cumulated(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, 0)])


def _windows(values: Array, a: int) -> Array:
    totals = _cumulated(values.astype(np.float64))
    at = np.arange(len(values))
    return (totals[np.minimum(at + a, len(values))] - totals[at]).astype(np.float32)
