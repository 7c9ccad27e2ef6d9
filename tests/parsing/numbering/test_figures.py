"""A number and a point before a figure: a label, or a decimal fraction."""

from __future__ import annotations

import pytest

from policy_align.parsing.numbering.figures import openings_of


def labels(*texts: str) -> list[str]:
    return [opening.text if opening else "" for opening in openings_of(texts)]


def test_a_point_between_its_neighbours_is_a_label() -> None:
    texts = ("1．公園の増設", "2．10分間徒歩圏の形成", "3．15分間生活圏の形成", "4．バスの開通")
    assert labels(*texts) == ["1．", "2．", "3．", "4．"]
    assert labels("2.1　品牌", "2.2　人才", "3.1　附则") == ["2.1", "2.2", "3.1"]
    assert labels("1.公园", "2.10分钟步行圈", "3.巴士") == ["1.", "2.", "3."]


@pytest.mark.parametrize(
    "texts",
    [
        ("2.10分間に及ぶ。", "3.5時間に及ぶ。"),
        ("1．公园", "2．5万株树木", "2．巴士"),
        ("1.公园", "2.5亿元用于种树。"),
        ("1．公園", "3．5万本", "4．バス"),
        ("1.公园", "2.5%的土地", "3.巴士"),
    ],
)
def test_a_fraction_is_no_label(texts: tuple[str, ...]) -> None:
    found = labels(*texts)
    assert not any(each for each, text in zip(found, texts, strict=True) if text[2].isdecimal())
