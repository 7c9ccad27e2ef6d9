"""Two columns side by side on one line are cut apart, wherever the gap is on the line."""

from __future__ import annotations

import pytest

from policy_align.parsing.columns.splitting import split_columns
from policy_align.parsing.lines.source import Line, Source

LEFT = [
    "第一章 總則",
    "第一條 為促進社區長期照顧服務發展，",
    "保障失能者的生活品質，特制定本條例。",
    "第二條 本條例所稱長期照顧服務，指對",
    "失能者提供的生活照顧、復健及護理。",
    "第二章 罰則",
    "第三條 違反規定者，處新臺幣五萬元以",
    "上罰鍰。",
]
RIGHT = [
    "第一章 総則",
    "第 1 条 地域における長期介護サービスの",
    "発展を促進するため、この条例を制定する。",
    "第 2 条 この条例において長期介護サービス",
    "とは、要介護者に提供する生活支援をいう。",
    "第二章 罰則",
    "第 3 条 規定に違反した者は、5 万元以上の",
    "過料に処する。",
]


def source(*lines: str) -> Source:
    return Source("x", tuple(Line(line, 1, n) for n, line in enumerate(lines, 1)), "text")


def columns(*lines: str) -> tuple[list[str], list[str]] | None:
    """Cut the lines; return what is left and what is right."""
    split = split_columns(source(*lines))
    if split is None:
        return None
    sides: tuple[list[str], list[str]] = ([], [])
    for line in split.lines:
        if line.text.strip() and line.column is not None:
            sides[line.column].append(line.text.strip())
    return sides


def side_by_side(left: str, right: str, at: int) -> str:
    return f"{left}{' ' * max(1, at - len(left))}{right}"


@pytest.mark.parametrize("places", [(40, 40), (40, 22), (20, 34), (19, 19)])
def test_the_gap_may_move_between_blocks(places: tuple[int, int]) -> None:
    lines = [
        side_by_side(left, right, places[row > 4])
        for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
    ]
    lines.insert(5, "")
    assert columns(*lines) == (LEFT, RIGHT)


def test_the_date_in_the_right_of_a_cell_is_no_column() -> None:
    lines = [side_by_side(left, right, 26) for left, right in zip(LEFT, RIGHT, strict=True)]
    date = "2024 年 5 月 20 日"
    found = columns(*lines, f"{'':16}{date}{'':14}{date}")
    assert found == ([*LEFT, date], [*RIGHT, date])


def test_a_line_across_both_columns_stays_whole_and_in_its_place() -> None:
    title = "社區長期照顧服務促進條例及其施行細則（合訂本）第一版"
    lines = [side_by_side(left, right, 22) for left, right in zip(LEFT, RIGHT, strict=True)]
    split = split_columns(source(*lines[:5], title, *lines[5:]))
    assert split
    texts = [line.text.strip() for line in split.lines if line.text.strip()]
    assert texts == [*LEFT[:5], *RIGHT[:5], title, *LEFT[5:], *RIGHT[5:]]


def test_a_table_of_one_language_is_not_cut() -> None:
    rows = [
        "指标        单位      2025年",
        "岸电使用量  千瓦时    18000",
        "光伏装机    兆瓦      1200",
    ]
    assert columns(*rows, *LEFT) is None
