"""The part of the alignment grid that is searched, and sums over it.

A *node* (i, j) stands for "i Chinese and j Japanese sentences are done". For each i, the band
holds the nodes with j from ``low[i]`` to ``high[i]``; all of them lie in one flat array, row
after row, so that cost grows with the number of nodes and rows may differ in width.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policy_align.aligning.bags import Bag

_BLOCK = 48
"""Rows whose products are taken at once."""


@dataclass(frozen=True, slots=True)
class Band:
    """Nodes of the grid, row after row.

    Attributes:
        low: (n + 1,) first j of each row.
        high: (n + 1,) last j of each row, inclusive.
        start: (n + 2,) where each row begins in a flat array.
        row: (nodes,) i of each node.
        col: (nodes,) j of each node.
        shifts: What ``shifted`` has found before.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    start: NDArray[np.int64]
    row: NDArray[np.int32]
    col: NDArray[np.int32]
    shifts: dict[tuple[int, int], NDArray[np.int32]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.row)

    def shifted(self, di: int, dj: int) -> NDArray[np.int32]:
        """Find the node that lies di rows and dj columns further, for every node.

        Returns:
            (nodes,) position of that node in a flat array; ``len(self)`` where it lies outside.
        """
        if (di, dj) not in self.shifts:
            rows = self.row + di
            inside = rows < len(self.low)
            rows = np.minimum(rows, len(self.low) - 1)
            cols = self.col + dj
            inside &= (cols >= self.low[rows]) & (cols <= self.high[rows])
            nodes = np.where(inside, (self.start[:-1] - self.low)[rows] + cols, len(self))
            self.shifts[di, dj] = nodes.astype(np.int32)
        return self.shifts[di, dj]


def make_band(low: NDArray[np.int64], high: NDArray[np.int64]) -> Band:
    """Lay out a band.

    Args:
        low: (n + 1,) first j of each row.
        high: (n + 1,) last j of each row, inclusive.

    Returns:
        The band; both borders are made to rise from row to row.
    """
    low = np.minimum.accumulate(low[::-1])[::-1].astype(np.int64)
    high = np.maximum.accumulate(high).astype(np.int64)
    widths = high - low + 1
    start = np.concatenate([[0], np.cumsum(widths)])
    row = np.repeat(np.arange(len(low), dtype=np.int32), widths)
    col = (np.arange(start[-1]) - np.repeat(start[:-1] - low, widths)).astype(np.int32)
    return Band(low, high, start, row, col)


def full_band(n: int, m: int) -> Band:
    """Lay out the whole grid for n Chinese and m Japanese sentences."""
    return make_band(np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64))


def vector_products(
    band: Band, zh: NDArray[np.floating], ja: NDArray[np.floating]
) -> NDArray[np.float32]:
    """Multiply the rows of two matrices at every node.

    Args:
        band: Where.
        zh: (n, d) vectors.
        ja: (m, d) vectors.

    Returns:
        (nodes + 1,) products of ``zh[i]`` and ``ja[j]``; 0 where i = n or j = m, and at the end.
    """
    result = np.zeros(len(band) + 1, np.float32)
    for first in range(0, len(zh), _BLOCK):
        last = min(first + _BLOCK, len(zh))
        left, right = int(band.low[first]), min(int(band.high[last - 1]) + 1, len(ja))
        product = zh[first:last].astype(np.float32) @ ja[left:right].astype(np.float32).T
        _scatter(result, band, slice(first, last), left, product)
    return result


def bag_products(band: Band, zh: Bag, ja: Bag) -> NDArray[np.float32]:
    """Weigh the tokens that two bags share at every node.

    Args:
        band: Where.
        zh: n sets of tokens.
        ja: m sets of tokens.

    Returns:
        (nodes + 1,) rarity of the shared tokens; 0 where i = n or j = m, and at the end.
    """
    result = np.zeros(len(band) + 1, np.float32)
    n, m = len(zh.starts) - 1, len(ja.starts) - 1
    for first in range(0, n, _BLOCK):
        last = min(first + _BLOCK, n)
        left, right = int(band.low[first]), min(int(band.high[last - 1]) + 1, m)
        known = np.unique(zh.tokens[zh.starts[first] : zh.starts[last]])
        product = _dense(zh, first, last, known) @ _dense(ja, left, right, known).T
        _scatter(result, band, slice(first, last), left, product)
    return result


def _dense(bag: Bag, first: int, last: int, known: NDArray[np.int32]) -> NDArray[np.float32]:
    """Spread rows of a bag over the known tokens."""
    result = np.zeros((max(last - first, 0), len(known)), np.float32)
    if not result.size:
        return result
    part = slice(bag.starts[first], bag.starts[last])
    tokens = bag.tokens[part]
    rows = np.repeat(np.arange(last - first), np.diff(bag.starts[first : last + 1]))
    at = np.minimum(np.searchsorted(known, tokens), len(known) - 1)
    hit = known[at] == tokens
    result[rows[hit], at[hit]] = bag.weights[part][hit]
    return result


def _scatter(
    result: NDArray[np.float32],
    band: Band,
    rows: slice,
    left: int,
    product: NDArray[np.float32],
) -> None:
    """Copy a block of products to the nodes of its rows."""
    if not product.shape[1]:
        return
    nodes = slice(band.start[rows.start], band.start[rows.stop])
    cols = band.col[nodes] - left
    values = product[band.row[nodes] - rows.start, np.minimum(cols, product.shape[1] - 1)]
    result[nodes] = np.where(cols < product.shape[1], values, 0)


def merge_norms(bag: Bag, most: int) -> list[NDArray[np.float32]]:
    """Compute the squared norms of merges of adjacent sets of tokens.

    Args:
        bag: n sets.
        most: Most sentences of a merge.

    Returns:
        For a = 1 … ``most``, (n,) squared norms of the sum of rows i … i + a - 1 (cut at the end).
    """
    n = len(bag.starts) - 1
    band = make_band(np.arange(n + 1), np.minimum(np.arange(n + 1) + most - 1, n))
    product = bag_products(band, bag, bag)
    near = np.zeros((most, n + most), np.float32)
    for d in range(most):
        inside = (band.col - band.row == d) & (band.row < n)
        near[d, band.row[inside]] = product[:-1][inside]
    norms = []
    for a in range(1, most + 1):
        norm = np.zeros(n, np.float32)
        for p in range(a):
            for d in range(a - p):
                norm += near[d, p : p + n] * (1 if d == 0 else 2)
        norms.append(norm)
    return norms
