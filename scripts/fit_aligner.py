"""Fit the weights of the aligner: ``python scripts/fit_aligner.py --sets DIR [OPTIONS]``.

The weights of a conditional random field over all alignments are fitted by maximum likelihood
(gradient: evidence of the right alignment less its expectation, by forward and backward sums)
on alignment problems made from line-aligned texts: segments are merged, left out and added at
random, singly and in long gaps, some vectors are blurred so that no evidence is relied on alone.
What the probabilities are worth is then read off held-out problems (isotonic calibration).

DIR holds line-aligned sets: ``NAME.zh.txt``, ``NAME.ja.txt`` and, where a set has several
documents, ``NAME.docs.tsv`` (document in the first column). The gold standard of the corpus is
always used. ``--cross`` reports figures for each set with weights fitted on the others.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from policy_align.aligning.clause_splitting import cut_clauses
from policy_align.aligning.clauses import ClauseGrid
from policy_align.aligning.coarse import search_band
from policy_align.aligning.features import SHAPES, Evidence
from policy_align.aligning.lattice import NEVER, Posterior, Scores, best_path, posterior
from policy_align.aligning.monotone import forbid
from policy_align.aligning.sides import KINDS, Layout, make_layout, read_sides

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.aligning.band import Band
    from policy_align.aligning.lattice import Shape
    from policy_align.embedding.protocol import Embedder

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "src/policy_align/aligning/weights.json"
GOLD = ROOT / "corpus/gold"


@dataclass(frozen=True)
class Segment:
    """An aligned segment of a line-aligned text.

    Attributes:
        zh: Chinese text.
        ja: Japanese text.
        block: Number of its paragraph.
        kind: What it is in the document.
    """

    zh: str
    ja: str
    block: int
    kind: str


@dataclass(frozen=True)
class Problem:
    """Two texts and their right alignment.

    Attributes:
        name: Set it comes from.
        zh: Chinese sentences.
        ja: Japanese sentences.
        beads: Right beads in order: (first zh, zh sentences, first ja, ja sentences).
        layouts: Paragraph and kind of each sentence of both sides, or nothing.
    """

    name: str
    zh: list[str]
    ja: list[str]
    beads: list[tuple[int, int, int, int]]
    layouts: tuple[Layout, Layout] | None = None


@dataclass(frozen=True)
class Noise:
    """How a problem is made from line-aligned segments.

    Attributes:
        merge: Share of the segments that are merged with the next one.
        omit: Share of the segments that one side lacks.
        gap: Chance that one side lacks a long run of segments.
    """

    merge: float = 0.09
    omit: float = 0.08
    gap: float = 0.0


def random_noise(rng: random.Random) -> Noise:
    """Draw the noise of one problem."""
    return Noise(rng.uniform(0.03, 0.2), rng.uniform(0.0, 0.16), 0.15)


def perturb(
    name: str,
    segments: Sequence[Segment],
    noise: Noise,
    rng: random.Random,
    *,
    layout: bool = False,
) -> Problem:
    """Make an alignment problem from line-aligned segments.

    Args:
        name: Name of the problem.
        segments: Aligned segments of one document, in order.
        noise: How much to disturb.
        rng: Source of randomness.
        layout: Whether the problem knows paragraphs and kinds (then hardly any merge crosses
            a paragraph).

    Returns:
        The problem, with minimal right beads.
    """
    present = [_present(len(segments), noise, rng)]
    missing = rng.random
    zh_has, ja_has = set(range(len(segments))), set(range(len(segments)))
    for k in present[0]:
        (zh_has if missing() < 0.5 else ja_has).discard(k)
    if len(segments) > 30 and rng.random() < noise.gap:
        size = rng.randint(4, len(segments) // 4)
        first = rng.randint(0, len(segments) - size)
        (zh_has if missing() < 0.5 else ja_has).difference_update(range(first, first + size))
    blocks = [segment.block if layout else 0 for segment in segments]
    zh_groups = _grouped(sorted(zh_has), ja_has, blocks, noise, rng)
    ja_groups = _grouped(sorted(ja_has), zh_has, blocks, noise, rng)
    zh = ["".join(segments[k].zh for k in group) for group in zh_groups]
    ja = ["".join(segments[k].ja for k in group) for group in ja_groups]
    layouts = (
        (_noisy_layout(zh_groups, segments, rng), _noisy_layout(ja_groups, segments, rng))
        if layout
        else None
    )
    return Problem(name, zh, ja, _beads(zh_groups, ja_groups), layouts)


def _noisy_layout(
    groups: list[list[int]], segments: Sequence[Segment], rng: random.Random
) -> Layout:
    """Lay out groups of segments, with a few paragraphs and kinds misread."""
    blocks, kinds, block = [], [], 0
    before = None
    for group in groups:
        first, last = segments[group[0]], segments[group[-1]]
        opens = before is None or first.block != before
        block += opens if rng.random() > 0.03 else not opens
        before = last.block
        blocks.append(block)
        kinds.append(first.kind if rng.random() > 0.03 else "sentence")
    return make_layout(blocks, kinds)


def _present(count: int, noise: Noise, rng: random.Random) -> list[int]:
    return [k for k in range(count) if rng.random() < noise.omit]


def _grouped(
    kept: list[int], other: set[int], blocks: list[int], noise: Noise, rng: random.Random
) -> list[list[int]]:
    """Merge neighbours at random; what the other side lacks is rarely merged."""
    groups: list[list[int]] = []
    for k in kept:
        joins = bool(groups) and groups[-1][-1] == k - 1
        alone = k not in other or (joins and groups[-1][-1] not in other)
        rate = (
            noise.merge * (0.15 if alone else 1.0) * (0.35 if joins and len(groups[-1]) > 1 else 1)
        )
        rate *= 0.03 if joins and blocks[k] != blocks[k - 1] else 1
        if joins and rng.random() < rate and len(groups[-1]) < 4:
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups


def _beads(zh: list[list[int]], ja: list[list[int]]) -> list[tuple[int, int, int, int]]:
    """Link groups that share a segment, in the smallest beads; Chinese nulls come first."""
    beads = []
    i = j = 0
    while i < len(zh) or j < len(ja):
        if i < len(zh) and not any(k in group for k in zh[i] for group in ja):
            beads.append((i, 1, j, 0))
            i += 1
            continue
        if j < len(ja) and not any(k in group for k in ja[j] for group in zh):
            beads.append((i, 0, j, 1))
            j += 1
            continue
        a, b = i + 1, j + 1
        while True:
            left = {k for group in zh[i:a] for k in group}
            right = {k for group in ja[j:b] for k in group}
            if a < len(zh) and right & set(zh[a]):
                a += 1
            elif b < len(ja) and left & set(ja[b]):
                b += 1
            else:
                break
        beads.append((i, a - i, j, b - j))
        i, j = a, b
    return beads


@dataclass
class Prepared:
    """A problem with its evidence laid out for fitting."""

    name: str
    band: Band
    features: dict[Shape, np.ndarray]
    columns: dict[Shape, np.ndarray]
    nulls: dict[str, np.ndarray]
    null_columns: dict[str, np.ndarray]
    gold: np.ndarray
    beads: list[tuple[int, int, int, int]]
    groups: tuple[np.ndarray, np.ndarray] | None = None


class Names:
    """Numbers for the names of evidence, in the order of their first use."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def columns(self, names: Sequence[str]) -> np.ndarray:
        """Return the numbers of names."""
        return np.array([self.known.setdefault(name, len(self.known)) for name in names])


