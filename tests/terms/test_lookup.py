"""Look-up of terms: right renderings, counts, variants, spans, hostile input."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.terms.conftest import look_up

from policy_align.folding import search_key
from policy_align.model import Pair
from policy_align.terms.background import Background
from policy_align.terms.glossary import GlossaryEntry
from policy_align.terms.lookup import renderings, sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from policy_align.results import TermResult

    Find = Callable[..., TermResult]


@pytest.mark.parametrize(
    ("query", "language", "expected"),
    [
        ("抽水蓄能", "zh", "揚水発電"),
        ("装配式建筑", "zh", "組立式建築"),
        ("绿色电价", "zh", "グリーン電気料金"),
        ("光热发电", "zh", "太陽熱発電"),
        ("因地制宜", "zh", "因地制宜"),
        ("热泵", "zh", "ヒートポンプ"),
        ("太陽熱発電", "ja", "光热发电"),
        ("揚水発電", "ja", "抽水蓄能"),
        ("データセンター", "ja", "数据中心"),
    ],
)
def test_finds_whole_renderings(find: Find, query: str, language: str, expected: str) -> None:
    texts = [rendering.text for rendering in find(query, language)]
    assert expected in texts[:2]


def test_most_renderings_are_right(find: Find, gold_terms: dict[str, set[str]]) -> None:
    asked = list(gold_terms)[::5]
    first = [search_key(find(term)[0].text) in gold_terms[term] for term in asked]
    assert sum(first) >= 0.9 * len(asked)


def test_most_terms_are_found_back(find: Find, gold_terms: dict[str, set[str]]) -> None:
    back: dict[str, set[str]] = {}
    for zh, renderings_ in gold_terms.items():
        for ja in renderings_:
            back.setdefault(ja, set()).add(search_key(zh))
    asked = list(back)[::6]
    first = [search_key(find(term, "ja")[0].text) in back[term] for term in asked]
    assert sum(first) >= 0.85 * len(asked)


@pytest.mark.parametrize("query", ["产业链", "產業鏈", "産業鏈", " 产业 链 "])
def test_shapes_of_characters_do_not_matter(find: Find, query: str) -> None:
    assert find(query)[0].text == "産業チェーン"


def test_width_and_case_do_not_matter(find: Find) -> None:
    assert find("ﾃﾞｰﾀｾﾝﾀｰ", "ja")[0].text == find("データセンター", "ja")[0].text == "数据中心"


def test_keeps_variants_apart(find: Find) -> None:
    result = find("产能置换")
    counts = {rendering.text: rendering.count for rendering in result}
    assert (counts["生産能力の置換"], counts["生産能力置換"]) == (2, 1)
    assert result.total == 3


def test_counts_and_shares(find: Find) -> None:
    result = find("因地制宜")
    assert result.total == result[0].count
    assert result[0].share == 1.0
    assert result[0].sure


def test_what_occurs_once_is_unsure(find: Find) -> None:
    result = find("气凝胶")
    assert result[0].text == "エアロゲル"
    assert result[0].count == 1
    assert not result[0].sure


def test_scores_fall_and_are_probabilities(find: Find) -> None:
    scores = [rendering.score for rendering in find("国际先进水平")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_highlights_the_exact_spans(find: Find) -> None:
    result = find("数据中心")
    for hit in result[0].examples:
        assert {hit.pair.zh[start:end] for start, end in hit.zh_spans} == {"数据中心"}
        assert {hit.pair.ja[start:end] for start, end in hit.ja_spans} == {"データセンター"}
        assert hit.citation == hit.pair.id


def test_brackets_stay_balanced(find: Find) -> None:
    for query in ("致密油", "县城", "党校", "太阳能"):
        for rendering in find(query):
            assert rendering.text.count("（") == rendering.text.count("）")


def test_limits_the_renderings(find: Find) -> None:
    assert len(find("供热", limit=2)) == 2


def test_glossary_comes_first(find: Find) -> None:
    glossary = [GlossaryEntry("数据中心", "データセンタ"), GlossaryEntry("热泵", "熱ポンプ")]
    first, second, *_ = find("數據中心", glossary=glossary)
    assert (first.text, first.origin, first.sure) == ("データセンタ", "glossary", True)
    assert second.text == "データセンター"
    other = find("热泵", glossary=glossary)
    assert [(each.text, each.count) for each in other[:2]] == [("熱ポンプ", 0), ("ヒートポンプ", 1)]


def test_glossary_alone(find: Find) -> None:
    result = find("双碳", glossary=[GlossaryEntry("双碳", "ダブルカーボン")])
    assert [each.text for each in result] == ["ダブルカーボン"]
    assert result.total == 0


def test_unknown_term(find: Find) -> None:
    assert len(find("区块链")) == 0


@pytest.mark.parametrize("query", ["。", "（", "的", "を", "2030", "%", "，", "[.*", "\\"])
def test_any_piece_of_text_can_be_looked_up(find: Find, query: str) -> None:
    for language in ("zh", "ja"):
        for rendering in find(query, language):
            assert rendering.text


def test_counts_of_a_sample_stand_for_all(gold_pairs: list[Pair]) -> None:
    pairs = [pair for pair in gold_pairs if "碳达峰" in pair.zh][:10]
    result = renderings(
        "碳达峰",
        "zh",
        pairs,
        total=1000,
        background=Background.of(gold_pairs),
        encode=None,
        citation=str,
    )
    assert result[0].count == 1000
    assert result[0].share == 1.0


def test_threads_do_not_disturb_each_other(
    gold_pairs: list[Pair], gold_terms: dict[str, set[str]]
) -> None:
    asked = list(gold_terms)[:24]
    part = gold_pairs[:150]
    alone = [look_up(part, Background.of(part), term) for term in asked]
    background = Background.of(part)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda term: look_up(part, background, term), asked))
    assert together == alone


def test_sample_keeps_short_pairs_and_drops_repetitions(gold_pairs: list[Pair]) -> None:
    chosen = sample([*gold_pairs, *gold_pairs])
    shortest = min(gold_pairs, key=lambda pair: len(pair.zh) + len(pair.ja))
    assert shortest in chosen
    assert len(chosen) == len({(pair.zh, pair.ja) for pair in chosen}) < 40


texts = st.text(
    st.one_of(
        st.sampled_from("能源発電ガスの、。（）「」・％A1 é\u3099\ud83d\ude00"), st.characters()
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4), st.data())
def test_hostile_text(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    pairs = [Pair(f"h:{i}", "h", "", "sentence", zh, ja, 1.0) for i, (zh, ja) in enumerate(rows)]
    source = data.draw(st.sampled_from(pairs)).zh
    start = data.draw(st.integers(0, len(source) - 1))
    query = source[start : start + data.draw(st.integers(1, 8))]
    result = look_up(pairs, Background.of(pairs), query)
    for rendering in result:
        assert rendering.text
        assert 0 <= rendering.score <= 1
        for hit in rendering.examples:
            for start, end in (*hit.zh_spans, *hit.ja_spans):
                assert 0 <= start < end <= max(len(hit.pair.zh), len(hit.pair.ja))
