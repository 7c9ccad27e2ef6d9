"""``policy-align export``: write a corpus for other ecosystems."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from policy_align.cli.options import Subparsers

_DESCRIPTION = """\
Write a corpus as a data set.

  policy-align export hf DIR   a folder that datasets.load_dataset("DIR") loads: sentences, clauses,
                               pairs for training, terms and documents as Parquet, with splits,
                               a dataset card, croissant.json and line-aligned text"""


def register(commands: Subparsers) -> None:
    """Add the command."""
    from argparse import RawDescriptionHelpFormatter

    parser = commands.add_parser(
        "export",
        help="write a corpus as a data set",
        description=_DESCRIPTION,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("format", metavar="FORMAT", choices=("hf",), help="hf: Hugging Face")
    parser.add_argument("folder", metavar="DIR", help="the folder to write")
    parser.add_argument(
        "--corpus",
        metavar="DIR",
        help="the corpus to write (default: the one that comes with the library)",
    )
    parser.add_argument(
        "--name", metavar="NAME", help="name of the data set (default: that of DIR)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write and say what was written."""
    from policy_align.corpus import load_corpus
    from policy_align.corpus.loading import corpus_root
    from policy_align.exporting import export_hf

    corpus = load_corpus(args.corpus)
    gold = corpus_root(args.corpus) / "gold"
    counts = export_hf(
        corpus, Path(args.folder), name=args.name or "", gold=gold, announce=_announce
    )
    for (table, split), rows in counts.items():
        print(f"{table:<10} {split:<10} {rows:>9}")
    print(f'{args.folder}: load it with datasets.load_dataset("{args.folder}")', file=sys.stderr)
    return 0


def _announce(table: str) -> None:
    if sys.stderr.isatty():
        print(f"writing {table} …", file=sys.stderr)
