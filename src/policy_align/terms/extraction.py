"""The term list of a corpus."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from policy_align.folding import search_key
from policy_align.keys import keyed
from policy_align.results import Hit, Term
from policy_align.terms.background import Background
from policy_align.terms.candidates import Aligned, examine
from policy_align.terms.evidence import NAMES
from policy_align.terms.linking import link
from policy_align.terms.phrases import phrases
from policy_align.terms.ranking import load_weights
from policy_align.terms.selection import uncrossed, unrivalled
from policy_align.terms.termhood import (
    Standing,
    load_termhood,
    pair_signals,
    phrase_signals,
)
from policy_align.terms.vectors import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from policy_align.model import Language, Pair
    from policy_align.terms.glossary import GlossaryEntry
    from policy_align.terms.linking import Encode, Floats
    from policy_align.terms.phrases import Phrase

    Citation = Callable[[Pair], str]

MIN_SCORE = 0.5
# Pairs are worked through in blocks: time grows with their number, memory does not.
_BLOCK = 400
# So many pairs of a phrase are examined, and so many candidates.
_PAIRS, _CANDIDATES = 6, 12
_PLAUSIBLE = 0.3
_VARIANT = 0.4
_OBJECT = "を"
_COMMAS = NAMES.index("inner commas")
_NOMINAL = [NAMES.index(f"last {role}") for role in ("noun", "suffix", "numeral", "close")]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase with its rendering, as one block shows them.

    Attributes:
        zh: The phrase.
        ja: The rendering.
        ja_key: Its search key.
        count: Number of pairs that hold both.
        chance: Probability that the rendering is right.
        signals: The values of ``SIGNALS``.
        pair: The pair that shows them best.
        variants: Other probable renderings with their counts.
    """

    zh: str
    ja: str
    ja_key: str
    count: int
    chance: float
    signals: Floats
    pair: Pair
    variants: tuple[tuple[str, int], ...]


def extract_terms(
    pairs: Iterable[Pair],
    *,
    encode: Encode | None,
    glossary: Sequence[GlossaryEntry] = (),
    min_score: float = MIN_SCORE,
    citation: Citation,
) -> list[Term]:
    """Extract the bilingual term list of pairs.

    Args:
        pairs: Aligned pairs; those without one side are passed over.
        encode: Embeds texts of both languages; ``None`` for extraction without a model.
        glossary: The user's own term pairs, which come first.
        min_score: Least probability of a term pair to be listed, 0 to 1.
        citation: Tells where a pair stands.

    Returns:
        The terms, glossary entries first, then the most frequent first.
    """
    own = _Own(glossary)
    book: dict[str, _Entry] = {}
    termhood = load_termhood()
    for block in _blocks(pairs):
        own.look(block)
        for key, found in choose(block, examine_block(block, encode), termhood).items():
            book.setdefault(key, _Entry()).add(found)
    known = {search_key(entry.zh) for entry in glossary}
    terms = [entry.term(citation) for key, entry in book.items() if key not in known]
    listed = [term for term in terms if term.score >= min_score]
    return own.terms(citation) + sorted(
        listed, key=lambda term: (-term.count, -term.score, term.zh)
    )


