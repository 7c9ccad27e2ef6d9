"""Evidence for and against each candidate bead, as numbers of the order of one.

Every piece of evidence has a name; the weight it gets stands under that name in
``weights.json``. Similarities of merges come from sums over the grid: the product of two sums is
the sum of the products, so nothing is embedded twice.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from policy_align.aligning.bags import BAGS
from policy_align.aligning.band import bag_products, vector_products
from policy_align.aligning.sides import EDGES, QUESTION
from policy_align.aligning.sums import MOST, SideSums
from policy_align.aligning.vectors import margin_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from policy_align.aligning.band import Band
    from policy_align.aligning.lattice import Shape
    from policy_align.aligning.sides import Side

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

USUAL_RATIO = 1.6
"""Length of Japanese divided by that of Chinese, before the document has its say."""

HIGH = 0.25
"""Similarity above which more of it counts differently."""

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
        self._products = {"vector": vector_products(band, zh.cloud.vectors, ja.cloud.vectors)}
        for kind in BAGS:
            self._products[kind] = bag_products(band, zh.bags[kind], ja.bags[kind])
        self._zh, self._ja = SideSums.of(zh, ja), SideSums.of(ja, zh)
        self._unit = np.float32(margin_unit(zh.cloud, ja.cloud))
        self._margins: dict[Shape, Array] = {}
        self._overlaps: dict[Shape, Array] = {}
        self._edges = {name: self._edge_products(name) for name in EDGES}
        self.ratio = length_ratio(zh, ja)

    @cached_property
    def margin(self) -> Array:
        """Margin of the embeddings of single sentences at each node; low outside the grid."""
        return self._margin((1, 1))

    def _edge_products(self, name: str) -> tuple[Array, Array]:
        """Compare beginnings or ends of single sentences at each node: margin, shared Han."""
        zh, ja = self.zh.edges[name], self.ja.edges[name]
        overlap = bag_products(self.band, zh.bag, ja.bag)[:-1]
        left, right = zh.cloud, ja.cloud
        if not left.vectors.shape[1]:
            return self.margin, overlap
        hubs = left.vectors @ right.centre, right.vectors @ left.centre
        cosine = vector_products(self.band, left.vectors, right.vectors)[:-1]
        margin = cosine - 0.5 * (hubs[0][self.i] + hubs[1][self.j])
        return np.float32(margin_unit(left, right)) * margin, overlap

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
        """Cosine of the pooled vectors, less what each of them has with anything (hub correction).

        Models differ in how far apart they set texts; the unit is how much the similarity of
        unrelated sentences varies.
        """
        if shape not in self._margins:
            a, b = shape
            size = self._zh.norms["vector"][a - 1][self.i] * self._ja.norms["vector"][b - 1][self.j]
            cosine = self._sum("vector", shape) / np.sqrt(size + _EPSILON)
            hubs = self._zh.hubs[a - 1][self.i] + self._ja.hubs[b - 1][self.j]
            self._margins[shape] = self._unit * (cosine - 0.5 * hubs)
        return self._margins[shape]

    def _overlap(self, kind: str, shape: Shape) -> Array:
        """Cosine of the weighted sets of tokens."""
        a, b = shape
        size = self._zh.norms[kind][a - 1][self.i] * self._ja.norms[kind][b - 1][self.j]
        overlap: Array = self._sum(kind, shape) / np.sqrt(size + np.float32(1))
        return overlap

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
        yield f"shape {min(shape)}-{max(shape)}", np.ones(len(self.band), np.float32)
        yield from self._vector_features(shape)
        yield from self._han_features(shape)
        yield from self._token_features(shape)
        yield from self._length_features(shape)
        yield from self._mark_features(shape)
        yield from self._end_features(shape)
        yield from self._label_features(shape)
        yield from self._layout_features(shape)
        if shape == (1, 1):
            yield from self._rivals()
        else:
            yield from self._merge_features(shape)
        self._forget(shape)

    def _forget(self, shape: Shape) -> None:
        """Drop the sums that no shape after this one is built from."""
        later = SHAPES[SHAPES.index(shape) + 1 :]
        rows = {(1, b) for _, b in later} | {(1, b - 1) for a, b in later if a == 1}
        needed = {(1, 1), *rows, *((a - 1, b) for a, b in later)}
        for sums in self._sums.values():
            for known in list(sums):
                if known not in needed:
                    del sums[known]

    def _size(self, shape: Shape) -> Array:
        """Length of a bead, 1 for about 20 Chinese characters, growing slowly."""
        zh = self._zh.length(shape[0], self.i)
        ja = self._ja.length(shape[1], self.j) / self.ratio
        return np.log1p(np.minimum(zh, ja) / 10).astype(np.float32)

    def _vector_features(self, shape: Shape) -> Iterator[Feature]:
        margin, size = self._margin(shape), self._size(shape)
        yield "size", size
        yield "vector", margin
        yield "vector high", np.maximum(margin - HIGH, 0)
        yield "vector higher", np.maximum(margin - 0.5, 0)
        yield "vector x size", margin * size
        yield "vector low x size", np.maximum(HIGH - margin, 0) * size

    def _han_features(self, shape: Shape) -> Iterator[Feature]:
        han = self._han(shape)
        yield "han", han
        yield "han high", np.maximum(han - HIGH, 0)
        yield "han x size", han * self._size(shape)
        yield "han amount", np.log1p(self._sum("han", shape))
        yield "bigram", self._overlap("bigram", shape)
        yield "bigram amount", np.log1p(self._sum("bigram", shape))

    def _token_features(self, shape: Shape) -> Iterator[Feature]:
        for kind in ("number", "latin"):
            shared = self._sum(kind, shape)
            yield f"{kind} shared", np.log1p(shared)
            zh = self._zh.masses[kind][shape[0] - 1][self.i] - shared
            ja = self._ja.masses[kind][shape[1] - 1][self.j] - shared
            alone = np.log1p(np.maximum(zh, 0)) + np.log1p(np.maximum(ja, 0))
            yield f"{kind} on one side", alone

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
            (differ & ~bare & ((zh_end == QUESTION) | (ja_end == QUESTION))).astype(np.float32),
        )
        yield (
            "end differs",
            (differ & ~bare & (zh_end != QUESTION) & (ja_end != QUESTION)).astype(np.float32),
        )
        zh_start, ja_start = self.zh.starts[self.i], self.ja.starts[self.j]
        yield "start same", ((zh_start == ja_start) & (zh_start > 0)).astype(np.float32)
        yield "start differs", (zh_start != ja_start).astype(np.float32)

    def _end_features(self, shape: Shape) -> Iterator[Feature]:
        """Whether both sides of a bead begin alike, and end alike."""
        last = self.band.shifted(shape[0] - 1, shape[1] - 1)
        for name in EDGES:
            margin, overlap = self._edges[name]
            if name == "tail":
                margin, overlap = _at(margin, last), np.maximum(_at(overlap, last), 0)
            yield f"{name} vector", margin
            yield f"{name} vector high", np.maximum(margin - HIGH, 0)
            yield f"{name} han", np.log1p(overlap)

    def _label_features(self, shape: Shape) -> Iterator[Feature]:
        zh, ja = self.zh.labels[self.i], self.ja.labels[self.j]
        both = (zh >= 0) & (ja >= 0)
        yield "label same", (both & (zh == ja)).astype(np.float32)
        yield "label differs", (both & (zh != ja)).astype(np.float32)
        yield "label on one side", ((zh >= 0) != (ja >= 0)).astype(np.float32)
        notes = self.zh.notes[self.i] != self.ja.notes[self.j]
        yield "note on one side", notes.astype(np.float32)
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
        yield "rivals", self.zh_best[self.i] + self.ja_best[self.j] - 2 * self.margin

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

    def _best_part(self, measure: Callable[[Shape], Array], shape: Shape) -> Array:
        parts = [_at(measure(part), self.band.shifted(*by)) for part, by in self._parts(shape)]
        best: Array = np.maximum.reduce(parts)
        return best

    def _worst_part(self, shape: Shape) -> Array:
        """Margin of the least similar single sentence of the longer side with the other side."""
        a, b = shape
        if a >= b:
            parts = [_at(self._margin((1, b)), self.band.shifted(p, 0)) for p in range(a)]
        else:
            parts = [_at(self._margin((a, 1)), self.band.shifted(0, q)) for q in range(b)]
        worst: Array = np.minimum.reduce(parts)
        return worst

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
        yield "null", np.ones(len(side), np.float32)
        yield "null size", size
        yield "null best", best
        yield "null best high", np.maximum(best - 0.35, 0)
        yield "null note", side.notes.astype(np.float32)
        yield "null label", (side.labels >= 0).astype(np.float32)
        yield "null bare", (side.ends == 0).astype(np.float32)


def _at(values: Array, where: NDArray[np.int32]) -> Array:
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
