"""Cutting sentences into clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_align.aligning.clause_splitting import cut_clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("立足新阶段，贯彻新理念。", ["立足新阶段，", "贯彻新理念。"]),
        ("煤炭、石油、天然气。", ["煤炭、石油、天然气。"]),
        ("（一）推进，（二）加快；（三）完善。", ["（一）推进，", "（二）加快；", "（三）完善。"]),
        ("以下称“两高，一剩”项目，下同。", ["以下称“两高，一剩”项目，", "下同。"]),
        ("他说：“甲，乙。”然后，走了。", ["他说：“甲，乙。”然后，", "走了。"]),
        ("共2,000万吨，增长1，减少2。", ["共2,000万吨，", "增长1，", "减少2。"]),
        ("没有逗号", ["没有逗号"]),
        ("，", ["，"]),
        ("", []),
        ("甲，，乙", ["甲，，", "乙"]),
        ("甲（乙，丙", ["甲（乙，", "丙"]),
    ],
)
def test_chinese(text: str, clauses: list[str]) -> None:
    assert cut_clauses(text, "zh") == clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("発展段階に立脚して、理念を徹底する。", ["発展段階に立脚して、", "理念を徹底する。"]),
        ("石炭・石油・天然ガス。", ["石炭・石油・天然ガス。"]),
        ("「両高（高い、多い）」を抑え、減らす。", ["「両高（高い、多い）」を抑え、", "減らす。"]),
        ("甲は（訳注：乙、丙）、丁。", ["甲は（訳注：乙、丙）、", "丁。"]),
    ],
)
def test_japanese(text: str, clauses: list[str]) -> None:
    assert cut_clauses(text, "ja") == clauses


@given(st.text(alphabet='甲乙，、；。（）「」“”"1,', max_size=30), st.sampled_from(["zh", "ja"]))
def test_clauses_joined_are_the_text(text: str, language: str) -> None:
    clauses = cut_clauses(text, language)  # type: ignore[arg-type]
    assert "".join(clauses) == text
    assert all(clauses)
