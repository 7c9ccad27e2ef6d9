"""``policy-align evaluate``: compare an alignment with a gold standard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from policy_align.cli.options import add_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from policy_align.cli.options import Subparsers
    from policy_align.evaluation import Evaluation, Score

_DESCRIPTION = """\
Compare an alignment with a gold standard: strict (both sides equal) and lax (at least a
clause in common on both sides) precision, recall and F1, omissions by themselves, bead types,
and how far the scores can be trusted. White space does not count. Both files may be JSONL,
TMX, TSV, CSV or Parquet; a gold file needs no more than zh and ja."""


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "evaluate", help="compare an alignment with a gold standard", description=_DESCRIPTION
    )
    parser.add_argument("predicted", metavar="PRED", help="the alignment to judge")
    parser.add_argument("gold", metavar="GOLD", help="the right pairs")
    add_json(parser)
    parser.add_argument(
        "--errors", action="store_true", help="list the wrong (-) and the missed (+) pairs"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read both, compare, print."""
    from policy_align.evaluation import evaluate
    from policy_align.formats import read_bitext

    result = evaluate(read_bitext(args.predicted), read_bitext(args.gold))
    if args.json:
        print(json.dumps(result.to_dict(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_report(result)))
    if args.errors:
        for mark, pairs in (("-", result.wrong), ("+", result.missed)):
            for pair in pairs:
                print(f"{mark} {pair.zh}\t{pair.ja}")
    return 0


def _report(result: Evaluation) -> Iterable[str]:
    yield f"{'':10}{'precision':>10}{'recall':>10}{'F1':>10}{'right':>14}{'found':>14}"
    yield _row("strict", result.strict)
    yield _row("lax", result.lax)
    yield _row("null", result.nulls)
    for name, score in result.by_type.items():
        yield _row(name, score)
    yield (
        f"calibration error {result.calibration_error:.3f}; "
        f"{result.errors_in_lowest_tenth:.0%} of the errors in the lowest-scored tenth"
    )
    yield f"signature {result.signature}"


def _row(name: str, score: Score) -> str:
    right = f"{score.right_predicted}/{score.predicted}"
    found = f"{score.found_gold}/{score.gold}"
    figures = f"{score.precision:>10.4f}{score.recall:>10.4f}{score.f1:>10.4f}"
    return f"{name:10}{figures}{right:>14}{found:>14}"
