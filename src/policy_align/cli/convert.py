"""``policy-align convert``: turn aligned data from one format into another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError

if TYPE_CHECKING:
    import argparse

    from policy_align.cli.options import Subparsers

_DESCRIPTION = """\
Turn aligned data from one format into another; the suffixes say which, as in
plan.jsonl plan.tmx."""


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "convert", help="turn aligned data into another format", description=_DESCRIPTION
    )
    parser.add_argument("source", metavar="IN", help="the aligned data: .jsonl, .tmx, .tsv, .csv")
    parser.add_argument("target", metavar="OUT", help="the file to write")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read and write."""
    from policy_align.formats import check_writable, read_bitext, write_bitext

    source, target = Path(args.source), Path(args.target)
    if source.resolve() == target.resolve():
        raise InputError(target, "this output is also the source", "choose another name")
    check_writable(target)
    bitext = read_bitext(source)
    write_bitext(bitext, target)
    print(f"{target}: {len(bitext)} pairs", file=sys.stderr)
    return 0
