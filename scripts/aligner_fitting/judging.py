"""Figures on problems whose right alignment is known, and calibration points."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from aligner_fitting.field import scores_of
from policy_align.aligning.lattice import best_path, posterior
from policy_align.evaluation import calibration_error, errors_in_lowest_tenth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aligner_fitting.field import Names, Prepared
    from aligner_fitting.problems import Bead

_FEWEST = 40
"""Beads behind every calibration point."""


@dataclass
class Figures:
    """Counts over several problems.

    Attributes:
        right: Predicted beads that are right.
        predicted: Predicted beads.
        gold: Right beads.
        null_right: The same for null beads alone.
        null_predicted: Predicted null beads.
        null_gold: Right null beads.
        scores: Score of every predicted bead.
        hits: Whether it is right.
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0
    null_right: int = 0
    null_predicted: int = 0
    null_gold: int = 0
    scores: list[float] = field(default_factory=list)
    hits: list[bool] = field(default_factory=list)

    def add(self, predicted: Sequence[Bead], scores: Sequence[float], gold: Sequence[Bead]) -> None:
        """Count one problem."""
        keys, wanted = [_key(b) for b in predicted], {_key(b) for b in gold}
        hits = [key in wanted for key in keys]
        null = [not (b[1] and b[3]) for b in predicted]
        self.scores += scores
        self.hits += hits
        self.right += sum(hits)
        self.predicted += len(keys)
        self.gold += len(wanted)
        self.null_right += sum(h and z for h, z in zip(hits, null, strict=True))
        self.null_predicted += sum(null)
        self.null_gold += sum(not (b[1] and b[3]) for b in gold)

    def update(self, other: Figures) -> None:
        """Count what another one counted."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def calibrated(self, points: Sequence[tuple[float, float]]) -> Figures:
        """Return the figures with other scores.

        Args:
            points: Points (score, share of right beads) between which lines are drawn.

        Returns:
            Figures with calibrated scores.
        """
        xs, ys = zip(*points, strict=True)
        return replace(self, scores=np.interp(self.scores, xs, ys).tolist())

    def to_dict(self) -> dict[str, float]:
        """Return the figures by name."""
        return {
            "f1": round(2 * self.right / max(self.predicted + self.gold, 1), 4),
            "null precision": round(self.null_right / max(self.null_predicted, 1), 4),
            "null recall": round(self.null_right / max(self.null_gold, 1), 4),
            "calibration error": round(calibration_error(self.scores, self.hits), 4),
            "errors in lowest tenth": round(errors_in_lowest_tenth(self.scores, self.hits), 4),
        }

    def __str__(self) -> str:
        """Return the figures in one line."""
        return "  ".join(f"{name} {value:.4f}" for name, value in self.to_dict().items())


def _key(bead: Bead) -> Bead:
    i, a, j, b = bead
    return (i if a else -1, a, j if b else -1, b)


def judge(
    problems: Sequence[Prepared],
    weights: Mapping[str, float],
    names: Names,
) -> Figures:
    """Measure weights on prepared problems.

    Args:
        problems: The problems.
        weights: Weights by name.
        names: Names of the evidence.

    Returns:
        The figures over all problems.
    """
    figures = Figures()
    vector = names.vector(weights)
    for problem in problems:
        scores = scores_of(problem, vector, names)
        steps = best_path(scores, posterior(scores))
        figures.add(
            [(s.i, s.shape[0], s.j, s.shape[1]) for s in steps],
            [min(s.probability, 1.0) for s in steps],
            problem.beads,
        )
    return figures


def calibration_points(scores: Sequence[float], hits: Sequence[bool]) -> list[tuple[float, float]]:
    """Draw a rising line through scores and the shares of right beads (isotonic regression).

    Args:
        scores: Probabilities of beads.
        hits: Whether each proved right.

    Returns:
        Points (probability, share), rising, pooled from adjacent violators; each stands for
        at least a few dozen beads.
    """
    order = np.argsort(scores, kind="stable")
    xs, ys = np.asarray(scores)[order], np.asarray(hits, float)[order]
    pools: list[tuple[float, float, int]] = []
    for start in range(0, len(xs) - len(xs) % _FEWEST, _FEWEST):
        part = slice(start, start + _FEWEST)
        pool = (float(xs[part].sum()), float(ys[part].sum()), _FEWEST)
        while pools and pools[-1][1] * pool[2] >= pool[1] * pools[-1][2]:
            last = pools.pop()
            pool = (pool[0] + last[0], pool[1] + last[1], pool[2] + last[2])
        pools.append(pool)
    inner: list[tuple[float, float]] = []
    for x, y, count in pools:
        share = round((y + 0.5) / (count + 1), 4)
        inner.append((round(x / count, 4), max(share, inner[-1][1] if inner else 0.0)))
    return [(0.0, 0.0), *inner, (1.0, max([y for _, y in inner], default=1.0))]
