"""Choosing how a corpus is searched: in memory, or by an index."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from typing import TYPE_CHECKING

from policy_align.corpus.memory import MemoryStore
from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from policy_align.corpus.store import Store
    from policy_align.model import Pair

_INDEX = ".index.sqlite"
# About five thousand pairs: read and folded faster than an index is worth.
_SMALL = 4_000_000


def open_store(
    paths: Mapping[str, Path], documents: Mapping[str, Iterable[Pair]], folder: Path | None
) -> Store:
    """Make a corpus ready to be searched.

    A small corpus is held in memory. A large one has an index, which is brought up to date here;
    it lies beside the documents or, where nothing can be written there, in the user's cache.

    Args:
        paths: The file of each document by its name.
        documents: The pairs of each document by its name; not touched where there is an index.
        folder: The folder of the documents; ``None`` if the corpus is not one whole folder.

    Returns:
        The store.

    Raises:
        InputError: If a document is damaged or there is no place for the index.
    """
    if sum(path.stat().st_size for path in paths.values()) <= _SMALL:
        return MemoryStore(documents)
    from policy_align.corpus.index import IndexStore, refresh

    index = _place(paths, folder)
    try:
        refresh(index, paths)
        return IndexStore(index, paths)
    except sqlite3.Error as error:
        reason = f"no index can be made there ({error})"
        raise InputError(index, reason, "make room for it or make the folder writable") from error


def _place(paths: Mapping[str, Path], folder: Path | None) -> Path:
    if folder is not None and os.access(folder, os.W_OK):
        return folder / _INDEX
    from policy_align.embedding.cache import cache_folder

    cache = cache_folder()
    if cache is None:
        raise InputError(
            folder or next(iter(paths.values())),
            "there is no place for an index, here or in a cache folder",
            "make the folder writable or allow a cache folder",
        )
    cache.mkdir(parents=True, exist_ok=True)
    files = "\n".join(str(path.resolve()) for path in paths.values())
    corpus = str(folder.resolve()) if folder is not None else files
    return cache / f"corpus-{hashlib.blake2b(corpus.encode(), digest_size=8).hexdigest()}.sqlite"
