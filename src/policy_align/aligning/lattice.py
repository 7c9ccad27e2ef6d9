"""All alignments of two texts at once: their total weight, the odds of each bead, the best path.

The alignments of a band form a semi-Markov conditional random field (Sarawagi and Cohen, 2004):
the score of an alignment is the sum of the scores of its beads, runs of null beads pay once to
open and less to extend (affine gaps, Gotoh, 1982). Forward and backward sums give the posterior
probability of every bead; the alignment returned has the greatest expected F1. Rows are handled as vectors, so that time and memory grow with the nodes of the band.

Of two orders of adjacent nulls only one is kept: Chinese before Japanese.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policy_align.aligning.band import Band

    Floats: TypeAlias = NDArray[np.float64]

Shape: TypeAlias = tuple[int, int]
"""Chinese and Japanese sentences of a bead."""

NEVER = -1e9
"""Score of what cannot be."""

_SAME = 1e-9

_SCORE_SHARE = 0.1
"""How much of the scores counts on the best path beside the probabilities."""

_TOLL = 0.45
"""What each bead costs on the best path: half of the F1 that is expected (Lewis, 1995)."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the beads of a band are worth, as logarithms of unnormalised odds.

    Attributes:
        band: Where.
        beads: For each shape, (nodes,) score of the bead that begins at each node; ``NEVER``
            where it would leave the band.
        zh_null: (n,) score of leaving out each Chinese sentence.
        ja_null: (m,) score of leaving out each Japanese sentence.
        zh_open: What opening a run of Chinese nulls adds.
        ja_open: What opening a run of Japanese nulls adds.
    """

    band: Band
    beads: dict[Shape, Floats]
    zh_null: Floats
    ja_null: Floats
    zh_open: float
    ja_open: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities of beads under all alignments of a band.

    Attributes:
        log_total: Logarithm of the total weight of all alignments.
        beads: For each shape, (nodes,) probability of the bead that begins at each node.
        zh_null: (n,) probability that each Chinese sentence has no counterpart.
        ja_null: (m,) the same for the Japanese sentences.
        zh_open: Expected number of runs of Chinese nulls.
        ja_open: Expected number of runs of Japanese nulls.
    """

    log_total: float
    beads: dict[Shape, Floats]
    zh_null: Floats
    ja_null: Floats
    zh_open: float
    ja_open: float


def posterior(scores: Scores) -> Posterior:
    """Compute the probability of every bead.

    Args:
        scores: What the beads are worth.

    Returns:
        Probabilities; those of all beads that hold one sentence add up to 1.
    """
    band = scores.band
    matched, skipped, added = _forward(scores)
    after_match, after_skip, after_add = _backward(scores)
    total = float(after_match[0])
    before = np.logaddexp(np.logaddexp(matched, skipped), added)
    ends = np.append(after_match, NEVER)
    beads = {
        shape: np.exp(np.minimum(before + score + ends[band.shifted(*shape)] - total, 0))
        for shape, score in scores.beads.items()
    }
    n, m = len(scores.zh_null), len(scores.ja_null)
    zh_cost, ja_cost = np.append(scores.zh_null, NEVER), np.append(scores.ja_null, NEVER)
    skip = zh_cost[band.row] + np.append(after_skip, NEVER)[band.shifted(1, 0)] - total
    add = ja_cost[band.col] + np.append(after_add, NEVER)[band.shifted(0, 1)] - total
    skip_open = np.exp(np.minimum(matched + scores.zh_open + skip, 0))
    skip_more = np.exp(np.minimum(skipped + skip, 0))
    add_open = np.exp(np.minimum(np.logaddexp(matched, skipped) + scores.ja_open + add, 0))
    add_more = np.exp(np.minimum(added + add, 0))
    return Posterior(
        log_total=total,
        beads=beads,
        zh_null=np.bincount(band.row, skip_open + skip_more, n + 1)[:n],
        ja_null=np.bincount(band.col, add_open + add_more, m + 1)[:m],
        zh_open=float(skip_open.sum()),
        ja_open=float(add_open.sum()),
    )


