"""Titles, captions, table rows and notes that stand elsewhere in the two languages.

They have their own place on a page, so that the order in which they are read hangs on the layout
and on the extractor more than on the text: a document number above the title here, below it there.
Where the alignment in order leaves one out on either side, those of one kind are aligned with
each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policy_align.aligning.monotone import align_monotone
from policy_align.aligning.sides import KINDS
from policy_align.aligning.vectors import margins
from policy_align.model import Bead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policy_align.aligning.sides import Side
    from policy_align.aligning.weights import Weights

_MOVABLE = ("title", "docnum", "address", "signature", "date", "caption", "table", "footnote")

_SURE = 0.8
"""Score that a pair of moved pieces must reach."""

_ALIKE = 0.4
"""Margin of their vectors that it must reach: where little is compared, scores say less."""


def link_pieces(beads: Sequence[Bead], zh: Side, ja: Side, weights: Weights) -> list[Bead]:
    """Link pieces of the same kind that were left out on both sides.

    Args:
        beads: The beads of two documents.
        zh: Chinese sentences with their layout.
        ja: Japanese sentences with their layout.
        weights: What each piece of evidence is worth.

    Returns:
        The beads; those of moved pieces come last.
    """
    left = [bead.zh[0] for bead in beads if not bead.ja]
    right = [bead.ja[0] for bead in beads if not bead.zh]
    linked: list[Bead] = []
    for kind in _MOVABLE:
        linked += _linked(_of_kind(kind, left, zh), _of_kind(kind, right, ja), (zh, ja), weights)
    taken_zh = {bead.zh[0] for bead in linked}
    taken_ja = {bead.ja[0] for bead in linked}
    rest = [b for b in beads if taken_zh.isdisjoint(b.zh) and taken_ja.isdisjoint(b.ja)]
    return rest + linked


def _of_kind(kind: str, rows: Sequence[int], side: Side) -> NDArray[np.int64]:
    found = np.array(sorted(rows), np.int64)
    return found[side.layout.kinds[found] == KINDS.index(kind)] if side.layout else found[:0]


def _linked(
    left: NDArray[np.int64], right: NDArray[np.int64], sides: tuple[Side, Side], weights: Weights
) -> list[Bead]:
    """Align the pieces of one kind in order; keep the pairs that are sure."""
    if not len(left) or not len(right):
        return []
    zh, ja = sides[0].take(left), sides[1].take(right)
    beads = [
        bead
        for bead in align_monotone(zh, ja, weights)
        if len(bead.zh) == len(bead.ja) == 1 and bead.score >= _SURE
    ]
    rows = np.array([bead.zh[0] for bead in beads], np.int64)
    columns = np.array([bead.ja[0] for bead in beads], np.int64)
    alike = margins(zh.cloud.take(rows), ja.cloud.take(columns)) >= _ALIKE
    numbers = zh.bags["number"], ja.bags["number"]
    return [
        Bead((int(left[i]),), (int(right[j]),), bead.score)
        for bead, i, j, close in zip(beads, rows, columns, alike, strict=True)
        if close and _same_numbers(numbers[0].row(i), numbers[1].row(j))
    ]


def _same_numbers(zh: set[int], ja: set[int]) -> bool:
    """Whether one of two pieces has all numbers of the other; dates differ in nothing else."""
    return zh <= ja or ja <= zh
