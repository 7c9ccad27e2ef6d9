"""The fitted weights, from ``weights.json``: what the evidence is worth, how sure a score is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from policy_align.terms.evidence import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policy_align.model import Language
    from policy_align.terms.linking import Floats

CALIBRATION = ("bias", "odds", "gap", "several")
_LIMIT = 12.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece of evidence is worth for queries of one language.

    Attributes:
        values: Weight of each of ``NAMES``.
        calibration: Weight of each of ``CALIBRATION``.
    """

    values: Floats
    calibration: Floats

    @classmethod
    def of(cls, values: Mapping[str, float], calibration: Mapping[str, float]) -> Weights:
        """Order weights by name; evidence without a weight counts nothing."""
        return cls(
            np.array([values.get(name, 0.0) for name in NAMES]),
            np.array([calibration.get(name, 0.0) for name in CALIBRATION]),
        )

    def probabilities(self, scores: Floats, several: Floats) -> Floats:
        """Return how probable it is that each candidate is a right rendering.

        Args:
            scores: Evidence times weights for all candidates of a term.
            several: For each of them, the logarithm of the number of pairs with both.

        Returns:
            Probabilities.
        """
        logits = signals(scores, several) @ self.calibration
        result: Floats = 1 / (1 + np.exp(-logits))
        return result


def signals(scores: Floats, several: Floats) -> Floats:
    """Return what a calibration rests on: array (candidates, number of ``CALIBRATION``).

    Several renderings may be right, so besides the odds of a candidate against all others, its
    distance from the best one counts.
    """
    gaps = scores - scores.max()
    shares = np.exp(gaps)
    shares /= shares.sum()
    odds = np.clip(np.log(shares) - np.log1p(-np.minimum(shares, 1 - 1e-9)), -_LIMIT, _LIMIT)
    return np.column_stack([np.ones(len(scores)), odds, np.maximum(gaps, -_LIMIT), several])


@cache
def load_weights(language: Language) -> Weights:
    """Return the weights for queries of a language."""
    text = files("policy_align").joinpath("terms/weights.json").read_text(encoding="utf-8")
    data = json.loads(text)[language]
    return Weights.of(data["weights"], data["calibration"])
