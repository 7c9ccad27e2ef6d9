"""How strongly two things go together, from how often they occur."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """Occurrences of two things in pairs.

    Attributes:
        both: Pairs that hold both.
        left: Pairs that hold the first.
        right: Pairs that hold the second.
        size: All pairs.
    """

    both: int
    left: int
    right: int
    size: int


def dice(counts: Counts) -> float:
    """Return the coefficient of Dice (1945): the share of common occurrences.

    Example:
        >>> dice(Counts(both=3, left=4, right=5, size=100))
        0.6666666666666666
    """
    return 2 * counts.both / max(counts.left + counts.right, 1)


def cosine(counts: Counts, discount: float = 0.5) -> float:
    """Return the squared cosine of the occurrences beyond chance, discounted for rare ones.

    Example:
        >>> round(cosine(Counts(both=3, left=4, right=5, size=100)), 3)
        0.264
    """
    chance = counts.left * counts.right / max(counts.size, 1)
    excess = max(counts.both - chance - discount, 0.0)
    return excess**2 / max(counts.left * counts.right, 1)


def log_likelihood(counts: Counts) -> float:
    """Return the log-likelihood ratio of Dunning, "Accurate methods for the statistics of
    surprise and coincidence" (Computational Linguistics 19, 1993).

    Example:
        >>> round(log_likelihood(Counts(both=3, left=4, right=5, size=100)), 2)
        15.76
    """  # noqa: D205
    rest = counts.size - counts.left
    if counts.left <= 0 or rest <= 0:
        return 0.0
    other = counts.right - counts.both
    free = (counts.both, counts.left), (other, rest)
    tied = (counts.right, counts.size)
    apart = sum(_likelihood(hits, tries, hits / tries) for hits, tries in free)
    joint = sum(_likelihood(hits, tries, tied[0] / tied[1]) for hits, tries in free)
    return max(2 * (apart - joint), 0.0)


def _likelihood(hits: int, tries: int, chance: float) -> float:
    miss = tries - hits
    return (hits * math.log(chance) if hits else 0.0) + (
        miss * math.log(1 - chance) if miss > 0 else 0.0
    )
