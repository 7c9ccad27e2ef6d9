"""The conditional random field: evidence laid out for fitting, maximum likelihood with a ridge.

The gradient of the likelihood is the evidence of the right alignment less its expectation over
all alignments, which forward and backward sums give (Sarawagi and Cohen, 2004).
"""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from aligner_fitting.problems import Bead, Problem
from policy_align.aligning.clause_splitting import cut_clauses
from policy_align.aligning.clauses import ClauseGrid
from policy_align.aligning.coarse import search_band
from policy_align.aligning.features import SHAPES, Evidence
from policy_align.aligning.lattice import NEVER, Scores, posterior
from policy_align.aligning.monotone import forbid
from policy_align.aligning.sides import read_sides
from policy_align.aligning.vectors import unit_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from policy_align.aligning.band import Band
    from policy_align.aligning.lattice import Posterior, Shape
    from policy_align.embedding import Embedder

    Vector = NDArray[np.float64]

_OPEN = "null open"
_LANGUAGES = ("zh", "ja")
PRIOR = {"null note": 2.0, "note on one side": -2.0}
"""Weights that the data cannot tell: hardly any text has translator's notes."""

_POSSIBLE = 1e-5
"""Least probability of the beads that are kept for fitting."""

NEVER_FOR = ("label inside", "bare end inside", "paragraphs crossed", "merge of pairs")
"""Evidence that may speak against a merge only: random merges know no paragraphs or labels."""


class Names:
    """Numbers for the names of evidence, in the order of their first use."""

    def __init__(self) -> None:
        self.known = {_OPEN: 0}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.known)

    def columns(self, names: Sequence[str]) -> NDArray[np.int64]:
        """Return the numbers of names."""
        return np.array([self.known.setdefault(name, len(self.known)) for name in names])

    def vector(self, values: Mapping[str, float]) -> Vector:
        """Return values in the order of the numbers, 0 for names without one."""
        return np.array([values.get(name, 0.0) for name in self.known])


@dataclass(frozen=True)
class Prepared:
    """A problem with its evidence laid out: a matrix for every shape and for the nulls.

    Attributes:
        name: Set it comes from.
        beads: Right beads in order.
        band: The part of the grid that is searched.
        nodes: For each shape, (k,) nodes where such a bead may begin.
        features: For each shape, (k, e) evidence for these beads.
        columns: For each shape, (e,) numbers of the names of the evidence.
        nulls: For each language, evidence for leaving out its sentences.
        null_columns: For each language, numbers of the names of that evidence.
        groups: Groups of sentences that no bead joins, where there are any.
    """

    name: str
    beads: Sequence[Bead]
    band: Band
    nodes: dict[Shape, NDArray[np.int64]]
    features: dict[Shape, NDArray[np.float32]]
    columns: dict[Shape, NDArray[np.int64]]
    nulls: dict[str, NDArray[np.float32]]
    null_columns: dict[str, NDArray[np.int64]]
    groups: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None


