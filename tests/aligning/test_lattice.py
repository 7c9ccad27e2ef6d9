"""Sums over all alignments, checked against their enumeration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from policy_align.aligning.band import full_band, make_band
from policy_align.aligning.lattice import NEVER, Scores, best_path, posterior

if TYPE_CHECKING:
    from policy_align.aligning.band import Band

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3))

Path = tuple[tuple[int, int, int, int], ...]


def random_scores(band: Band, seed: int) -> Scores:
    rng = np.random.default_rng(seed)
    n, m = len(band.low) - 1, int(band.high[-1])
    beads = {}
    for shape in SHAPES:
        beads[shape] = rng.normal(size=len(band))
        beads[shape][band.shifted(*shape) == len(band)] = NEVER
    return Scores(band, beads, rng.normal(size=n), rng.normal(size=m), -0.7, -0.4)


def enumerate_paths(scores: Scores) -> dict[Path, float]:
    """List all alignments with their scores; of adjacent nulls the Chinese come first."""
    band = scores.band
    n, m = len(scores.zh_null), len(scores.ja_null)
    found: dict[Path, float] = {}

    def inside(i: int, j: int) -> bool:
        return i <= n and j <= m and bool(band.low[i] <= j <= band.high[i])

    def extend(i: int, j: int, state: str, path: Path, score: float) -> None:
        if (i, j) == (n, m):
            found[path] = score
        node = band.start[i] + j - band.low[i]
        for (a, b), worth in scores.beads.items():
            if inside(i + a, j + b):
                extend(i + a, j + b, "", (*path, (i, a, j, b)), score + worth[node])
        if inside(i + 1, j) and state != "ja":
            more = scores.zh_null[i] + (0 if state == "zh" else scores.zh_open)
            extend(i + 1, j, "zh", (*path, (i, 1, j, 0)), score + more)
        if inside(i, j + 1):
            more = scores.ja_null[j] + (0 if state == "ja" else scores.ja_open)
            extend(i, j + 1, "ja", (*path, (i, 0, j, 1)), score + more)

    extend(0, 0, "", (), 0.0)
    return found


BANDS = {
    "whole": full_band(4, 4),
    "wide": full_band(2, 5),
    "long": full_band(5, 1),
    "narrow": make_band(np.array([0, 0, 1, 2, 3]), np.array([1, 3, 4, 4, 4])),
}


@pytest.mark.parametrize("name", BANDS)
def test_sums_and_odds_equal_those_of_all_alignments(name: str) -> None:
    scores = random_scores(BANDS[name], 3)
    paths = enumerate_paths(scores)
    total = np.logaddexp.reduce(list(paths.values()))
    odds = posterior(scores)
    assert odds.log_total == pytest.approx(total)
    expected: dict[tuple[int, int, int, int], float] = {}
    for path, score in paths.items():
        for bead in path:
            expected[bead] = expected.get(bead, 0.0) + float(np.exp(score - total))
    for (i, a, j, b), probability in expected.items():
        if a and b:
            node = scores.band.start[i] + j - scores.band.low[i]
            assert odds.beads[a, b][node] == pytest.approx(probability)
    for i in range(len(scores.zh_null)):
        null = sum(p for bead, p in expected.items() if bead[0] == i and bead[3] == 0)
        assert odds.zh_null[i] == pytest.approx(null)


@pytest.mark.parametrize("name", BANDS)
def test_the_path_has_the_greatest_expected_accuracy(name: str) -> None:
    scores = random_scores(BANDS[name], 5)
    odds = posterior(scores)

    def worth(path: Path) -> float:
        total = 0.0
        for i, a, j, b in path:
            node = scores.band.start[i] + j - scores.band.low[i]
            odd = (
                odds.zh_null[i] if b == 0 else odds.ja_null[j] if a == 0 else odds.beads[a, b][node]
            )
            total += (a + b) * float(odd)
        return total

    steps = best_path(scores, odds)
    found = tuple((s.i, s.shape[0], s.j, s.shape[1]) for s in steps)
    best = max(map(worth, enumerate_paths(scores)))
    assert worth(found) == pytest.approx(best, abs=0.5)
    assert sum(s.shape[0] for s in steps) == len(scores.zh_null)
    assert sum(s.shape[1] for s in steps) == len(scores.ja_null)
    assert all(0 <= s.probability <= 1 + 1e-9 for s in steps)
