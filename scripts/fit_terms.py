"""Fit the weights of term look-up on the term gold: ``python scripts/fit_terms.py``.

The weights are those of a conditional log-linear model over the candidates of a term (the right
ones together against all), with a Gaussian prior. What is printed is measured by ten-fold
cross-validation; what is written is fitted on everything. Both directions share a fold, so that
a term is never seen from the other side.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from policy_align import load_embedder
from policy_align.evaluation import calibration_error
from policy_align.folding import search_key
from policy_align.terms.background import Background
from policy_align.terms.candidates import OTHER, aligned, examine
from policy_align.terms.evidence import NAMES
from policy_align.terms.lookup import sample
from policy_align.terms.ranking import CALIBRATION, signals
from termgold import GOLD, Question, read_pairs, read_questions

if TYPE_CHECKING:
    from policy_align.model import Language

WEIGHTS = Path(__file__).parents[1] / "src/policy_align/terms/weights.json"
FOLDS = 10
PRIOR = 5.0
SHOWN = 5
TOP = 3
NEGLIGIBLE = 1e-3


@dataclass(frozen=True)
class Example:
    """The candidates of a term.

    Attributes:
        fold: Number of its fold.
        table: Their evidence.
        right: Which of them are right.
        several: Logarithm of the number of pairs with term and candidate.
        count: Number of pairs that hold the term.
    """

    fold: int
    table: np.ndarray
    right: np.ndarray
    several: np.ndarray
    count: int


def collect(questions: list[Question], language: Language) -> list[Example]:
    """Look all terms up and keep the evidence."""
    pairs = read_pairs()
    background, encode = Background.of(pairs), load_embedder().encode
    examples = []
    for question in questions:
        key = search_key(question.term)
        hits = [pair for pair in pairs if key in search_key(getattr(pair, language))]
        texts = [aligned(pair.zh, pair.ja, background, encode) for pair in sample(hits)]
        found = examine(key, language, texts, background=background, encode=encode)
        target = [search_key(getattr(pair, OTHER[language])) for pair in hits]
        both = [sum(each.key in text for text in target) for each in found.candidates]
        right = [each.key in question.answers for each in found.candidates]
        fold = int(hashlib.sha256(question.group.encode()).hexdigest(), 16) % FOLDS
        several = np.log(np.maximum(both, 1))
        examples.append(Example(fold, found.table, np.array(right, float), several, len(hits)))
    return examples


def fit(examples: list[Example], prior: float) -> np.ndarray:
    """Return the weights that make the right candidates most probable."""
    known = [example for example in examples if example.right.any()]
    table = np.concatenate([example.table for example in known])
    right = np.concatenate([example.right for example in known])
    scale = np.maximum(table.std(axis=0), 0.03)
    table = table / scale
    sizes = [len(example.right) for example in known]
    owner = np.repeat(np.arange(len(known)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total = np.add.reduceat(scores, starts)
        good = np.maximum(np.add.reduceat(scores * right, starts), 1e-12)
        value = np.log(total).sum() - np.log(good).sum() + prior * weights @ weights / 2
        slope = table.T @ (scores / total[owner] - scores * right / good[owner])
        return value, slope + prior * weights

    found = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B")
    return found.x / scale


def calibrate(examples: list[Example], scores: list[np.ndarray]) -> np.ndarray:
    """Return the logistic regression of being right on the signals of the first candidates."""
    inputs, outputs = [], []
    for example, values in zip(examples, scores, strict=True):
        best = np.argsort(-values)[:SHOWN]
        inputs.append(signals(values, example.several)[best])
        outputs.append(example.right[best])
    rows, right = np.concatenate(inputs), np.concatenate(outputs)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = rows @ weights
        value = np.logaddexp(0, logits).sum() - logits @ right + weights @ weights / 200
        return value, rows.T @ (1 / (1 + np.exp(-logits)) - right) + weights / 100

    return minimize(loss, np.zeros(len(CALIBRATION)), jac=True, method="L-BFGS-B").x


def held_out(examples: list[Example], prior: float) -> list[np.ndarray]:
    """Return the scores of all candidates by weights that have not seen their term."""
    scores: dict[int, np.ndarray] = {}
    for fold in range(FOLDS):
        weights = fit([example for example in examples if example.fold != fold], prior)
        for number, example in enumerate(examples):
            if example.fold == fold:
                scores[number] = example.table @ weights
    return [scores[number] for number in range(len(examples))]


def rank(right: np.ndarray, scores: np.ndarray) -> int:
    """Return the place of the first right candidate, counted from 0."""
    places = np.flatnonzero(right[np.argsort(-scores)])
    return int(places[0]) if len(places) else len(scores)


def report(language: str, examples: list[Example], scores: list[np.ndarray]) -> None:
    """Print how often a right candidate comes first and among the first three."""
    ranks = np.array(
        [
            min(
                (np.argsort(-values).tolist().index(i) for i in np.flatnonzero(e.right)), default=99
            )
            for e, values in zip(examples, scores, strict=True)
        ]
    )
    several = np.array([example.count > 1 for example in examples])
    for name, chosen in (("all", several | True), ("count >= 2", several), ("once", ~several)):
        first, three = (ranks[chosen] < 1).mean(), (ranks[chosen] < TOP).mean()
        print(f"{language} {name:10} {chosen.sum():4} first {first:.3f} three {three:.3f}")


def chances_of(weights: np.ndarray, examples: list[Example], scores: list[np.ndarray]) -> float:
    """Return the expected calibration error of the first candidates."""
    chances: list[float] = []
    right: list[bool] = []
    for example, values in zip(examples, scores, strict=True):
        best = np.argsort(-values)[:SHOWN]
        logits = signals(values, example.several)[best] @ weights
        chances.extend(1 / (1 + np.exp(-logits)))
        right.extend(example.right[best] > 0)
    return calibration_error(chances, right)


def main() -> int:
    """Fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prior", type=float, default=PRIOR, help="strength of the prior")
    parser.add_argument("--dry", action="store_true", help="report only")
    options = parser.parse_args()
    if not GOLD.exists():
        print("the term gold is in a checkout of the repository only", file=sys.stderr)
        return 2
    result = json.loads(WEIGHTS.read_text(encoding="utf-8")) if WEIGHTS.exists() else {}
    for language, questions in read_questions().items():
        examples = collect(questions, language)
        scores = held_out(examples, options.prior)
        report(language, examples, scores)
        chances = calibrate(examples, scores)
        print(f"{language} calibration error {chances_of(chances, examples, scores):.3f}")
        weights = fit(examples, options.prior)
        result[language] = {
            "weights": {
                n: round(w, 4) for n, w in zip(NAMES, weights, strict=True) if abs(w) > NEGLIGIBLE
            },
            "calibration": {n: round(w, 4) for n, w in zip(CALIBRATION, chances, strict=True)},
        }
    if not options.dry:
        WEIGHTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