class Blurred:
    """An embedder whose vectors are disturbed, as if it knew the texts less well."""

    def __init__(self, embedder: Embedder, blur: float, seed: int) -> None:
        self.inner, self.blur = embedder, blur
        self.rng = np.random.default_rng(seed)
        self.name = embedder.name

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Embed sentences and add noise of the given length."""
        vectors = self.inner.encode(sentences)
        noise = self.rng.normal(0, self.blur / np.sqrt(vectors.shape[1]), vectors.shape)
        vectors = vectors + noise.astype(np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def prepare(problem: Problem, embedder: Embedder, names: Names) -> Prepared | None:
    """Lay out the evidence of a problem; ``None`` where the right path leaves the band."""
    zh, ja = read_sides(problem.zh, problem.ja, embedder)
    if problem.layouts:
        zh, ja = replace(zh, layout=problem.layouts[0]), replace(ja, layout=problem.layouts[1])
    return lay_out(problem, Evidence(zh, ja, search_band(zh, ja)), names)


def lay_out(problem: Problem, evidence: Evidence, names: Names) -> Prepared | None:
    """Lay out evidence for fitting."""
    zh, ja, band = evidence.zh, evidence.ja, evidence.band
    features, columns, nulls, null_columns = {}, {}, {}, {}
    for shape in SHAPES:
        if shape[0] > len(zh) or shape[1] > len(ja):
            continue
        listed = list(evidence.bead_features(shape))
        features[shape] = np.stack([v for _, v in listed], 1).astype(np.float32)
        columns[shape] = names.columns([name for name, _ in listed])
    for language in ("zh", "ja"):
        listed = list(evidence.null_features(language))
        nulls[language] = np.stack([v for _, v in listed], 1).astype(np.float32)
        null_columns[language] = names.columns([name for name, _ in listed])
    names.columns(["zh null open", "ja null open"])
    prepared = Prepared(
        problem.name, band, features, columns, nulls, null_columns, np.zeros(0), problem.beads
    )
    gold = gold_evidence(prepared, names)
    return None if gold is None else replace(prepared, gold=gold)


def prepare_clauses(
    rows: list[list[tuple[str, str]]], embedder: Embedder, names: Names
) -> Prepared | None:
    """Lay out the clause gold of several sentences as one problem.

    Args:
        rows: For each sentence its clause beads.
        embedder: What turns clauses into vectors.
        names: Names of the evidence.

    Returns:
        The problem.
    """
    texts = [("".join(z for z, _ in row), "".join(j for _, j in row)) for row in rows]
    grid = ClauseGrid.of(texts)
    beads, i, j = [], 0, 0
    for row in rows:
        for left, right in row:
            a, b = len(cut_clauses(left, "zh")), len(cut_clauses(right, "ja"))
            beads.append((i, a, j, b))
            i, j = i + a, j + b
    zh, ja = read_sides(grid.zh, grid.ja, embedder)
    problem = Problem("clauses", grid.zh, grid.ja, beads)
    prepared = lay_out(problem, Evidence(zh, ja, grid.band()), names)
    return prepared and replace(prepared, groups=(grid.zh_pairs, grid.ja_pairs))


def gold_evidence(prepared: Prepared, names: Names) -> np.ndarray | None:
    """Sum the evidence of the right alignment."""
    total = np.zeros(4096)
    band = prepared.band
    state = "match"
    for i, a, j, b in prepared.beads:
        if not band.low[i] <= j <= band.high[i]:
            return None
        node = band.start[i] + j - band.low[i]
        if b == 0:
            np.add.at(total, prepared.null_columns["zh"], prepared.nulls["zh"][i])
            if state != "zh":
                total[names.known["zh null open"]] += 1
            state = "zh"
        elif a == 0:
            np.add.at(total, prepared.null_columns["ja"], prepared.nulls["ja"][j])
            if state != "ja":
                total[names.known["ja null open"]] += 1
            state = "ja"
        else:
            state = "match"
            if (a, b) not in prepared.features:
                return None
            total[prepared.columns[a, b]] += prepared.features[a, b][node]
    return total


def scores_of(prepared: Prepared, weights: np.ndarray, names: Names) -> Scores:
    """Score the beads of a prepared problem."""
    band = prepared.band
    beads = {}
    for shape, features in prepared.features.items():
        score = (features @ weights[prepared.columns[shape]].astype(np.float32)).astype(float)
        score[band.shifted(*shape) == len(band)] = NEVER
        beads[shape] = score
    null = {
        language: (features @ weights[prepared.null_columns[language]]).astype(float)
        for language, features in prepared.nulls.items()
    }
    scores = Scores(
        band,
        beads,
        null["zh"],
        null["ja"],
        float(weights[names.known["zh null open"]]),
        float(weights[names.known["ja null open"]]),
    )
    return forbid(scores, *prepared.groups) if prepared.groups else scores


def expected_evidence(prepared: Prepared, odds: Posterior, names: Names) -> np.ndarray:
    """Sum the evidence of all alignments by their probability."""
    total = np.zeros(4096)
    for shape, features in prepared.features.items():
        total[prepared.columns[shape]] += features.T @ odds.beads[shape].astype(np.float32)
    for language, odd in (("zh", odds.zh_null), ("ja", odds.ja_null)):
        total[prepared.null_columns[language]] += prepared.nulls[language].T @ odd
    total[names.known["zh null open"]] += odds.zh_open
    total[names.known["ja null open"]] += odds.ja_open
    return total


def fit(
    problems: list[Prepared],
    names: Names,
    *,
    prior: np.ndarray | None = None,
    ridge: float = 2.0,
    iterations: int = 120,
) -> np.ndarray:
    """Fit weights by maximum likelihood with a ridge.

    Args:
        problems: Prepared problems.
        names: Names of the evidence.
        prior: Weights to stay close to; zero by default.
        ridge: Strength of the pull towards the prior.
        iterations: Most steps of L-BFGS.

    Returns:
        The weights, by number of evidence.
    """
    count = len(names.known)
    gold = sum(problem.gold for problem in problems)[:count]
    start = np.zeros(count) if prior is None else np.resize(prior, count)

    def objective(weights: np.ndarray) -> tuple[float, np.ndarray]:
        pull = weights - start
        loss = 0.5 * ridge * float(pull @ pull) - float(weights @ gold)
        gradient = ridge * pull - gold
        for problem in problems:
            odds = posterior(scores_of(problem, weights, names))
            loss += odds.log_total
            gradient += expected_evidence(problem, odds, names)[:count]
        return loss, gradient

    result = minimize(
        objective, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations}
    )
    return np.asarray(result.x)


@dataclass
class Figures:
    """Counts over several problems."""

    right: int = 0
    predicted: int = 0
    gold: int = 0
    null_right: int = 0
    null_predicted: int = 0
    null_gold: int = 0
    scores: list[float] | None = None
    hits: list[bool] | None = None

    def add(
        self,
        predicted: list[tuple[int, int, int, int]],
        scores: list[float],
        gold: list[tuple[int, int, int, int]],
    ) -> None:
        """Count one problem."""
        self.scores, self.hits = self.scores or [], self.hits or []
        keys, wanted = [_key(b) for b in predicted], {_key(b) for b in gold}
        hits = [key in wanted for key in keys]
        self.scores += scores
        self.hits += hits
        self.right += sum(hits)
        self.predicted += len(keys)
        self.gold += len(wanted)
        null = [not b[1] or not b[3] for b in predicted]
        self.null_right += sum(h and z for h, z in zip(hits, null, strict=True))
        self.null_predicted += sum(null)
        self.null_gold += sum(not b[1] or not b[3] for b in gold)

    def __str__(self) -> str:
        """Return the figures in one line."""
        p, r = self.right / max(self.predicted, 1), self.right / max(self.gold, 1)
        from policy_align.evaluation import calibration_error, errors_in_lowest_tenth

        return (
            f"F1 {2 * p * r / max(p + r, 1e-9):.4f} null P {self.null_right / max(self.null_predicted, 1):.3f}"
            f" R {self.null_right / max(self.null_gold, 1):.3f}"
            f" ECE {calibration_error(self.scores or [], self.hits or []):.3f}"
            f" low10 {errors_in_lowest_tenth(self.scores or [], self.hits or []):.2f}"
        )


def _key(bead: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    i, a, j, b = bead
    return (i if a else -1, a, j if b else -1, b)


_TAG_KIND = {"h1": "title", "h2": "heading", "h3": "heading", "li": "item", "row": "table"}
_SENTENCE = re.compile(r"[^。！？]*(?:[。！？]+[」』”’）)]*|$)")


def read_sets(folder: Path) -> dict[str, list[list[Segment]]]:
    """Read line-aligned sets: for each, documents of segments."""
    sets: dict[str, list[list[Segment]]] = {}
    for path in sorted(folder.glob("*.zh.txt")):
        name = path.name.removesuffix(".zh.txt")
        zh = path.read_text(encoding="utf-8").splitlines()
        ja = path.with_name(f"{name}.ja.txt").read_text(encoding="utf-8").splitlines()
        docs = path.with_name(f"{name}.docs.tsv")
        rows = (
            [line.split("\t") for line in docs.read_text(encoding="utf-8").splitlines()]
            if docs.exists()
            else [[name]] * len(zh)
        )
        documents: dict[str, list[Segment]] = {}
        for block, (row, left, right) in enumerate(zip(rows, zh, ja, strict=True)):
            kind = _TAG_KIND.get(row[1] if len(row) > 1 else "", "sentence")
            documents.setdefault(row[0], []).append(Segment(left, right, block, kind))
        sets[name] = list(documents.values())
    return sets


def read_gold(paths: Sequence[Path]) -> dict[str, list[list[Segment]]]:
    """Read gold beads (JSONL with ``zh`` and ``ja``) as sets of one document each."""
    sets = {}
    for path in paths:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        name = path.stem.split(".")[0] if path.stem != "gold" else path.parent.name
        segments: list[Segment] = []
        for number, row in enumerate(rows):
            kind = row["kind"] if row["kind"] in KINDS else "sentence"
            block = row.get("block", number)
            if row["zh"] and row["ja"]:
                segments.append(Segment(row["zh"], row["ja"], block, kind))
        sets[name] = [segments]
    return sets


def in_sentences(document: list[Segment]) -> list[Segment]:
    """Cut segments into sentences where both languages have as many, in like proportions."""
    result = []
    for segment in document:
        zh = [part for part in _SENTENCE.findall(segment.zh) if part.strip()]
        ja = [part for part in _SENTENCE.findall(segment.ja) if part.strip()]
        alike = len(zh) == len(ja) and all(
            abs(len(a) / len(segment.zh) - len(b) / len(segment.ja)) < 0.1
            for a, b in zip(zh, ja, strict=True)
        )
        if alike and len(zh) > 1:
            result += [replace(segment, zh=a, ja=b) for a, b in zip(zh, ja, strict=True)]
        else:
            result.append(segment)
    return result


def joined(documents: list[list[Segment]], size: int) -> list[list[Segment]]:
    """Join short documents, so that problems are not all alike in length."""
    result: list[list[Segment]] = [[]]
    for document in documents:
        if result[-1] and len(result[-1]) + len(document) > size:
            result.append([])
        result[-1] = result[-1] + document
    return result


def problems_of(
    name: str, documents: list[list[Segment]], copies: int, seed: int, *, layout: bool = False
) -> Iterator[Problem]:
    """Make problems from a set: several copies, each with noise of its own."""
    rng = random.Random(seed)
    for copy in range(copies):
        size = rng.choice([40, 150, 400])
        cut = layout or copy % 3 == 2
        parts = [in_sentences(d) for d in documents] if cut else documents
        for part in joined(parts, size):
            yield perturb(name, part, random_noise(rng), rng, layout=layout)


def judge(problems: list[Prepared], weights: np.ndarray, names: Names) -> Figures:
    """Measure weights on prepared problems."""
    figures = Figures()
    for problem in problems:
        scores = scores_of(problem, weights, names)
        steps = best_path(scores, posterior(scores))
        figures.add(
            [(s.i, s.shape[0], s.j, s.shape[1]) for s in steps],
            [min(s.probability, 1.0) for s in steps],
            problem.beads,
        )
    return figures
