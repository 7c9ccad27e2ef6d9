"""The fitted weights, from ``weights.json``, which also says how they came about."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Weights:
    """What each piece of evidence is worth, for one kind of text.

    Attributes:
        values: Weight by name of the evidence; evidence without a weight counts nothing.
        calibration: Points (posterior probability, share of right beads), rising.
    """

    values: Mapping[str, float]
    calibration: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))

    def of(self, name: str) -> float:
        """Return the weight of a piece of evidence."""
        return self.values.get(name, 0.0)


@cache
def _file() -> bytes:
    return files("policy_align").joinpath("aligning/weights.json").read_bytes()


@cache
def load_weights(level: str) -> Weights:
    """Return fitted weights.

    Args:
        level: ``sentences`` or ``clauses``.

    Returns:
        The weights of that level.
    """
    data = json.loads(_file())[level]
    return Weights(data["weights"], tuple(map(tuple, data["calibration"])))


def weights_version() -> str:
    """Return a short hash of the weights, for signatures."""
    return hashlib.sha256(_file()).hexdigest()[:8]
