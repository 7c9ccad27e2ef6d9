"""Where to look: a band around the path of a coarse alignment, from large blocks to sentences.

Blocks of neighbouring sentences are aligned first, one to one with free gaps; the path found is
refined on smaller blocks inside a band around it, down to single sentences (coarse-to-fine as in
Salvador and Chan, 2007, and Thompson and Koehn, 2019). The largest grid has a fixed number of
cells, so that the whole search grows with the length of the texts. Gaps of any length widen the
band where they occur.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policy_align.aligning.bags import BAGS
from policy_align.aligning.band import Band, full_band, make_band, vector_products
from policy_align.aligning.vectors import unit_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policy_align.aligning.bags import Bag
    from policy_align.aligning.sides import Side

_WHOLE = 8_000
"""Cells up to which the whole grid is searched."""

_TOP = 1_000_000
"""Cells of the coarsest grid."""

_STEP = 4
"""How many blocks make one block of the next coarser grid."""

_REACH = 24
"""Blocks searched on either side of the coarser path."""

_FINE_REACH = 10
"""Sentences searched on either side of the finest path, and rows that look at their neighbours."""

_HASHED = 256
"""Dimensions into which shared tokens are hashed."""

_ROWS = 2_000
"""Rows that are hashed at once."""

_MIX = 0x9E3779B97F4A7C15
"""Multiplier that spreads token numbers (Fibonacci hashing)."""

_STRAIGHT = 0.01
"""What a pair on the diagonal is worth where nothing else speaks for it."""

_EPSILON = 1e-3

_DEVIATIONS = 1.0
"""Standard deviations above the mean from which two blocks count as similar."""


def search_band(zh: Side, ja: Side) -> Band:
    """Choose the part of the grid that is worth a closer look.

    Args:
        zh: The Chinese sentences, at least one.
        ja: The Japanese sentences, at least one.

    Returns:
        A band that holds the first and the last node; the whole grid where it is small.
    """
    n, m = len(zh), len(ja)
    if n * m <= _WHOLE or min(n, m) <= _STEP:
        return full_band(n, m)
    vectors = _block_vectors(zh), _block_vectors(ja)
    size = 1
    while (n / size) * (m / size) > _TOP:
        size *= _STEP
    path: NDArray[np.int64] | None = None
    while True:
        left, right = _pooled(vectors[0], size), _pooled(vectors[1], size)
        shape = len(left), len(right)
        band = full_band(*shape) if path is None else _around(path * _STEP, shape, _REACH, _STEP)
        path = _coarse_path(band, left, right)
        if size == 1:
            return _around(path, (n, m), _FINE_REACH, _FINE_REACH)
        size //= _STEP


def _block_vectors(side: Side) -> NDArray[np.float32]:
    """Join sentence vectors and hashed shared tokens, both centred, into one vector each."""
    hashed = np.zeros((len(side), _HASHED), np.float32)
    for number, kind in enumerate(BAGS):
        for first in range(0, len(side), _ROWS):
            _hash(hashed[first : first + _ROWS], side.bags[kind], first, number)
    return np.hstack([unit_rows(side.cloud.vectors), unit_rows(hashed)])


def _hash(hashed: NDArray[np.float32], bag: Bag, first: int, seed: int) -> None:
    """Add the tokens of some rows of a bag to random dimensions, with random signs."""
    starts = bag.starts[first : first + len(hashed) + 1]
    part = slice(starts[0], starts[-1])
    rows = np.repeat(np.arange(len(hashed)), np.diff(starts))
    code = (bag.tokens[part].astype(np.uint64) + 1) * np.uint64(_MIX + 2 * seed)
    column = (code >> np.uint64(40)) % np.uint64(_HASHED)
    sign = 1.0 - 2.0 * ((code >> np.uint64(20)) & np.uint64(1)).astype(np.float32)
    np.add.at(hashed, (rows, column.astype(np.int64)), sign * bag.weights[part] ** 2)


def _pooled(vectors: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Sum blocks of rows; centre and normalise the sums."""
    whole = len(vectors) // size * size
    blocks = vectors[:whole].reshape(-1, size, vectors.shape[1]).sum(1)
    if whole < len(vectors):
        blocks = np.vstack([blocks, vectors[whole:].sum(0)])
    return unit_rows(blocks - blocks.mean(0, keepdims=True))


