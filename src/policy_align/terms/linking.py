"""Which piece of a Chinese text goes with which piece of its Japanese translation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from policy_align.folding import search_key
from policy_align.terms.units import split_units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from policy_align.model import Language
    from policy_align.terms.background import Background
    from policy_align.terms.units import Unit

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]

_LONGEST = {"zh": 4, "ja": 2}
_DISCOUNT = 0.5
_COGNATE = 0.6
_MEANING = 1.0
_MEANING_FLOOR = 0.25
_ROUNDS = 2
_CLAUSE_END = frozenset("，、。；：,;:.!?！？\t")
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a pair, cut into units.

    Attributes:
        text: The text.
        units: Its units.
        keys: The search keys of the units.
    """

    text: str
    units: list[Unit]
    keys: list[str]


@dataclass(frozen=True, slots=True)
class Link:
    """A pair with the strength of the link between all units of its two texts.

    Attributes:
        zh: The Chinese side.
        ja: The Japanese side.
        strength: Array (units of zh, units of ja) of values from 0 to 1.
    """

    zh: Side
    ja: Side
    strength: NDArray[np.float64]


def cut(text: str, language: Language) -> Side:
    """Cut a text into units with their keys."""
    units = split_units(text, language)
    return Side(text, units, [search_key(text[unit.start : unit.end]) for unit in units])


def link(zh: str, ja: str, background: Background, encode: Encode | None = None) -> Link:
    """Link the units of two texts that translate each other.

    The strength rests on how often pieces occur together (squared cosine of their occurrences,
    discounted for rare ones), on characters they share, on meaning where a model is given, and
    on the clauses that these links join.

    Args:
        zh: Chinese text.
        ja: Japanese text.
        background: Where the pieces are counted.
        encode: Embeds texts of both languages, for meaning.

    Returns:
        The links.
    """
    sides = cut(zh, "zh"), cut(ja, "ja")
    grams = tuple(
        _grams(side, language) for side, language in zip(sides, ("zh", "ja"), strict=True)
    )
    scores = _cooccurrence(grams[0], grams[1], background)
    if encode is not None:
        scores = scores + _MEANING * _meaning(grams[0], grams[1], encode)
    strength = _spread(scores, grams[0], grams[1], len(sides[0].units), len(sides[1].units))
    strength = strength + _COGNATE * _shared(sides[0].keys, sides[1].keys)
    strength = _sharpened(strength**2)
    return Link(*sides, _sharpened(strength * _clause_weight(strength, *sides)))


@dataclass(frozen=True, slots=True)
class _Grams:
    texts: list[str]
    spans: list[tuple[int, int]]


def _grams(side: Side, language: Language) -> _Grams:
    """Return all runs of few units that no punctuation interrupts."""
    texts, spans = [], []
    for first in range(len(side.units)):
        for last in range(first, min(first + _LONGEST[language], len(side.units))):
            if side.units[last].role in ("point", "open", "close"):
                break
            texts.append("".join(side.keys[first : last + 1]))
            spans.append((first, last + 1))
    return _Grams(texts, spans)


def _cooccurrence(zh: _Grams, ja: _Grams, background: Background) -> NDArray[np.float64]:
    left = _incidence(zh.texts, "zh", background)
    right = _incidence(ja.texts, "ja", background)
    both = left @ right.T
    chance = np.outer(left.sum(axis=1), right.sum(axis=1))
    excess = np.maximum(both - chance / max(background.size, 1) - _DISCOUNT, 0.0)
    score: NDArray[np.float64] = excess**2 / np.maximum(chance, 1.0)
    return score


def _incidence(
    texts: Sequence[str], language: Language, background: Background
) -> NDArray[np.float32]:
    found = np.zeros((len(texts), background.size), dtype=np.float32)
    for row, text in enumerate(texts):
        found[row, background.pairs(text, language)] = 1.0
    return found


def _meaning(zh: _Grams, ja: _Grams, encode: Encode) -> NDArray[np.float64]:
    if not zh.texts or not ja.texts:
        return np.zeros((len(zh.texts), len(ja.texts)))
    vectors = encode([*zh.texts, *ja.texts])
    cosine = vectors[: len(zh.texts)] @ vectors[len(zh.texts) :].T
    score: NDArray[np.float64] = np.maximum(cosine - _MEANING_FLOOR, 0.0).astype(np.float64)
    return score / (1 - _MEANING_FLOOR)


def _spread(
    scores: NDArray[np.float64], zh: _Grams, ja: _Grams, rows: int, columns: int
) -> NDArray[np.float64]:
    """Give every two units the best score of the runs that they are in."""
    middle = np.zeros((rows, scores.shape[1]))
    for score, (first, end) in zip(scores, zh.spans, strict=True):
        np.maximum(middle[first:end], score, out=middle[first:end])
    spread = np.zeros((rows, columns))
    for column, (first, end) in enumerate(ja.spans):
        part = middle[:, column : column + 1]
        np.maximum(spread[:, first:end], part, out=spread[:, first:end])
    return spread


def _shared(zh: Sequence[str], ja: Sequence[str]) -> NDArray[np.float64]:
    """Return which share of each Japanese unit is the Chinese one."""
    shared = np.zeros((len(zh), len(ja)))
    where: dict[str, list[int]] = {}
    for row, key in enumerate(zh):
        if key.isalnum():
            where.setdefault(key, []).append(row)
    for column, key in enumerate(ja):
        for char in {*key, key}:
            rows = where.get(char)
            if rows:
                shared[rows, column] = 1.0 if char == key else (0.5 + 0.5 / len(key))
    return shared


def _sharpened(strength: NDArray[np.float64]) -> NDArray[np.float64]:
    """Let the units of both sides compete for each other."""
    for _ in range(_ROUNDS):
        rows = strength / (strength.sum(axis=1, keepdims=True) + _TINY)
        columns = strength / (strength.sum(axis=0, keepdims=True) + _TINY)
        strength = np.sqrt(rows * columns)
    return strength


def _clause_weight(strength: NDArray[np.float64], zh: Side, ja: Side) -> NDArray[np.float64]:
    """Weigh every two units by how strongly their clauses are linked."""
    rows, columns = _clause_numbers(zh), _clause_numbers(ja)
    mass = np.zeros((rows[-1] + 1 if rows else 0, columns[-1] + 1 if columns else 0))
    np.add.at(mass, (np.asarray(rows, int)[:, None], np.asarray(columns, int)[None, :]), strength)
    share = np.sqrt(
        mass**2
        / (mass.sum(axis=1, keepdims=True) + _TINY)
        / (mass.sum(axis=0, keepdims=True) + _TINY)
    )
    weight: NDArray[np.float64] = (0.1 + share)[np.ix_(rows, columns)]
    return weight


def _clause_numbers(side: Side) -> list[int]:
    ends = [side.text[unit.start] in _CLAUSE_END for unit in side.units]
    return list(accumulate([0, *map(int, ends)]))[: len(ends)]
