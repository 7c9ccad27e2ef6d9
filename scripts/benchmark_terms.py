"""Measure term look-up and extraction on the term gold: ``python scripts/benchmark.py terms``.

How often a right rendering comes first and among the first three, in both directions: ours by
ten-fold cross-validation (weights that have not seen the term), against the log-likelihood ratio
and the coefficient of Dice over the same stretches in the same run. Then recall and precision of
the extracted list, and the time of look-ups.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit_term_list import main as fit_term_list
from fit_terms import PRIOR, collect, held_out
from policy_align import load_embedder
from policy_align.folding import search_key
from policy_align.terms.association import Counts, dice, log_likelihood
from policy_align.terms.background import Background
from policy_align.terms.candidates import OTHER, aligned
from policy_align.terms.evidence import weight_of
from policy_align.terms.lookup import renderings
from termgold import Question, read_pairs, read_questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from policy_align.model import Language, Pair

THREE = 3


@dataclass(frozen=True)
class Outcome:
    """Where the first right rendering of a term stood.

    Attributes:
        place: Counted from 0; large where there was none.
        count: Number of pairs that hold the term.
    """

    place: int
    count: int


def ours(questions: list[Question], language: Language) -> list[Outcome]:
    """Rank with weights that have not seen the term."""
    examples = collect(questions, language)
    outcomes = []
    for example, scores in zip(examples, held_out(examples, PRIOR), strict=True):
        places = np.flatnonzero(example.right[np.argsort(-scores, kind="stable")])
        outcomes.append(Outcome(int(places[0]) if len(places) else len(scores), example.count))
    return outcomes


def by_association(
    questions: list[Question], language: Language, measure: Callable[[Counts], float]
) -> list[Outcome]:
    """Rank all stretches by one measure of association; ties by likeness of length."""
    pairs = read_pairs()
    background = Background.of(pairs)
    outcomes = []
    for question in questions:
        key = search_key(question.term)
        mine = set(background.pairs(key, language).tolist())
        keys = {each for number in mine for each in _stretches(pairs[number], language, background)}
        scores = {}
        for each in keys:
            there = background.pairs(each, OTHER[language])
            both = len(mine.intersection(there.tolist()))
            scores[each] = measure(Counts(both, len(mine), len(there), background.size))
        size = weight_of(key)
        distances = {each: abs(weight_of(each) - size) for each in keys}
        ranked = sorted(keys, key=lambda each: (-scores[each], distances[each], each))
        place = next((i for i, each in enumerate(ranked) if each in question.answers), len(ranked))
        outcomes.append(Outcome(place, len(mine)))
    return outcomes


def _stretches(pair: Pair, language: Language, background: Background) -> set[str]:
    other = OTHER[language]
    text = aligned(pair.zh, pair.ja, background, None)
    keys = text.sides[other].keys
    return {"".join(keys[first:end]) for first, end in text.profiles[other].spans.tolist()}


def show(name: str, outcomes: list[Outcome]) -> None:
    """Print one line of the table."""
    cells = []
    for chosen in (
        outcomes,
        [each for each in outcomes if each.count > 1],
        [each for each in outcomes if each.count == 1],
    ):
        first = statistics.mean(each.place == 0 for each in chosen)
        three = statistics.mean(each.place < THREE for each in chosen)
        cells.append(f"{first:.3f} {three:.3f} ({len(chosen)})")
    print(f"{name:24} " + "   ".join(f"{cell:20}" for cell in cells))


def time_look_ups(questions: list[Question], language: Language) -> None:
    """Print how long look-ups take, the first time and again."""
    pairs = read_pairs()
    background, encode = Background.of(pairs), load_embedder().encode
    for name in ("first", "again"):
        spent = []
        for question in questions:
            key = search_key(question.term)
            hits = [pair for pair in pairs if key in search_key(getattr(pair, language))]
            start = time.perf_counter()
            renderings(
                question.term,
                language,
                hits,
                total=len(hits),
                background=background,
                encode=encode,
                citation=lambda pair: pair.id,
            )
            spent.append((time.perf_counter() - start) * 1000)
        middle, late = np.percentile(spent, [50, 95])
        print(f"{language} {name:6} median {middle:6.1f} ms   p95 {late:6.1f} ms")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-list", action="store_true", help="leave out the extracted list")
    options = parser.parse_args()
    print("right first, among three (terms)  all / in several pairs / in one pair")
    for language, questions in read_questions().items():
        arrow = f"{language}→{OTHER[language]}"
        show(f"{arrow} ours, ten-fold", ours(questions, language))
        show(f"{arrow} log-likelihood", by_association(questions, language, log_likelihood))
        show(f"{arrow} Dice", by_association(questions, language, dice))
    print("\nlook-up")
    for language, questions in read_questions().items():
        time_look_ups(questions, language)
    if not options.no_list:
        print("\nextraction, ten-fold")
        fit_term_list(["--dry"])


if __name__ == "__main__":
    main()
