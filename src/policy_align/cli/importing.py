"""``policy-align import``: take over a translator's own memories."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from policy_align.cli.wording import printable

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from policy_align.cli.options import Subparsers

_DESCRIPTION = """\
Take translation memories over into a corpus folder, where search and terms find them: TMX of any
tool, TSV, CSV, JSONL, or two files of lines such as memory.zh and memory.ja. What the folder
holds already is not taken again."""

_SHOWN = 20


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "import", help="take over translation memories (TMX, TSV, …)", description=_DESCRIPTION
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="the memories")
    parser.add_argument(
        "--corpus",
        metavar="DIR",
        default="corpus",
        help="the corpus folder, made if need be (default: corpus)",
    )
    parser.add_argument("--name", help="name of the document in the corpus (default: the file's)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import and print one line per memory."""
    from policy_align.importing import import_memories

    skipped = _Skipped()
    done = import_memories(args.files, args.corpus, name=args.name, skipped=skipped.show)
    skipped.close()
    for each in done:
        files = ", ".join(file.name for file in each.files)
        print(
            printable(
                f"{each.name}: {each.pairs} pairs imported from {files};"
                f" {each.known} known before, {each.skipped} units skipped"
            )
        )
    return 0


class _Skipped:
    """Shows the first units that could not be used, and how many there were."""

    def __init__(self) -> None:
        self._count = 0

    def show(self, file: Path, number: int, problem: str) -> None:
        self._count += 1
        if self._count <= _SHOWN:
            print(printable(f"{file}: unit {number} skipped: {problem}"), file=sys.stderr)

    def close(self) -> None:
        if self._count > _SHOWN:
            print(f"… and {self._count - _SHOWN} more units skipped", file=sys.stderr)
