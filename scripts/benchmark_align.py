"""Measure the aligner: ``python scripts/benchmark.py align [PATH …] [--growth]``.

Alignment problems are made from the gold standards of the repository, and from the line-aligned
sets that PATH names (folders of ``NAME.zh.txt`` and ``NAME.ja.txt``, or files of
``zh<TAB>ja`` lines): 16 % of the segments are merged, half of them on either side, 8 % are left
out on one side. Beside the aligner stand the same aligner without one kind of evidence each
(its weights set to 0, the others not fitted again) and NLTK's aligner by length (Gale and
Church, 1993) on the same problems. ``--growth`` measures time and memory over length.

The weights were fitted on problems made from the gold standards, with noise of their own; for
figures on unseen text give sets of your own, or see ``weights.json``.
"""

from __future__ import annotations

import argparse
import dataclasses
import multiprocessing
import os
import random
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import policy_align as pa
from aligner_fitting.judging import Figures
from aligner_fitting.problems import USUAL, perturbed
from aligner_fitting.texts import read_clauses, read_gold, read_sets
from policy_align.aligning.monotone import align_monotone
from policy_align.aligning.sides import read_sides
from policy_align.aligning.weights import load_weights, weights_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aligner_fitting.problems import Bead, Problem
    from policy_align.aligning.weights import Weights

    Link = tuple[tuple[int, ...], tuple[int, ...]]

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "corpus" / "gold"
EVIDENCE = {
    "embedding": ("vector", "rivals", "worst part", "of pairs", "null best"),
    "beginnings and ends": ("head", "tail"),
    "shared Han": ("han", "bigram"),
    "numbers": ("number",),
    "Latin words": ("latin",),
    "length": ("length", "size"),
    "punctuation": ("mark", "end ", "start"),
    "labels": ("label",),
}
SIZES = (1_250, 2_500, 5_000, 10_000, 20_000)
MEGABYTE = 1024


