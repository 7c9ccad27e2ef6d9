"""A collection of aligned documents in a folder, read as they are needed."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

from policy_align.corpus.citation import cite
from policy_align.corpus.description import read_description
from policy_align.corpus.hits import make_hit
from policy_align.corpus.keeping import keep
from policy_align.corpus.opening import open_store
from policy_align.corpus.query import Query, parse_query
from policy_align.corpus.scope import Scope, select_documents
from policy_align.errors import InputError
from policy_align.folding import search_key
from policy_align.results import SearchResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from policy_align.bitext import Bitext
    from policy_align.corpus.description import Description
    from policy_align.corpus.store import Background as StoredBackground
    from policy_align.corpus.store import Store
    from policy_align.model import Language, Pair
    from policy_align.results import Term, TermResult
    from policy_align.terms.background import Background
    from policy_align.terms.glossary import GlossaryEntry
    from policy_align.terms.linking import Encode

_EXAMPLES = 200
_MIN_SCORE = 0.5


class Corpus(Mapping[str, "Bitext"]):
    """Aligned documents by name; a document is read when it is first asked for.

    Args:
        paths: The file of each document by its name, in order.
        folder: Where documents can be added; ``None`` if the corpus is only to be read.
        home: The folder that holds these documents and no others; that of ``folder`` by default.
        glossary: The user's own term pairs; they come first in what is looked up.

    Example:
        >>> from policy_align import load_corpus
        >>> corpus = load_corpus()
        >>> corpus
        <Corpus: 1 document>
        >>> list(corpus)
        ['2030-carbon-peak']
        >>> corpus["2030-carbon-peak"][0].zh
        '国务院关于印发2030年前碳达峰行动方案的通知'
    """

    def __init__(
        self,
        paths: Mapping[str, Path],
        *,
        folder: Path | None = None,
        home: Path | None = None,
        glossary: Sequence[GlossaryEntry] = (),
    ) -> None:
        self._paths = dict(paths)
        self._folder = folder
        self._home = folder or home
        self._glossary = glossary
        self._read: dict[str, Bitext] = {}
        self._described: dict[str, Description] = {}
        self._opened: Store | None = None
        self._lock = threading.Lock()

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

    def __repr__(self) -> str:
        """Say how many documents there are; their pairs would fill the screen."""
        return f"<Corpus: {len(self)} {'document' if len(self) == 1 else 'documents'}>"

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs of all documents, one document after the other."""
        for bitext in self.values():
            yield from bitext

    @property
    def descriptions(self) -> dict[str, Description]:
        """What is known about each document, by its name."""
        return {name: self._describe(name) for name in self._paths}

    def search(  # noqa: PLR0913 - the filters are separate questions
        self,
        query: str,
        *,
        language: Language | None = None,
        document: str | None = None,
        section: str | None = None,
        issuer: str | None = None,
        since: str = "",
        until: str = "",
        min_score: float = 0.0,
        limit: int = 20,
        offset: int = 0,
    ) -> SearchResult:
        """Find the pairs that hold words, in either language.

        Simplified, traditional and Japanese shapes of a character find each other; width, case
        and white space in the texts do not matter.

        Args:
            query: Words that must all occur, each on either side; ``"…"`` or ``「…」`` keeps a
                phrase together, ``-word`` excludes.
            language: The side to look at; both unless given.
            document: Name of the document, or a part of its title or number.
            section: Labels of the section joined by ``/``, such as ``三/（一）``; what lies below
                it belongs to it.
            issuer: A part of the name of who issued the document.
            since: First date of issue: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
            until: Last date of issue, likewise.
            min_score: Least score of a pair.
            limit: The most hits to return.
            offset: Number of hits to pass over, for the next page.

        Returns:
            One page of hits in the order of the corpus, and the number of all.

        Raises:
            InputError: If there is nothing to look for, or no such document.

        Example:
            >>> from policy_align import load_corpus
            >>> result = load_corpus().search("揚水発電", limit=1)
            >>> hit = result[0]
            >>> result.total, [hit.pair.ja[start:end] for start, end in hit.ja_spans]
            (2, ['揚水発電', '揚水発電'])
        """
        if limit < 0 or offset < 0:
            raise InputError("limit and offset", "they are negative", "count from 0")
        parsed = parse_query(query)
        documents = self._documents(document, issuer, since, until)
        scope = Scope(language, documents, search_key(section or ""), min_score)
        found = self._store.find(parsed, scope, limit=limit, offset=offset)
        hits = (make_hit(pair, parsed.wanted, language, self.cite(pair)) for pair in found.pairs)
        return SearchResult(query, tuple(hits), found.total, offset)

    def terms(self, query: str, *, language: Language | None = None, limit: int = 10) -> TermResult:
        """Find how a term was rendered.

        Args:
            query: The term, or any piece of text, in either language.
            language: Its language; found out unless given.
            limit: The most renderings to return.

        Returns:
            The renderings, the most likely first.

        Raises:
            InputError: If there is nothing to look for.
        """
        from policy_align.terms.detection import detect_language
        from policy_align.terms.lookup import renderings

        key = search_key(query)
        if not key:
            raise InputError(repr(query), "there is nothing to look for", "name a term")
        words = Query((key,))
        if language is None:
            zh, ja = (self._store.count(words, Scope(side)) for side in ("zh", "ja"))
            language = detect_language(query, zh=zh, ja=ja)
        found = self._store.sample(words, Scope(language), _EXAMPLES)
        return renderings(
            query,
            language,
            found.pairs,
            total=found.total,
            background=self._background_of(found.pairs),
            encode=_encode,
            glossary=self._glossary,
            limit=limit,
            citation=self.cite,
        )

    def extract_terms(self, *, min_score: float = _MIN_SCORE) -> list[Term]:
        """Extract the bilingual term list of the corpus.

        Args:
            min_score: Least probability of a term pair to be listed, 0 to 1.

        Returns:
            The terms, those of the user's glossary first, then the most frequent first.
        """
        from policy_align.terms.extraction import extract_terms

        return extract_terms(
            self.pairs(),
            encode=_encode,
            glossary=self._glossary,
            min_score=min_score,
            citation=self.cite,
        )

    def cite(self, pair: Pair) -> str:
        """Say where a pair stands, in words that can be quoted.

        Args:
            pair: A pair of the corpus.

        Returns:
            Document number, section and pages.

        Example:
            >>> from policy_align import load_corpus
            >>> corpus = load_corpus()
            >>> corpus.cite(corpus["2030-carbon-peak"][100])
            '国发〔2021〕23号, ...'
        """
        return cite(pair, self._describe(pair.doc) if pair.doc in self._paths else None)

    def context(self, pair_id: str, size: int = 1) -> tuple[Pair, ...]:
        """Return a pair with its neighbours in the document.

        Args:
            pair_id: Identifier of the pair.
            size: Number of neighbours on each side.

        Returns:
            The pairs in document order; nothing if there is no such pair.
        """
        return self._store.neighbours(pair_id, max(size, 0))

    def digests(self) -> set[int]:
        """Return a number for each pair that all pairs of equal search keys share.

        Returns:
            The numbers, as ``policy_align.corpus.digests.pair_digest`` gives them.
        """
        return self._store.digests()

    def add(self, bitext: Bitext, description: Description | None = None) -> None:
        """Keep a document in the folder of the corpus.

        Args:
            bitext: The document; its name must not be taken.
            description: What is known about it.

        Raises:
            InputError: If the corpus is only to be read, or the name is taken or no file name.
        """
        if self._folder is None:
            raise InputError(
                bitext.name,
                "documents cannot be added to this corpus",
                "load a corpus folder of your own",
            )
        self._paths[bitext.name] = keep(bitext.name, bitext, description, self._folder)
        with self._lock:
            self._opened = None
        for outdated in ("_background", "_counted"):
            self.__dict__.pop(outdated, None)

    def _describe(self, name: str) -> Description:
        if name not in self._described:
            self._described[name] = read_description(self._paths[name].with_suffix(".json"))
        return self._described[name]

    def _documents(
        self, document: str | None, issuer: str | None, since: str, until: str
    ) -> frozenset[str] | None:
        if document is None and issuer is None and not since and not until:
            return None
        return select_documents(
            self.descriptions, document=document, issuer=issuer, since=since, until=until
        )

    @property
    def _store(self) -> Store:
        # One thread opens it, which may take long; the others wait instead of doing the same.
        with self._lock:
            if self._opened is None:
                self._opened = open_store(self._paths, self, self._home)
            return self._opened

    @cached_property
    def _background(self) -> StoredBackground:
        return self._store.background()

    @cached_property
    def _counted(self) -> Background:
        from policy_align.terms.background import Background

        return Background(self._background.zh, self._background.ja)

    def _background_of(self, pairs: Sequence[Pair]) -> Background:
        """Return where the look-up of some pairs counts: a sample of the corpus and themselves."""
        sample = self._background.with_pairs(pairs)
        if sample is self._background:
            return self._counted
        known = len(self._background.zh)
        return self._counted.with_texts(sample.zh[known:], sample.ja[known:])


@cache
def _remembered() -> Encode:
    from policy_align.embedding import load_embedder
    from policy_align.terms.vectors import Remembered

    return Remembered(load_embedder().encode)


def _encode(texts: Sequence[str]) -> NDArray[np.float32]:
    return _remembered()(texts)
