"""What speaks for a stretch of text being the rendering of a term."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from policy_align.terms.association import cosine, dice, log_likelihood
from policy_align.terms.spans import INNER, before
from policy_align.terms.units import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policy_align.terms.association import Counts
    from policy_align.terms.linking import Floats
    from policy_align.terms.spans import Profile

_EDGES = (*ROLES, "edge")
_LINKS = (
    "cover",
    "cover least",
    "cover first",
    "cover last",
    "pure",
    "pure least",
    "pure first",
    "pure last",
    "mass",
    "pure before",
    "pure after",
    "begins",
    "ends",
    "words",
    "inner particles",
    "inner commas",
    "inner links",
    "inner brackets",
    "inner verbs",
)
_ROLES = tuple(
    f"{place} {role}"
    for place, roles in (("first", ROLES), ("last", ROLES), ("before", _EDGES), ("after", _EDGES))
    for role in roles
)
LOCAL = (*_LINKS, *_ROLES)
GLOBAL = (
    "meaning",
    "share",
    "dice",
    "cosine",
    "likelihood",
    "share of several",
    "dice of several",
    "cosine of several",
    "likelihood of several",
    "length",
    "length off",
    "cognate",
    "sequence",
    "digits",
    "fixed before",
    "fixed after",
)
NAMES = (*LOCAL, *GLOBAL)

# Before the weights see a stretch, it must be among the most promising by these.
_PROMISE = {
    "cover": 1.0,
    "pure": 1.0,
    "mass": 1.0,
    "begins": 0.7,
    "ends": 0.7,
    "pure first": 0.3,
    "pure last": 0.3,
    "pure before": -0.5,
    "pure after": -0.5,
}


_COLUMN = {name: column for column, name in enumerate(LOCAL)}
_ROLE_BLOCKS = len(_LINKS) + np.cumsum([0, len(ROLES), len(ROLES), len(_EDGES)])
_HELD = [_COLUMN[name] for name in (*INNER, "words")]
_TINY = 1e-9
_EDGE = np.zeros(1)
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Local:
    """The most promising stretches of one text.

    Attributes:
        spans: Array (n, 2) of units.
        evidence: Array (n, number of ``LOCAL``).
        promise: Array (n,), falling.
    """

    spans: NDArray[np.intp]
    evidence: Floats
    promise: Floats


def local_evidence(
    rows: Sequence[int], outward: Floats, inward: Floats, profile: Profile, keep: int
) -> Local:
    """Return what the links of one pair say about the stretches of its target text.

    Args:
        rows: The units of the term in the source text.
        outward: Array (source, target): where each source unit goes.
        inward: Array of the same shape: where each target unit goes.
        profile: The stretches of the target text.
        keep: How many of the most promising to return.

    Returns:
        They and their evidence.
    """
    links, purity = outward[rows], inward[rows].sum(axis=0)
    promise = _promise(links.sum(axis=0) / len(links), purity, profile)
    best = _highest(promise, keep)
    spans = profile.spans[best]
    table = np.zeros((len(best), len(LOCAL)))
    _describe(table, spans, profile)
    for name, column in _links(links, purity, profile, best).items():
        table[:, _COLUMN[name]] = column
    return Local(spans, table, promise[best])


def _promise(cover: Floats, purity: Floats, profile: Profile) -> Floats:
    """Return for all stretches the sum of ``_PROMISE``, from sums over what stands before."""
    first, end = profile.spans.T
    inside = purity * profile.content
    total = max(float(purity.sum()), _TINY)
    sums, pure = (
        before(_PROMISE["cover"] * cover + _PROMISE["mass"] / total * inside),
        before(inside),
    )
    around = np.concatenate([_EDGE, inside, _EDGE])
    head, tail = (
        profile.begins * _PROMISE["begins"] - sums,
        profile.begins * _PROMISE["ends"] + sums,
    )
    head += _PROMISE["pure before"] * around[:-1]
    tail += _PROMISE["pure after"] * around[1:]
    head[:-1] += _PROMISE["pure first"] * purity
    tail[1:] += _PROMISE["pure last"] * purity
    share = (pure[end] - pure[first]) / np.maximum(profile.weight, 1.0)
    promise: Floats = head[first] + tail[end] + _PROMISE["pure"] * share
    return promise


def _highest(values: Floats, keep: int) -> NDArray[np.intp]:
    """Return the places of the highest values, the highest first, of equal ones the first."""
    if len(values) <= keep:
        return np.argsort(-values, kind="stable")
    least = np.partition(values, len(values) - keep)[len(values) - keep]
    places = np.flatnonzero(values >= least)
    best: NDArray[np.intp] = places[np.argsort(-values[places], kind="stable")[:keep]]
    return best


def _links(
    links: Floats, purity: Floats, profile: Profile, best: NDArray[np.intp]
) -> dict[str, Floats]:
    """Return the evidence of the links for some stretches."""
    first, end = profile.spans[best].T
    cover = _within(before(links), first, end)
    inside = _within(before(purity * profile.content), first, end)
    flaws = np.where(profile.content > 0, purity, 1.0)
    around = np.concatenate([_EDGE, purity * profile.content, _EDGE])
    return {
        "cover": cover.sum(axis=0) / len(cover),
        "cover least": cover.min(axis=0),
        "cover first": cover[0],
        "cover last": cover[-1],
        "pure": inside / np.maximum(profile.weight[best], 1.0),
        "pure least": _least(flaws, first, end),
        "pure first": purity[first],
        "pure last": purity[end - 1],
        "mass": inside / max(float(purity.sum()), _TINY),
        "pure before": around[first],
        "pure after": around[end + 1],
        "begins": profile.begins[first],
        "ends": profile.begins[end],
    }


def _describe(table: Floats, spans: NDArray[np.intp], profile: Profile) -> None:
    """Fill in what the stretches are made of and what they stand between."""
    first, end = spans.T
    table[:, _HELD] = _within(profile.held, first, end).T
    places = np.stack([first + 1, end, first, end + 1])
    table[np.arange(len(spans)), _ROLE_BLOCKS[:, None] + profile.roles[places]] = 1.0


def _within(sums: Floats, first: NDArray[np.intp], end: NDArray[np.intp]) -> Floats:
    """Return the sum over each stretch from the sums of what stands before each place."""
    result: Floats = sums[..., end] - sums[..., first]
    return result


def _least(values: Floats, first: NDArray[np.intp], end: NDArray[np.intp]) -> Floats:
    """Return the least of the values of each stretch."""
    # Every second of the pieces that the edges cut is a stretch.
    edges = np.stack([first, end], axis=1).ravel()
    result: Floats = np.minimum.reduceat(np.append(values, 1.0), edges)[::2]
    return result


def global_evidence(  # noqa: PLR0913 - one argument for each source of evidence
    query: str,
    key: str,
    *,
    meaning: float,
    share: float,
    counts: Counts,
    fixed: tuple[float, float],
) -> list[float]:
    """Return what speaks for a rendering wherever it stands.

    Args:
        query: Search key of the term.
        key: Search key of the rendering.
        meaning: Cosine of their embeddings.
        share: Share of the examined pairs of the term in which it is among the promising.
        counts: Occurrences of the two.
        fixed: How often its most usual neighbours stand before and after the rendering.

    Returns:
        The values of ``GLOBAL``.
    """
    several = float(counts.left > 1)
    tied = [share, *_association(counts)]
    left, right = _measured(query), _measured(key)
    length = math.log((right.weight + 0.5) / (left.weight + 0.5))
    common = sum(
        min(count, right.han[char]) for char, count in left.han.items() if char in right.han
    )
    both = max(len(query) + len(key), 1)
    return [
        meaning,
        *tied,
        *(several * value for value in tied),
        length,
        abs(length),
        2 * common / both,
        2 * common_sequence(query, key) / both,
        float(left.digits != right.digits),
        *fixed,
    ]


@lru_cache(maxsize=1 << 14)
def _association(counts: Counts) -> tuple[float, float, float]:
    return dice(counts), cosine(counts), math.log1p(log_likelihood(counts))


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is compared of a key: its length, its Han characters, its numbers."""

    weight: float
    han: dict[str, int]
    digits: list[str]


@lru_cache(maxsize=1 << 15)
def _measured(key: str) -> _Measured:
    return _Measured(weight_of(key), dict(Counter(_HAN.findall(key))), sorted(_DIGITS.findall(key)))


def weight_of(key: str) -> float:
    """Return the length of a key in Han characters: kana and Latin letters count half."""
    return (len(key) + len(_HAN.findall(key))) / 2


def common_sequence(left: str, right: str) -> int:
    """Return the length of the longest common subsequence.

    Example:
        >>> common_sequence("循环经济", "循环型经济")
        4
    """
    # The bits of one number are a row of the table (Hyyrö, "Bit-parallel LCS-length computation
    # revisited", AWOCA 2004): a zero for each place where the row above grows.
    places = _places(left)
    row = full = (1 << len(left)) - 1
    for char in right:
        if char in places:
            same = row & places[char]
            row = (row + same) | (row - same)
    return len(left) - (row & full).bit_count()


@lru_cache(maxsize=1 << 10)
def _places(text: str) -> dict[str, int]:
    """Return for each character where it stands, as bits."""
    places: dict[str, int] = {}
    for place, char in enumerate(text):
        places[char] = places.get(char, 0) | 1 << place
    return places
