"""Vectors of the sentences of one language, and what unrelated ones have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policy_align.embedding.protocol import Embedder

    Array = NDArray[np.float32]

USUAL_SPREAD = 0.13
"""How much the cosine of two unrelated sentences varies (standard deviation)."""

_SPREAD_PRIOR = 400.0
"""Pairs of sentences that the usual spread counts for."""

_SPREAD_LIMIT = 3.0
"""How far the spread of a text may lie from the usual one."""

_FEW = 4
"""Sentences below which a mean says little."""

_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Cloud:
    """Vectors of n texts of one language.

    Attributes:
        vectors: (n, d) sums of token vectors, or sentence vectors weighted by length; no
            columns where there are none.
        centre: (d,) mean direction of the distinct texts, drawn to nothing where there are few.
        variance: How much the cosine of two distinct texts varies, drawn to the usual where
            there are few.
    """

    vectors: NDArray[np.floating]
    centre: Array
    variance: float

    @classmethod
    def of(cls, vectors: Array, distinct: NDArray[np.int64]) -> Cloud:
        """Measure vectors.

        Args:
            vectors: (n, d) vectors.
            distinct: Rows of the texts that no text before repeats.

        Returns:
            The vectors with their centre and variance.
        """
        units = unit_rows(vectors[distinct])
        centre = (units.sum(0) / (len(units) + _FEW)).astype(np.float32)
        return cls(vectors, centre, _variance(units))

    def take(self, rows: NDArray[np.int64]) -> Cloud:
        """Return some of the vectors; centre and variance stay those of the whole."""
        return replace(self, vectors=self.vectors[rows])

    def in_half_precision(self) -> Cloud:
        """Return the same in half of the memory."""
        return replace(self, vectors=self.vectors.astype(np.float16))


def unit_rows(vectors: Array) -> Array:
    """Scale rows to length 1; rows of zeros stay as they are."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Array = vectors / np.maximum(norms, _EPSILON)
    return units


def _variance(units: Array) -> float:
    """Variance of the cosines of all pairs of different rows, with a prior."""
    units = units[units.any(1)]
    count = len(units) * (len(units) - 1.0)
    total = _SPREAD_PRIOR * USUAL_SPREAD**2
    if count:
        sums = units.sum(0)
        mean = (float(sums @ sums) - len(units)) / count
        square = (float(((units.T @ units) ** 2).sum()) - len(units)) / count
        total += count * max(square - mean**2, 0)
    return total / (_SPREAD_PRIOR + count)


def margin_unit(zh: Cloud, ja: Cloud) -> float:
    """Tell what margins of two languages are to be multiplied by.

    Models differ in how far apart they set texts, so the unit of a margin is how much the
    cosine of unrelated texts varies. Pairs within each language are looked at, for hardly any
    of them are translations.

    Args:
        zh: Chinese vectors.
        ja: Japanese vectors.

    Returns:
        The usual spread divided by that of the texts.
    """
    ratio = USUAL_SPREAD / np.sqrt((zh.variance + ja.variance) / 2)
    return float(min(max(ratio, 1 / _SPREAD_LIMIT), _SPREAD_LIMIT))


def margins(zh: Cloud, ja: Cloud) -> Array:
    """Compare each text of one language with the text at the same place in the other.

    Args:
        zh: n Chinese vectors.
        ja: n Japanese vectors.

    Returns:
        (n,) cosines, less what each of the two texts has in common with any.
    """
    left, right = unit_rows(zh.vectors), unit_rows(ja.vectors)
    hubs = left @ ja.centre + right @ zh.centre
    cosines = np.einsum("ij,ij->i", left, right)
    compared: Array = np.float32(margin_unit(zh, ja)) * (cosines - np.float32(0.5) * hubs)
    return compared


def summable(texts: Sequence[str], lengths: NDArray[np.float64], embedder: Embedder) -> Array:
    """Embed texts so that the vector of a merge is the sum of the vectors.

    Args:
        texts: n texts; each distinct one is embedded once.
        lengths: (n,) lengths, the weights where the embedder gives no sums.
        embedder: What turns texts into vectors.

    Returns:
        (n, d) vectors.
    """
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    rows = np.array([places[text] for text in texts], np.int64)
    sums = token_sums(list(places), embedder)
    if sums is not None:
        return sums[rows]
    units = np.asarray(embedder.encode(list(places)), np.float32)
    return units[rows] * np.maximum(lengths, 1)[:, None].astype(np.float32)


def token_sums(texts: Sequence[str], embedder: Embedder) -> Array | None:
    """Sum the token vectors of texts, where the embedder can; else return ``None``."""
    encode_sums = getattr(embedder, "encode_sums", None)
    return None if encode_sums is None else np.asarray(encode_sums(texts), np.float32)
