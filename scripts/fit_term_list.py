"""Fit what makes a phrase a term of a list: ``python scripts/fit_term_list.py``.

A logistic regression tells the terms of the gold (with a right rendering) from all other phrases.
The gold is a sample, so many of the others are terms as well: only the order counts, and the
bias is moved to where the given share of the gold is kept, in ten-fold cross-validation. Run it
after ``fit_terms.py``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from policy_align import load_embedder
from policy_align.folding import search_key
from policy_align.terms.extraction import MIN_SCORE, Found, choose, examine_block
from policy_align.terms.termhood import SIGNALS
from termgold import read_pairs, read_rows

WEIGHTS = Path(__file__).parents[1] / "src/policy_align/terms/weights.json"
FOLDS = 10
PRIOR = 5.0
SMALLEST_SPREAD = 0.03


def fit(table: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression with a Gaussian prior."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = table @ weights
        value = np.logaddexp(0, logits).sum() - right @ logits + PRIOR * weights @ weights / 2
        return value, table.T @ (1 / (1 + np.exp(-logits)) - right) + PRIOR * weights

    return minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x


def main(arguments: list[str] | None = None) -> int:
    """Fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recall", type=float, default=0.775, help="share of the gold to keep")
    parser.add_argument("--dry", action="store_true", help="report only")
    options = parser.parse_args(arguments)
    gold: dict[str, set[str]] = {}
    for zh, ja in read_rows():
        gold.setdefault(search_key(zh), set()).add(search_key(ja))
    start = time.process_time()
    found = [
        each
        for each in examine_block(read_pairs(), load_embedder().encode)
        if each.chance >= MIN_SCORE
    ]
    print(f"{len(found)} phrases in {time.process_time() - start:.1f} s")
    known = np.array([search_key(each.zh) in gold for each in found])
    right = np.array([search_key(e.ja) in gold.get(search_key(e.zh), ()) for e in found], float)
    table = np.stack([each.signals for each in found])
    scale = np.maximum(table.std(axis=0), SMALLEST_SPREAD)
    scores = held_out(found, table / scale, right)
    size = report(scores, known, right, len(gold), options.recall)
    cut = np.sort(scores)[-size]
    report_choice(found, scores - cut + 1e-9, known, right, len(gold))
    weights = fit(table / scale, right) / scale
    weights[SIGNALS.index("bias")] -= np.sort(table @ weights)[-size]
    if not options.dry:
        data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        data["list"] = {
            name: round(weight, 4) for name, weight in zip(SIGNALS, weights, strict=True)
        }
        WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def held_out(found: list[Found], table: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the scores by weights that have not seen the phrase."""
    digests = [hashlib.sha256(each.zh.encode()).hexdigest() for each in found]
    folds = np.array([int(digest, 16) % FOLDS for digest in digests])
    scores = np.zeros(len(found))
    for fold in range(FOLDS):
        scores[folds == fold] = table[folds == fold] @ fit(
            table[folds != fold], right[folds != fold]
        )
    return scores


def report(
    scores: np.ndarray, known: np.ndarray, right: np.ndarray, gold: int, recall: float
) -> int:
    """Print recall and precision on the gold for lists of growing length; return the length."""
    order = np.argsort(-scores)
    hits = np.cumsum(right[order])
    for size in (500, 1000, 1500, 2000, 2500, 3000):
        seen = known[order[:size]].sum()
        share = hits[min(size, len(hits)) - 1]
        print(f"best {size}: recall {share / gold:.3f} precision {share / max(seen, 1):.3f}")
    place = int(np.searchsorted(hits, recall * gold))
    place = min(place, len(order) - 1)
    print(f"recall {recall}: the best {place + 1}")
    return place + 1


def report_choice(
    found: list[Found], scores: np.ndarray, known: np.ndarray, right: np.ndarray, gold: int
) -> None:
    """Print recall and precision after the choice among phrases that overlap."""
    scored = [
        replace(each, signals=np.array([score])) for each, score in zip(found, scores, strict=True)
    ]
    chosen = choose(read_pairs(), scored, np.ones(1))
    own = np.array([search_key(each.zh) in chosen for each in found])
    recall, precision = right[own].sum() / gold, right[own].sum() / known[own].sum()
    print(f"chosen: {own.sum()}, recall {recall:.3f} precision {precision:.3f}")


if __name__ == "__main__":
    sys.exit(main())
