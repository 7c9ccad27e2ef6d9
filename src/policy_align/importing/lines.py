"""Memories of one unit a line: two files in parallel, or JSON."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.formats.jsonl import parse_pair
from policy_align.importing.units import Unit, problem_of
from policy_align.model import Pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BOM = "\ufeff"


def text_lines(path: Path) -> Iterator[str]:
    """Read the lines of a text file in UTF-8, or in UTF-16 with a byte order mark.

    Args:
        path: The file.

    Yields:
        The lines without their breaks; a carriage return alone breaks none. Bytes that are no
        UTF-8 become lone surrogates (PEP 383).

    Raises:
        InputError: If a file in UTF-16 is damaged.
    """
    with path.open("rb") as file:
        wide = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
    encoding, errors = ("utf-16", "strict") if wide else ("utf-8-sig", "surrogateescape")
    try:
        with path.open(encoding=encoding, errors=errors, newline="\n") as file:
            for line in file:
                yield line.rstrip("\r\n")
    except UnicodeError as error:
        raise InputError(path, "it is no sound UTF-16", "save it as UTF-8") from error


def read_parallel(zh: Path, ja: Path) -> Iterator[Unit]:
    """Read two files whose lines translate each other.

    Args:
        zh: The Chinese file.
        ja: The Japanese file.

    Yields:
        The units, numbered as the lines; where both files have an empty line there is none.

    Raises:
        InputError: If one file has more lines than the other.
    """
    for number, both in enumerate(zip_longest(text_lines(zh), text_lines(ja)), 1):
        if None in both:
            shorter = ja if both[1] is None else zh
            raise InputError(
                shorter,
                f"it has {number - 1} lines, the other file has more",
                "give two files whose lines translate each other",
            )
        source, target = (text.strip() for text in both)
        problem = problem_of(source, target)
        if not problem:
            yield Unit(number, Pair("", "", "", "sentence", source, target, 1.0))
        elif source or target:
            yield Unit(number, problem=problem)


def read_jsonl(path: Path) -> Iterator[Unit]:
    """Read pairs from lines of JSON.

    Args:
        path: The file.

    Yields:
        The units, numbered as the lines.

    Raises:
        InputError: If the file is in UTF-16 and damaged.
    """
    for number, line in enumerate(text_lines(path), 1):
        if line.strip():
            yield _read_line(line, path, number)


def _read_line(line: str, path: Path, number: int) -> Unit:
    try:
        pair = parse_pair(json.loads(line), str(path), f"{path.stem}:{number}")
    except (ValueError, RecursionError):
        return Unit(number, problem="it is not JSON")
    except InputError as error:
        return Unit(number, problem=error.reason)
    problem = problem_of(pair.zh.strip(), pair.ja.strip())
    return Unit(number, problem=problem) if problem else Unit(number, pair)
