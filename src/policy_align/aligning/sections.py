"""Alignment along the section tree: sections may move, the order within them is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.aligning.monotone import align_monotone

if TYPE_CHECKING:
    from policy_align.aligning.sides import Side
    from policy_align.aligning.weights import Weights
    from policy_align.model import Bead


def align_in_sections(zh: Side, ja: Side, weights: Weights) -> list[Bead]:
    return align_monotone(zh, ja, weights)
