"""The corpus as the page uses it: read by many at a time, added to by one."""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from policy_align.errors import InputError, PolicyAlignError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from policy_align.bitext import Bitext
    from policy_align.corpus import Corpus, Description
    from policy_align.model import Language
    from policy_align.results import TermResult

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')
_LONGEST_NAME = 80
_WARMING = 8
_REMEMBERED = 256


class Library:
    """A corpus that is looked up and, where its folder is the user's own, added to.

    Args:
        load: Loads the corpus; called again when a document was added, so that those who are
            reading keep what they have.
        folder: The folder to which documents are added; ``None`` for a corpus that is only read.

    Attributes:
        corpus: The corpus as it was last loaded.
    """

    def __init__(self, load: Callable[[], Corpus], folder: Path | None = None) -> None:
        self.corpus = load()
        self._load = load
        self._folder = folder
        self._adding = threading.Lock()
        self._remembering = threading.Lock()
        self._terms: OrderedDict[tuple[str, Language | None, int], TermResult] = OrderedDict()

    @property
    def keeps(self) -> bool:
        """Whether documents can be added."""
        return self._folder is not None and os.access(self._folder, os.W_OK)

    def terms(self, query: str, language: Language | None, limit: int) -> TermResult:
        """Look a term up; what was looked up lately is remembered.

        Args:
            query: The term.
            language: Its language; found out if ``None``.
            limit: The most renderings.

        Returns:
            Its renderings.

        Raises:
            InputError: If there is nothing to look for.
        """
        known = self.remembered(query, language, limit)
        if known is not None:
            return known
        corpus = self.corpus
        found = corpus.terms(query, language=language, limit=limit)
        with self._remembering:
            if corpus is self.corpus:
                self._terms[query, language, limit] = found
                while len(self._terms) > _REMEMBERED:
                    self._terms.popitem(last=False)
        return found

    def remembered(self, query: str, language: Language | None, limit: int) -> TermResult | None:
        """Return what ``terms`` answered lately, or ``None``; this takes no time."""
        key = query, language, limit
        with self._remembering:
            if key in self._terms:
                self._terms.move_to_end(key)
            return self._terms.get(key)

    def keep(self, bitext: Bitext, description: Description) -> None:
        """Add a document to the user's corpus, whole or not at all.

        Args:
            bitext: The document; its name is that in the corpus.
            description: What is known about it.

        Raises:
            InputError: If nothing can be added, or the corpus has a document of that name.
        """
        if not self.keeps:
            raise InputError(
                bitext.name, "this corpus cannot be added to", "start with --corpus DIR"
            )
        with self._adding:
            corpus = self._load()
            corpus.add(bitext, description)
            with self._remembering:
                self.corpus = corpus
                self._terms.clear()

    def warm(self) -> None:
        """Read what the first look-up needs, so that its user does not wait for it."""
        name = next(iter(self.corpus), None)
        first = next((pair.zh for pair in self.corpus[name] if pair.zh), "") if name else ""
        with contextlib.suppress(PolicyAlignError):
            self.terms(first[:_WARMING], "zh", 1)


def document_name(wanted: str) -> str:
    """Make a name for a document that is also a safe name for its files.

    Args:
        wanted: What the user or her file calls it.

    Returns:
        The name, without characters that file systems forbid and without leading dots.

    Example:
        >>> document_name("../../plan: 2030?"), document_name("…")
        ('plan 2030', '…')
    """
    cleaned = " ".join(_NOT_IN_NAMES.sub(" ", wanted).split())
    return cleaned.strip(". ")[:_LONGEST_NAME].strip(". ") or "document"
