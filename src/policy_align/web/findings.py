"""What a look-up finds: renderings on top, evidence below, and a way on where there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from policy_align.folding import search_key
from policy_align.keys import has_content, keyed
from policy_align.results import SearchResult
from policy_align.terms.detection import detect_language
from policy_align.web.query import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from policy_align.corpus import Corpus
    from policy_align.model import Language
    from policy_align.results import Hit, Rendering, Span, TermResult
    from policy_align.web.library import Library
    from policy_align.web.query import Query

Renderings: TypeAlias = "Callable[[str, Language | None, int], TermResult | None]"

_MOST_RENDERINGS = 10
_LONGEST_PART = 6
_SHORTEST_PART = 2
_MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class Findings:
    """What the page shows for a query.

    Attributes:
        query: The query.
        terms: The renderings; ``None`` where there are none.
        language: The language in which the query was found, where that is known.
        evidence: One page of the pairs that hold the query, and the chosen rendering if there is
            one; what is to be highlighted on the other side is marked too.
        parts: Parts of the query that the corpus does hold, with the number of pairs, where it
            does not hold the whole.
        pending: Whether the renderings are still to be worked out.
    """

    query: Query
    terms: TermResult | None
    language: Language | None
    evidence: SearchResult
    parts: tuple[tuple[str, int], ...] = ()
    pending: bool = False


def look_up(library: Library, query: Query, *, limit: int = PAGE_SIZE) -> Findings:
    """Answer a query in full, which may take the better part of a second.

    Args:
        library: The corpus.
        query: What is asked; its text is not empty.
        limit: Most pairs of evidence.

    Returns:
        What was found.

    Raises:
        InputError: If a filter names no document, or there is nothing to look for.
    """
    return _answer(library, query, library.terms, limit)


def look_up_evidence(library: Library, query: Query, *, limit: int = PAGE_SIZE) -> Findings:
    """Answer a query at once, without renderings that would have to be worked out first.

    Args:
        library: The corpus.
        query: What is asked; its text is not empty.
        limit: Most pairs of evidence.

    Returns:
        What was found.

    Raises:
        InputError: If a filter names no document, or there is nothing to look for.
    """
    return _answer(library, query, library.remembered, limit)


def _answer(library: Library, query: Query, renderings: Renderings, limit: int) -> Findings:
    if not has_content(search_key(query.q)):
        nothing = SearchResult(query.q, (), 0, query.offset)
        return Findings(query, None, query.language, nothing)
    language = _language(library.corpus, query)
    terms = renderings(query.q, language, _MOST_RENDERINGS)
    found = _findings(library.corpus, query, terms or None, language, limit)
    return replace(found, pending=terms is None)


def _language(corpus: Corpus, query: Query) -> Language | None:
    """Tell in which language a query is to be looked up, where one side holds it."""
    if query.language:
        return query.language
    zh, ja = (_total(corpus, query.q, side) for side in ("zh", "ja"))
    return detect_language(query.q, zh=zh, ja=ja) if zh or ja else None


def _total(corpus: Corpus, text: str, side: Language | None) -> int:
    return corpus.search(text, language=side, limit=0).total


def _findings(
    corpus: Corpus,
    query: Query,
    terms: TermResult | None,
    language: Language | None,
    limit: int,
) -> Findings:
    evidence = corpus.search(
        _wanted(query),
        language=None if query.rendering else language,
        limit=limit,
        offset=query.offset,
        **query.filters,
    )
    if terms:
        shown = _shown_renderings(terms, query.rendering)
        hits = tuple(_marked(hit, shown, terms.language) for hit in evidence)
        evidence = replace(evidence, hits=hits)
    parts = () if evidence.total or terms else _parts(corpus, query)
    return Findings(query, terms, language, evidence, parts)


def _wanted(query: Query) -> str:
    if not query.rendering:
        return query.q
    return f"{query.q} {_phrase(query.rendering)}"


def _phrase(text: str) -> str:
    return '"' + text.replace('"', " ") + '"'


def _shown_renderings(terms: TermResult, chosen: str) -> Sequence[Rendering]:
    return [each for each in terms if each.text == chosen] if chosen else terms.renderings


def _marked(hit: Hit, renderings: Iterable[Rendering], language: Language) -> Hit:
    """Highlight, on the side of the translation, how the query was rendered."""
    text = hit.pair.ja if language == "zh" else hit.pair.zh
    spans = _example_spans(hit, renderings, language) or _text_spans(text, renderings)
    if not spans:
        return hit
    return replace(hit, ja_spans=spans) if language == "zh" else replace(hit, zh_spans=spans)


def _example_spans(
    hit: Hit, renderings: Iterable[Rendering], language: Language
) -> tuple[Span, ...]:
    """Return the exact place where this pair is an example of a rendering."""
    examples = (each for rendering in renderings for each in rendering.examples)
    found = next((each for each in examples if each.pair.id == hit.pair.id), None)
    if found is None:
        return ()
    return found.ja_spans if language == "zh" else found.zh_spans


def _text_spans(text: str, renderings: Iterable[Rendering]) -> tuple[Span, ...]:
    """Return where the most likely rendering that the text holds stands in it."""
    folded = keyed(text)
    for rendering in renderings:
        key = search_key(rendering.text)
        spans = tuple(folded.find(key)) if key else ()
        if spans:
            return spans
    return ()


def _parts(corpus: Corpus, query: Query) -> tuple[tuple[str, int], ...]:
    """Find the longest parts of a query that the corpus holds, from either end and each word."""
    found: dict[str, int] = {}
    for part in dict.fromkeys(_candidates(query.q)):
        if len(found) == _MOST_PARTS:
            break
        if not any(part in longer for longer in found):
            total = _total(corpus, part, None)
            if total:
                found[part] = total
    return tuple(found.items())


def _candidates(text: str) -> Iterator[str]:
    words = text.replace('"', " ").split()
    if len(words) > 1:
        yield from words[:_LONGEST_PART]
    compact = "".join(words)
    for length in range(min(len(compact) - 1, _LONGEST_PART), _SHORTEST_PART - 1, -1):
        yield compact[:length]
        yield compact[-length:]
