"""Checking anybody's translation memory (TMX) before a tool refuses it without a word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.validation.checking import Survey, survey
from policy_align.validation.findings import Collector, Finding, Report
from policy_align.validation.mending import Mending, write_mended
from policy_align.validation.source import readable_text

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Finding", "Mending", "Report", "mend_tmx", "validate_tmx"]


def validate_tmx(path: str | PathLike[str]) -> Report:
    """Find what is wrong in a translation memory of any origin.

    The file is never changed, its entities are never resolved and the network is never reached.

    Args:
        path: The file.

    Returns:
        What was found, with places, what tools do with it, and how to mend it.

    Raises:
        InputError: If the file is missing, or no TMX at all.
    """
    seen, found = _survey(Path(path))
    return found.report(str(path), seen.units)


def mend_tmx(path: str | PathLike[str], target: str | PathLike[str]) -> tuple[Report, Mending]:
    """Write a mended copy of a translation memory, whole or not at all.

    Every unit that has a text in both languages is kept, also where the XML is damaged around
    it; inline codes, line breaks and white space around segments are not. Of several
    translations of one source the best-scored, newest, most usual or last one comes last, where
    tools look for it, and the others are marked with a property ``x-alternative``.

    Args:
        path: The file.
        target: The copy to write; it may be the file itself.

    Returns:
        What was found in the file; how many units were written, and what was left out and why.

    Raises:
        InputError: If the file is missing, no TMX at all, or the copy cannot be put there.
    """
    from policy_align.formats.atomic import replacing

    seen, found = _survey(Path(path))
    with replacing(target) as file:
        mending = write_mended(seen, file)
    return found.report(str(path), seen.units), mending


def _survey(path: Path) -> tuple[Survey, Collector]:
    if path.is_dir():
        raise InputError(path, "this is a folder", "give the name of a file")
    if not path.is_file():
        raise InputError(path, "there is no such file", "check the name")
    found = Collector()
    return survey(readable_text(path.read_bytes(), str(path), found), found)
