"""Which module reads and writes which file; the suffix decides.

Every module that is named here has ``load(path) -> Bitext`` and ``save(bitext, path)``, or only
one of them. It is imported when a file of its kind is met.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from policy_align.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes:
        suffix: Suffix of its files, in lower case, with the dot.
        module: Module of this package that knows it.
        readable: Whether it can be read.
        writable: Whether it can be written.
    """

    suffix: str
    module: str
    readable: bool = True
    writable: bool = True

    def load_module(self) -> ModuleType:
        """Import the module."""
        return import_module(f"policy_align.formats.{self.module}")


FORMATS = (
    Format(".jsonl", "jsonl"),
    Format(".tmx", "tmx"),
    Format(".csv", "tabular"),
    Format(".tsv", "tabular"),
    Format(".parquet", "parquet"),
    Format(".html", "html", readable=False),
)
READABLE = tuple(each.suffix for each in FORMATS if each.readable)
WRITABLE = tuple(each.suffix for each in FORMATS if each.writable)


def format_to_read(path: Path) -> Format:
    """Return the format of a file that is to be read.

    Args:
        path: The file.

    Returns:
        Its format.

    Raises:
        InputError: If the suffix names none that can be read.
    """
    return _format_of(path, READABLE)


def format_to_write(path: Path) -> Format:
    """Return the format of a file that is to be written.

    Args:
        path: The file.

    Returns:
        Its format.

    Raises:
        InputError: If the suffix names none that can be written.
    """
    return _format_of(path, WRITABLE)


def _format_of(path: Path, known: tuple[str, ...]) -> Format:
    suffix = path.suffix.lower()
    if suffix not in known:
        reason = f"the suffix {path.suffix!r} names no known format"
        raise InputError(path, reason, "use one of " + " ".join(known))
    return next(each for each in FORMATS if each.suffix == suffix)
