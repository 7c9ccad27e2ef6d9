"""Formats: how aligned data is written and read; the suffix of a file says which.

JSONL, TMX, CSV, TSV and Parquet carry everything; what a format drops is said in its module.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.formats.atomic import check_place
from policy_align.formats.registry import READABLE, WRITABLE, format_to_read, format_to_write

if TYPE_CHECKING:
    from os import PathLike

    from policy_align.bitext import Bitext

__all__ = ["READABLE", "WRITABLE", "check_writable", "read_bitext", "write_bitext"]


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
    format_to_write(target).load_module().save(bitext, target)


def read_bitext(path: str | PathLike[str]) -> Bitext:
    """Read a bitext; the suffix of the file says in which format it is.

    Args:
        path: The file to read.

    Returns:
        The bitext, without the documents that it was made from.

    Raises:
        InputError: If the file is missing, of another format, or damaged.
    """
    source = Path(path)
    if not source.is_file():
        raise InputError(source, "there is no such file", "check the name")
    bitext: Bitext = format_to_read(source).load_module().load(source)
    return bitext


def check_writable(path: str | PathLike[str]) -> None:
    """Make sure, before any work, that a bitext can be written to a file.

    Args:
        path: The file to write.

    Raises:
        InputError: If the suffix names no format or the file cannot be put there.
    """
    target = Path(path)
    format_to_write(target)
    check_place(target)
