"""How a term was rendered: the look-up."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from policy_align.folding import search_key
from policy_align.keys import keyed
from policy_align.results import Hit, Rendering, TermResult
from policy_align.terms.candidates import OTHER, aligned, examine
from policy_align.terms.ranking import load_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from policy_align.keys import Keyed
    from policy_align.model import Language, Pair
    from policy_align.results import Span
    from policy_align.terms.background import Background
    from policy_align.terms.glossary import GlossaryEntry
    from policy_align.terms.linking import Encode

    Citation = Callable[[Pair], str]

# So many pairs are linked for one look-up: the shortest, and others spread over the rest.
_SHORT, _SPREAD = 8, 6
_EXAMPLES = 5
# A rendering is sure from this probability on, if several pairs show it.
_SURE = 0.6
# Renderings below this share of the best one's probability explain no pair.
_RIVAL = 0.15
# Renderings that explain no pair are shown from this probability on; the first ones also below
# it, unless the best is clear.
_FAINT, _ALWAYS, _CLEAR = 0.05, 3, 0.9


def sample(pairs: Sequence[Pair]) -> list[Pair]:
    """Choose the pairs in which renderings are looked for, all if they are few.

    Args:
        pairs: Pairs that hold a term.

    Returns:
        The shortest ones, which say most clearly what belongs together, and some others.
    """
    distinct = list({(pair.zh, pair.ja): pair for pair in pairs}.values())
    if len(distinct) <= _SHORT + _SPREAD:
        return distinct
    order = sorted(distinct, key=lambda pair: len(pair.zh) + len(pair.ja))
    rest = order[_SHORT:]
    return order[:_SHORT] + [rest[i * len(rest) // _SPREAD] for i in range(_SPREAD)]


def renderings(  # noqa: PLR0913 - what a look-up rests on is handed in, piece by piece
    query: str,
    language: Language,
    pairs: Sequence[Pair],
    *,
    total: int,
    background: Background,
    encode: Encode | None,
    glossary: Sequence[GlossaryEntry] = (),
    limit: int = 10,
    citation: Citation,
) -> TermResult:
    """Find how a term was rendered in pairs that hold it.

    Args:
        query: The term, or any piece of text.
        language: The side on which the pairs hold it.
        pairs: Pairs whose side ``language`` holds the folded query, at most a few hundred.
        total: Number of all such pairs, where ``pairs`` is a sample of them.
        background: A sample of the corpus, in which pieces of text are counted.
        encode: Embeds texts of both languages; ``None`` for look-up without a model.
        glossary: The user's own term pairs, which come first.
        limit: The most renderings to return.
        citation: Tells where a pair stands.

    Returns:
        The renderings, the most likely first.
    """
    key = search_key(query)
    full = [pair for pair in pairs if pair.zh and pair.ja]
    found = _ranked(key, language, full, background, encode) if key else []
    own = _own(key, language, glossary)
    usage = _Usage(key, language, full, citation)
    shown = [_entry(text, usage, len(pairs), total) for text in own]
    known = {search_key(text) for text in own}
    spare = [each for each in found if each.key not in known]
    chosen = _shared_out(spare, usage, known)
    shown += [_rendering(each, usage, len(pairs), total) for each in chosen]
    return TermResult(query, language, tuple(shown[:limit]), total)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A candidate with its probability, and the examined pairs in which it is promising."""

    key: str
    text: str
    score: float
    places: dict[str, list[Span]]
    used: tuple[int, ...] = ()


class _Usage:
    """The pairs that hold a term, and which renderings they hold.

    Args:
        key: Search key of the term.
        language: Its language.
        pairs: The pairs.
        citation: Tells where a pair stands.
    """

    def __init__(
        self, key: str, language: Language, pairs: Sequence[Pair], citation: Citation
    ) -> None:
        self.key, self.language, self.pairs, self.citation = key, language, pairs, citation
        self.target = [search_key(pair.ja if language == "zh" else pair.zh) for pair in pairs]

    def holders(self, key: str) -> list[int]:
        """Return the numbers of the pairs that hold a rendering."""
        return [number for number, text in enumerate(self.target) if key in text]

    def hit(self, number: int, key: str, spans: Sequence[Span] = ()) -> Hit:
        """Show a rendering in a pair: where it was found, else wherever it stands."""
        pair = self.pairs[number]
        texts: dict[Language, Keyed] = {"zh": keyed(pair.zh), "ja": keyed(pair.ja)}
        other = OTHER[self.language]
        marks = {
            self.language: tuple(texts[self.language].find(self.key)),
            other: _apart(spans) if spans else tuple(texts[other].find(key)),
        }
        return Hit(pair, marks["zh"], marks["ja"], self.citation(pair))


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    result: list[Span] = []
    for span in sorted(spans):
        if not result or span[0] >= result[-1][1]:
            result.append(span)
    return tuple(result)


