"""``policy-align build``: the main job, a folder of documents to aligned data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from policy_align.cli.wording import printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from policy_align.bitext import Bitext
    from policy_align.building import BuiltDocument
    from policy_align.cli.options import Subparsers

_DESCRIPTION = """\
Align every document in DIR/raw and write the results to DIR/aligned: JSONL for programs, TMX
for translation tools. A document is one bilingual file (plan.pdf, plan.txt) or one file per
language (plan.zh.txt and plan.ja.txt); plan.json beside it may say what it is."""


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "build", help="align every document of a corpus folder", description=_DESCRIPTION
    )
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        default="corpus",
        help="the corpus folder (default: corpus)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Build and print the summary table."""
    from policy_align.building import build_corpus

    built = []
    for document in build_corpus(args.folder, announce=_announce):
        built.append(document)
        if document.error:
            print(f"policy-align: {printable(str(document.error))}", file=sys.stderr)
    print("\n".join(_table(built)))
    return 2 if any(document.error for document in built) else 0


def _announce(name: str) -> None:
    if sys.stderr.isatty():
        print(f"aligning {name} …", file=sys.stderr)


def _table(built: Iterable[BuiltDocument]) -> Iterable[str]:
    header = ("document", "zh", "ja", "pairs", "1:1", "merged", "omitted", "added", "unsure")
    rows = [header, *(_row(document) for document in built)]
    width = max(len(row[0]) for row in rows)
    for name, *figures in rows:
        yield f"{name:<{width}}" + "".join(f"{figure:>9}" for figure in figures)


def _row(document: BuiltDocument) -> tuple[str, ...]:
    if document.error:
        return document.name, "failed"
    if document.bitext is None:
        return document.name, "done before"
    return document.name, *(str(count) for count in _counts(document.bitext))


def _counts(bitext: Bitext) -> Sequence[int]:
    from policy_align.formats.html import UNSURE_BELOW  # what the pages mark, too

    types = [(len(pair.zh_ids), len(pair.ja_ids)) for pair in bitext]
    omitted = sum(ja == 0 for _, ja in types)
    added = sum(zh == 0 for zh, _ in types)
    single = sum(kind == (1, 1) for kind in types)
    return (
        sum(zh for zh, _ in types),
        sum(ja for _, ja in types),
        len(types),
        single,
        len(types) - single - omitted - added,
        omitted,
        added,
        sum(bool(pair.zh and pair.ja) and pair.score < UNSURE_BELOW for pair in bitext),
    )
