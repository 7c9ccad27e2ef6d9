"""What speaks for a stretch of text being the rendering of a term."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from policy_align.terms.association import cosine, dice, log_likelihood
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
_ROLE_BLOCKS = [len(_LINKS) + shift for shift in (0, len(ROLES), 2 * len(ROLES))]
_ROLE_BLOCKS.append(_ROLE_BLOCKS[-1] + len(_EDGES))
_INNER = {
    "inner particles": ("particle", "auxiliary"),
    "inner commas": ("comma",),
    "inner links": ("link",),
    "inner brackets": ("open",),
    "inner verbs": ("verb",),
}
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
    spans = profile.spans
    values = _links(outward[rows], inward[rows].sum(axis=0), profile)
    promise = np.zeros(len(spans))
    for name, weight in _PROMISE.items():
        promise += weight * values[name]
    best = np.argsort(-promise, kind="stable")[:keep]
    table = np.zeros((len(best), len(LOCAL)))
    for name, column in values.items():
        table[:, _COLUMN[name]] = column[best]
    _describe(table, spans[best], profile)
    return Local(spans[best], table, promise[best])


def _links(links: Floats, purity: Floats, profile: Profile) -> dict[str, Floats]:
    first, end = profile.spans.T
    content = profile.content
    cover = _within(links, first, end)
    inside = _within(purity * content, first, end)
    pure, counts = np.pad(purity, 1), np.pad(content, 1)
    flaws = np.where(content > 0, purity, 1.0)
    return {
        "cover": cover.mean(axis=0),
        "cover least": cover.min(axis=0),
        "cover first": cover[0],
        "cover last": cover[-1],
        "pure": inside / np.maximum(_within(content, first, end), 1.0),
        "pure least": _least(flaws, first, end),
        "pure first": pure[first + 1],
        "pure last": pure[end],
        "mass": inside / max(float(purity.sum()), 1e-9),
        "pure before": pure[first] * counts[first],
        "pure after": pure[end + 1] * counts[end + 1],
        "begins": profile.begins[first],
        "ends": profile.begins[end],
    }


def _describe(table: Floats, spans: NDArray[np.intp], profile: Profile) -> None:
    """Fill in what the stretches are made of and what they stand between."""
    first, end = spans.T
    inner = profile.roles[1:-1]
    for name, roles in _INNER.items():
        held = np.isin(inner, [ROLES.index(role) for role in roles])
        table[:, _COLUMN[name]] = _within(held, first, end)
    table[:, _COLUMN["words"]] = _within(profile.begins[:-1] == 1, first, end)
    lines = np.arange(len(spans))
    for block, place in zip(_ROLE_BLOCKS, (first + 1, end, first, end + 1), strict=True):
        table[lines, block + profile.roles[place]] = 1.0


def _within(values: NDArray[Any], first: NDArray[np.intp], end: NDArray[np.intp]) -> Floats:
    """Return the sum of the values (along the last axis) of each stretch."""
    zero = np.zeros((*values.shape[:-1], 1))
    sums = np.concatenate([zero, np.cumsum(values, axis=-1, dtype=np.float64)], axis=-1)
    result: Floats = sums[..., end] - sums[..., first]
    return result


def _least(values: Floats, first: NDArray[np.intp], end: NDArray[np.intp]) -> Floats:
    """Return the least of the values of each stretch, which has few of them."""
    result = np.ones(len(first))
    for step in range(int((end - first).max(initial=0))):
        inside = first + step < end
        result[inside] = np.minimum(result[inside], values[first[inside] + step])
    return result


def global_evidence(  # noqa: PLR0913 - one argument for each source of evidence
    query: str,
    key: str,
    *,
    meaning: float,
    share: float,
    counts: Counts,
    neighbours: tuple[Sequence[str], Sequence[str]],
) -> list[float]:
    """Return what speaks for a rendering wherever it stands.

    Args:
        query: Search key of the term.
        key: Search key of the rendering.
        meaning: Cosine of their embeddings.
        share: Share of the examined pairs of the term in which it is among the promising.
        counts: Occurrences of the two.
        neighbours: The characters before and after the rendering wherever it occurs.

    Returns:
        The values of ``GLOBAL``.
    """
    several = float(counts.left > 1)
    tied = [share, dice(counts), cosine(counts), math.log1p(log_likelihood(counts))]
    length = math.log((weight_of(key) + 0.5) / (weight_of(query) + 0.5))
    common = Counter(_HAN.findall(query)) & Counter(_HAN.findall(key))
    both = max(len(query) + len(key), 1)
    return [
        meaning,
        *tied,
        *(several * value for value in tied),
        length,
        abs(length),
        2 * common.total() / both,
        2 * common_sequence(query, key) / both,
        float(sorted(_DIGITS.findall(query)) != sorted(_DIGITS.findall(key))),
        *map(_fixed, neighbours),
    ]


def _fixed(neighbours: Sequence[str]) -> float:
    """Return how often the most usual neighbour stands there, if it is a letter."""
    if len(neighbours) < 2:  # noqa: PLR2004 - what occurs once is not fixed
        return 0.0
    usual, count = Counter(neighbours).most_common(1)[0]
    return count / len(neighbours) if usual.isalnum() else 0.0


def weight_of(key: str) -> float:
    """Return the length of a key in Han characters: kana and Latin letters count half."""
    return (len(key) + len(_HAN.findall(key))) / 2


def common_sequence(left: str, right: str) -> int:
    """Return the length of the longest common subsequence.

    Example:
        >>> common_sequence("循环经济", "循环型经济")
        4
    """
    if set(left).isdisjoint(right):
        return 0
    lengths = [0] * (len(right) + 1)
    for char in left:
        corner = 0
        for place, other in enumerate(right, 1):
            above = lengths[place]
            lengths[place] = corner + 1 if char == other else max(above, lengths[place - 1])
            corner = above
    return lengths[-1]
