"""Formats: how aligned data is written and read; the suffix of a file says which.

JSONL and TMX carry everything; what another format drops is said in its module.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.formats.atomic import check_place

if TYPE_CHECKING:
    from os import PathLike

    from policy_align.bitext import Bitext

__all__ = ["READABLE", "WRITABLE", "check_writable", "read_bitext", "write_bitext"]

READABLE = (".jsonl", ".tmx")
WRITABLE = (".jsonl", ".tmx")


def write_bitext(bitext: Bitext, path: str | PathLike[str]) -> None:
    """Write a bitext in the format that the suffix names, whole or not at all.

    Args:
        bitext: The bitext.
        path: The file to write.

    Raises:
        InputError: If the suffix names no format or the file cannot be put there.
    """
    target = Path(path)
    check_writable(target)
    if target.suffix.lower() == ".tmx":
        from policy_align.formats.tmx import write_tmx

        write_tmx(bitext.pairs, target, name=bitext.name, signature=bitext.signature)
    else:
        from policy_align.formats.jsonl import write_jsonl

        write_jsonl(bitext, target)


def read_bitext(path: str | PathLike[str]) -> Bitext:
    """Read a bitext; the suffix of the file says in which format it is.

    Args:
        path: The file to read.

    Returns:
        The bitext, without the documents that it was made from.

    Raises:
        InputError: If the file is missing, of another format, or damaged.
    """
    from policy_align.bitext import Bitext

    source = Path(path)
    if not source.is_file():
        raise InputError(source, "there is no such file", "check the name")
    suffix = source.suffix.lower()
    if suffix == ".tmx":
        from policy_align.formats.tmx import read_tmx

        pairs, name, signature = read_tmx(source)
        return Bitext(name, tuple(pairs), signature=signature)
    if suffix == ".jsonl":
        from policy_align.formats.jsonl import iter_jsonl

        rows = tuple(iter_jsonl(source))
        return Bitext(rows[0].doc if rows else source.stem, rows)
    raise _unknown(source, READABLE)


def check_writable(path: str | PathLike[str]) -> None:
    """Make sure, before any work, that a bitext can be written to a file.

    Args:
        path: The file to write.

    Raises:
        InputError: If the suffix names no format or the file cannot be put there.
    """
    target = Path(path)
    if target.suffix.lower() not in WRITABLE:
        raise _unknown(target, WRITABLE)
    check_place(target)


def _unknown(path: Path, known: tuple[str, ...]) -> InputError:
    reason = f"the suffix {path.suffix!r} names no known format"
    return InputError(path, reason, "use one of " + " ".join(known))
