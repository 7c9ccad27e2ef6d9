"""``policy-align serve``: the look-up page."""

from __future__ import annotations

import importlib.util
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    import argparse

    from policy_align.cli.options import Subparsers
    from policy_align.corpus import Corpus

_DESCRIPTION = """\
Open a page to look terms and sentences up in a browser: how a term was rendered, how often, and
the sentences that show it. The page also reads whole documents side by side and aligns documents
that are dropped on it. Only this machine can reach it. Stop it with Ctrl-C."""

_PORT = 8010
_PACKAGES = ("jinja2", "python_multipart", "starlette", "uvicorn")


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "serve", help="open the look-up page in a browser", description=_DESCRIPTION
    )
    parser.add_argument(
        "--corpus",
        metavar="DIR",
        help="folder of your own corpus, which may still be empty (default: the corpus that "
        "comes with the library)",
    )
    parser.add_argument(
        "--glossary",
        metavar="FILE",
        help="your own term pairs, which come first: TSV (Chinese, tab, Japanese) or TBX",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen at (default: %(default)s)"
    )
    parser.add_argument(
        "--port",
        type=int,
        default=_PORT,
        help="port to listen at, 0 for any free one (default: %(default)s)",
    )
    parser.add_argument(
        "--open-to-network",
        action="store_true",
        help="allow a --host that other machines can reach; there is no password and no encryption",
    )
    parser.add_argument("--browser", action="store_true", help="open the page in the browser")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    if not all(importlib.util.find_spec(name) for name in _PACKAGES):
        raise MissingExtraError("The look-up page", "web")
    from policy_align.web.library import Library
    from policy_align.web.server import is_loopback, open_socket, serve

    if not is_loopback(args.host) and not args.open_to_network:
        raise InputError(
            f"--host {args.host}",
            "other machines could reach the page there",
            "add --open-to-network if that is wanted",
        )
    folder = Path(args.corpus) if args.corpus else None
    library = Library(partial(_load, folder, args.glossary), folder)
    listener = open_socket(args.host, args.port)
    try:
        library.prepare()
        serve(library, listener, _open_browser if args.browser else _announce)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    return 0


def _load(folder: Path | None, glossary: str | None) -> Corpus:
    """Load the corpus; a folder without documents is one that is still to be filled."""
    from policy_align.corpus import Corpus, load_corpus
    from policy_align.corpus.loading import aligned_folder, find_documents
    from policy_align.formats.glossary import read_glossary

    if folder is None or not folder.is_dir() or find_documents(aligned_folder(folder)):
        return load_corpus(folder, glossary=glossary)
    entries = read_glossary(glossary) if glossary else ()
    return Corpus({}, folder=aligned_folder(folder), glossary=entries)


def _announce(address: str) -> None:
    print(f"{address}   (stop with Ctrl-C)", file=sys.stderr, flush=True)


def _open_browser(address: str) -> None:
    import webbrowser

    _announce(address)
    webbrowser.open(address)
