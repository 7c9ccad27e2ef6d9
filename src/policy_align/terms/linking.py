"""Which piece of a Chinese text goes with which piece of its Japanese translation.

Every unit of one text is taken to stem from a unit of the other; which one depends on how well
the two fit (meaning, common occurrence, shared characters) and on where the unit before it stems
from. This is the hidden Markov model of Vogel, Ney and Tillmann, "HMM-based word alignment in
statistical translation" (COLING 1996), with measures of fit in place of translation
probabilities that are learnt from much text. It is run in both directions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from policy_align.folding import search_key
from policy_align.terms.units import SIGNS, split_units
from policy_align.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from policy_align.model import Language
    from policy_align.terms.background import Background
    from policy_align.terms.units import Unit

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]
    Floats = NDArray[np.float64]

# Chosen on the visible half of the term gold, by how much of the links of a term falls into its
# rendering and the other way round; the optimum is flat.
_LONGEST: dict[Language, int] = {"zh": 4, "ja": 2}
_MEANING, _COOCCURRENCE, _COGNATE = 1.0, 2.0, 0.2
_ANCHOR, _PARTICLE = 1.6, -0.15
_CROWD, _CROWD_SHARE = 4, 0.8
_COMMA, _LIST, _OTHER = 1, 2, 3
_DISCOUNT = 0.5
_SHARPNESS = 4.0
_UNLINKED = 0.005
_STEP, _STEP_POWER, _LEAP = 0.7, 2.8, 0.002


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
    """A pair with the links between the units of its two texts.

    Attributes:
        zh: The Chinese side.
        ja: The Japanese side.
        from_zh: Array (units of zh, units of ja): where each Chinese unit goes; rows sum to 1
            at most.
        from_ja: Array of the same shape: where each Japanese unit goes; columns sum to 1 at
            most.
    """

    zh: Side
    ja: Side
    from_zh: Floats
    from_ja: Floats


def cut(text: str, language: Language) -> Side:
    """Cut a text into units with their keys."""
    units = split_units(text, language)
    return Side(text, units, [search_key(text[unit.start : unit.end]) for unit in units])


def link(zh: str, ja: str, background: Background, encode: Encode | None = None) -> Link:
    """Link the units of two texts that translate each other.

    Args:
        zh: Chinese text.
        ja: Japanese text.
        background: Where pieces of the texts are counted.
        encode: Embeds texts of both languages, for meaning.

    Returns:
        The links.
    """
    sides = cut(zh, "zh"), cut(ja, "ja")
    if not sides[0].units or not sides[1].units:
        nothing = np.zeros((len(sides[0].units), len(sides[1].units)))
        return Link(*sides, nothing, nothing)
    with one_thread():
        fit = _fit(*sides, background, encode)
        return Link(*sides, _walk(fit), _walk(fit.T).T)


@dataclass(frozen=True, slots=True)
class _Grams:
    texts: list[str]
    spans: list[tuple[int, int]]


def _grams(side: Side, language: Language) -> _Grams:
    """Return all runs of few units that no sign interrupts."""
    texts, spans = [], []
    for first in range(len(side.units)):
        for last in range(first, min(first + _LONGEST[language], len(side.units))):
            if side.units[last].role in SIGNS:
                break
            texts.append("".join(side.keys[first : last + 1]))
            spans.append((first, last + 1))
    return _Grams(texts, spans)


def _fit(zh: Side, ja: Side, background: Background, encode: Encode | None) -> Floats:
    """Return how well every two units fit each other."""
    left, right = _grams(zh, "zh"), _grams(ja, "ja")
    scores = _cooccurrence(left.texts, right.texts, background)
    if encode is not None and left.texts and right.texts:
        scores += _MEANING * _meaning(left.texts, right.texts, encode)
    fit = _spread(scores, left, right, len(zh.units), len(ja.units))
    fit += _COGNATE * _shared(zh.keys, ja.keys)
    fit += _PARTICLE * np.array([unit.role in ("particle", "auxiliary") for unit in ja.units])
    return _anchored(fit, zh, ja)


def _cooccurrence(zh: Sequence[str], ja: Sequence[str], background: Background) -> Floats:
    """Return the squared cosine of occurrences beyond chance, discounted for rare ones."""
    score = np.zeros((len(zh), len(ja)))
    rows, left = _incidence(zh, "zh", background)
    columns, right = _incidence(ja, "ja", background)
    if rows and columns:
        both = left @ right.T
        chance = np.outer(left.sum(axis=1), right.sum(axis=1))
        excess = np.maximum(both - chance / background.size - _DISCOUNT, 0.0)
        score[np.ix_(rows, columns)] = _COOCCURRENCE * excess**2 / chance
    return score


def _incidence(
    texts: Sequence[str], language: Language, background: Background
) -> tuple[list[int], NDArray[np.float32]]:
    """Return which texts occur in several pairs, and in which pairs."""
    found: dict[int, NDArray[np.int32]] = {}
    rare = ""
    for row, text in enumerate(texts):
        # Runs follow the shorter ones that they begin with; what those lack, they lack.
        if rare and text.startswith(rare):
            continue
        numbers = background.pairs(text, language)
        if len(numbers) > 1:
            found[row], rare = numbers, ""
        else:
            rare = text
    rows = list(found)
    incidence = np.zeros((len(rows), background.size), dtype=np.float32)
    for place, row in enumerate(rows):
        incidence[place, found[row]] = 1.0
    return rows, incidence


def _meaning(zh: Sequence[str], ja: Sequence[str], encode: Encode) -> Floats:
    """Return by how much the cosine exceeds what the two have with whatever is nearest to them."""
    vectors = encode([*zh, *ja])
    cosine = vectors[: len(zh)] @ vectors[len(zh) :].T
    crowd = (_crowd(cosine) + _crowd(cosine.T).T) / 2
    score: Floats = np.maximum(cosine - _CROWD_SHARE * crowd - 0.3 * (1 - _CROWD_SHARE), 0.0)
    return score.astype(np.float64) / (1 - _CROWD_SHARE)


def _crowd(cosine: NDArray[np.float32]) -> NDArray[np.float32]:
    size = min(_CROWD, cosine.shape[1])
    nearest = np.partition(cosine, cosine.shape[1] - size, axis=1)[:, -size:]
    mean: NDArray[np.float32] = nearest.mean(axis=1, keepdims=True)
    return mean


def _spread(scores: Floats, zh: _Grams, ja: _Grams, rows: int, columns: int) -> Floats:
    """Give every two units the best score of the runs that they are in."""
    middle = np.zeros((rows, scores.shape[1]))
    for score, (first, end) in zip(scores, zh.spans, strict=True):
        np.maximum(middle[first:end], score, out=middle[first:end])
    spread = np.zeros((rows, columns))
    for column, (first, end) in enumerate(ja.spans):
        part = middle[:, column : column + 1]
        np.maximum(spread[:, first:end], part, out=spread[:, first:end])
    return spread


def _shared(zh: Sequence[str], ja: Sequence[str]) -> Floats:
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


def _anchored(fit: Floats, zh: Side, ja: Side) -> Floats:
    """Let signs go with signs of their kind, and with nothing else."""
    left, right = (
        np.array([_sign_kind(unit, key) for unit, key in zip(side.units, side.keys, strict=True)])
        for side in (zh, ja)
    )
    fit[(left > 0)[:, None] != (right > 0)[None, :]] = 0.0
    same = np.where(left[:, None] == right[None, :], 1.0, 0.0)
    near = ((left == _COMMA)[:, None] & (right == _LIST)[None, :]) * 0.5
    anchored: Floats = fit + _ANCHOR * np.where((left > 0)[:, None], same + near, 0.0)
    return anchored


def _sign_kind(unit: Unit, sign: str) -> int:
    """Return the kind of a sign; 0 for what is no sign."""
    if unit.role not in SIGNS:
        return 0
    return _COMMA if sign == "," else _LIST if sign in "、・/" else _OTHER


def _walk(fit: Floats) -> Floats:
    """Return where each row goes: posterior over the columns, what goes nowhere left out."""
    rows, columns = fit.shape
    match = np.exp(_SHARPNESS * fit)
    match *= (1 - _UNLINKED) / match.sum(axis=0, keepdims=True)
    emission = match + _UNLINKED / rows
    steps = np.arange(columns)[None, :] - np.arange(columns)[:, None]
    move = (1 + np.abs(steps - _STEP)) ** -_STEP_POWER + _LEAP
    move /= move.sum(axis=1, keepdims=True)
    forward, backward = np.empty_like(fit), np.ones_like(fit)
    state = emission[0] / emission[0].sum()
    forward[0] = state
    for row in range(1, rows):
        state = (state @ move) * emission[row]
        state /= state.sum()
        forward[row] = state
    state = backward[-1]
    for row in range(rows - 2, -1, -1):
        state = move @ (emission[row + 1] * state)
        state /= state.sum()
        backward[row] = state
    posterior = forward * backward
    posterior /= posterior.sum(axis=1, keepdims=True)
    linked: Floats = posterior * match / emission
    return linked
