"""Putting a document into the folder of a corpus."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.formats.atomic import write_text
from policy_align.formats.jsonl import write_jsonl

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from policy_align.corpus.description import Description
    from policy_align.model import Pair

_LONGEST_NAME = 200
_FORBIDDEN = frozenset('/\\:*?"<>|')


def keep(name: str, pairs: Iterable[Pair], description: Description | None, folder: Path) -> Path:
    """Write a document into the folder of a corpus, whole or not at all.

    Args:
        name: Name of the document.
        pairs: Its pairs; they are taken one by one.
        description: What is known about it.
        folder: The folder of the aligned files.

    Returns:
        The file with its pairs.

    Raises:
        InputError: If the name is taken or cannot be that of a file.
    """
    check_name(name, folder)
    path = folder / f"{name}.jsonl"
    write_jsonl(pairs, path)
    if description is not None:
        write_description(description, folder / f"{name}.json")
    return path


def write_description(description: Description, path: Path) -> None:
    """Write the description of a document, whole or not at all.

    Args:
        description: The description; what is empty in it is left out.
        path: The JSON file.
    """
    values = {key: value for key, value in asdict(description).items() if value}
    text = json.dumps(values, ensure_ascii=False, indent=2)
    write_text(path, f"{text}\n")


def check_name(name: str, folder: Path) -> None:
    """Make sure that a document of a name can be added.

    Raises:
        InputError: If the name is taken or cannot be that of a file.
    """
    printable = name.isprintable() and not _FORBIDDEN & set(name)
    if not name or not printable or name[0] in ". " or len(name.encode()) > _LONGEST_NAME:
        raise InputError(repr(name), "this cannot be the name of a file", "choose another name")
    for suffix in (".jsonl", ".tmx"):
        if (folder / f"{name}{suffix}").exists():
            raise InputError(
                name, f"the corpus has a document of this name ({folder})", "choose another name"
            )
