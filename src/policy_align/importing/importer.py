"""Bringing memories into a corpus folder: each pair once, each with its origin."""

from __future__ import annotations

import hashlib
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.corpus.collection import Corpus
from policy_align.corpus.description import Description
from policy_align.corpus.digests import pair_digest
from policy_align.corpus.keeping import check_name, keep, write_description
from policy_align.corpus.loading import aligned_folder, find_documents
from policy_align.errors import InputError
from policy_align.folding import search_key
from policy_align.importing.memories import find_memories
from policy_align.importing.units import Origin
from policy_align.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from os import PathLike

    from policy_align.importing.memories import Memory
    from policy_align.model import Pair

_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a memory.

    Attributes:
        name: Name of the document in the corpus.
        files: The files of the memory.
        pairs: Number of pairs that were taken over.
        known: Number of pairs that the corpus had already, or the memory had twice.
        skipped: Number of units that could not be used.
    """

    name: str
    files: tuple[Path, ...]
    pairs: int
    known: int
    skipped: int


def import_memories(
    files: Iterable[str | PathLike[str]],
    folder: str | PathLike[str],
    *,
    name: str | None = None,
    skipped: Callable[[Path, int, str], None] | None = None,
) -> list[Imported]:
    """Take translation memories over into a corpus folder, all of them or none.

    A pair whose texts the corpus holds already is not taken again; width, case, white space
    and the shapes of Han characters make no difference. Memories of any size are read in little
    memory.

    Args:
        files: TMX of any tool, TSV, CSV, JSONL, or files of lines such as ``memory.zh`` and
            ``memory.ja``.
        folder: The corpus folder; made if there is none.
        name: Name of the document in the corpus; that of the file by default.
        skipped: Called with the file, the number of the unit and the reason when a unit cannot
            be used.

    Returns:
        What became of each memory.

    Raises:
        InputError: If a file cannot be used, or a name is taken or cannot be that of a file.
    """
    memories = find_memories(files)
    if name is not None and len(memories) > 1:
        raise InputError(name, "there are several memories", "import them one by one to name them")
    root = Path(folder)
    (root / "aligned" if not root.exists() else root).mkdir(parents=True, exist_ok=True)
    home = aligned_folder(root)
    names = [_free_name(name or _file_name(memory.stem), home) for memory in memories]
    for each in names:
        if names.count(each) > 1:
            raise InputError(each, "two memories have this name", "rename one of the files")
    documents = find_documents(home)
    known = Corpus(documents, folder=home).digests() if documents else set()
    with tempfile.TemporaryDirectory(prefix=".import.", dir=home) as draft:
        importers = [
            _Importer(memory, each, known, skipped)
            for memory, each in zip(memories, names, strict=True)
        ]
        done = [importer.run(Path(draft)) for importer in importers]
        for file in sorted(Path(draft).iterdir()):
            file.replace(home / file.name)
    return done


class _Importer:
    """Takes over one memory."""

    def __init__(
        self,
        memory: Memory,
        name: str,
        known: set[int],
        skipped: Callable[[Path, int, str], None] | None,
    ) -> None:
        self._memory = memory
        self._name = name
        self._digests = known
        self._announce = skipped
        self._origin = Origin()
        self._pairs = self._known = self._skipped = 0
        self._first_problem = ""

    def run(self, folder: Path) -> Imported:
        """Write the document into a folder; none if all of it is known."""
        path = keep(self._name, self._new_pairs(), None, folder)
        if not self._pairs:
            path.unlink()
            if not self._known:
                reason = "there is no Chinese–Japanese unit in it" + self._first_problem
                raise InputError(self._memory.files[0], reason, "check languages and columns")
        else:
            write_description(self._describe(), folder / f"{self._name}.json")
        files = self._memory.files
        return Imported(self._name, files, self._pairs, self._known, self._skipped)

    def _new_pairs(self) -> Iterator[Pair]:
        for unit in self._memory.units(self._note):
            if unit.pair is None:
                self._skipped += 1
                if self._skipped == 1:
                    self._first_problem = f" (unit {unit.number}: {unit.problem})"
                if self._announce:
                    self._announce(self._memory.files[0], unit.number, unit.problem)
                continue
            digest = pair_digest(search_key(unit.pair.zh), search_key(unit.pair.ja))
            if digest in self._digests:
                self._known += 1
                continue
            self._digests.add(digest)
            self._pairs += 1
            yield replace(unit.pair, id=f"{self._name}:{unit.number}", doc=self._name)

    def _note(self, origin: Origin) -> None:
        self._origin = origin

    def _describe(self) -> Description:
        names = ", ".join(file.name for file in self._memory.files)
        tool = f" (written by {self._origin.tool})" if self._origin.tool else ""
        return Description(
            self._name,
            date=self._origin.date,
            source=f"Imported from {names}{tool}",
            sha256={file.name: _sha256(file) for file in self._memory.files},
            signature=f"imported by policy-align {__version__}",
        )


def _free_name(name: str, home: Path) -> str:
    check_name(name, home)
    return name


def _file_name(stem: str) -> str:
    """Make a name that can be that of a file."""
    return " ".join(_UNFIT.sub(" ", stem).split()).lstrip(".") or "memory"


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as data:
        while block := data.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
