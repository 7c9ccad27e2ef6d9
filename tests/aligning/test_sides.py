"""What is known of each sentence by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from policy_align.aligning.bags import BAGS, read_bags
from policy_align.aligning.sides import read_sides
from policy_align.aligning.vectors import USUAL_SPREAD, Cloud, margin_unit

if TYPE_CHECKING:
    from policy_align.embedding import Embedder

ZH = ["第一条 为了保护环境，制定本法。", "第二条 国家鼓励植树。", "（译者注：略）", ""]
JA = ["第1条 環境を保護するため、この法律を制定する。", "第2条 国は植樹を奨励しますか。", "「甲」"]


def test_labels_that_correspond_have_the_same_number(embedder: Embedder) -> None:
    zh, ja = read_sides(ZH, JA, embedder)
    assert zh.labels.tolist()[:2] == ja.labels.tolist()[:2]
    assert zh.labels[0] != zh.labels[1]
    assert zh.labels.tolist()[2:] == [-1, -1]


def test_marks_notes_and_edges(embedder: Embedder) -> None:
    zh, ja = read_sides(ZH, JA, embedder)
    assert zh.notes.tolist() == [False, False, True, False]
    assert ja.ends.tolist() == [1, 2, 0]
    assert zh.starts[2] == 2
    assert ja.starts[2] == 1
    assert zh.lengths[3] == 0


def test_a_part_of_a_side_keeps_what_the_whole_knows(embedder: Embedder) -> None:
    zh, _ = read_sides(ZH, JA, embedder)
    part = zh.take(np.array([1, 2]))
    assert len(part) == 2
    assert np.array_equal(part.cloud.vectors, zh.cloud.vectors[1:3])
    assert part.cloud.centre is zh.cloud.centre
    han, whole = part.bags["han"], zh.bags["han"]
    assert han.tokens.tolist() == whole.tokens[whole.starts[1] : whole.starts[3]].tolist()


def test_shared_han_meet_across_scripts_and_rare_ones_weigh_more() -> None:
    keys = [["保护环境", "保护森林", "保护海洋"], ["保护环境", "保护森林"]]
    zh, ja = read_bags(keys, BAGS["han"])
    first = dict(zip(zh.tokens[:4].tolist(), zh.weights[:4].tolist(), strict=True))
    assert set(ja.tokens[:4].tolist()) == set(first)
    common = set(zh.tokens[:4].tolist()) & set(zh.tokens[4:8].tolist())
    assert len(common) == 2
    assert max(first[t] for t in common) < min(w for t, w in first.items() if t not in common)


def test_repeated_sentences_do_not_make_their_words_common() -> None:
    once = read_bags([["绿色低碳"], ["绿色低碳"]], BAGS["han"])[0]
    often = read_bags([["绿色低碳"] * 500, ["绿色低碳"] * 500], BAGS["han"])[0]
    assert often.weights[:4].tolist() == once.weights.tolist()


@pytest.mark.parametrize("spread", [0.05, 0.2])
def test_margins_are_measured_by_the_spread_of_unrelated_sentences(spread: float) -> None:
    rng = np.random.default_rng(1)
    dimension = round(1 / spread**2)
    clouds = [
        Cloud.of(rng.normal(size=(400, dimension)).astype(np.float32), np.arange(400))
        for _ in range(2)
    ]
    assert margin_unit(*clouds) == pytest.approx(USUAL_SPREAD / spread, rel=0.1)


def test_little_text_has_the_usual_spread() -> None:
    cloud = Cloud.of(np.eye(2, dtype=np.float32), np.arange(2))
    assert margin_unit(cloud, cloud) == pytest.approx(1, rel=0.05)
    empty = Cloud.of(np.zeros((0, 3), np.float32), np.zeros(0, np.int64))
    assert margin_unit(empty, empty) == pytest.approx(1)
