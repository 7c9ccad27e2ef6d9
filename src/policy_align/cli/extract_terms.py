"""``policy-align extract-terms``: the bilingual term list of a corpus."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from policy_align.cli.terms import add_corpus
from policy_align.cli.wording import printable

if TYPE_CHECKING:
    import argparse

    from policy_align.cli.options import Subparsers
    from policy_align.results import Term

_DESCRIPTION = """\
Collect the terms of a corpus with their renderings. Without -o the list is printed, one term a
line: Chinese, Japanese, count, score and other renderings."""
_MIN_SCORE = 0.5


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "extract-terms", help="collect the terms of a corpus", description=_DESCRIPTION
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        action="append",
        default=[],
        help="a .tsv, .csv, .tbx or .utf8 (OmegaT glossary) file; may be given several times",
    )
    add_corpus(parser)
    parser.add_argument(
        "--min-score",
        metavar="P",
        type=float,
        default=_MIN_SCORE,
        help=f"least probability of a term pair, 0 to 1 ({_MIN_SCORE})",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Extract and write or print."""
    from policy_align.corpus import load_corpus
    from policy_align.formats.glossary import check_terms_writable, write_terms

    for path in args.output:
        check_terms_writable(path)
    terms = load_corpus(args.corpus, glossary=args.glossary).extract_terms(min_score=args.min_score)
    for path in args.output:
        write_terms(terms, path)
    if not args.output:
        for term in terms:
            print(_line(term))
    print(f"{len(terms)} terms", *args.output, sep="  ", file=sys.stderr)
    return 0


def _line(term: Term) -> str:
    score = "glossary" if term.origin == "glossary" else f"{term.score:.2f}"
    variants = ", ".join(f"{text} ({count}×)" for text, count in term.variants)
    return "\t".join(map(printable, (term.zh, term.ja, str(term.count), score, variants)))
