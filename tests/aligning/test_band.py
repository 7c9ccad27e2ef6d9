"""Bands of the grid and sums over them, checked against plain matrix products."""

from __future__ import annotations

import numpy as np
import pytest

from policy_align.aligning.bags import Bag
from policy_align.aligning.band import (
    bag_products,
    full_band,
    make_band,
    merge_norms,
    vector_products,
)


def bag(rows: list[list[int]], weights: dict[int, float]) -> Bag:
    tokens = np.array([token for row in rows for token in row], np.int32)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    return Bag(starts, tokens, np.array([weights[t] for t in tokens], np.float32))


WEIGHTS = {1: 1.0, 2: 2.0, 3: 0.5}
ZH = bag([[1, 2], [], [3], [1, 3]], WEIGHTS)
JA = bag([[2], [1, 2, 3], []], WEIGHTS)
SHARED = [[4, 5, 0], [0, 0, 0], [0, 0.25, 0], [0, 1.25, 0]]


def test_borders_of_a_band_rise() -> None:
    band = make_band(np.array([0, 2, 1]), np.array([1, 4, 3]))
    assert band.low.tolist() == [0, 1, 1]
    assert band.high.tolist() == [1, 4, 4]
    assert len(band) == 2 + 4 + 4


def test_shifted_nodes_are_found_or_lie_outside() -> None:
    band = make_band(np.array([0, 1, 2]), np.array([1, 2, 3]))
    nodes = list(zip(band.row.tolist(), band.col.tolist(), strict=True))
    for node, to in zip(nodes, band.shifted(1, 1), strict=True):
        target = (node[0] + 1, node[1] + 1)
        assert (nodes[to] == target) if target in nodes else to == len(band)


@pytest.mark.parametrize("full", [True, False])
def test_products_of_vectors(full: bool) -> None:  # noqa: FBT001
    rng = np.random.default_rng(1)
    zh, ja = rng.normal(size=(70, 5)).astype("f4"), rng.normal(size=(60, 5)).astype("f4")
    at = np.arange(71)
    band = (
        full_band(70, 60)
        if full
        else make_band(np.clip(at - 12, 0, 60), np.clip(at, 0, 60).astype(int))
    )
    product = vector_products(band, zh, ja)
    inside = (band.row < 70) & (band.col < 60)
    expected = (zh @ ja.T)[np.minimum(band.row, 69), np.minimum(band.col, 59)]
    assert np.allclose(product[:-1], np.where(inside, expected, 0), atol=1e-5)


def test_products_of_bags() -> None:
    band = full_band(4, 3)
    grid = bag_products(band, ZH, JA)[:-1].reshape(5, 4)
    assert grid[:4, :3].tolist() == SHARED
    assert not grid[4].any()
    assert not grid[:, 3].any()


def test_norms_of_merges() -> None:
    dense = np.array([[1, 2, 0], [0, 0, 0], [0, 0, 0.5], [1, 0, 0.5]])
    for a, norms in enumerate(merge_norms(ZH, 3), 1):
        sums = [dense[i : i + a].sum(0) for i in range(4)]
        assert norms.tolist() == pytest.approx([float(s @ s) for s in sums])