def main() -> int:
    """Measure what was asked for and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="*", metavar="PATH")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--no-quality", action="store_true", help="measure only the growth")
    parser.add_argument("--growth", action="store_true", help="measure time and memory")
    args = parser.parse_args()
    if not args.no_quality:
        _print_quality(_problems(args.paths, args.seed))
    if args.growth:
        _print_growth()
    return 0


def _problems(paths: Sequence[Path], seed: int) -> dict[str, list[Problem]]:
    sets = read_gold(
        [
            *sorted(GOLD.glob("*.sentences.jsonl")),
            *sorted((ROOT / "tests" / "data").glob("*/gold.jsonl")),
        ]
    )
    for path in paths:
        sets |= read_sets(path)
    return {name: perturbed(name, texts, USUAL, seed) for name, texts in sets.items()}


def _print_quality(problems: Mapping[str, Sequence[Problem]]) -> None:
    embedder = pa.load_embedder()
    weights = load_weights("sentences")
    print(f"model {embedder.name}, weights {weights_version()}")
    print(f"{'':32}{'macro F1':>10}{'null P':>8}{'null R':>8}{'ECE':>7}   F1 of each set")
    sides = {
        name: [(problem, read_sides(problem.zh, problem.ja, embedder)) for problem in listed]
        for name, listed in problems.items()
    }

    def row(title: str, used: Weights) -> None:
        figures = {}
        for name, listed in sides.items():
            figures[name] = Figures()
            for problem, (zh, ja) in listed:
                _count(figures[name], align_monotone(zh, ja, used), problem)
        _print_row(title, figures)

    row("all evidence", weights)
    for title, parts in EVIDENCE.items():
        row(f"without {title}", _without(weights, parts))
    _print_row(
        "length alone (NLTK)",
        {name: _by_length(listed) for name, listed in problems.items()},
    )


def _without(weights: Weights, parts: Iterable[str]) -> Weights:
    """Set the weights to 0 whose names hold one of some parts."""
    kept = {
        name: value
        for name, value in weights.values.items()
        if not any(part in name for part in parts)
    }
    return dataclasses.replace(weights, values=kept)


def _count(figures: Figures, beads: Sequence[pa.Bead], problem: Problem) -> None:
    found, i, j = [], 0, 0
    for bead in beads:
        found.append((i, len(bead.zh), j, len(bead.ja)))
        i, j = i + len(bead.zh), j + len(bead.ja)
    figures.add(found, [bead.score for bead in beads], problem.beads)


def _by_length(problems: Sequence[Problem]) -> Figures:
    from nltk.translate.gale_church import align_blocks

    figures = Figures()
    for problem in problems:
        links = align_blocks([len(text) for text in problem.zh], [len(text) for text in problem.ja])
        beads = _as_beads(links, len(problem.zh), len(problem.ja))
        figures.add(beads, [1.0] * len(beads), problem.beads)
    return figures


def _as_beads(links: Iterable[tuple[int, int]], n: int, m: int) -> list[Bead]:
    """Join links that share a sentence; sentences without links are null beads."""
    beads: list[list[int]] = []
    for i, j in sorted(links):
        last = beads[-1] if beads else None
        if last and (i <= last[1] or j <= last[3]):
            last[1], last[3] = max(last[1], i), max(last[3], j)
        else:
            beads.append([i, i, j, j])
    result: list[Bead] = []
    at_zh = at_ja = 0
    for i, last_i, j, last_j in [*beads, [n, n, m, m]]:
        result += [(k, 1, at_ja, 0) for k in range(at_zh, i)]
        result += [(i, 0, k, 1) for k in range(at_ja, j)]
        if i < n:
            result.append((i, last_i - i + 1, j, last_j - j + 1))
        at_zh, at_ja = last_i + 1, last_j + 1
    return result


def _print_row(title: str, figures: Mapping[str, Figures]) -> None:
    listed = {name: found.to_dict() for name, found in figures.items()}

    def mean(name: str) -> float:
        return sum(found[name] for found in listed.values()) / len(listed)

    each = "  ".join(f"{name} {found['f1']:.3f}" for name, found in listed.items())
    print(
        f"{title:32}{mean('f1'):10.4f}{mean('null precision'):8.3f}{mean('null recall'):8.3f}"
        f"{mean('calibration error'):7.3f}   {each}",
        flush=True,
    )


def _print_growth() -> None:
    print(f"\n{'sentences a side':>18}{'seconds':>10}{'x':>7}{'MB':>8}{'F1':>9}")
    before = 0.0
    # Threads of the linear algebra wait actively, which would count as time.
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    context = multiprocessing.get_context("spawn")
    for size in SIZES:
        with context.Pool(1) as pool:
            seconds, memory, share = pool.apply(_grow, (size,))
        ratio = f"{seconds / before:.2f}" if before else ""
        print(f"{size:18}{seconds:10.2f}{ratio:>7}{memory:8.0f}{share:9.4f}", flush=True)
        before = seconds


def _grow(size: int) -> tuple[float, float, float]:
    """Align two long texts of sentences made of gold clauses, with merges and omissions.

    Returns:
        Seconds, greatest memory of the process in MB, F1.
    """
    rng = random.Random(size)  # noqa: S311
    clauses = [
        clause for row in read_clauses(GOLD / "2030-carbon-peak.clauses.jsonl") for clause in row
    ]
    zh, ja, right = _long_texts(clauses, size, rng)
    pa.align_sentences(zh[:10], ja[:10])
    begin = time.process_time()
    beads = pa.align_sentences(zh, ja)
    seconds = time.process_time() - begin
    found = {(bead.zh, bead.ja) for bead in beads}
    share = 2 * len(found & right) / (len(found) + len(right))
    unit = MEGABYTE if sys.platform != "darwin" else MEGABYTE**2
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, share


def _long_texts(
    clauses: Sequence[tuple[str, str]], size: int, rng: random.Random
) -> tuple[list[str], list[str], set[Link]]:
    """Make sentences of three random clauses each; one in ten is missing on one side."""
    zh: list[str] = []
    ja: list[str] = []
    right: set[Link] = set()
    while max(len(zh), len(ja)) < size:
        parts = [rng.choice(clauses) for _ in range(3)]
        sides = rng.choices(("both", "zh", "ja"), (18, 1, 1))[0]
        left: tuple[int, ...] = () if sides == "ja" else (len(zh),)
        other: tuple[int, ...] = () if sides == "zh" else (len(ja),)
        zh += ["".join(part[0] for part in parts)] if left else []
        ja += ["".join(part[1] for part in parts)] if other else []
        right.add((left, other))
    return zh, ja, right


if __name__ == "__main__":
    sys.exit(main())
