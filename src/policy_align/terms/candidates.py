"""All stretches that may be the rendering of a term, with the evidence for each of them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from policy_align.keys import keyed
from policy_align.terms.association import Counts
from policy_align.terms.evidence import LOCAL, NAMES, global_evidence, local_evidence
from policy_align.terms.linking import link
from policy_align.terms.spans import Profile, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.keys import Keyed
    from policy_align.model import Language
    from policy_align.results import Span
    from policy_align.terms.background import Background
    from policy_align.terms.evidence import Local
    from policy_align.terms.linking import Encode, Floats, Link, Side

OTHER: dict[Language, Language] = {"zh": "ja", "ja": "zh"}
_KEEP = 60
_MEMORY = 512
_HALF = 0.5
_TINY = 1e-9


class Aligned:
    """Two texts that translate each other, with what is needed to look terms up in them.

    Args:
        zh: Chinese text.
        ja: Japanese text.
        links: The links of their units.
    """

    def __init__(self, zh: str, ja: str, links: Link) -> None:
        self.keyed: dict[Language, Keyed] = {"zh": keyed(zh), "ja": keyed(ja)}
        self.sides: dict[Language, Side] = {"zh": links.zh, "ja": links.ja}
        self._links = links

    @cached_property
    def profiles(self) -> dict[Language, Profile]:
        """The stretches of both texts that can be a rendering."""
        return {language: Profile.of(side, language) for language, side in self.sides.items()}

    def holds_together(self, span: Span, language: Language) -> bool:
        """Tell quickly whether a piece of one text goes with one piece of the other.

        Args:
            span: Where the piece stands in the text.
            language: In which text.

        Returns:
            Whether the links of most of its units lead into one stretch of the other text whose
            links mostly lead back.
        """
        rows = self._rows(span, language)
        if not rows:
            return False
        outward, inward = self._directed(language)
        back = inward[rows].sum(axis=0)
        inside = np.flatnonzero(back > _HALF)
        if not len(inside):
            return False
        stretch = slice(inside[0], inside[-1] + 1)
        content = self.profiles[OTHER[language]].content[stretch]
        cover = outward[rows, stretch].sum() / len(rows)
        pure = (back[stretch] * content).sum() / max(content.sum(), 1.0)
        return bool(cover > _HALF and pure > _HALF)

    def promising(self, span: Span, language: Language, keep: int = _KEEP) -> Local | None:
        """Return the most promising stretches for a piece of one text.

        Args:
            span: Where the piece stands in the text.
            language: In which text.
            keep: How many stretches to return at most.

        Returns:
            Stretches of the other text; ``None`` where there is none.
        """
        rows = self._rows(span, language)
        profile = self.profiles[OTHER[language]]
        if not rows or not len(profile.spans):
            return None
        return local_evidence(rows, *self._directed(language), profile, keep)

    def is_inverted(self, head: Span, tail: Span) -> bool:
        """Tell whether the Japanese has the end of a Chinese phrase before its beginning.

        Args:
            head: Where the first word stands in the Chinese text.
            tail: Where the last word stands.

        Returns:
            Whether the links of the first word lie behind those of the last.
        """
        return self._centre(head) > self._centre(tail)

    def _centre(self, span: Span) -> float:
        mass = self._links.from_zh[self._rows(span, "zh")].sum(axis=0)
        return float(mass @ np.arange(len(mass)) / max(mass.sum(), _TINY))

    def _rows(self, span: Span, language: Language) -> list[int]:
        start, end = span
        units = self.sides[language].units
        return [row for row, unit in enumerate(units) if unit.start < end and unit.end > start]

    def _directed(self, language: Language) -> tuple[Floats, Floats]:
        """Return the links from a language, and back to it."""
        links = self._links
        if language == "zh":
            return links.from_zh, links.from_ja
        return links.from_ja.T, links.from_zh.T


_memories: WeakKeyDictionary[Background, OrderedDict[tuple[str, str, bool], Aligned]]
_memories = WeakKeyDictionary()
_lock = Lock()


def aligned(zh: str, ja: str, background: Background, encode: Encode | None) -> Aligned:
    """Link two texts, or remember how they were linked.

    Args:
        zh: Chinese text.
        ja: Japanese text.
        background: Where pieces of the texts are counted.
        encode: Embeds texts of both languages.

    Returns:
        The linked texts.
    """
    place = (zh, ja, encode is None)
    with _lock:
        memory = _memories.setdefault(background, OrderedDict())
        known = memory.get(place)
    if known is None:
        known = Aligned(zh, ja, link(zh, ja, background, encode))
        with _lock:
            memory[place] = known
            if len(memory) > _MEMORY:
                memory.popitem(last=False)
    return known


@dataclass(slots=True)
class Candidate:
    """A stretch that may be the rendering of a term.

    Attributes:
        key: Its search key.
        text: How it is to be written.
        places: Where it is promising: number of the pair, spans of the target text.
        promise: Sum over these pairs.
        evidence: Sums of the evidence over these pairs.
    """

    key: str
    text: str
    places: dict[int, list[Span]] = field(default_factory=dict)
    promise: float = 0.0
    evidence: Floats = field(default_factory=lambda: np.zeros(len(LOCAL)))


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in the examined pairs.

    Attributes:
        candidates: The candidates.
        table: Array (candidates, number of ``NAMES``): their evidence.
    """

    candidates: list[Candidate]
    table: Floats