class Blurred:
    """An embedder whose vectors are disturbed, as if it knew the texts less well.

    Args:
        embedder: The embedder.
        blur: Length of the noise added to vectors of length 1.
        seed: Seed of the noise.
    """

    def __init__(self, embedder: Embedder, blur: float, seed: int) -> None:
        self.inner, self.blur = embedder, blur
        self.rng = np.random.default_rng(seed)
        self.name = embedder.name

    def encode_sums(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences as sums of token vectors, and disturb them."""
        vectors: NDArray[np.float32] = self.inner.encode_sums(sentences)  # type: ignore[attr-defined]
        sizes = np.linalg.norm(vectors, axis=1, keepdims=True)
        noise = self.rng.normal(0, self.blur / np.sqrt(vectors.shape[1]), vectors.shape)
        blurred: NDArray[np.float32] = vectors + sizes * noise.astype(np.float32)
        return blurred

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences."""
        return unit_rows(self.encode_sums(sentences))


def prepare(problem: Problem, embedder: Embedder, names: Names) -> Prepared | None:
    """Lay out the evidence of a problem.

    Args:
        problem: The problem.
        embedder: What turns sentences into vectors.
        names: Names of the evidence.

    Returns:
        The prepared problem; ``None`` where the right path leaves the band or has a bead of a
        shape that is not weighed.
    """
    zh, ja = read_sides(problem.zh, problem.ja, embedder)
    if problem.layouts:
        zh, ja = replace(zh, layout=problem.layouts[0]), replace(ja, layout=problem.layouts[1])
    prepared = _lay_out(problem, Evidence(zh, ja, search_band(zh, ja)), names)
    return prepared if _reachable(prepared) else None


def prepare_clauses(
    rows: Sequence[Sequence[tuple[str, str]]], embedder: Embedder, names: Names
) -> Prepared | None:
    """Lay out the clause gold of several sentences as one problem.

    Args:
        rows: For each sentence its clause beads.
        embedder: What turns clauses into vectors.
        names: Names of the evidence.

    Returns:
        The problem; ``None`` where a bead cannot be reached.
    """
    grid = ClauseGrid.of([("".join(z for z, _ in row), "".join(j for _, j in row)) for row in rows])
    beads, i, j = [], 0, 0
    for left, right in (bead for row in rows for bead in row):
        a, b = len(cut_clauses(left, "zh")), len(cut_clauses(right, "ja"))
        beads.append((i, a, j, b))
        i, j = i + a, j + b
    zh, ja = read_sides(grid.zh, grid.ja, embedder)
    problem = Problem("clauses", grid.zh, grid.ja, beads)
    prepared = _lay_out(problem, Evidence(zh, ja, grid.band()), names)
    prepared = replace(prepared, groups=(grid.zh_pairs, grid.ja_pairs))
    return prepared if _reachable(prepared) else None


def _lay_out(problem: Problem, evidence: Evidence, names: Names) -> Prepared:
    band, nodes, features, columns = evidence.band, {}, {}, {}
    for shape in SHAPES:
        if shape[0] <= len(evidence.zh) and shape[1] <= len(evidence.ja):
            listed = list(evidence.bead_features(shape))
            nodes[shape] = np.flatnonzero(band.shifted(*shape) < len(band))
            features[shape] = np.stack([v[nodes[shape]] for _, v in listed], 1).astype(np.float32)
            columns[shape] = names.columns([name for name, _ in listed])
    nulls, null_columns = {}, {}
    for language in _LANGUAGES:
        listed = list(evidence.null_features(language))
        nulls[language] = np.stack([v for _, v in listed], 1).astype(np.float32)
        null_columns[language] = names.columns([name for name, _ in listed])
    return Prepared(
        problem.name, problem.beads, band, nodes, features, columns, nulls, null_columns
    )


def pruned(prepared: Prepared, weights: Mapping[str, float], names: Names) -> Prepared:
    """Leave out the beads that are next to impossible under preliminary weights.

    Args:
        prepared: A problem.
        weights: Preliminary weights by name.
        names: Names of the evidence.

    Returns:
        The problem with fewer candidate beads; the right ones are kept.
    """
    odds = posterior(scores_of(prepared, names.vector(weights), names))
    nodes, features = {}, {}
    for shape, at in prepared.nodes.items():
        right = [_node(prepared.band, i, j) for i, a, j, b in prepared.beads if (a, b) == shape]
        keep = (odds.beads[shape][at] > _POSSIBLE) | np.isin(at, right)
        nodes[shape], features[shape] = at[keep], prepared.features[shape][keep]
    return replace(prepared, nodes=nodes, features=features)


def _node(band: Band, i: int, j: int) -> int:
    return int(band.start[i] + j - band.low[i])


def _reachable(prepared: Prepared) -> bool:
    band = prepared.band
    return all(
        band.low[i] <= j <= band.high[i] and (a == 0 or b == 0 or (a, b) in prepared.features)
        for i, a, j, b in prepared.beads
    )


def gold_evidence(prepared: Prepared, names: Names) -> Vector:
    """Sum the evidence of the right alignment."""
    total = np.zeros(len(names))
    state = "match"
    for i, a, j, b in prepared.beads:
        kind = "match" if a and b else "zh" if a else "ja"
        if kind == "match":
            row = np.searchsorted(prepared.nodes[a, b], _node(prepared.band, i, j))
            total[prepared.columns[a, b]] += prepared.features[a, b][row]
        else:
            total[prepared.null_columns[kind]] += prepared.nulls[kind][i if a else j]
            total[names.known[_OPEN]] += kind != state
        state = kind
    return total


def scores_of(prepared: Prepared, weights: Vector, names: Names) -> Scores:
    """Score the beads of a prepared problem."""
    band = prepared.band
    beads = {}
    for shape, features in prepared.features.items():
        score = np.full(len(band), NEVER)
        score[prepared.nodes[shape]] = features @ weights[prepared.columns[shape]].astype(
            np.float32
        )
        beads[shape] = score
    null = {
        language: (features @ weights[prepared.null_columns[language]]).astype(float)
        for language, features in prepared.nulls.items()
    }
    opening = float(weights[names.known[_OPEN]])
    scores = Scores(band, beads, null["zh"], null["ja"], opening, opening)
    return forbid(scores, *prepared.groups) if prepared.groups else scores


def _expected_evidence(prepared: Prepared, odds: Posterior, names: Names) -> Vector:
    """Sum the evidence of all alignments by their probability."""
    total = np.zeros(len(names))
    for shape, features in prepared.features.items():
        odd = odds.beads[shape][prepared.nodes[shape]].astype(np.float32)
        total[prepared.columns[shape]] += odd @ features
    for language, null in (("zh", odds.zh_null), ("ja", odds.ja_null)):
        total[prepared.null_columns[language]] += null @ prepared.nulls[language]
    total[names.known[_OPEN]] += odds.zh_open + odds.ja_open
    return total


@dataclass(frozen=True)
class _Task:
    """What the workers share: they are forked after it is set."""

    problems: Sequence[Prepared]
    names: Names


_TASK: list[_Task] = []


def _likelihood(number: int, weights: Vector) -> tuple[float, Vector]:
    task = _TASK[-1]
    problem = task.problems[number]
    odds = posterior(scores_of(problem, weights, task.names))
    return odds.log_total, _expected_evidence(problem, odds, task.names)


def fit(
    problems: Sequence[Prepared],
    names: Names,
    *,
    prior: Mapping[str, float],
    ridge: float = 2.0,
    iterations: int = 50,
) -> dict[str, float]:
    """Fit weights by maximum likelihood with a ridge.

    Args:
        problems: Prepared problems.
        names: Names of the evidence.
        prior: Weights to begin with and to stay close to.
        ridge: Strength of the pull towards the prior.
        iterations: Most steps of L-BFGS.

    Returns:
        The weights by name.
    """
    centre = names.vector(prior)
    gold = np.sum([gold_evidence(problem, names) for problem in problems], axis=0)
    _TASK.append(_Task(problems, names))
    with multiprocessing.get_context("fork").Pool(2) as pool:

        def objective(weights: Vector) -> tuple[float, Vector]:
            pull = weights - centre
            loss = 0.5 * ridge * float(pull @ pull) - float(weights @ gold)
            gradient = ridge * pull - gold
            parts = pool.starmap(
                _likelihood, [(n, weights) for n in range(len(problems))], chunksize=1
            )
            for total, expected in parts:
                loss += total
                gradient = gradient + expected
            return loss, gradient

        result = minimize(
            objective,
            np.minimum(centre, [0 if name in NEVER_FOR else np.inf for name in names.known]),
            jac=True,
            method="L-BFGS-B",
            bounds=[(None, 0 if name in NEVER_FOR else None) for name in names.known],
            options={"maxiter": iterations},
        )
    _TASK.pop()
    return dict(zip(names.known, result.x.tolist(), strict=True))