def _forward(scores: Scores) -> tuple[Floats, Floats, Floats]:
    """Sum the ways to each node: after a match, after a Chinese null, after a Japanese null."""
    band = scores.band
    low, high, start = band.low.tolist(), band.high.tolist(), band.start.tolist()
    matched = np.full(len(band), NEVER)
    skipped, added, every = matched.copy(), matched.copy(), matched.copy()
    matched[0] = 0.0
    costs = np.concatenate([[0.0], np.cumsum(scores.ja_null)])
    for i in range(len(low)):
        row = slice(start[i], start[i + 1])
        here = matched[row]
        for (a, b), score in scores.beads.items():
            if a > i:
                continue
            r = i - a
            left, right = max(low[i], low[r] + b), min(high[i], high[r] + b)
            if left > right:
                continue
            source = slice(start[r] + left - b - low[r], start[r] + right - b - low[r] + 1)
            part = here[left - low[i] : right - low[i] + 1]
            np.logaddexp(part, every[source] + score[source], out=part)
        if i:
            left, right = max(low[i], low[i - 1]), min(high[i], high[i - 1])
            if left <= right:
                above = slice(
                    start[i - 1] + left - low[i - 1], start[i - 1] + right - low[i - 1] + 1
                )
                skipped[row][left - low[i] : right - low[i] + 1] = scores.zh_null[
                    i - 1
                ] + np.logaddexp(matched[above] + scores.zh_open, skipped[above])
        base = np.logaddexp(here, skipped[row])
        cost = costs[low[i] : high[i] + 1]
        if len(base) > 1:
            run = np.logaddexp.accumulate((base - cost)[:-1]) + scores.ja_open
            added[row][1:] = run + cost[1:]
        every[row] = np.logaddexp(base, added[row])
    return matched, skipped, added


def _backward(scores: Scores) -> tuple[Floats, Floats, Floats]:
    """Sum the ways from each node, by the state in which it was reached."""
    band = scores.band
    low, high, start = band.low.tolist(), band.high.tolist(), band.start.tolist()
    after_match = np.full(len(band), NEVER)
    after_skip, after_add = after_match.copy(), after_match.copy()
    costs = np.concatenate([[0.0], np.cumsum(scores.ja_null)])
    last = len(low) - 1
    for i in range(last, -1, -1):
        row = slice(start[i], start[i + 1])
        onward = np.full(row.stop - row.start, NEVER)
        if i == last:
            onward[-1] = 0.0
        for (a, b), score in scores.beads.items():
            r = i + a
            if r > last:
                continue
            left, right = max(low[i], low[r] - b), min(high[i], high[r] - b)
            if left > right:
                continue
            target = slice(start[r] + left + b - low[r], start[r] + right + b - low[r] + 1)
            source = slice(start[i] + left - low[i], start[i] + right - low[i] + 1)
            part = onward[left - low[i] : right - low[i] + 1]
            np.logaddexp(part, score[source] + after_match[target], out=part)
        cost = costs[low[i] : high[i] + 1]
        after_add[row] = np.logaddexp.accumulate((onward + cost)[::-1])[::-1] - cost
        more = np.full(len(onward), NEVER)
        more[:-1] = after_add[row][1:] + cost[1:] - cost[:-1]
        base = np.logaddexp(onward, scores.ja_open + more)
        skip = np.full(len(onward), NEVER)
        if i < last:
            left, right = max(low[i], low[i + 1]), min(high[i], high[i + 1])
            if left <= right:
                below = slice(
                    start[i + 1] + left - low[i + 1], start[i + 1] + right - low[i + 1] + 1
                )
                skip[left - low[i] : right - low[i] + 1] = scores.zh_null[i] + after_skip[below]
        after_match[row] = np.logaddexp(base, scores.zh_open + skip)
        after_skip[row] = np.logaddexp(base, skip)
    return after_match, after_skip, after_add


