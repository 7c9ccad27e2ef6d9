"""Fitting: problems with minimal right beads, gradients, rising calibration, one whole run."""

# ruff: noqa: E402 - the scripts lie outside of what is installed
from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "scripts"))

from aligner_fitting.field import Names, gold_evidence, prepare, pruned, scores_of
from aligner_fitting.judging import calibration_points, judge
from aligner_fitting.problems import Noise, perturb, real_problem
from aligner_fitting.texts import Segment
from policy_align.aligning.lattice import posterior
from policy_align.aligning.weights import load_weights

if TYPE_CHECKING:
    from policy_align.embedding import Embedder

SEED = ROOT / "corpus" / "gold" / "2030-carbon-peak.sentences.jsonl"


def numbered(count: int) -> list[Segment]:
    return [Segment(f"<{k}>", f"<{k}>", k, "sentence") for k in range(count)]


@pytest.mark.parametrize("seed", range(8))
def test_right_beads_share_segments_and_are_minimal(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    problem = perturb("text", numbered(80), Noise(0.2, 0.15, 1.0), rng)
    i = j = 0
    for first, a, other, b in problem.beads:
        assert (first, other) == (i, j)
        i, j = i + a, j + b
        left, right = "".join(problem.zh[first:i]), "".join(problem.ja[other:j])
        shared = set(left.split("<")) & set(right.split("<")) - {""}
        assert bool(shared) == bool(a and b)
        if a > 1 and b > 1:
            halves = [
                (problem.zh[first], problem.ja[other]),
                (problem.zh[i - 1], problem.ja[j - 1]),
            ]
            assert any(zh != ja for zh, ja in halves)
    assert (i, j) == (len(problem.zh), len(problem.ja))


def test_the_real_alignment_has_all_of_its_sentences() -> None:
    rows = [json.loads(line) for line in SEED.read_text(encoding="utf-8").splitlines()]
    problem = real_problem(SEED)
    assert [(a, b) for _, a, _, b in problem.beads] == [(r["zh_n"], r["ja_n"]) for r in rows]
    assert "".join(problem.zh) == "".join(row["zh"] for row in rows)


def test_pruning_leaves_the_sum_over_alignments_as_it_is(
    gold: list[tuple[str, str]], embedder: Embedder
) -> None:
    segments = [Segment(zh, ja, n, "sentence") for n, (zh, ja) in enumerate(gold[:25])]
    problem = perturb("gold", segments, Noise(0.1, 0.2), random.Random(2))  # noqa: S311
    names = Names()
    prepared = prepare(problem, embedder, names)
    assert prepared is not None
    fitted = load_weights("sentences").values
    weights = names.vector(fitted)
    total = posterior(scores_of(prepared, weights, names)).log_total
    # The gold alignment is one of those summed over.
    assert float(gold_evidence(prepared, names) @ weights) < total
    small = pruned(prepared, fitted, names)
    assert sum(map(len, small.nodes.values())) < sum(map(len, prepared.nodes.values())) / 2
    assert posterior(scores_of(small, weights, names)).log_total == pytest.approx(total, abs=0.05)
    assert judge([prepared], fitted, names).to_dict()["f1"] > 0.85


def test_calibration_points_rise_to_what_was_measured() -> None:
    rng = np.random.default_rng(1)
    scores = rng.random(20_000)
    hits = rng.random(20_000) < scores**2
    points = calibration_points(scores.tolist(), hits.tolist())
    xs, ys = zip(*points, strict=True)
    assert list(xs) == sorted(xs)
    assert list(ys) == sorted(ys)
    measured = np.interp([0.3, 0.5, 0.8], xs, ys)
    assert measured == pytest.approx([0.09, 0.25, 0.64], abs=0.06)


def test_the_script_says_how_it_is_used() -> None:
    script = ROOT / "scripts" / "fit_aligner.py"
    shown = subprocess.run(
        [sys.executable, str(script), "--help"], capture_output=True, text=True, check=True
    )
    assert "--known" in shown.stdout