def examine(  # noqa: PLR0913 - what is counted and embedded is handed in
    query: str,
    language: Language,
    texts: Sequence[Aligned],
    *,
    background: Background,
    encode: Encode | None,
    keep: int = _KEEP,
) -> Examined:
    """Collect the candidates for the rendering of a term.

    Args:
        query: Search key of the term.
        language: Its language.
        texts: Linked pairs that hold it.
        background: Where pieces of text are counted.
        encode: Embeds texts of both languages.
        keep: How many candidates to return at most.

    Returns:
        The candidates with their evidence.
    """
    found: dict[str, Candidate] = {}
    for number, text in enumerate(texts):
        chances = [
            local
            for occurrence in text.keyed[language].find(query)
            if (local := text.promising(occurrence, language, keep)) is not None
        ]
        _collect(found, number, text.sides[OTHER[language]], chances)
    best = sorted(found.values(), key=lambda each: -_promise(each, len(texts)))[:keep]
    table = np.zeros((len(best), len(NAMES)))
    if best:
        counts = _count(query, [each.key for each in best], language, texts, background)
        meaning = _meaning(query, [each.key for each in best], encode)
        for row, each in enumerate(best):
            table[row, : len(LOCAL)] = each.evidence / len(each.places)
        table[:, len(LOCAL) :] = [
            global_evidence(
                query,
                each.key,
                meaning=meaning[row],
                share=len(each.places) / len(texts),
                counts=counts[row],
                fixed=background.fixed(each.key, OTHER[language]),
            )
            for row, each in enumerate(best)
        ]
    return Examined(best, table)


def _promise(candidate: Candidate, texts: int) -> float:
    return candidate.promise / len(candidate.places) + 0.5 * len(candidate.places) / texts


def _collect(
    found: dict[str, Candidate], number: int, side: Side, chances: Sequence[Local]
) -> None:
    """Add the promising stretches of one pair; of equal ones the most promising counts."""
    best: dict[str, tuple[float, Floats]] = {}
    spans: dict[str, list[Span]] = {}
    for local in chances:
        own: set[str] = set()
        for (first, end), evidence, promise in zip(
            local.spans.tolist(), local.evidence, local.promise.tolist(), strict=True
        ):
            key = "".join(side.keys[first:end])
            if not key:
                continue
            if key not in found:
                found[key] = Candidate(key, written(side, first, end))
            if key not in own:
                own.add(key)
                span = (side.units[first].start, side.units[end - 1].end)
                spans.setdefault(key, []).append(span)
            if key not in best or promise > best[key][0]:
                best[key] = (promise, evidence)
    for key, (promise, evidence) in best.items():
        candidate = found[key]
        candidate.places[number] = sorted(set(spans[key]))
        candidate.promise += promise
        candidate.evidence += evidence


def _count(
    query: str,
    keys: Sequence[str],
    language: Language,
    texts: Sequence[Aligned],
    background: Background,
) -> list[Counts]:
    """Count term and candidates in the background and in the examined pairs together."""
    known = set(background.pairs(query, language).tolist())
    target = [text.keyed[OTHER[language]].key for text in texts]
    new = max(len(texts) - len(known), 0)
    result = []
    for key in keys:
        places = background.pairs(key, OTHER[language])
        both = len(known.intersection(places.tolist()))
        extra = max(sum(key in text for text in target) - both, 0) if new else 0
        result.append(
            Counts(both + extra, len(known) + new, len(places) + extra, background.size + new)
        )
    return result


def _meaning(query: str, keys: Sequence[str], encode: Encode | None) -> list[float]:
    if encode is None:
        return [0.0] * len(keys)
    vectors = encode([query, *keys])
    similar: list[float] = (vectors[1:] @ vectors[0]).tolist()
    return similar
