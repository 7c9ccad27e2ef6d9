"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike


@contextmanager
def replacing(path: str | PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a file for writing that takes the place of ``path`` only when all went well.

    Args:
        path: The file to write. What it held before stays untouched until the end, and for
            good if the block raises.

    Yields:
        A binary file to write to.

    Raises:
        InputError: If the folder does not exist or cannot be written to, the disk is full, or
            the name is that of a folder.
    """
    target = Path(path)
    check_place(target)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle, not a path
            yield file
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            raise _unwritable(path, error) from error
        raise


def write_text(path: str | PathLike[str], text: str) -> None:
    """Write a text file in UTF-8, whole or not at all.

    Args:
        path: The file to write.
        text: What it shall hold.
    """
    with replacing(path) as file:
        file.write(text.encode())


def check_place(path: Path) -> None:
    """Make sure that a file can be put there.

    Raises:
        InputError: If the folder does not exist or the name is that of a folder.
    """
    if path.is_dir():
        raise InputError(path, "this is a folder", "give the name of a file")
    if not path.parent.is_dir():
        raise InputError(path, f"there is no folder {path.parent}", "create it first")


def _unwritable(path: str | PathLike[str], error: OSError) -> InputError:
    reason = f"it cannot be written there ({error.strerror or error})"
    return InputError(path, reason, "choose another place or name")


def _mode(target: Path) -> int:
    """Return the permissions of the file that is replaced, or those of a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
