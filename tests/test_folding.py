"""Folding: which shapes meet, and what must never change."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policy_align.folding import fold_han, han_table, search_key


@pytest.mark.parametrize(
    ("simplified", "traditional", "japanese"),
    [
        ("产业", "產業", "産業"),
        ("发展", "發展", "発展"),
        ("经济", "經濟", "経済"),
        ("计划", "計劃", "計画"),
        ("对价", "對價", "対価"),
        ("关系", "關係", "関係"),
        ("办公厅", "辦公廳", "弁公庁"),
        ("价值", "價值", "価値"),
        ("碳素", "碳素", "炭素"),
        ("气候变动", "氣候變動", "気候変動"),
    ],
)
def test_three_shapes_meet(simplified: str, traditional: str, japanese: str) -> None:
    assert fold_han(simplified) == fold_han(traditional) == fold_han(japanese)


@pytest.mark.parametrize(
    ("radical", "ideograph"), [("⼆", "二"), ("⽇", "日"), ("⻓", "长"), ("⺠", "民")]
)
def test_radicals_fold_to_ideographs(radical: str, ideograph: str) -> None:
    assert fold_han(radical) == fold_han(ideograph)


def test_compatibility_ideographs_fold() -> None:
    assert fold_han("\uf9dc") == fold_han("隆")


@pytest.mark.parametrize(
    ("one", "other"), [("碳达峰", "碳中和"), ("人", "入"), ("エネルギー", "能源")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


def test_width_case_and_spaces_do_not_matter_for_search() -> None:
    assert search_key("ＣＯ２ 排出") == search_key("co2排出")
    assert search_key("２０３０　年") == search_key("2030 年")
    assert search_key("ｴﾈﾙｷﾞｰ") == search_key("エネルギー")


def test_table_is_sorted_and_closed() -> None:
    table = han_table()
    assert all(ord(folded) not in table for folded in table.values())


@given(st.text())
def test_folding_keeps_length_and_is_done_once(text: str) -> None:
    folded = fold_han(text)
    assert len(folded) == len(text)
    assert fold_han(folded) == folded


@example("A´")
@given(st.text())
def test_search_key_is_done_once(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
