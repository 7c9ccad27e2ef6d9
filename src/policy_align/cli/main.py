"""The entry point: choose the command and turn errors into one line and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from policy_align.cli import (
    align,
    build,
    convert,
    evaluate,
    export,
    extract_terms,
    importing,
    parse,
    search,
    serve,
    terms,
    validate,
)
from policy_align.cli.wording import printable
from policy_align.errors import PolicyAlignError
from policy_align.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = (
    align,
    build,
    convert,
    evaluate,
    export,
    extract_terms,
    importing,
    parse,
    search,
    serve,
    terms,
    validate,
)
_INTERRUPTED = 130

_DESCRIPTION = """\
Turn Chinese–Japanese policy documents into aligned, searchable parallel text.

Give it one bilingual file, or a Chinese and a Japanese one (PDF, Word, HTML or text); it
finds the sections and sentences, pairs them, and writes a translation memory (TMX), JSONL
and more."""

_EPILOG = """\
examples:
  policy-align align plan.pdf -o plan.tmx         one bilingual file to a translation memory
  policy-align align zh.txt ja.txt -o plan.jsonl  two files, one per language
  policy-align parse plan.pdf                     show the sections that were found

Each command explains itself: policy-align COMMAND --help"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: The arguments without the program's name; those of the process by default.

    Returns:
        The exit code: 0 done, 1 a check found something, 2 bad usage or bad input.
    """
    _speak_utf8()
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except PolicyAlignError as error:
        return _fail(str(error))
    except BrokenPipeError:
        # The reader of a pipe has gone (as with head): no error, and no second one at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        name = error.filename or "standard output"
        return _fail(f"{name}: {error.strerror or error}; check the disk and the permissions")
    except KeyboardInterrupt:
        print("policy-align: interrupted; nothing half-written is left", file=sys.stderr)
        return _INTERRUPTED


class _Parser(argparse.ArgumentParser):
    """A parser of arguments that says what is wrong in one line, as all errors are said."""

    _given: Sequence[str] = ()

    def parse_known_args(  # type: ignore[override]  # the overloads of the base class
        self,
        args: Sequence[str] | None = None,
        namespace: Any = None,  # noqa: ANN401 - as the base class has it
    ) -> tuple[Any, list[str]]:
        """Remember the arguments, so that an error can name one of them."""
        self._given = sys.argv[1:] if args is None else args
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Print a line and exit."""
        dashed = [arg for arg in self._given if arg.startswith("-") and Path(arg).exists()]
        advice = f"write {self.prog} -- {dashed[0]}" if dashed else f"see {self.prog} --help"
        self.exit(2, f"{self.prog}: {message}; {advice}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="policy-align",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"policy-align {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.register(commands)
    return parser


def _fail(message: str) -> int:
    print(f"policy-align: {printable(message)}", file=sys.stderr)
    return 2


def _speak_utf8() -> None:
    """Print Chinese and Japanese whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
