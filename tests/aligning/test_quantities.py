"""Numbers, dates and units across notations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_align.aligning.quantities import number_tokens


@pytest.mark.parametrize(
    ("zh", "ja"),
    [
        ("1.2亿", "1億2,000万"),
        ("百分之二十", "20％"),
        ("百分之一点五", "1.5パーセント"),
        ("二〇三〇年", "2030年"),
        ("民國113年", "2024年"),
        ("二〇二四年七月一日", "令和6年7月1日"),
        ("二十日内", "20日以内"),
        ("五倍以上十倍以下", "5倍以上10倍以下"),
        ("1.2万次", "1万2,000回"),
        ("一万元", "1万元"),
        ("3000万人", "3千万人"),
        ("第十九届", "第19回"),
        ("三分之一", "3分の1"),
        ("10公里", "10キロメートル"),
        ("5万公顷", "5万ヘクタール"),
        ("一万亿元", "1兆元"),
        ("２０２５年", "2025年"),
    ],
)
def test_the_same_quantity_gives_the_same_tokens(zh: str, ja: str) -> None:
    assert number_tokens(zh) == number_tokens(ja) != ()


def test_units_of_different_size_meet_in_base_units() -> None:
    assert set(number_tokens("4000万千瓦")) & set(number_tokens("40ギガワット")) == {"4e+10 W"}


@pytest.mark.parametrize("text", ["统一规划、一体化", "一些", "两高", "千瓦", "", "万一"])
def test_words_that_only_look_like_numbers_give_none(text: str) -> None:
    assert number_tokens(text) == ()


def test_different_quantities_differ() -> None:
    assert not set(number_tokens("2025年")) & set(number_tokens("2030年"))


@given(st.integers(min_value=0, max_value=10**15))
def test_grouping_commas_change_nothing(value: int) -> None:
    assert number_tokens(f"{value:,}") == number_tokens(str(value))


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(number_tokens(text), tuple)
