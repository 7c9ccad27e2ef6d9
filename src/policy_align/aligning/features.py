"""Evidence for and against each candidate bead, as numbers of the order of one.

Every piece of evidence has a name; the weight it gets stands under that name in
``weights.json``. Similarities of merges come from sums over the grid: the product of two sums is
the sum of the products, so nothing is embedded twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from policy_align.aligning.band import bag_products, merge_norms, vector_products
from policy_align.aligning.sides import BAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from policy_align.aligning.band import Band
    from policy_align.aligning.lattice import Shape
    from policy_align.aligning.sides import Bag, Side

    Array: TypeAlias = NDArray[np.float32]
    Feature: TypeAlias = tuple[str, Array]

SHAPES: tuple[Shape, ...] = (
    (1, 1),
    (1, 2),
    (2, 1),
    (2, 2),
    (1, 3),
    (3, 1),
    (2, 3),
    (3, 2),
    (1, 4),
    (4, 1),
)
"""Sizes of beads that are weighed, small ones first."""

MOST = 4
"""Most sentences of one language in a bead."""

USUAL_RATIO = 1.6
"""Length of Japanese divided by that of Chinese, before the document has its say."""

_RATIO_PRIOR = 400.0
"""Characters that the usual ratio counts for."""

_EPSILON = 1e-6


class Evidence:
    """Evidence over a band of the grid.

    Args:
        zh: The Chinese sentences.
        ja: The Japanese sentences.
        band: Candidate nodes.
    """

    def __init__(self, zh: Side, ja: Side, band: Band) -> None:
        self.zh, self.ja, self.band = zh, ja, band
        self.i = np.minimum(band.row, len(zh) - 1)
        self.j = np.minimum(band.col, len(ja) - 1)
        self._below = [band.shifted(p, 0) for p in range(1, MOST)]
        self._sums: dict[str, dict[Shape, Array]] = {}
        self._products = {"vector": vector_products(band, zh.vectors, ja.vectors)}
        for kind in BAGS:
            self._products[kind] = bag_products(band, zh.bags[kind], ja.bags[kind])
        self._zh, self._ja = _SideSums.of(zh, ja), _SideSums.of(ja, zh)
        self._margins: dict[Shape, Array] = {}
        self._overlaps: dict[Shape, Array] = {}
        self.ratio = length_ratio(zh, ja)

    @cached_property
    def margin(self) -> Array:
        """Margin of the embeddings of single sentences at each node; low outside the grid."""
        return self._margin((1, 1))

    def _sum(self, kind: str, shape: Shape) -> Array:
        """Sum products over the sentences of a bead that begins at each node."""
        known = self._sums.setdefault(kind, {(1, 1): self._products[kind][:-1]})
        if shape not in known:
            a, b = shape
            if a == 1:
                last = np.append(self._products[kind][b - 1 :], np.zeros(b, np.float32))
                known[shape] = self._sum(kind, (1, b - 1)) + last[: len(self.band)] * (
                    self.band.col + b - 1 <= self.band.high[self.band.row]
                )
            else:
                row = np.append(self._sum(kind, (1, b)), np.float32(0))
                known[shape] = self._sum(kind, (a - 1, b)) + row[self._below[a - 2]]
        return known[shape]

    def _margin(self, shape: Shape) -> Array:
        """Cosine of the pooled vectors less what each of them has with anything (hub correction)."""
        if shape not in self._margins:
            a, b = shape
            size = self._zh.norms["vector"][a - 1][self.i] * self._ja.norms["vector"][b - 1][self.j]
            cosine = self._sum("vector", shape) / np.sqrt(size + _EPSILON)
            hubs = self._zh.hubs[a - 1][self.i] + self._ja.hubs[b - 1][self.j]
            self._margins[shape] = cosine - 0.5 * hubs
        return self._margins[shape]

    def _overlap(self, kind: str, shape: Shape) -> Array:
        """Cosine of the weighted sets of tokens."""
        a, b = shape
        size = self._zh.norms[kind][a - 1][self.i] * self._ja.norms[kind][b - 1][self.j]
        return self._sum(kind, shape) / np.sqrt(size + 1.0)

    def _han(self, shape: Shape) -> Array:
        if shape not in self._overlaps:
            self._overlaps[shape] = self._overlap("han", shape)
        return self._overlaps[shape]

    def bead_features(self, shape: Shape) -> Iterator[Feature]:
        """Yield the evidence for the beads of one shape.

        Args:
            shape: Chinese and Japanese sentences of a bead.

        Yields:
            Name and (nodes,) values for the bead that begins at each node.
        """
        yield f"shape {shape[0]}-{shape[1]}", np.ones(len(self.band), np.float32)
        yield from self._vector_features(shape)
        yield from self._han_features(shape)
        yield from self._token_features(shape)
        yield from self._length_features(shape)
        yield from self._mark_features(shape)
        yield from self._label_features(shape)
        yield from self._layout_features(shape)
        if shape == (1, 1):
            yield from self._rivals()
        else:
            yield from self._merge_features(shape)

    def _size(self, shape: Shape) -> Array:
        """Length of a bead, 1 for about 20 Chinese characters, growing slowly."""
        zh = self._zh.length(shape[0], self.i)
        ja = self._ja.length(shape[1], self.j) / self.ratio
        return np.log1p(np.minimum(zh, ja) / 10).astype(np.float32)

    def _vector_features(self, shape: Shape) -> Iterator[Feature]:
        margin = self._margin(shape)
        yield "vector", margin
        yield "vector high", np.maximum(margin - 0.25, 0)
        yield "vector higher", np.maximum(margin - 0.5, 0)
        yield "vector x size", margin * self._size(shape)

    def _han_features(self, shape: Shape) -> Iterator[Feature]:
        han = self._han(shape)
        yield "han", han
        yield "han high", np.maximum(han - 0.25, 0)
        yield "han x size", han * self._size(shape)
        yield "han amount", np.log1p(self._sum("han", shape))
        yield "bigram", self._overlap("bigram", shape)
        yield "bigram amount", np.log1p(self._sum("bigram", shape))

    def _token_features(self, shape: Shape) -> Iterator[Feature]:
        for kind in ("number", "latin"):
            shared = self._sum(kind, shape)
            yield f"{kind} shared", np.log1p(shared)
            for name, side, at, size in (
                ("zh", self._zh, self.i, shape[0]),
                ("ja", self._ja, self.j, shape[1]),
            ):
                alone = np.maximum(side.masses[kind][size - 1][at] - shared, 0)
                yield f"{kind} only {name}", np.log1p(alone)

    def _length_features(self, shape: Shape) -> Iterator[Feature]:
        zh = self._zh.length(shape[0], self.i) * self.ratio
        ja = self._ja.length(shape[1], self.j)
        delta = np.log((ja + 3) / (zh + 3)).astype(np.float32)
        scaled = delta * np.sqrt(np.minimum(np.minimum(zh, ja), 150) / 30)
        yield "length", np.minimum(np.abs(delta), 2)
        yield "length squared", np.minimum(delta * delta, 4)
        yield "length scaled", np.minimum(scaled * scaled, 9)
        yield "length tail", np.log1p(scaled * scaled)

    def _mark_features(self, shape: Shape) -> Iterator[Feature]:
        zh, ja = self._zh.marks(shape[0], self.i), self._ja.marks(shape[1], self.j)
        names = ("comma", "question", "quote", "bracket", "title", "stop")
        for name, left, right in zip(names, zh, ja, strict=True):
            yield f"mark {name}", np.minimum(np.abs(left - right), 3).astype(np.float32)
        yield from self._edge_features(shape)

    def _edge_features(self, shape: Shape) -> Iterator[Feature]:
        zh_last = np.minimum(self.band.row + shape[0], len(self.zh)) - 1
        ja_last = np.minimum(self.band.col + shape[1], len(self.ja)) - 1
        zh_end, ja_end = self.zh.ends[zh_last], self.ja.ends[ja_last]
        differ = zh_end != ja_end
        bare = (zh_end == 0) | (ja_end == 0)
        yield "end same", (~differ & (zh_end > 1)).astype(np.float32)
        yield "end bare", (~differ & (zh_end == 0)).astype(np.float32)
        yield "end bare and not", (differ & bare).astype(np.float32)
        yield (
            "end question and not",
            (differ & ~bare & ((zh_end == 2) | (ja_end == 2))).astype(np.float32),
        )
        yield "end differs", (differ & ~bare & (zh_end != 2) & (ja_end != 2)).astype(np.float32)
        zh_start, ja_start = self.zh.starts[self.i], self.ja.starts[self.j]
        yield "start same", ((zh_start == ja_start) & (zh_start > 0)).astype(np.float32)
        yield "start differs", (zh_start != ja_start).astype(np.float32)

    def _label_features(self, shape: Shape) -> Iterator[Feature]:
        zh, ja = self.zh.labels[self.i], self.ja.labels[self.j]
        both = (zh >= 0) & (ja >= 0)
        yield "label same", (both & (zh == ja)).astype(np.float32)
        yield "label differs", (both & (zh != ja)).astype(np.float32)
        yield "label on one side", ((zh >= 0) != (ja >= 0)).astype(np.float32)
        if shape != (1, 1):
            inner = self._zh.inner_labels(shape[0], self.i) + self._ja.inner_labels(
                shape[1], self.j
            )
            yield "label inside", inner.astype(np.float32)
            bare = self._zh.inner_bare(shape[0], self.i) + self._ja.inner_bare(shape[1], self.j)
            yield "bare end inside", bare.astype(np.float32)

    def _layout_features(self, shape: Shape) -> Iterator[Feature]:
        """Paragraphs and kinds, where both sides have them."""
        zh, ja = self.zh.layout, self.ja.layout
        if zh is None or ja is None:
            return
        zh_last = np.minimum(self.band.row + shape[0], len(self.zh)) - 1
        ja_last = np.minimum(self.band.col + shape[1], len(self.ja)) - 1
        opens, closes = zh.opens[self.i], zh.closes[zh_last]
        yield "paragraph opens in one", (opens != ja.opens[self.j]).astype(np.float32)
        yield "paragraph opens in both", (opens & ja.opens[self.j]).astype(np.float32)
        yield "paragraph closes in one", (closes != ja.closes[ja_last]).astype(np.float32)
        yield "paragraph closes in both", (closes & ja.closes[ja_last]).astype(np.float32)
        yield "kind same", (zh.kinds[self.i] == ja.kinds[self.j]).astype(np.float32)
        yield "role differs", (zh.roles[self.i] != ja.roles[self.j]).astype(np.float32)
        if shape != (1, 1):
            crossed = self._zh.crossed(shape[0], self.i) + self._ja.crossed(shape[1], self.j)
            yield "paragraphs crossed", crossed.astype(np.float32)

    def _rivals(self) -> Iterator[Feature]:
        """Distance to the best other partner of each sentence."""
        yield "rival of zh", self.zh_best[self.i] - self.margin
        yield "rival of ja", self.ja_best[self.j] - self.margin

    @cached_property
    def zh_best(self) -> Array:
        """(n,) best margin of each Chinese sentence with a single Japanese one."""
        inside = (self.band.row < len(self.zh)) & (self.band.col < len(self.ja))
        values = np.where(inside, self.margin, -1).astype(np.float32)
        return np.maximum.reduceat(values, self.band.start[:-1])[: len(self.zh)]

    @cached_property
    def ja_best(self) -> Array:
        """(m,) best margin of each Japanese sentence with a single Chinese one."""
        inside = (self.band.row < len(self.zh)) & (self.band.col < len(self.ja))
        best = np.full(len(self.ja) + 1, -1, np.float32)
        np.maximum.at(best, self.band.col[inside], self.margin[inside])
        return best[: len(self.ja)]

    def _merge_features(self, shape: Shape) -> Iterator[Feature]:
        """What a merge gains over the best bead that leaves out a sentence at its edge."""
        yield "merge gain vector", self._margin(shape) - self._best_part(self._margin, shape)
        yield "merge gain han", self._han(shape) - self._best_part(self._han, shape)
        worst = self._worst_part(shape)
        yield "merge worst part", worst
        yield "merge shortest", self._shortest(shape)
        if min(shape) > 1:
            first = self.margin
            last = _at(self.margin, self.band.shifted(shape[0] - 1, shape[1] - 1))
            yield "merge of pairs", np.minimum(first, last)

    def _parts(self, shape: Shape) -> Iterator[tuple[Shape, tuple[int, int]]]:
        """List the beads that leave out one sentence at an edge, and where they begin."""
        a, b = shape
        if a > 1:
            yield (a - 1, b), (0, 0)
            yield (a - 1, b), (1, 0)
        if b > 1:
            yield (a, b - 1), (0, 0)
            yield (a, b - 1), (0, 1)

    def _best_part(self, measure, shape: Shape) -> Array:  # type: ignore[no-untyped-def]
        parts = [_at(measure(part), self.band.shifted(*by)) for part, by in self._parts(shape)]
        return np.maximum.reduce(parts)

    def _worst_part(self, shape: Shape) -> Array:
        """Margin of the least similar single sentence of the longer side with the other side."""
        a, b = shape
        if a >= b:
            parts = [_at(self._margin((1, b)), self.band.shifted(p, 0)) for p in range(a)]
        else:
            parts = [_at(self._margin((a, 1)), self.band.shifted(0, q)) for q in range(b)]
        return np.minimum.reduce(parts)

    def _shortest(self, shape: Shape) -> Array:
        """Share of the shortest sentence in the longer side of a merge."""
        a, b = shape
        zh = self._zh.shortest(a, self.i) if a >= b else np.full(len(self.band), np.inf)
        ja = self._ja.shortest(b, self.j) if b >= a else np.full(len(self.band), np.inf)
        return np.minimum(zh, ja).astype(np.float32)

    def null_features(self, language: str) -> Iterator[Feature]:
        """Yield the evidence for leaving out single sentences.

        Args:
            language: ``zh`` or ``ja``.

        Yields:
            Name and (n,) values for each sentence of that language.
        """
        side, best = (self.zh, self.zh_best) if language == "zh" else (self.ja, self.ja_best)
        size = np.log1p(side.lengths / 10).astype(np.float32)
        yield f"{language} null", np.ones(len(side), np.float32)
        yield f"{language} null size", size
        yield f"{language} null best", best
        yield f"{language} null best high", np.maximum(best - 0.35, 0)
        yield f"{language} null note", side.notes.astype(np.float32)
        yield f"{language} null label", (side.labels >= 0).astype(np.float32)
        yield f"{language} null bare", (side.ends == 0).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _SideSums:
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
    def of(cls, side: Side, other: Side) -> _SideSums:
        """Prepare the sums of one side."""
        norms = {kind: merge_norms(side.bags[kind], MOST) for kind in BAGS}
        norms["vector"], hubs = [], []
        total = np.zeros_like(side.vectors)
        for a in range(MOST):
            total[: max(len(total) - a, 0)] += side.vectors[a:]
            norm = np.einsum("nd,nd->n", total, total)
            norms["vector"].append(norm)
            hubs.append((total @ other.centre) / np.sqrt(norm + _EPSILON))
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
        return self._window(self.mark_totals, at, at + a).T

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


def _at(values: Array, where: NDArray[np.int64]) -> Array:
    return np.append(values, np.float32(-1))[where]


def length_ratio(zh: Side, ja: Side) -> float:
    """Estimate the length of Japanese for each character of Chinese.

    Args:
        zh: The Chinese sentences.
        ja: The Japanese sentences.

    Returns:
        The ratio, drawn to the usual one where there is little text.
    """
    left = float(zh.lengths.sum()) + _RATIO_PRIOR
    right = float(ja.lengths.sum()) + _RATIO_PRIOR * USUAL_RATIO
    return min(max(right / left, USUAL_RATIO / 1.5), USUAL_RATIO * 1.5)
