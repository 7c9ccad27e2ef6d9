"""Alignment of plain lists: quality floors on disturbed text, and unusual input."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_align import load_embedder
from policy_align.aligning import align_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policy_align.embedding import Embedder
    from policy_align.model import Bead

Links = set[tuple[tuple[int, ...], tuple[int, ...]]]


def links(beads: list[Bead]) -> Links:
    return {(bead.zh, bead.ja) for bead in beads}


def check_complete(beads: list[Bead], n: int, m: int) -> None:
    assert [i for bead in beads for i in bead.zh] == list(range(n))
    assert [j for bead in beads for j in bead.ja] == list(range(m))
    assert all(0 < bead.score < 1 for bead in beads)


def disturbed(pairs: list[tuple[str, str]], seed: int) -> tuple[list[str], list[str], Links]:
    """Merge and leave out segments on one side at random."""
    rng = random.Random(seed)  # noqa: S311
    zh: list[str] = []
    ja: list[str] = []
    right: Links = set()
    k = 0
    while k < len(pairs):
        draw = rng.random()
        i, j = len(zh), len(ja)
        if draw < 0.04:
            zh.append(pairs[k][0])
            right.add(((i,), ()))
        elif draw < 0.08:
            ja.append(pairs[k][1])
            right.add(((), (j,)))
        elif draw < 0.16 and k + 1 < len(pairs):
            zh.append(pairs[k][0] + pairs[k + 1][0])
            ja.extend([pairs[k][1], pairs[k + 1][1]])
            right.add(((i,), (j, j + 1)))
            k += 1
        elif draw < 0.24 and k + 1 < len(pairs):
            zh.extend([pairs[k][0], pairs[k + 1][0]])
            ja.append(pairs[k][1] + pairs[k + 1][1])
            right.add(((i, i + 1), (j,)))
            k += 1
        else:
            zh.append(pairs[k][0])
            ja.append(pairs[k][1])
            right.add(((i,), (j,)))
        k += 1
    return zh, ja, right


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_merges_and_omissions_are_found(gold: list[tuple[str, str]], seed: int) -> None:
    zh, ja, right = disturbed(gold, seed)
    found = links(align_sentences(zh, ja))
    assert 2 * len(found & right) / (len(found) + len(right)) > 0.96
    nulls = {bead for bead in right if not bead[0] or not bead[1]}
    assert len(nulls & found) / len(nulls) > 0.85


def test_a_model_that_knows_no_words_does_well_enough(
    gold: list[tuple[str, str]], embedder: Embedder
) -> None:
    zh, ja, right = disturbed(gold, 4)
    found = links(align_sentences(zh, ja, embedder=embedder))
    assert 2 * len(found & right) / (len(found) + len(right)) > 0.93


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_a_long_gap_is_one_block(gold: list[tuple[str, str]], language: str) -> None:
    zh, ja = [pair[0] for pair in gold], [pair[1] for pair in gold]
    if language == "zh":
        del zh[100:180]
    else:
        del ja[100:180]
    beads = align_sentences(zh, ja)
    check_complete(beads, len(zh), len(ja))
    nulls = [bead for bead in beads if not bead.zh or not bead.ja]
    assert 78 <= len(nulls) <= 82


def test_a_gap_in_a_long_text_widens_the_band(gold: list[tuple[str, str]]) -> None:
    halves = [(zh[:30], ja[:45]) for zh, ja in gold if len(zh) > 30]
    rng = random.Random(1)  # noqa: S311
    pairs = [tuple(map("".join, zip(*rng.sample(halves, 2), strict=True))) for _ in range(1000)]
    zh, ja = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    beads = align_sentences(zh, ja[:300] + ja[700:])
    right = {((k,), (k if k < 300 else k - 400,)) for k in [*range(300), *range(700, 1000)]}
    right |= {((k,), ()) for k in range(300, 700)}
    assert len(links(beads) & right) > 980


def test_repeated_headings_are_paired_in_order(
    gold: list[tuple[str, str]], embedder: Embedder
) -> None:
    zh, ja = [], []
    for left, right in gold[20:80]:
        zh += ["总体要求", left]
        ja += ["全体要求", right]
    beads = align_sentences(zh, ja, embedder=embedder)
    assert links(beads) == {((k,), (k,)) for k in range(len(zh))}


def test_empty_lists_give_no_beads(embedder: Embedder) -> None:
    assert align_sentences([], [], embedder=embedder) == []


def test_an_empty_side_leaves_null_beads(embedder: Embedder) -> None:
    assert links(align_sentences(["甲。", "乙。"], [], embedder=embedder)) == {
        ((0,), ()),
        ((1,), ()),
    }
    assert links(align_sentences([], ["あ。"], embedder=embedder)) == {((), (0,))}


def test_one_sentence_finds_its_place_among_a_thousand(
    gold: list[tuple[str, str]], embedder: Embedder
) -> None:
    ja = [f"{pair[1]}{gold[k % 350 - 7][1]}" for k, pair in enumerate(gold * 3)]
    ja[200] = gold[200][1]
    beads = align_sentences([gold[200][0]], ja, embedder=embedder)
    check_complete(beads, 1, len(ja))
    matched = [bead for bead in beads if bead.zh and bead.ja]
    assert len(matched) == 1
    assert matched[0].ja[0] == 200


def test_identical_texts_align_one_to_one(gold: list[tuple[str, str]], embedder: Embedder) -> None:
    texts = [pair[0] for pair in gold]
    beads = align_sentences(texts, texts, embedder=embedder)
    assert links(beads) == {((k,), (k,)) for k in range(len(texts))}


def test_the_same_sentence_many_times_is_paired_in_order(embedder: Embedder) -> None:
    zh, ja = (
        ["严格控制新增煤电项目。"] * 300,
        ["新規の石炭火力発電プロジェクトを厳格に抑制する。"] * 300,
    )
    beads = align_sentences(zh, ja, embedder=embedder)
    assert links(beads) == {((k,), (k,)) for k in range(300)}


def test_a_very_long_sentence_is_borne(gold: list[tuple[str, str]], embedder: Embedder) -> None:
    zh = ["".join(pair[0] for pair in gold)[:20_000], gold[0][0]]
    ja = ["".join(pair[1] for pair in gold)[:20_000], gold[0][1]]
    assert links(align_sentences(zh, ja, embedder=embedder)) == {((0,), (0,)), ((1,), (1,))}


@pytest.mark.parametrize(
    ("zh", "ja"),
    [
        (["", " ", "\u3000"], ["", "甲。"]),
        (["。", "，，", "……"], ["。", "、、"]),
        (["甲。"] * 5, ["乙。"] * 3),
        (["\ud800", "\x00"], ["😀", "\ud800"]),
        (["a" * 3000], ["あ", ""]),
    ],
    ids=["blank", "punctuation", "nothing in common", "stray code points", "one long word"],
)
def test_strange_sentences_are_borne(zh: list[str], ja: list[str]) -> None:
    check_complete(align_sentences(zh, ja), len(zh), len(ja))


def test_one_against_many_in_the_other_direction(
    gold: list[tuple[str, str]], embedder: Embedder
) -> None:
    zh = [pair[0] for pair in gold] * 3
    beads = align_sentences(zh, [gold[40][1]], embedder=embedder)
    check_complete(beads, len(zh), 1)
    assert sum(bool(bead.zh and bead.ja) for bead in beads) <= 1


def test_additions_and_omissions_side_by_side(gold: list[tuple[str, str]]) -> None:
    zh = [pair[0] for pair in gold[20:60]]
    ja = [pair[1] for pair in gold[20:30]] + ["（訳注：原文にない説明である。）"]
    ja += [pair[1] for pair in gold[31:60]]
    found = links(align_sentences(zh, ja))
    assert ((10,), ()) in found
    assert ((), (10,)) in found


class Narrow:
    """An embedder whose vectors all lie close together, as those of some large models do."""

    name = "narrow"

    def __init__(self, inner: Embedder, common: float) -> None:
        self.inner, self.common = inner, common

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        vectors = self.inner.encode(sentences)
        vectors = np.hstack([vectors, np.full((len(vectors), 1), self.common, np.float32)])
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("common", [0.5, 1.5, 3.0])
def test_the_scale_of_the_similarities_does_not_matter(
    gold: list[tuple[str, str]], common: float
) -> None:
    zh, ja, right = disturbed(gold, 5)
    found = links(align_sentences(zh, ja, embedder=Narrow(load_embedder(), common)))
    assert 2 * len(found & right) / (len(found) + len(right)) > 0.95


def test_each_sentence_is_embedded_once(gold: list[tuple[str, str]], embedder: Embedder) -> None:
    seen: list[str] = []

    class Counting:
        name = "counting"

        def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
            seen.extend(sentences)
            return embedder.encode(sentences)

    zh, ja = [pair[0] for pair in gold[:50]], [pair[1] for pair in gold[:50]]
    align_sentences(zh, ja, embedder=Counting())
    assert sorted(seen) == sorted([*zh, *ja])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(zh=st.lists(st.text(max_size=12), max_size=9), ja=st.lists(st.text(max_size=12), max_size=9))
def test_every_sentence_stands_in_one_bead(
    embedder: Embedder, zh: list[str], ja: list[str]
) -> None:
    check_complete(align_sentences(zh, ja, embedder=embedder), len(zh), len(ja))
