"""Arguments that several commands share, and what they stand for."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from policy_align.errors import InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from policy_align.model import Document
    from policy_align.results import Hit

    # argparse has no public name for what add_subparsers returns.
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001

LAYOUTS = ("columns", "lines", "pages", "paragraphs", "sections", "halves")
_STDIN = "-"


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Add the one or two source files and how to read them."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="a bilingual document, or the Chinese one: PDF, text, DOCX or HTML (- for stdin)",
    )
    parser.add_argument(
        "ja_file",
        metavar="JA_FILE",
        nargs="?",
        help="the Japanese document, if it is a second file",
    )
    parser.add_argument(
        "--layout",
        choices=LAYOUTS,
        help="how the two languages are laid out in one file; found out by itself unless given",
    )
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help="encoding of text and HTML files, such as gb18030 or big5; found out unless given",
    )
    parser.add_argument("--password", metavar="PASSWORD", help="password of an encrypted PDF")


def read_sources(args: argparse.Namespace) -> tuple[Document, Document]:
    """Parse what ``add_sources`` was given into the Chinese and the Japanese document."""
    from policy_align.parsing import parse

    with _as_path(args.file) as path:
        return parse(
            path,
            args.ja_file,
            layout=args.layout,
            encoding=args.encoding,
            password=args.password,
        )


@contextmanager
def _as_path(name: str) -> Iterator[Path]:
    """Give a file for a name, also for standard input."""
    if name != _STDIN:
        yield Path(name)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stdin"
        if sys.stdin is None:
            raise InputError("standard input", "it is closed", "give the name of a file")
        path.write_bytes(sys.stdin.buffer.read())
        try:
            yield path
        except InputError as error:
            if error.source != str(path):
                raise
            raise InputError("standard input", error.reason, error.advice) from error


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON for other programs")


def hit_row(hit: Hit) -> dict[str, Any]:
    """Return what ``--json`` prints of a hit: the fields of its pair, then its own."""
    from policy_align.formats.jsonl import row_of

    return {
        **row_of(hit.pair),
        "zh_spans": hit.zh_spans,
        "ja_spans": hit.ja_spans,
        "citation": hit.citation,
    }
