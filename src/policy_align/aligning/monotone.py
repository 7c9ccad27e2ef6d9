"""Monotone alignment of two lists of sentences: evidence, weights, posterior odds, best path."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from policy_align.aligning.coarse import search_band
from policy_align.aligning.confidence import HIGHEST, calibrated
from policy_align.aligning.features import SHAPES, Evidence
from policy_align.aligning.lattice import NEVER, Scores, best_path, posterior
from policy_align.model import Bead

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policy_align.aligning.sides import Side
    from policy_align.aligning.weights import Weights

LONELY = HIGHEST
"""Score of a null bead where the other side is empty."""


def weigh(evidence: Evidence, weights: Weights) -> Scores:
    """Score every candidate bead: the weighted sum of its evidence.

    Args:
        evidence: The evidence over a band.
        weights: What each piece is worth.

    Returns:
        The scores.
    """
    band = evidence.band
    beads = {}
    for shape in SHAPES:
        if shape[0] > len(evidence.zh) or shape[1] > len(evidence.ja):
            continue
        score = np.zeros(len(band))
        for name, values in evidence.bead_features(shape):
            weight = weights.of(name)
            if weight:
                score += weight * values
        score[band.shifted(*shape) == len(band)] = NEVER
        beads[shape] = score
    nulls = {}
    for language in ("zh", "ja"):
        nulls[language] = sum(
            weights.of(name) * values.astype(np.float64)
            for name, values in evidence.null_features(language)
        )
    return Scores(
        band=band,
        beads=beads,
        zh_null=np.asarray(nulls["zh"]),
        ja_null=np.asarray(nulls["ja"]),
        zh_open=weights.of("null open"),
        ja_open=weights.of("null open"),
    )


def align_monotone(zh: Side, ja: Side, weights: Weights) -> list[Bead]:
    """Align two lists of sentences that follow the same order.

    Args:
        zh: n Chinese sentences.
        ja: m Japanese sentences.
        weights: What each piece of evidence is worth.

    Returns:
        Beads in order, with calibrated scores; every sentence stands in exactly one.
    """
    if not len(zh) or not len(ja):
        return [
            *(Bead((i,), (), LONELY) for i in range(len(zh))),
            *(Bead((), (j,), LONELY) for j in range(len(ja))),
        ]
    return decide(weigh(Evidence(zh, ja, search_band(zh, ja)), weights), weights)


def decide(scores: Scores, weights: Weights) -> list[Bead]:
    """Choose the best alignment of a band.

    Args:
        scores: What its beads are worth.
        weights: The weights behind them, for the calibration.

    Returns:
        The beads in order, with calibrated scores.
    """
    return [
        Bead(
            tuple(range(step.i, step.i + step.shape[0])),
            tuple(range(step.j, step.j + step.shape[1])),
            calibrated(step.probability, weights.calibration),
        )
        for step in best_path(scores, posterior(scores))
    ]


def forbid(scores: Scores, zh_groups: NDArray[np.int64], ja_groups: NDArray[np.int64]) -> Scores:
    """Rule out beads that join sentences of different groups.

    Args:
        scores: What the beads are worth.
        zh_groups: (n,) group of each Chinese sentence, rising.
        ja_groups: (m,) the same for the Japanese ones.

    Returns:
        The scores without such beads.
    """
    band = scores.band
    zh, ja = np.append(zh_groups, -1), np.append(ja_groups, -1)
    beads = {}
    for (a, b), score in scores.beads.items():
        first, other = zh[band.row], ja[band.col]
        last = zh[np.minimum(band.row + a - 1, len(zh_groups))]
        other_last = ja[np.minimum(band.col + b - 1, len(ja_groups))]
        same = (first == other) & (first == last) & (first == other_last)
        beads[a, b] = np.where(same, score, NEVER)
    return replace(scores, beads=beads)
