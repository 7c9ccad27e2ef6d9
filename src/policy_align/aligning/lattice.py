"""All alignments of two texts at once: their total weight, the odds of each bead, the best path.

The alignments of a band form a semi-Markov conditional random field (Sarawagi and Cohen, 2004):
the score of an alignment is the sum of the scores of its beads, runs of null beads pay once to
open and less to extend (affine gaps, Gotoh, 1982). Forward and backward sums give the posterior
probability of every bead; the alignment returned has the greatest expected accuracy. Rows are
handled as vectors, so that time and memory grow with the nodes of the band.

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

_SCORE_SHARE = 0.03
"""How much of the scores counts on the best path beside the probabilities."""


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
        zh_null=np.bincount(band.row, skip_open + skip_more, n + 1)[:n].astype(np.float64),
        ja_null=np.bincount(band.col, add_open + add_more, m + 1)[:m].astype(np.float64),
        zh_open=float(skip_open.sum()),
        ja_open=float(add_open.sum()),
    )


@dataclass(frozen=True, slots=True)
class _Moves:
    """Where the beads of one shape that end in each row begin and end.

    Attributes:
        begins: For each row, first node in which such a bead begins.
        ends: For each row, the node in which that bead ends.
        counts: How many nodes follow each other there.
    """

    begins: list[int]
    ends: list[int]
    counts: list[int]

    @classmethod
    def of(cls, band: Band, shape: Shape) -> _Moves:
        """Find the moves of a shape over a band."""
        a, b = shape
        low, high, start = band.low, band.high, band.start[:-1]
        low_before, high_before, start_before = (
            np.concatenate([np.zeros(min(a, len(low)), np.int64), values[: len(values) - a]])
            for values in (low, high, start)
        )
        left = np.maximum(low, low_before + b)
        counts = np.maximum(np.minimum(high, high_before + b) - left + 1, 0)
        counts[:a] = 0
        begins = start_before + left - b - low_before
        return cls(begins.tolist(), (start + left - low).tolist(), counts.tolist())


def _log_sum(terms: Floats) -> Floats:
    """Add up logarithms over the first axis."""
    top = terms.max(0)
    total: Floats = np.log(np.exp(terms - top).sum(0)) + top
    return total


def _forward(scores: Scores) -> tuple[Floats, Floats, Floats]:
    """Sum the ways to each node: after a match, after a Chinese null, after a Japanese null."""
    band = scores.band
    low, start = band.low.tolist(), band.start.tolist()
    matched = np.full(len(band), NEVER)
    skipped, added, every = matched.copy(), matched.copy(), matched.copy()
    costs = np.concatenate([[0.0], np.cumsum(scores.ja_null)])
    beads = [(_Moves.of(band, shape), score) for shape, score in scores.beads.items()]
    skips = _Moves.of(band, (1, 0))
    terms = np.empty((len(beads), int(np.diff(band.start).max())))
    for i in range(len(low)):
        row = slice(start[i], start[i + 1])
        width = row.stop - row.start
        terms.fill(NEVER)
        for term, (moves, score) in zip(terms, beads, strict=True):
            if count := moves.counts[i]:
                begin, at = moves.begins[i], moves.ends[i] - row.start
                source = slice(begin, begin + count)
                np.add(every[source], score[source], out=term[at : at + count])
        here = matched[row]
        here[:] = _log_sum(terms[:, :width])
        if i == 0:
            here[0] = 0.0
        if count := skips.counts[i]:
            begin, end = skips.begins[i], skips.ends[i]
            above = slice(begin, begin + count)
            skipped[end : end + count] = scores.zh_null[i - 1] + np.logaddexp(
                matched[above] + scores.zh_open, skipped[above]
            )
        base = np.logaddexp(here, skipped[row])
        cost = costs[low[i] : low[i] + width]
        if width > 1:
            run = np.logaddexp.accumulate((base - cost)[:-1]) + scores.ja_open
            added[row][1:] = run + cost[1:]
        every[row] = np.logaddexp(base, added[row])
    return matched, skipped, added


def _backward(scores: Scores) -> tuple[Floats, Floats, Floats]:
    """Sum the ways from each node, by the state in which it was reached."""
    band = scores.band
    low, start = band.low.tolist(), band.start.tolist()
    after_match = np.full(len(band), NEVER)
    after_skip, after_add = after_match.copy(), after_match.copy()
    costs = np.concatenate([[0.0], np.cumsum(scores.ja_null)])
    beads = [(_Moves.of(band, s), s[0], score) for s, score in scores.beads.items()]
    skips = _Moves.of(band, (1, 0))
    terms = np.empty((len(beads), int(np.diff(band.start).max())))
    last = len(low) - 1
    for i in range(last, -1, -1):
        row = slice(start[i], start[i + 1])
        width = row.stop - row.start
        terms.fill(NEVER)
        for term, (moves, a, score) in zip(terms, beads, strict=True):
            if i + a <= last and (count := moves.counts[i + a]):
                begin, end = moves.begins[i + a], moves.ends[i + a]
                at = begin - row.start
                np.add(
                    score[begin : begin + count],
                    after_match[end : end + count],
                    out=term[at : at + count],
                )
        onward = _log_sum(terms[:, :width])
        if i == last:
            onward[-1] = 0.0
        cost = costs[low[i] : low[i] + width]
        after_add[row] = np.logaddexp.accumulate((onward + cost)[::-1])[::-1] - cost
        more = np.full(width, NEVER)
        more[:-1] = after_add[row][1:] + cost[1:] - cost[:-1]
        base = np.logaddexp(onward, scores.ja_open + more)
        skip = np.full(width, NEVER)
        if i < last and (count := skips.counts[i + 1]):
            begin, end = skips.begins[i + 1], skips.ends[i + 1]
            at = begin - row.start
            skip[at : at + count] = scores.zh_null[i] + after_skip[end : end + count]
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
    """Find the alignment with the most sentences that are expected to be aligned rightly.

    The expected number of right beads would favour many small beads, so every bead counts for
    the sentences that it holds (maximum expected accuracy, as in Do et al., 2005). Where nothing
    is certain (the same sentence many times) the scores decide: a small part of them counts too.

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
            shape: sum(shape) * odds.beads[shape] + _SCORE_SHARE * np.maximum(score, NEVER / 2)
            for shape, score in scores.beads.items()
        },
        odds.zh_null + _SCORE_SHARE * (scores.zh_null + scores.zh_open),
        odds.ja_null + _SCORE_SHARE * (scores.ja_null + scores.ja_open),
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
    low, start = band.low.tolist(), band.start.tolist()
    value = np.full(len(band), NEVER)
    value[0] = 0.0
    totals = np.concatenate([[0.0], np.cumsum(gains.ja_null)])
    skip_gain = np.append(gains.zh_null, NEVER)[band.row]
    listed = [*gains.beads.items(), ((1, 0), skip_gain)]
    beads = [(_Moves.of(band, shape), gain) for shape, gain in listed]
    for i in range(len(low)):
        here = value[start[i] : start[i + 1]]
        for moves, gain in beads:
            if count := moves.counts[i]:
                begin, at = moves.begins[i], moves.ends[i] - start[i]
                source = slice(begin, begin + count)
                part = here[at : at + count]
                np.maximum(part, value[source] + gain[source], out=part)
        run = totals[low[i] : low[i] + len(here)]
        here[:] = np.maximum.accumulate(here - run) + run
    return value
