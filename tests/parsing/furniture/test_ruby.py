"""Readings above the line, and lines of hiragana that are none."""

from __future__ import annotations

import pytest

from policy_align.parsing import parse_text

ZH = "第一条　茶叶产量稳定，制定本办法。\n第二条　本办法适用于全县。"
JA = (
    "   ちゃ  せいさんりょう  あんてい    きそく\n"
    "第1条　茶の生産量を安定させるため、この規則を定める。\n"
    "      きそく     けんぜんたい  てきよう\n"
    "第2条　この規則は、県全体に適用する。"
)


def test_readings_are_set_aside() -> None:
    zh, ja = parse_text(ZH, JA)
    assert [sentence.text for sentence in ja.sentences] == JA.split("\n")[1::2]
    assert {item.reason for item in ja.furniture} == {"ruby"}
    assert not zh.furniture


@pytest.mark.parametrize(
    "line",
    [
        "きょう　は　いい　てんき",  # the words of the line below
        "はじめに",
        "りんご　みかん　ぶどう　いちご",  # more than the line below has words
    ],
)
def test_other_lines_of_hiragana_stay(line: str) -> None:
    ja = f"{line}\n第1条　きょうは天気が良い。\n{line}\n第2条　きょうは天気が良い。"
    assert not parse_text(ZH, ja)[1].furniture
