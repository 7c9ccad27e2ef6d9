"""A collection of aligned documents in a folder, read as they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.corpus.description import read_description
from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from policy_align.bitext import Bitext
    from policy_align.corpus.description import Description
    from policy_align.model import Pair

_SUFFIXES = (".jsonl", ".tmx")
_WHEEL, _CHECKOUT = "corpus_data", "corpus"


class Corpus(Mapping[str, "Bitext"]):
    """Aligned documents by name; a document is read when it is first asked for.

    Args:
        paths: The file of each document by its name, in order.

    Example:
        >>> corpus = load_corpus()
        >>> list(corpus)
        ['2030-carbon-peak']
        >>> corpus["2030-carbon-peak"][0].zh
        '国务院关于印发2030年前碳达峰行动方案的通知'
    """

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = dict(paths)
        self._read: dict[str, Bitext] = {}

    def __getitem__(self, name: str) -> Bitext:
        """Return the bitext of a document."""
        from policy_align.formats import read_bitext

        if name not in self._read:
            self._read[name] = read_bitext(self._paths[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the documents."""
        return iter(self._paths)

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self._paths)

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs of all documents, one document after the other."""
        for bitext in self.values():
            yield from bitext

    @cached_property
    def descriptions(self) -> dict[str, Description]:
        """What is known about each document, by its name."""
        return {
            name: read_description(path.with_suffix(".json")) for name, path in self._paths.items()
        }


def load_corpus(path: str | PathLike[str] | None = None) -> Corpus:
    """Load a corpus of aligned documents.

    Args:
        path: A folder of aligned files (``.jsonl``, or ``.tmx`` where there is no ``.jsonl`` of
            the same name), a corpus folder with such files in ``aligned``, or one aligned
            file. Without it, the corpus that comes with the library.

    Returns:
        The corpus; its documents are read when they are first asked for.

    Raises:
        InputError: If there is nothing of that kind.

    Example:
        >>> corpus = load_corpus()
        >>> corpus.descriptions["2030-carbon-peak"].document_number["zh"]
        '国发〔2021〕23号'
    """
    root = Path(path) if path is not None else _shipped()
    if root.is_file():
        return Corpus({root.name.removesuffix(root.suffix): root})
    if not root.is_dir():
        raise InputError(
            root, "there is no such corpus", "give a folder that policy-align build wrote"
        )
    folder = root / "aligned" if (root / "aligned").is_dir() else root
    found: dict[str, Path] = {}
    for suffix in reversed(_SUFFIXES):
        found |= {file.name.removesuffix(suffix): file for file in folder.glob(f"*{suffix}")}
    if not found:
        raise InputError(
            folder, "there is no aligned document in it", "run policy-align build first"
        )
    return Corpus(dict(sorted(found.items())))


def _shipped() -> Path:
    """Return the folder of the shipped corpus: in the installed package or in a checkout."""
    package = Path(str(files("policy_align")))
    installed = package / _WHEEL
    return installed if installed.is_dir() else package.parent.parent / _CHECKOUT