def _coarse_path(
    band: Band, left: NDArray[np.float32], right: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Align two lists of blocks one to one with free gaps.

    Returns:
        (k, 2) pairs of blocks, rising in both columns, with the corners of the grid.
    """
    gain = _gains(band, vector_products(band, left, right)[:-1], len(left), len(right))
    low, high, start = band.low.tolist(), band.high.tolist(), band.start.tolist()
    value = np.zeros(len(band))
    for i in range(1, len(low)):
        here = np.full(high[i] - low[i] + 1, -1.0)
        above = value[start[i - 1] : start[i]]
        begin, end = low[i], min(high[i], high[i - 1])
        if begin <= end:
            here[: end - begin + 1] = above[begin - low[i - 1] : end - low[i - 1] + 1]
        begin, end = max(low[i], low[i - 1] + 1), min(high[i], high[i - 1] + 1)
        if begin <= end:
            source = slice(begin - 1 - low[i - 1], end - low[i - 1])
            part = here[begin - low[i] : end - low[i] + 1]
            matched = above[source] + gain[start[i - 1] : start[i]][source]
            np.maximum(part, matched, out=part)
        value[start[i] : start[i + 1]] = np.maximum.accumulate(here)
    return _trace(band, value, len(left), len(right))


def _gains(band: Band, product: NDArray[np.float32], n: int, m: int) -> NDArray[np.float64]:
    """Turn products into gains: what stands out from its row and column."""
    inside = (band.row < n) & (band.col < m)
    row, col, values = band.row[inside], band.col[inside], product[inside].astype(np.float64)
    row_mean = np.bincount(row, values, n) / np.maximum(np.bincount(row, minlength=n), 1)
    col_mean = np.bincount(col, values, m) / np.maximum(np.bincount(col, minlength=m), 1)
    centred = values - 0.5 * (row_mean[row] + col_mean[col])
    gain = np.zeros(len(band))
    gain[inside] = np.maximum(centred / (centred.std() + _EPSILON) - _DEVIATIONS, 0)
    off = np.abs(row / n - col / m)
    gain[inside] += _STRAIGHT * np.maximum(1 - 5 * off, 0)
    return gain


def _trace(band: Band, value: NDArray[np.float64], n: int, m: int) -> NDArray[np.int64]:
    """Walk back along the best values and collect the pairs."""
    low, high, start = band.low.tolist(), band.high.tolist(), band.start.tolist()
    pairs = [(n, m)]
    i, j = n, m
    while i > 0 and j > low[0] and not (i == 0 or j == 0):
        here = value[start[i] + j - low[i]]
        if j - 1 >= low[i] and value[start[i] + j - 1 - low[i]] == here:
            j -= 1
        elif low[i - 1] <= j <= high[i - 1] and value[start[i - 1] + j - low[i - 1]] == here:
            i -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    pairs.append((0, 0))
    return np.array(pairs[::-1], np.int64)


def _around(path: NDArray[np.int64], shape: tuple[int, int], reach: int, rows: int) -> Band:
    """Lay a band around a path.

    Args:
        path: (k, 2) pairs, rising.
        shape: Rows and columns of the grid.
        reach: Columns added on either side.
        rows: Rows above and below whose part of the path a row also covers.

    Returns:
        The band.
    """
    n, m = shape
    at = np.arange(n + 1)
    last = np.minimum(path, (n, m))
    before = np.searchsorted(last[:, 0], at - rows, side="right") - 1
    after = np.searchsorted(last[:, 0], at + rows, side="left")
    low = last[np.maximum(before, 0), 1] - reach
    high = last[np.minimum(after, len(last) - 1), 1] + reach
    low, high = np.clip(low, 0, m), np.clip(high, 0, m)
    low[0], high[-1] = 0, m
    return make_band(low, high)
