"""``policy-align align``: pair the sentences of one document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.cli.options import add_sources, read_sources
from policy_align.errors import InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from policy_align.bitext import Bitext
    from policy_align.cli.options import Subparsers

_DESCRIPTION = """\
Pair the Chinese and the Japanese sentences of a document.

The suffix of each output says what is written: .tmx for OmegaT, Trados, memoQ and other
translation tools, .jsonl for programs, .csv and .tsv for spreadsheets, .html to read side by
side in a browser. Without -o the pairs are printed as JSONL."""


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "align", help="pair the sentences of a document", description=_DESCRIPTION
    )
    add_sources(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        action="append",
        default=[],
        help="file to write, such as plan.tmx; may be given several times",
    )
    parser.add_argument(
        "--level",
        choices=("sentence", "clause"),
        default="sentence",
        help="pair whole sentences (default) or the clauses inside them",
    )
    parser.add_argument(
        "--model",
        metavar="M",
        default="bundled",
        help="name or folder of a sentence-transformers model to use instead of the bundled one",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Parse, align and write."""
    from policy_align.aligning import align
    from policy_align.embedding import load_embedder
    from policy_align.formats import check_writable

    outputs = [Path(name) for name in args.output]
    _protect(outputs, (args.file, args.ja_file))
    for output in outputs:
        check_writable(output)
    zh, ja = read_sources(args)
    bitext = align(zh, ja, embedder=load_embedder(args.model))
    if args.level == "clause":
        bitext = bitext.clauses()
    _write(bitext, outputs)
    return 0


def _write(bitext: Bitext, outputs: Iterable[Path]) -> None:
    from policy_align.formats import write_bitext
    from policy_align.formats.jsonl import dump_pair

    written = False
    for output in outputs:
        write_bitext(bitext, output)
        print(f"{output}: {len(bitext)} pairs", file=sys.stderr)
        written = True
    if not written:
        for pair in bitext:
            print(dump_pair(pair))


def _protect(outputs: Iterable[Path], sources: Iterable[str | None]) -> None:
    """Refuse to write over a source."""
    held = {Path(name).resolve() for name in sources if name}
    for output in outputs:
        if output.resolve() in held:
            raise InputError(output, "this output is also the source", "choose another name")