def _ranked(
    key: str,
    language: Language,
    pairs: Sequence[Pair],
    background: Background,
    encode: Encode | None,
) -> list[_Ranked]:
    """Return the candidates, the best first; those written alike as one."""
    chosen = sample(pairs)
    texts = [aligned(pair.zh, pair.ja, background, encode) for pair in chosen]
    found = examine(key, language, texts, background=background, encode=encode)
    if not found.candidates:
        return []
    weights = load_weights(language)
    scores = found.table @ weights.values
    target = [text.keyed[OTHER[language]].key for text in texts]
    both = [sum(each.key in text for text in target) for each in found.candidates]
    several = np.log(np.maximum(np.array(both, dtype=np.float64) * len(pairs) / len(chosen), 1.0))
    chances = weights.probabilities(scores, several).tolist()
    ids = [pair.id for pair in chosen]
    result: dict[str, _Ranked] = {}
    ceiling = 1.0
    for row in np.argsort(-scores, kind="stable"):
        candidate = found.candidates[row]
        ceiling = min(ceiling, chances[row])
        places = {ids[number]: spans for number, spans in candidate.places.items()}
        result.setdefault(
            search_key(candidate.text), _Ranked(candidate.key, candidate.text, ceiling, places)
        )
    return list(result.values())


def _shared_out(ranked: Sequence[_Ranked], usage: _Usage, taken: set[str]) -> list[_Ranked]:
    """Give every pair to the best rendering that it holds, and put idle renderings last."""
    if not ranked:
        return []
    left = set(range(len(usage.pairs)))
    for key in taken:
        left -= set(usage.holders(key))
    floor = _RIVAL * ranked[0].score
    used: list[_Ranked] = []
    idle: list[_Ranked] = []
    for each in ranked:
        mine = sorted(left.intersection(usage.holders(each.key))) if each.score >= floor else []
        left -= set(mine)
        (used if mine else idle).append(replace(each, used=tuple(mine)))
    ordered = sorted([*used, *idle], key=lambda each: -each.score)
    return [
        each
        for rank, each in enumerate(ordered)
        if each.used or each.score >= _FAINT or (rank < _ALWAYS and ordered[0].score < _CLEAR)
    ]


def _own(key: str, language: Language, glossary: Sequence[GlossaryEntry]) -> list[str]:
    """Return what the glossary says, each rendering once."""
    sides = [
        (entry.zh, entry.ja) if language == "zh" else (entry.ja, entry.zh) for entry in glossary
    ]
    return list(
        {search_key(text): text for term, text in sides if search_key(term) == key}.values()
    )


def _entry(text: str, usage: _Usage, examined: int, total: int) -> Rendering:
    key = search_key(text)
    numbers = usage.holders(key)
    count = _scaled(len(numbers), examined, total)
    return Rendering(
        text,
        count,
        count / total if total else 0.0,
        1.0,
        sure=True,
        origin="glossary",
        examples=tuple(usage.hit(number, key) for number in numbers[:_EXAMPLES]),
    )


def _rendering(ranked: _Ranked, usage: _Usage, examined: int, total: int) -> Rendering:
    numbers = ranked.used or tuple(
        number for number, pair in enumerate(usage.pairs) if pair.id in ranked.places
    )
    count = _scaled(len(numbers), examined, total)
    first = sorted(
        numbers,
        key=lambda n: (usage.pairs[n].id not in ranked.places, len(usage.pairs[n].zh)),
    )
    examples = (
        usage.hit(number, ranked.key, ranked.places.get(usage.pairs[number].id, ()))
        for number in first[:_EXAMPLES]
    )
    return Rendering(
        ranked.text,
        count,
        count / total if total else 0.0,
        round(ranked.score, 4),
        sure=count > 1 and ranked.score >= _SURE,
        origin="corpus",
        examples=tuple(examples),
    )


def _scaled(count: int, examined: int, total: int) -> int:
    """Return a count in a sample as a count in all."""
    return math.ceil(count * total / examined) if examined else 0
