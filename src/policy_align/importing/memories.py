"""The files of a translator's memories, and which of them belong together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.formats.tmx_units import language_of_code
from policy_align.importing import lines, tables, tmx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from policy_align.importing.units import Note, Unit
    from policy_align.model import Language

SUFFIXES = (".tmx", ".tsv", ".tab", ".csv", ".txt", ".jsonl")
_ADVICE = "give .tmx, .tsv, .csv, .jsonl, or two files of lines such as memory.zh and memory.ja"


@dataclass(frozen=True, slots=True)
class Memory:
    """A memory in one file, or in one file per language.

    Attributes:
        stem: Its name: that of the file without suffixes.
        files: The file, or the Chinese and the Japanese one.
    """

    stem: str
    files: tuple[Path, ...]

    def units(self, note: Note) -> Iterator[Unit]:
        """Read the units one after the other.

        Args:
            note: Called with the origin of the memory where it says.

        Returns:
            The units in the order of the file.

        Raises:
            InputError: If the file as a whole cannot be read.
        """
        if len(self.files) > 1:
            return lines.read_parallel(*self.files)
        (file,) = self.files
        suffix = file.suffix.lower()
        if suffix == ".tmx":
            return tmx.read_units(file, note)
        return lines.read_jsonl(file) if suffix == ".jsonl" else tables.read_units(file)


def find_memories(files: Iterable[str | PathLike[str]]) -> list[Memory]:
    """Tell which memories some files are.

    Files named by language (``memory.zh`` and ``memory.ja``, also ``memory.zh-CN.txt``) belong
    together; where only one of them is given, the other is looked for beside it.

    Args:
        files: The files.

    Returns:
        The memories in the order of their first files.

    Raises:
        InputError: If a file is missing or of an unknown kind, or half a memory is missing.
    """
    whole: dict[tuple[Path, str], dict[Language | None, Path]] = {}
    for name in files:
        file = Path(name)
        if not file.is_file():
            raise InputError(file, "there is no such file", "check the name")
        stem, language = _split(file)
        if language is None and file.suffix.lower() not in SUFFIXES:
            reason = f"the suffix {file.suffix!r} names no known kind of memory"
            raise InputError(file, reason, _ADVICE)
        key = (file.parent, stem if language else file.name)
        whole.setdefault(key, {})[language] = file
    return [_memory(stem, parts) for (_, stem), parts in whole.items()]


def _memory(stem: str, parts: dict[Language | None, Path]) -> Memory:
    if None in parts:
        return Memory(_split(parts[None])[0], (parts[None],))
    given = next(iter(parts.values()))
    for sibling in sorted(given.parent.iterdir()):
        name, language = _split(sibling)
        if language and name == stem and sibling.is_file():
            parts.setdefault(language, sibling)
    if len(parts) == 1:
        raise InputError(given, "the file of the other language is missing", _ADVICE)
    return Memory(stem, (parts["zh"], parts["ja"]))


def _split(file: Path) -> tuple[str, Language | None]:
    """Split ``memory.zh`` or ``memory.ja-JP.txt`` into name and language."""
    name = file.name
    if name.lower().endswith(".txt"):
        name = name[: -len(".txt")]
    stem, _, code = name.rpartition(".")
    language = language_of_code(code) if stem else None
    return (stem, language) if language else (file.name.removesuffix(file.suffix), None)
