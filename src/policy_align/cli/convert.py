"""``policy-align convert``: turn aligned data from one format into another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.formats.registry import READABLE, WRITABLE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from policy_align.cli.options import Subparsers

_DESCRIPTION = """\
Turn aligned data from one format into another; the suffixes say which, as in
plan.jsonl plan.tmx. Every field of every pair is kept (numbers of sentences, pages, sections,
scores, omissions), also through TMX and back; what a format cannot hold is said on stderr."""


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "convert", help="turn aligned data into another format", description=_DESCRIPTION
    )
    parser.add_argument("source", metavar="IN", help="the aligned data: " + _list(READABLE))
    parser.add_argument("target", metavar="OUT", help="the file to write: " + _list(WRITABLE))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read and write."""
    from policy_align.formats import check_writable, read_bitext, write_bitext
    from policy_align.formats.losses import lost_in_reading, lost_in_writing

    source, target = Path(args.source), Path(args.target)
    if source.resolve() == target.resolve():
        raise InputError(target, "this output is also the source", "choose another name")
    check_writable(target)
    bitext = read_bitext(source)
    write_bitext(bitext, target)
    print(f"{target}: {len(bitext)} pairs", file=sys.stderr)
    for loss in (*lost_in_reading(source), *lost_in_writing(bitext, target)):
        print(f"note: {loss}", file=sys.stderr)
    return 0


def _list(suffixes: Iterable[str]) -> str:
    return " ".join(suffixes)
