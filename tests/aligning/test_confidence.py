"""Calibration and the weights behind it."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_align.aligning.confidence import HIGHEST, LOWEST, calibrated
from policy_align.aligning.weights import load_weights, weights_version

LEVELS = ["sentences", "clauses"]


@pytest.mark.parametrize("level", LEVELS)
def test_calibration_rises_and_covers_all_probabilities(level: str) -> None:
    points = load_weights(level).calibration
    assert points[0][0] == 0
    assert points[-1][0] == 1
    assert len(points) > 2
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(points))


@pytest.mark.parametrize("level", LEVELS)
def test_no_score_claims_certainty(level: str) -> None:
    points = load_weights(level).calibration
    assert LOWEST <= calibrated(0.0, points) < calibrated(1.0, points) <= HIGHEST


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_probability_scores_no_lower(one: float, other: float) -> None:
    points = load_weights("sentences").calibration
    low, high = sorted((one, other))
    assert calibrated(low, points) <= calibrated(high, points)


def test_the_weights_say_how_they_came_about() -> None:
    data = json.loads(files("policy_align").joinpath("aligning/weights.json").read_bytes())
    about = data["about"]
    assert about["command"].startswith("python scripts/fit_aligner.py")
    assert about["held out"]["macro f1"] > 0.95
    assert len(weights_version()) == 8
