"""Units, words, stretches, links and counts: what a look-up is built from."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import jieba
import numpy as np
import pytest
import threadpoolctl
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_align import load_embedder
from policy_align.model import Pair
from policy_align.terms.background import Background
from policy_align.terms.detection import detect_language
from policy_align.terms.evidence import NAMES, common_sequence
from policy_align.terms.linking import cut, link
from policy_align.terms.ranking import CALIBRATION, load_weights
from policy_align.terms.spans import Profile, written
from policy_align.terms.termhood import SIGNALS, load_termhood
from policy_align.terms.units import split_units
from policy_align.terms.vectors import Remembered
from policy_align.terms.words import is_word, split_words
from policy_align.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def _stretches(text: str, language: str) -> set[str]:
    side = cut(text, language)
    spans = Profile.of(side, language).spans
    return {written(side, first, end) for first, end in spans.tolist()}


def test_units_of_japanese_know_their_role() -> None:
    units = split_units("再生可能エネルギーを（適切に）利用し、", "ja")
    assert [unit.role for unit in units][-4:] == ["close", "noun", "verb", "comma"]
    assert units[-2].base == "する"


def test_chinese_words_begin_where_the_dictionary_says() -> None:
    text = "推进产业结构"
    profile = Profile.of(cut(text, "zh"), "zh")
    begins = dict(zip(text, profile.begins.tolist(), strict=False))
    assert begins == {"推": 1.0, "进": 0.0, "产": 1.0, "业": 0.0, "结": 0.5, "构": 0.0}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["zh", "ja"]))
def test_units_are_pieces_in_order(text: str, language: str) -> None:
    place = 0
    for unit in split_units(text, language):
        assert place <= unit.start < unit.end <= len(text)
        place = unit.end


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_words_are_the_text(text: str) -> None:
    assert "".join(word for word, _ in split_words(text)) == text


def test_words_of_traditional_chinese() -> None:
    assert [word for word, _ in split_words("推動產業結構調整")][:2] == ["推動", "產業"]
    assert is_word("产业")


def test_stretches_are_balanced_and_begin_and_end_with_words() -> None:
    stretches = _stretches("油田（ガス田）の開発と、再利用を推進する。", "ja")
    assert {"油田（ガス田）", "油田（ガス田）の開発", "ガス田", "推進"} <= stretches
    assert not stretches & {"油田（ガス田", "の開発", "開発と", "推進する", "再利用を"}
    assert not any("。" in stretch for stretch in stretches)


def test_stretches_end_with_verbs_in_dictionary_form() -> None:
    stretches = _stretches("機会を捉え、改革を進めた。", "ja")
    assert {"捉える", "機会を捉える", "進める"} <= stretches
    assert "捉え" not in stretches


def test_links_are_shares() -> None:
    pairs = [
        Pair("a:1", "a", "", "sentence", "发展氢能和核能。", "水素エネルギー・原子力の発展。", 1.0)
    ]
    background = Background.of(pairs)
    links = link(pairs[0].zh, pairs[0].ja, background, load_embedder().encode)
    assert links.from_zh.shape == (len(links.zh.units), len(links.ja.units))
    assert (links.from_zh.sum(axis=1) <= 1 + 1e-9).all()
    assert (links.from_ja.sum(axis=0) <= 1 + 1e-9).all()
    hydrogen = links.zh.text.index("氢")
    assert links.ja.keys[int(np.argmax(links.from_zh[hydrogen]))].startswith("水")


@pytest.mark.parametrize(("zh", "ja"), [("", "能源"), ("能源", ""), (" ", " "), ("。", "。")])
def test_links_of_almost_nothing(zh: str, ja: str) -> None:
    links = link(zh, ja, Background([zh], [ja]), load_embedder().encode)
    assert np.isfinite(links.from_zh).all()


def test_background_finds_every_pair_once() -> None:
    background = Background(["能源能源", "产业", "新能源"], ["a", "b", "c"])
    assert background.pairs("能源", "zh").tolist() == [0, 2]
    assert background.pairs("无", "zh").tolist() == []
    before, after = background.neighbours("能源", "zh")
    assert before == ["\n", "源", "新"]
    assert after == ["能", "\n", "\n"]


def test_background_grows_by_texts() -> None:
    base = Background(["能源", "产业"], ["a", "b"])
    grown = base.with_texts(["新能源能源", "人"], ["c", "a"])
    whole = Background(["能源", "产业", "新能源能源", "人"], ["a", "b", "c", "a"])
    assert grown.size == whole.size == 4
    for key, language in (("能源", "zh"), ("人", "zh"), ("a", "ja"), ("无", "zh")):
        assert grown.pairs(key, language).tolist() == whole.pairs(key, language).tolist()
        assert grown.neighbours(key, language) == whole.neighbours(key, language)


@pytest.mark.parametrize(
    ("query", "zh", "ja", "language"),
    [
        ("エネルギー", 3, 0, "ja"),
        ("能源", 3, 0, "zh"),
        ("統一計画", 0, 4, "ja"),
        ("因地制宜", 5, 5, "zh"),
        ("産業", 5, 5, "ja"),
        ("产业", 5, 5, "zh"),
        ("区块链", 0, 0, "zh"),
    ],
)
def test_detects_the_language(query: str, zh: int, ja: int, language: str) -> None:
    assert detect_language(query, zh=zh, ja=ja) == language


@given(st.text("ab能源", max_size=8), st.text("ab能源", max_size=8))
def test_common_sequence_is_symmetric_and_bounded(left: str, right: str) -> None:
    length = common_sequence(left, right)
    assert length == common_sequence(right, left) <= min(len(left), len(right))


def test_every_weight_has_a_name_and_something_to_weigh() -> None:
    text = files("policy_align").joinpath("terms/weights.json").read_text(encoding="utf-8")
    data = json.loads(text)
    for language in ("zh", "ja"):
        assert set(data[language]["weights"]) <= set(NAMES)
        assert set(data[language]["calibration"]) == set(CALIBRATION)
        assert np.isfinite(load_weights(language).values).all()
    assert set(data["list"]) == set(SIGNALS)
    assert len(load_termhood()) == len(SIGNALS)


def test_every_word_of_the_dictionary_is_found() -> None:
    path = Path(jieba.__file__).with_name("dict.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in (*lines[:80], *lines[80::997]):
        word = line.split(" ")[0]
        assert is_word(word)
        assert not is_word(f"{word}龘")


def test_remembers_vectors_and_begins_anew_when_full() -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return np.array([[len(text), ord(text[0])] for text in texts], dtype=np.float32)

    remembered = Remembered(encode, most=3)
    for texts in (["a", "bb"], ["bb", "a", "bb"], ["ccc"], ["d", "a"]):
        assert remembered(texts).tolist() == [[len(text), ord(text[0])] for text in texts]
    assert asked == ["a", "bb", "ccc", "d", "a"]


def test_threads_are_given_back_when_the_last_user_leaves() -> None:
    def threads() -> set[int]:
        infos = threadpoolctl.threadpool_info()
        return {each["num_threads"] for each in infos if each["user_api"] == "blas"}

    before = threads()
    with one_thread():
        with one_thread():
            assert threads() <= {1}
        assert threads() <= {1}
    assert threads() == before
