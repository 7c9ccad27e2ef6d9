"""Alignment below the sentence: minimal clause beads inside every pair of a bitext."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from policy_align.aligning.band import make_band
from policy_align.aligning.clause_splitting import cut_clauses
from policy_align.aligning.coarse import search_band
from policy_align.aligning.features import Evidence
from policy_align.aligning.monotone import decide, forbid, weigh
from policy_align.aligning.sentences import default_embedder
from policy_align.aligning.sides import read_sides
from policy_align.aligning.weights import load_weights
from policy_align.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policy_align.aligning.band import Band
    from policy_align.bitext import Bitext
    from policy_align.embedding.protocol import Embedder
    from policy_align.model import Bead, Pair


ClauseBead: TypeAlias = tuple[str, str, float]
"""Chinese clauses, Japanese clauses, probability that they belong together."""

_AT_ONCE = 400
"""Pairs whose clauses are aligned at once."""

_MOST_NODES = 400_000
"""Nodes of the grid from which only a band of it is searched."""


@dataclass(frozen=True, slots=True)
class ClauseGrid:
    """The clauses of several pairs, one after the other.

    Attributes:
        zh: All Chinese clauses.
        ja: All Japanese clauses.
        zh_pairs: For each Chinese clause, the number of its pair.
        ja_pairs: The same for the Japanese clauses.
    """

    zh: list[str]
    ja: list[str]
    zh_pairs: NDArray[np.int64]
    ja_pairs: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[tuple[str, str]]) -> ClauseGrid:
        """Cut the two texts of each pair into clauses."""
        zh = [cut_clauses(text, "zh") for text, _ in texts]
        ja = [cut_clauses(text, "ja") for _, text in texts]
        return cls(
            [clause for part in zh for clause in part],
            [clause for part in ja for clause in part],
            np.repeat(np.arange(len(texts)), [len(part) for part in zh]),
            np.repeat(np.arange(len(texts)), [len(part) for part in ja]),
        )

    def band(self) -> Band:
        """Lay out a band of blocks along the diagonal, one for each pair."""
        begins = np.searchsorted(self.ja_pairs, self.zh_pairs, side="left")
        ends = np.searchsorted(self.ja_pairs, self.zh_pairs, side="right")
        low = np.append(begins, len(self.ja))
        high = np.append(ends, len(self.ja))
        opens = np.flatnonzero(np.diff(self.zh_pairs, prepend=-1) > 0)
        low[opens[1:]] = begins[opens[1:] - 1]
        low[-1] = begins[-1]
        return make_band(low, high)


def split_clauses(bitext: Bitext, *, embedder: Embedder | None = None) -> Bitext:
    """Split every pair of a bitext into minimal clause pairs.

    The clauses of a pair follow each other in both languages; where the translation merges
    clauses, they stay together. Null pairs and pairs of one clause stay whole.

    Args:
        bitext: Sentence pairs.
        embedder: Model for the clause vectors; the bundled one by default.

    Returns:
        The clause pairs; those of a pair together hold all of its text. Their ids continue
        the id of the pair (``plan:12.3``), their score is the chance that pair and split are
        right.
    """
    full = [pair for pair in bitext if pair.zh and pair.ja]
    beads = align_clauses([(pair.zh, pair.ja) for pair in full], embedder)
    parts = dict(zip((pair.id for pair in full), beads, strict=True))
    pairs = [
        part
        for pair in bitext
        for part in (_clause_pairs(pair, parts[pair.id]) if pair.id in parts else [_whole(pair)])
    ]
    return replace(bitext, pairs=tuple(pairs))


def align_clauses(
    texts: Sequence[tuple[str, str]], embedder: Embedder | None = None
) -> list[list[ClauseBead]]:
    """Align the clauses of aligned texts.

    Args:
        texts: Chinese and Japanese text of each pair, neither of them empty.
        embedder: Model for the clause vectors; the bundled one by default.

    Returns:
        For each pair its clause beads: Chinese, Japanese, probability of being right.
    """
    model = default_embedder(embedder)
    result: list[list[ClauseBead]] = [[] for _ in texts]
    for start in range(0, len(texts), _AT_ONCE):
        grid = ClauseGrid.of(texts[start : start + _AT_ONCE])
        for bead in _align_grid(grid, model):
            pair = grid.zh_pairs[bead.zh[0]] if bead.zh else grid.ja_pairs[bead.ja[0]]
            left = "".join(grid.zh[i] for i in bead.zh)
            right = "".join(grid.ja[j] for j in bead.ja)
            result[start + pair].append((left, right, bead.score))
    return result


def _align_grid(grid: ClauseGrid, embedder: Embedder) -> list[Bead]:
    """Align the clauses of several pairs, within each pair."""
    weights = load_weights("clauses")
    zh, ja = read_sides(grid.zh, grid.ja, embedder)
    with one_thread():
        band = grid.band()
        if len(band) > _MOST_NODES:
            band = search_band(zh, ja)
        scores = forbid(weigh(Evidence(zh, ja, band), weights), grid.zh_pairs, grid.ja_pairs)
        return decide(scores, weights)


def _clause_pairs(pair: Pair, parts: Sequence[ClauseBead]) -> list[Pair]:
    return [
        replace(
            pair,
            id=f"{pair.id}.{number}",
            zh=zh,
            ja=ja,
            score=round(pair.score * score, 4),
        )
        for number, (zh, ja, score) in enumerate(parts, 1)
    ]


def _whole(pair: Pair) -> Pair:
    return replace(pair, id=f"{pair.id}.1")
