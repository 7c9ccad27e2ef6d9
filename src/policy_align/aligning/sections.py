"""Alignment along the section tree: sections may move, the order within them is kept.

The whole documents are aligned in order first. Of sections that changed places, that leaves one
as a block of omissions here and a block of additions there. Such sections, left out on both
sides, are aligned with each other in further rounds, again in order; what fits together well
enough is linked across. A section that already has a counterpart is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policy_align.aligning.monotone import align_monotone
from policy_align.model import Bead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policy_align.aligning.sides import Side
    from policy_align.aligning.weights import Weights

_ROUNDS = 8
_LEFT_OUT = 0.6
"""Share of a section that must be without counterpart before one is sought elsewhere."""

_FITS = 0.6
"""Share of the sentences of a moved section that must find partners there."""

_SURE = 0.8
"""Mean score that the beads of a moved section must reach."""


def align_in_sections(zh: Side, ja: Side, weights: Weights) -> list[Bead]:
    """Align two documents whose sections may have changed places.

    Args:
        zh: Chinese sentences with their layout.
        ja: Japanese sentences with their layout.
        weights: What each piece of evidence is worth.

    Returns:
        Beads; every sentence stands in exactly one. Beads of moved sections come last.
    """
    beads = align_monotone(zh, ja, weights)
    if zh.layout is None or ja.layout is None:
        return beads
    for _ in range(_ROUNDS):
        moved = _moved(beads, zh, ja, weights)
        if not moved:
            break
        taken_zh = {i for bead in moved for i in bead.zh}
        taken_ja = {j for bead in moved for j in bead.ja}
        beads = [
            bead for bead in beads if taken_zh.isdisjoint(bead.zh) and taken_ja.isdisjoint(bead.ja)
        ] + moved
    return beads


def _moved(beads: Sequence[Bead], zh: Side, ja: Side, weights: Weights) -> list[Bead]:
    """Align the sections that were left out on both sides; keep what fits."""
    left = _left_out([bead.zh[0] for bead in beads if not bead.ja], zh)
    right = _left_out([bead.ja[0] for bead in beads if not bead.zh], ja)
    if not len(left) or not len(right):
        return []
    found = [
        Bead(tuple(left[list(b.zh)].tolist()), tuple(right[list(b.ja)].tolist()), b.score)
        for b in align_monotone(zh.take(left), ja.take(right), weights)
        if b.zh and b.ja
    ]
    found = [bead for bead in found if _adjacent(bead.zh) and _adjacent(bead.ja)]
    return [bead for run in _runs(found) if _fits(run, zh, ja) for bead in run]


def _left_out(nulls: Sequence[int], side: Side) -> NDArray[np.int64]:
    """Sentences of the sections that are mostly without counterpart."""
    missing = np.zeros(len(side), bool)
    missing[list(nulls)] = True
    sections = side.layout.sections if side.layout else np.zeros(len(side), np.int64)
    share = np.bincount(sections, missing) / np.maximum(np.bincount(sections), 1)
    return np.flatnonzero(missing & (share[sections] >= _LEFT_OUT))


def _adjacent(indices: Sequence[int]) -> bool:
    return indices[-1] - indices[0] == len(indices) - 1


def _runs(beads: Sequence[Bead]) -> list[list[Bead]]:
    """Group beads that follow each other closely in both languages."""
    runs: list[list[Bead]] = []
    for bead in beads:
        last = runs[-1][-1] if runs else None
        near = last and bead.zh[0] - last.zh[-1] <= 3 and 0 < bead.ja[0] - last.ja[-1] <= 3  # noqa: PLR2004
        if near:
            runs[-1].append(bead)
        else:
            runs.append([bead])
    return runs


def _fits(run: Sequence[Bead], zh: Side, ja: Side) -> bool:
    """Tell whether a run of beads links sections that belong together."""
    if sum(bead.score for bead in run) / len(run) < _SURE:
        return False
    covered = (
        _covered([i for bead in run for i in bead.zh], zh),
        _covered([j for bead in run for j in bead.ja], ja),
    )
    return min(covered) >= _FITS


def _covered(indices: Sequence[int], side: Side) -> float:
    """Share of their sections that sentences make up."""
    sections = side.layout.sections if side.layout else np.zeros(len(side), np.int64)
    touched = np.isin(sections, sections[list(indices)])
    return len(indices) / int(touched.sum())
