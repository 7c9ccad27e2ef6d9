"""Confidence: posterior probabilities made honest on held-out text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

LOWEST, HIGHEST = 0.001, 0.999
"""No score claims certainty."""

DIGITS = 3
"""More would show the last bits of a processor's arithmetic."""


def calibrated(probability: float, points: Sequence[tuple[float, float]]) -> float:
    """Turn a posterior probability into the share of such beads that proved right.

    Args:
        probability: Posterior probability of a bead, 0 to 1.
        points: Measured points (probability, share), rising; between them lines are drawn.

    Returns:
        The share, rounded to three digits.

    Example:
        >>> calibrated(0.5, [(0.0, 0.0), (1.0, 0.9)])
        0.45
    """
    xs, ys = zip(*points, strict=True)
    share = float(np.interp(probability, xs, ys))
    return round(min(max(share, LOWEST), HIGHEST), DIGITS)