def _blocks(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    full = (pair for pair in pairs if pair.zh and pair.ja)
    while block := list(islice(full, _BLOCK)):
        yield block


def choose(pairs: Sequence[Pair], found: Iterable[Found], termhood: Floats) -> dict[str, Found]:
    """Choose the terms among the phrases of some pairs.

    Args:
        pairs: The pairs.
        found: Their phrases with their renderings.
        termhood: Weight of each of ``SIGNALS``; what has a positive sum can be a term.

    Returns:
        The terms by search key.
    """
    likely = {search_key(each.zh): each for each in found if each.signals @ termhood > 0}
    scores = {key: float(each.signals @ termhood) for key, each in likely.items()}
    whole = uncrossed(scores, (pair.zh for pair in pairs))
    chosen = unrivalled({key: likely[key].ja_key for key in whole}, scores)
    return {key: each for key, each in likely.items() if key in chosen}


def examine_block(pairs: Sequence[Pair], encode: Encode | None) -> Iterator[Found]:
    """Find the phrases of some pairs with their renderings.

    Args:
        pairs: Aligned pairs that have both sides.
        encode: Embeds texts of both languages.

    Yields:
        Each phrase with its most probable rendering and with what speaks for the two being a
        term.
    """
    block = _Block(pairs, encode)
    back: dict[str, dict[str, float]] = {}
    for standing in block.standings():
        numbers = block.holders[standing.key]
        ranked = block.ranked(standing.key, "zh", numbers)
        if not ranked or ranked[0].chance < _PLAUSIBLE:
            continue
        best = ranked[0]
        if not _is_nominal(best):
            continue
        if best.key not in back:
            there = block.background.pairs(best.key, "ja").tolist()
            back[best.key] = {each.key: each.chance for each in block.ranked(best.key, "ja", there)}
        answers = back[best.key]
        first = next(iter(answers), "") == standing.key
        chance_back = answers.get(standing.key, 0.0)
        signals = [
            *phrase_signals(standing, block.background),
            *pair_signals(
                best.chance,
                chance_back,
                first=first,
                inverted=block.is_inverted(standing, best.number),
                ja=best.text,
            ),
            *best.evidence,
        ]
        yield Found(
            standing.text,
            best.text,
            best.key,
            block.both(standing.key, best.key),
            best.chance,
            np.array(signals),
            pairs[best.number],
            block.variants(standing.key, ranked),
        )


@dataclass(frozen=True, slots=True)
class _Ranked:
    key: str
    text: str
    chance: float
    evidence: Floats
    number: int


def _is_nominal(ranked: _Ranked) -> bool:
    """Tell whether a rendering ends as a noun does and holds no comma and no object."""
    ends_so = ranked.evidence[_NOMINAL].sum() > _PLAUSIBLE
    return bool(ends_so) and not ranked.evidence[_COMMAS] and _OBJECT not in ranked.text


class _Block:
    """Some pairs, linked.

    Args:
        pairs: Aligned pairs that have both sides.
        encode: Embeds texts of both languages.
    """

    def __init__(self, pairs: Sequence[Pair], encode: Encode | None) -> None:
        self.background = Background.of(pairs)
        self._encode = encode and Remembered(encode)
        self._texts = [
            Aligned(pair.zh, pair.ja, link(pair.zh, pair.ja, self.background, self._encode))
            for pair in pairs
        ]
        self._phrases: dict[str, Phrase] = {}
        self._texts_of: dict[str, str] = {}
        self.holders: dict[str, list[int]] = {}
        for number, pair in enumerate(pairs):
            self._collect(number, pair.zh)
        if self._encode is not None and self._phrases:
            self._encode(list(self._phrases))  # together, which is faster than one by one

    def _collect(self, number: int, text: str) -> None:
        found: dict[str, tuple[int, int]] = {}
        for phrase in phrases(text):
            span = phrase.start, phrase.end
            written = text[phrase.start : phrase.end]
            key = search_key(written)
            if key in found or not self._texts[number].holds_together(span, "zh"):
                continue
            found[key] = span
            self._phrases.setdefault(key, phrase)
            self._texts_of.setdefault(key, written)
            self.holders.setdefault(key, []).append(number)

    def standings(self) -> Iterator[Standing]:
        """Yield all phrases."""
        around = self._around()
        for key, phrase in self._phrases.items():
            count = len(self.holders[key])
            nested = min(around.get(key, 0) / count, 1.0)
            yield Standing(phrase, self._texts_of[key], key, count, nested)

    def _around(self) -> dict[str, int]:
        """Return for each phrase how often the most frequent longer one occurs."""
        around: dict[str, int] = {}
        for key, numbers in self.holders.items():
            for start in range(len(key)):
                for end in range(start + 2, len(key) + 1):
                    part = key[start:end]
                    if part != key and part in self.holders:
                        around[part] = max(around.get(part, 0), len(numbers))
        return around

    def ranked(self, key: str, language: Language, numbers: Sequence[int]) -> list[_Ranked]:
        """Return the candidates for a rendering, the best first."""
        chosen = numbers[:_PAIRS]
        texts = [self._texts[number] for number in chosen]
        found = examine(
            key,
            language,
            texts,
            background=self.background,
            encode=self._encode,
            keep=_CANDIDATES,
        )
        if not found.candidates:
            return []
        weights = load_weights(language)
        scores = found.table @ weights.values
        both = np.array([len(each.places) for each in found.candidates], dtype=np.float64)
        several = np.log(np.maximum(both * len(numbers) / len(chosen), 1.0))
        chances = weights.probabilities(scores, several)
        return [
            _Ranked(
                found.candidates[row].key,
                found.candidates[row].text,
                float(chances[row]),
                found.table[row],
                chosen[min(found.candidates[row].places)],
            )
            for row in np.argsort(-scores, kind="stable")
        ]

    def is_inverted(self, standing: Standing, number: int) -> bool:
        """Tell whether the Japanese of a pair turns a phrase of several words round."""
        words = standing.phrase.words
        if len(words) == 1:
            return False
        text = self._texts[number]
        start, end = next(text.keyed["zh"].find(standing.key))
        return text.is_inverted((start, start + len(words[0])), (end - len(words[-1]), end))

    def both(self, zh: str, ja: str) -> int:
        """Return the number of pairs that hold both."""
        numbers = self.background.pairs(ja, "ja").tolist()
        return len(set(self.holders[zh]).intersection(numbers))

    def variants(self, zh: str, ranked: Sequence[_Ranked]) -> tuple[tuple[str, int], ...]:
        """Return the other probable renderings that are no part of each other."""
        kept = [ranked[0].key]
        found = []
        for each in ranked[1:]:
            apart = all(each.key not in key and key not in each.key for key in kept)
            if each.chance >= _VARIANT and apart:
                kept.append(each.key)
                found.append((each.text, self.both(zh, each.key)))
        return tuple(found)


@dataclass(slots=True)
class _Entry:
    """What all blocks say about one phrase."""

    counts: Counter[str] = field(default_factory=Counter)
    texts: dict[str, str] = field(default_factory=dict)
    best: dict[str, Found] = field(default_factory=dict)

    def add(self, found: Found) -> None:
        """Take in what a block says."""
        self._count(found.ja, found.count)
        for text, count in found.variants:
            self._count(text, count)
        key = search_key(found.ja)
        if key not in self.best or found.chance > self.best[key].chance:
            self.best[key] = found

    def _count(self, text: str, count: int) -> None:
        key = search_key(text)
        self.counts[key] += count
        self.texts.setdefault(key, text)

    def term(self, citation: Citation) -> Term:
        """Return the entry of the list."""
        main = max(self.best, key=lambda key: self.counts[key] * self.best[key].chance)
        found = self.best[main]
        others = [(self.texts[key], n) for key, n in self.counts.most_common() if key != main]
        return Term(
            found.zh,
            self.texts[main],
            self.counts[main],
            round(found.chance, 4),
            tuple(others),
            "corpus",
            _hit(found.pair, search_key(found.zh), found.ja_key, citation),
        )


class _Own:
    """The user's glossary, and where the pairs attest it.

    Args:
        glossary: The entries.
    """

    def __init__(self, glossary: Sequence[GlossaryEntry]) -> None:
        self._entries = {(search_key(each.zh), search_key(each.ja)): each for each in glossary}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._pairs: dict[tuple[str, str], Pair] = {}

    def look(self, pairs: Sequence[Pair]) -> None:
        """Count the entries in some pairs."""
        if not self._entries:
            return
        for pair in pairs:
            zh, ja = search_key(pair.zh), search_key(pair.ja)
            for keys in self._entries:
                if keys[0] in zh and keys[1] in ja:
                    self._counts[keys] += 1
                    self._pairs.setdefault(keys, pair)

    def terms(self, citation: Citation) -> list[Term]:
        """Return the entries in their order."""
        return [
            Term(
                entry.zh,
                entry.ja,
                self._counts[keys],
                1.0,
                (),
                "glossary",
                _hit(self._pairs[keys], *keys, citation) if keys in self._pairs else None,
            )
            for keys, entry in self._entries.items()
        ]


def _hit(pair: Pair, zh: str, ja: str, citation: Citation) -> Hit:
    spans = tuple(keyed(pair.zh).find(zh)), tuple(keyed(pair.ja).find(ja))
    return Hit(pair, *spans, citation(pair))