@dataclass(frozen=True, slots=True)
class Step:
    """One bead of the path that was chosen.

    Attributes:
        i: Chinese sentences done before it.
        j: Japanese sentences done before it.
        shape: How many sentences of each language it takes.
        probability: Posterior probability of the bead.
    """

    i: int
    j: int
    shape: Shape
    probability: float


def best_path(scores: Scores, odds: Posterior) -> list[Step]:
    """Find the alignment with the greatest expected F1.

    The expected number of right beads alone would favour many small beads, so each bead pays a
    toll. Where nothing is certain (the same sentence many times) the scores decide: a small part
    of them counts too.

    Args:
        scores: What the beads are worth.
        odds: Probabilities of the beads.

    Returns:
        The beads from the first to the last.
    """
    band = scores.band
    gains = _gains(scores, odds)
    value = _best_values(band, gains)
    low, high, start = band.low.tolist(), band.high.tolist(), band.start.tolist()
    steps = []
    i, j = len(low) - 1, high[-1]
    while i or j:
        here = value[start[i] + j - low[i]]
        for shape in [*gains.beads, (0, 1), (1, 0)]:
            r, c = i - shape[0], j - shape[1]
            if r < 0 or not low[r] <= c <= high[r]:
                continue
            node = start[r] + c - low[r]
            if abs(value[node] + _worth(gains, shape, r, c, node) - here) < _SAME:
                steps.append(Step(r, c, shape, _worth(odds, shape, r, c, node)))
                i, j = r, c
                break
        else:
            raise AssertionError("the path was lost")
    return steps[::-1]


@dataclass(frozen=True, slots=True)
class _Gains:
    """What each bead adds to the worth of a path."""

    beads: dict[Shape, Floats]
    zh_null: Floats
    ja_null: Floats


def _gains(scores: Scores, odds: Posterior) -> _Gains:
    return _Gains(
        {
            shape: odds.beads[shape] - _TOLL + _SCORE_SHARE * np.maximum(score, NEVER / 2)
            for shape, score in scores.beads.items()
        },
        odds.zh_null - _TOLL + _SCORE_SHARE * (scores.zh_null + scores.zh_open),
        odds.ja_null - _TOLL + _SCORE_SHARE * (scores.ja_null + scores.ja_open),
    )


def _worth(gains: _Gains | Posterior, shape: Shape, i: int, j: int, node: int) -> float:
    """Look up the bead of a shape that begins at a node."""
    if shape == (0, 1):
        return float(gains.ja_null[j])
    if shape == (1, 0):
        return float(gains.zh_null[i])
    return float(gains.beads[shape][node])


def _best_values(band: Band, gains: _Gains) -> Floats:
    """Compute the greatest worth of the ways to each node."""
    low, high, start = band.low.tolist(), band.high.tolist(), band.start.tolist()
    value = np.full(len(band), NEVER)
    value[0] = 0.0
    added = np.concatenate([[0.0], np.cumsum(gains.ja_null)])
    for i in range(len(low)):
        row = slice(start[i], start[i + 1])
        here = value[row]
        moves: list[tuple[Shape, Floats | None]] = [*gains.beads.items(), ((1, 0), None)]
        for (a, b), gain in moves:
            if a > i:
                continue
            r = i - a
            left, right = max(low[i], low[r] + b), min(high[i], high[r] + b)
            if left > right:
                continue
            source = slice(start[r] + left - b - low[r], start[r] + right - b - low[r] + 1)
            part = here[left - low[i] : right - low[i] + 1]
            worth = gains.zh_null[i - 1] if gain is None else gain[source]
            np.maximum(part, value[source] + worth, out=part)
        run = added[low[i] : high[i] + 1]
        here[:] = np.maximum.accumulate(here - run) + run
    return value
