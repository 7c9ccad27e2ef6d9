"""The plain data that look-ups return: renderings of a term, hits, entries of a term list.

Nothing here searches or computes. Spans are half-open character positions in the stored text of a
pair, so that ``text[start:end]`` is what is to be highlighted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policy_align.model import Language, Pair

Span: TypeAlias = tuple[int, int]

Origin: TypeAlias = Literal["corpus", "glossary"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pair that a search found, or that shows a term in use.

    Attributes:
        pair: The pair.
        zh_spans: What to highlight in ``pair.zh``, ascending, without overlaps.
        ja_spans: What to highlight in ``pair.ja``, likewise.
        citation: Where it stands, to be quoted: document number, section, page.
    """

    pair: Pair
    zh_spans: tuple[Span, ...]
    ja_spans: tuple[Span, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class SearchResult(Sequence["Hit"]):
    """One page of what a search found; it is a sequence of hits.

    Attributes:
        query: The query as it was given.
        hits: The hits of this page, in the order of the corpus.
        total: Number of hits on all pages.
        offset: Number of hits before this page.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    offset: int = 0

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, index: int | slice) -> Hit | tuple[Hit, ...]:
        """Return one hit, or several as a tuple."""
        return self.hits[index]

    def __iter__(self) -> Iterator[Hit]:
        """Yield the hits of this page."""
        return iter(self.hits)

    def __len__(self) -> int:
        """Return the number of hits on this page."""
        return len(self.hits)


@dataclass(frozen=True, slots=True)
class Rendering:
    """One way in which a term was rendered.

    Attributes:
        text: The rendering, as it is written in the corpus most often.
        count: Number of pairs in which the term is rendered so; 0 for a glossary entry that the
            corpus does not attest.
        share: ``count`` as a share of all pairs that hold the term, 0 to 1.
        score: Probability that this is a right rendering, 0 to 1, calibrated.
        sure: Whether the evidence is strong; an unsure rendering is to be marked as such.
        origin: ``glossary`` where the user's glossary gives it, else ``corpus``.
        examples: Pairs that show it, the query highlighted on one side and the rendering on
            the other, the best first.
    """

    text: str
    count: int
    share: float
    score: float
    sure: bool
    origin: Origin
    examples: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class TermResult(Sequence["Rendering"]):
    """The renderings of a term, the most likely first; it is a sequence of renderings.

    Attributes:
        query: The query as it was given.
        language: Language in which the query was found.
        renderings: The renderings.
        total: Number of pairs that hold the query on that side.
    """

    query: str
    language: Language
    renderings: tuple[Rendering, ...]
    total: int

    @overload
    def __getitem__(self, index: int) -> Rendering: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Rendering, ...]: ...
    def __getitem__(self, index: int | slice) -> Rendering | tuple[Rendering, ...]:
        """Return one rendering, or several as a tuple."""
        return self.renderings[index]

    def __iter__(self) -> Iterator[Rendering]:
        """Yield the renderings."""
        return iter(self.renderings)

    def __len__(self) -> int:
        """Return the number of renderings."""
        return len(self.renderings)


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a bilingual term list.

    Attributes:
        zh: The Chinese term.
        ja: Its usual rendering.
        count: Number of pairs in which the two stand for each other.
        score: Probability that they are a right term pair, 0 to 1.
        variants: Other renderings with their counts, the most frequent first.
        origin: ``glossary`` where the user's glossary gives it, else ``corpus``.
        example: A pair that shows it; ``None`` for a glossary entry that the corpus does not
            attest.
    """

    zh: str
    ja: str
    count: int
    score: float
    variants: tuple[tuple[str, int], ...]
    origin: Origin
    example: Hit | None
