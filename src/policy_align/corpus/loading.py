"""Finding a corpus on disk."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.corpus.collection import Corpus
from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from policy_align.terms.glossary import GlossaryEntry

_SUFFIXES = (".jsonl", ".tmx")
_ALIGNED = "aligned"
_WHEEL, _CHECKOUT = "corpus_data", "corpus"


def load_corpus(
    path: str | PathLike[str] | None = None, *, glossary: str | PathLike[str] | None = None
) -> Corpus:
    """Load a corpus of aligned documents.

    Args:
        path: A folder of aligned files (``.jsonl``, or ``.tmx`` where there is no ``.jsonl`` of
            the same name), a corpus folder with such files in ``aligned``, or one aligned
            file. Without it, the corpus that comes with the library, which is only to be read.
        glossary: Your own term pairs, which come first in look-ups: TSV (Chinese, tab,
            Japanese) or TBX.

    Returns:
        The corpus; its documents are read when they are first asked for.

    Raises:
        InputError: If there is nothing of that kind.

    Example:
        >>> corpus = load_corpus()
        >>> corpus.descriptions["2030-carbon-peak"].document_number["zh"]
        '国发〔2021〕23号'
    """
    root = corpus_root(path)
    entries = _glossary(glossary)
    if root.is_file():
        return Corpus({root.name.removesuffix(root.suffix): root}, glossary=entries)
    if not root.is_dir():
        raise InputError(
            root, "there is no such corpus", "give a folder that policy-align build wrote"
        )
    folder = aligned_folder(root)
    found = find_documents(folder)
    if not found:
        raise InputError(
            folder, "there is no aligned document in it", "run policy-align build or import first"
        )
    own = folder if path is not None else None
    return Corpus(found, folder=own, home=folder, glossary=entries)


def corpus_root(path: str | PathLike[str] | None = None) -> Path:
    """Return where a corpus lies; without a path, the one that comes with the library."""
    return Path(path) if path is not None else _shipped()


def aligned_folder(root: Path) -> Path:
    """Return the folder of a corpus that holds the aligned files."""
    return root / _ALIGNED if (root / _ALIGNED).is_dir() else root


def find_documents(folder: Path) -> dict[str, Path]:
    """Return the aligned files of a folder by the names of the documents, sorted."""
    found: dict[str, Path] = {}
    for suffix in reversed(_SUFFIXES):
        found |= {
            file.name.removesuffix(suffix): file
            for file in folder.glob(f"*{suffix}")
            if not file.name.startswith(".")
        }
    return dict(sorted(found.items()))


def _glossary(path: str | PathLike[str] | None) -> Sequence[GlossaryEntry]:
    if path is None:
        return ()
    from policy_align.formats.glossary import read_glossary

    return read_glossary(path)


def _shipped() -> Path:
    """Return the folder of the shipped corpus: in the installed package or in a checkout."""
    package = Path(str(files("policy_align")))
    installed = package / _WHEEL
    return installed if installed.is_dir() else package.parent.parent / _CHECKOUT
