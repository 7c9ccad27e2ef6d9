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
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from policy_align.bitext import Bitext
    from policy_align.corpus import Corpus, Description
    from policy_align.model import Language, Pair
    from policy_align.results import SearchResult, TermResult

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')
_LONGEST_NAME = 80
_WARMING = 8
_REMEMBERED = 256
_NUMBER = "一"
_SAMPLE = 200
_MOST_EXAMPLES = 8
_SHORTEST_EXAMPLE, _LONGEST_EXAMPLE = 2, 10
_NUMBERING = re.compile(r"^(?:[^、．.）)\s]{0,6}[、．.）)]|第.{1,5}[章节条節条]|\d+[．.、])\s*")


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
        self._working = threading.Lock()
        self._remembering = threading.Lock()
        self._examples: tuple[Corpus | None, list[tuple[str, Language]]] = None, []
        self._terms: OrderedDict[tuple[str, Language | None, int], TermResult] = OrderedDict()

    @property
    def keeps(self) -> bool:
        """Whether documents can be added."""
        folder = self._folder
        return folder is not None and folder.is_dir() and os.access(folder, os.W_OK)

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
        with self._working:
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

    def prepare(self) -> None:
        """Open the corpus for searching; a large one that has changed gets its index here."""
        self._sample()

    def warm(self) -> None:
        """Look a term up, so that the first reader does not wait for what that loads."""
        found = next((hit.pair.zh for hit in self._sample() if hit.pair.zh), "")
        with contextlib.suppress(PolicyAlignError):
            self.terms(found[:_WARMING], "zh", 1)

    def examples(self) -> list[tuple[str, Language]]:
        """Return short headings of the corpus, in either language, to try the look-up with."""
        corpus, known = self._examples
        if corpus is not self.corpus:
            corpus, known = self.corpus, short_headings(hit.pair for hit in self._sample())
            self._examples = corpus, known
        return known

    def _sample(self) -> SearchResult:
        """Return pairs that hold a number as it stands in headings."""
        return self.corpus.search(_NUMBER, language="zh", limit=_SAMPLE)


def short_headings(pairs: Iterable[Pair]) -> list[tuple[str, Language]]:
    """Choose headings that are short enough for a term, without their numbers.

    Args:
        pairs: Pairs of documents.

    Returns:
        Texts with their language, which alternates; each once.

    Example:
        >>> from policy_align import Pair
        >>> short_headings([Pair("a:1", "a", "一", "heading", "一、总体要求", "一、全体要求", 1.0)])
        [('总体要求', 'zh')]
    """
    headings = [pair for pair in pairs if pair.kind == "heading" and pair.zh and pair.ja]
    found: dict[str, Language] = {}
    for number, pair in enumerate(headings):
        language: Language = "ja" if number % 2 else "zh"
        text = _NUMBERING.sub("", pair.ja if number % 2 else pair.zh).rstrip("。．. ")
        if _SHORTEST_EXAMPLE <= len(text) <= _LONGEST_EXAMPLE:
            found.setdefault(text, language)
    return list(found.items())[:_MOST_EXAMPLES]


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
