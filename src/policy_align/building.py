"""The main job: a folder of raw documents becomes a folder of aligned ones.

``raw/`` holds one bilingual file per document (``plan.txt``, ``plan.pdf``) or one file per
language (``plan.zh.txt`` and ``plan.ja.txt``), and beside it a ``plan.json`` that says what it is
(title, issuer, document number, date, source, rights). ``aligned/`` receives ``plan.jsonl``,
``plan.tmx`` and a ``plan.json`` with the same description, the hashes of the sources and
the signature of the alignment.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError, PolicyAlignError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike

    from policy_align.bitext import Bitext
    from policy_align.embedding import Embedder

SOURCE_SUFFIXES = (".txt", ".text", ".pdf", ".docx", ".html", ".htm")
OUTPUT_SUFFIXES = (".jsonl", ".tmx")
_JOURNAL = ".build.json"


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document of a raw folder.

    Attributes:
        name: Name of the document: that of its file without suffixes.
        files: The bilingual file, or the Chinese and the Japanese one.
        description: The JSON file that describes it; it need not exist.
    """

    name: str
    files: tuple[Path, ...]
    description: Path

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of every file by its name."""
        return {file.name: _digest(file) for file in self.files}


@dataclass(frozen=True, slots=True)
class BuiltDocument:
    """What became of one raw document.

    Attributes:
        name: Name of the document.
        bitext: Its alignment; ``None`` where it was done before or failed.
        error: Why it failed; ``None`` where it did not.
    """

    name: str
    bitext: Bitext | None = None
    error: PolicyAlignError | None = None


def find_documents(folder: str | PathLike[str]) -> list[RawDocument]:
    """List the documents of a raw folder by name.

    Args:
        folder: The folder with the raw files.

    Returns:
        The documents, sorted by name. Hidden files and files of other kinds are left out.

    Raises:
        InputError: If the folder is missing or holds no document, or two files are one document.
    """
    root = Path(folder)
    if not root.is_dir():
        raise InputError(root, "there is no such folder", "put the documents into DIR/raw")
    groups: dict[str, dict[str, Path]] = {}
    for file in sorted(root.iterdir()):
        hidden = file.name.startswith(".") or not file.is_file()
        if file.suffix.lower() in SOURCE_SUFFIXES and not hidden:
            name, language = _split_name(file)
            _add(groups.setdefault(name, {}), language, file)
    if not groups:
        kinds = " ".join(SOURCE_SUFFIXES)
        raise InputError(root, "there is no document in it", f"put files of these kinds: {kinds}")
    return [
        RawDocument(name, _sides(files), root / f"{name}.json") for name, files in groups.items()
    ]


def build_corpus(
    folder: str | PathLike[str],
    *,
    embedder: Embedder | None = None,
    announce: Callable[[str], None] | None = None,
) -> Iterator[BuiltDocument]:
    """Align every document of a corpus folder, one after the other.

    Every file is written whole or not at all. A run that was interrupted is taken up where
    it stopped: documents that were finished and whose sources have not changed are not done again.

    Args:
        folder: The corpus: its ``raw`` is read and its ``aligned`` written.
        embedder: The embedding model; the bundled one by default.
        announce: Called with the name of each document before work on it begins.

    Yields:
        What became of each document; one that fails does not stop the others.

    Raises:
        InputError: If there is nothing to build.
    """
    from policy_align.embedding import load_embedder

    raw, aligned = Path(folder) / "raw", Path(folder) / "aligned"
    documents = find_documents(raw)
    aligned.mkdir(exist_ok=True)
    journal = _Journal(aligned / _JOURNAL)
    embedder = embedder or load_embedder()
    for document in documents:
        if announce:
            announce(document.name)
        yield _build(document, aligned, embedder, journal)
    journal.close()


def _build(
    document: RawDocument, aligned: Path, embedder: Embedder, journal: _Journal
) -> BuiltDocument:
    try:
        hashes = document.hashes()
        if journal.holds(document.name, hashes):
            return BuiltDocument(document.name)
        bitext = _align(document, embedder)
        _write(document, bitext, hashes, aligned)
    except PolicyAlignError as error:
        return BuiltDocument(document.name, error=error)
    journal.add(document.name, hashes)
    return BuiltDocument(document.name, bitext)


def _align(document: RawDocument, embedder: Embedder) -> Bitext:
    from policy_align.aligning import align
    from policy_align.parsing import parse

    zh, ja = parse(*document.files, name=document.name)
    return align(zh, ja, embedder=embedder)


def _write(document: RawDocument, bitext: Bitext, hashes: dict[str, str], aligned: Path) -> None:
    from policy_align.formats import write_bitext
    from policy_align.formats.atomic import write_text

    description = _description(document)
    for suffix in OUTPUT_SUFFIXES:
        write_bitext(bitext, aligned / f"{document.name}{suffix}")
    description |= {"sha256": hashes, "signature": bitext.signature, "pairs": len(bitext)}
    text = json.dumps(description, ensure_ascii=False, indent=2)
    write_text(aligned / f"{document.name}.json", f"{text}\n")


def _description(document: RawDocument) -> dict[str, object]:
    if not document.description.exists():
        return {}
    try:
        value = json.loads(document.description.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(document.description, f"it is not JSON ({error})", "mend it") from error
    if not isinstance(value, dict):
        raise InputError(document.description, "it is not a JSON object", "write { … } around it")
    return value


def _sides(files: dict[str, Path]) -> tuple[Path, ...]:
    """Return the bilingual file, or the Chinese and the Japanese one."""
    if "" in files:
        return (files[""],)
    return tuple(files[language] for language in ("zh", "ja") if language in files)


def _add(files: dict[str, Path], language: str, file: Path) -> None:
    """Note a file of a document: one that is bilingual, or one for each language."""
    rival = next((files[key] for key in files if not language or key in {"", language}), None)
    if rival:
        reason = f"it has the name of {rival.name}"
        raise InputError(file, reason, "take one of them away or rename it")
    files[language] = file


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
        raise InputError(file, reason, "check its permissions") from error


def _split_name(file: Path) -> tuple[str, str]:
    """Split ``plan.zh.txt`` into name and language; the language of a bilingual file is empty."""
    stem = file.name[: -len(file.suffix)]
    name, _, language = stem.rpartition(".")
    return (name, language) if name and language in {"zh", "ja"} else (stem, "")


class _Journal:
    """Which documents a run has finished; it exists on disk only while a run is unfinished."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._done: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._done = {}

    def holds(self, name: str, hashes: dict[str, str]) -> bool:
        return self._done.get(name) == hashes

    def add(self, name: str, hashes: dict[str, str]) -> None:
        from policy_align.formats.atomic import write_text

        self._done[name] = hashes
        write_text(self._path, json.dumps(self._done, ensure_ascii=False))

    def close(self) -> None:
        self._path.unlink(missing_ok=True)
