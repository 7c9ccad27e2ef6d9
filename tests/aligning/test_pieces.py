"""Pieces with a place of their own on the page are linked across the order of the text."""

from __future__ import annotations

import pytest

from policy_align import align
from policy_align.parsing import parse_text

BODY = """\
一、总体要求
坚持生态优先、绿色发展，统筹港口生产与环境保护。
二、重点任务
加快港作机械电动化改造，推动港区屋顶光伏应建尽建。
"""
BODY_JA = """\
一、全体要求
生態優先とグリーン発展を堅持し、港湾の生産と環境保護を統一的に計画する。
二、重点任務
港湾荷役機械の電動化改造を加速し、港区の屋根置き太陽光発電を可能な限り整備する。
"""


def pairs(zh: str, ja: str) -> set[tuple[str, str]]:
    return {(pair.zh, pair.ja) for pair in align(*parse_text(zh, ja))}


def test_a_document_number_may_stand_above_the_title_or_below_it() -> None:
    title, number = "滨海省绿色港口建设方案\n", "滨发改能〔2025〕16号\n"
    found = pairs(
        title + number + BODY, f"浜発改能〔2025〕16号\n浜海省グリーン港湾整備方案\n{BODY_JA}"
    )
    assert ("滨海省绿色港口建设方案", "浜海省グリーン港湾整備方案") in found
    assert ("滨发改能〔2025〕16号", "浜発改能〔2025〕16号") in found


@pytest.mark.parametrize("ja", ["表7　職員の定数", "図2　位置図", "表1　気温と降水量の推移"])
def test_captions_of_different_tables_are_not_linked(ja: str) -> None:
    zh = "表3　投资估算与资金来源"
    lines = BODY_JA.splitlines()
    found = pairs(f"绿色港口方案\n{zh}\n{BODY}", "\n".join(["グリーン港湾方案", *lines, ja]))
    assert (zh, "") in found
    assert ("", ja) in found


def test_another_date_is_not_linked() -> None:
    found = pairs(
        f"绿色港口方案\n2025年3月12日\n{BODY}", f"グリーン港湾方案\n{BODY_JA}2025年11月5日\n"
    )
    assert ("2025年3月12日", "2025年11月5日") not in found
