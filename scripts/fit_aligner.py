"""Fit the weights of the aligner: ``python scripts/fit_aligner.py --sets DIR [FILE …]``.

The weights of a conditional random field over all alignments are fitted by maximum likelihood
on alignment problems made from line-aligned texts: segments are merged, left out and added at
random, singly and in long gaps; headings are repeated; some vectors are blurred so that no
evidence is relied on alone. What the probabilities are worth is read off sets that were not
fitted on (isotonic calibration). The weights for clauses begin at those for sentences and stay
near them, for there is little gold.

``--sets`` names folders of line-aligned sets (``NAME.zh.txt``, ``NAME.ja.txt`` and, where a set
has several documents, ``NAME.docs.tsv``) and files of ``zh<TAB>ja`` lines; ``--known`` names more
of them that the embedding model was trained on. The gold standards of the repository are always
used. Vectors of texts that the model may know are never left clear. The result says how it came
about and how well it does on sets that were held out.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import policy_align as pa
from aligner_fitting.field import PRIOR, Blurred, Names, fit, prepare, prepare_clauses, pruned
from aligner_fitting.judging import Figures, calibration_points, judge
from aligner_fitting.problems import USUAL, perturbed, problems_of, real_problem
from aligner_fitting.texts import read_clauses, read_gold, read_sets, set_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aligner_fitting.field import Prepared
    from aligner_fitting.problems import Problem
    from aligner_fitting.texts import Text

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "src/policy_align/aligning/weights.json"
CLAUSES = ROOT / "corpus/gold/2030-carbon-peak.clauses.jsonl"
_BEADS = {False: 700, True: 350}
"""Beads that a set contributes at least, if it can, without and with layout."""

_COPIES = 4
"""How often the segments of a set are used at most."""

_ROUGH = 25
"""Steps of the preliminary fit that tells which beads are next to impossible."""

_FOLDS = 3
_BLUR_EVERY = 3


def main() -> int:
    """Fit, hold out, calibrate, write."""
    args = _arguments()
    begin = time.perf_counter()
    embedder = pa.load_embedder(args.model)
    known, sets = read_gold(_gold_files()) | _read(args.known), _read(args.sets)
    sets |= known
    blurs = {name: 1 if name in known else _BLUR_EVERY for name in sets}
    names = Names()
    tested_on = {
        name: [
            found
            for n, problem in enumerate(perturbed(name, texts, USUAL, args.seed))
            if (found := prepare(problem, _seen(embedder, n, blurs[name], args), names))
        ]
        for name, texts in sets.items()
    }
    rough = fit([p[0] for p in tested_on.values()], names, prior=PRIOR, iterations=_ROUGH)
    fitted_on = {
        name: [
            pruned(found, rough, names)
            for n, problem in enumerate([*_problems(name, texts, args.seed), *_real(name)])
            if (found := prepare(problem, _seen(embedder, n, blurs[name], args), names))
        ]
        for name, texts in sets.items()
    }
    _say(begin, f"{sum(map(len, fitted_on.values()))} problems from {len(sets)} sets")
    figures, points = _hold_out(fitted_on, tested_on, names, args)
    _say(begin, "\n".join(f"{name:20} {found}" for name, found in figures.items()))
    sentences = fit(_all(fitted_on, ()), names, prior=PRIOR, ridge=args.ridge)
    _say(begin, "sentences fitted")
    rows = read_clauses(CLAUSES)
    clauses, clause_points, clause_figures = _clauses(rows, embedder, names, sentences, args)
    _say(begin, f"clauses              {clause_figures}")
    result = {
        "about": _about(args, sets, embedder.name, figures, clause_figures),
        "sentences": {"weights": _rounded(sentences), "calibration": points},
        "clauses": {"weights": _rounded(clauses), "calibration": clause_points},
    }
    args.out.write_text(f"{json.dumps(result, ensure_ascii=False, indent=1)}\n", encoding="utf-8")
    _say(begin, f"written to {args.out}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, nargs="*", default=[], metavar="PATH")
    parser.add_argument("--known", type=Path, nargs="*", default=[], metavar="PATH")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--model", default="bundled", help="embedding model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ridge", type=float, default=1.0, help="pull towards no weight")
    parser.add_argument("--clause-ridge", type=float, default=4.0, help="pull to the sentences")
    parser.add_argument("--blur", type=float, default=0.5, help="noise on a third of the vectors")
    return parser.parse_args()


def _read(paths: Sequence[Path]) -> dict[str, list[Text]]:
    sets: dict[str, list[Text]] = {}
    for path in paths:
        sets |= read_sets(path)
    return sets


def _gold_files() -> list[Path]:
    return [
        *sorted((ROOT / "corpus/gold").glob("*.sentences.jsonl")),
        *sorted((ROOT / "tests/data").glob("*/gold.jsonl")),
    ]


def _problems(name: str, texts: Sequence[Text], seed: int) -> Iterator[Problem]:
    """Make as many problems of a set as are wanted, those with layout last."""
    for layout, wanted in _BEADS.items():
        problems = list(problems_of(name, texts, _COPIES, seed, layout=layout))
        random.Random(seed).shuffle(problems)  # noqa: S311
        beads = 0
        for problem in problems:
            if beads < wanted:
                yield problem
                beads += len(problem.beads)


def _real(name: str) -> list[Problem]:
    """Return the real alignment of a gold standard of the repository, several times."""
    found = [real_problem(path) for path in _gold_files() if set_name(path) == name]
    return [copy for problem in found for copy in (problem, replace(problem, layouts=None))] * 3


def _seen(embedder: pa.Embedder, number: int, every: int, args: argparse.Namespace) -> pa.Embedder:
    """Return the embedder, or for every so many problems a blurred one."""
    return Blurred(embedder, args.blur, args.seed + number) if number % every == 0 else embedder


def _hold_out(
    fitted_on: Mapping[str, list[Prepared]],
    tested_on: Mapping[str, list[Prepared]],
    names: Names,
    args: argparse.Namespace,
) -> tuple[dict[str, Figures], list[tuple[float, float]]]:
    """Fit without some of the sets and measure on these, in turn.

    Returns:
        Figures of every set with weights that never saw it, calibrated; and the calibration.
    """
    found: dict[str, Figures] = {}
    order = sorted(fitted_on, key=lambda name: -len(fitted_on[name]))
    for fold in range(_FOLDS):
        held = order[fold::_FOLDS]
        weights = fit(_all(fitted_on, held), names, prior=PRIOR, ridge=args.ridge)
        found |= {name: judge(tested_on[name], weights, names) for name in held}
    points = calibration_points(
        [score for figures in found.values() for score in figures.scores],
        [hit for figures in found.values() for hit in figures.hits],
    )
    return {name: found[name].calibrated(points) for name in fitted_on}, points


def _all(fitted_on: Mapping[str, list[Prepared]], without: Sequence[str]) -> list[Prepared]:
    return [p for name, problems in fitted_on.items() if name not in without for p in problems]


def _clauses(
    rows: Sequence[Sequence[tuple[str, str]]],
    embedder: pa.Embedder,
    names: Names,
    sentences: Mapping[str, float],
    args: argparse.Namespace,
) -> tuple[dict[str, float], list[tuple[float, float]], Figures]:
    """Fit the weights for clauses; measure each third of the gold without having seen it."""

    def laid_out(part: Sequence[Sequence[tuple[str, str]]]) -> list[Prepared]:
        found = prepare_clauses(part, embedder, names)
        return [found] if found else []

    held = Figures()
    for fold in range(_FOLDS):
        seen = [row for number, row in enumerate(rows) if number % _FOLDS != fold]
        weights = fit(laid_out(seen), names, prior=sentences, ridge=args.clause_ridge)
        held.update(judge(laid_out(rows[fold::_FOLDS]), weights, names))
    points = calibration_points(held.scores, held.hits)
    weights = fit(laid_out(rows), names, prior=sentences, ridge=args.clause_ridge)
    return weights, points, held.calibrated(points)


def _about(
    args: argparse.Namespace,
    sets: Mapping[str, list[Text]],
    model: str,
    figures: Mapping[str, Figures],
    clauses: Figures,
) -> dict[str, object]:
    listed = {name: found.to_dict() for name, found in figures.items()}
    return {
        "what": "weights of evidence in a conditional random field over alignments (log odds); "
        "written by the command below, not by hand",
        "command": "python scripts/fit_aligner.py "
        + " ".join(["--sets", *(path.name for path in args.sets)])
        + " ".join([" --known", *(path.name for path in args.known)])
        + f" --seed {args.seed} --ridge {args.ridge:g} --clause-ridge {args.clause_ridge:g}"
        f" --blur {args.blur:g}",
        "model": model,
        "segments": {name: sum(map(len, texts)) for name, texts in sets.items()},
        "held out": {
            "how": "each set with weights fitted on the others; 16 % of the segments merged, "
            "8 % left out on one side",
            "macro f1": round(float(np.mean([found["f1"] for found in listed.values()])), 4),
            **listed,
        },
        "clauses held out": clauses.to_dict(),
    }


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(weights[name], 4) for name in sorted(weights)}


def _say(begin: float, text: str) -> None:
    print(f"[{time.perf_counter() - begin:5.0f} s] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
