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


ZH = [
    "各级政府应当加强湿地保护，把保护",
    "经费列入预算，建立监测制度，及时",
    "公布湿地名录和面积，接受社会监督",
    "任何单位和个人都有保护湿地的义务",
    "对破坏湿地的行为有权举报和控告，",
    "受理机关应当依法查处并答复举报人",
    "违反规定开垦湿地的，责令恢复原状",
    "限期不恢复的，由政府代为恢复其面",
    "所需费用由违法者承担，并处以罚款",
    "本条例自公布之日起开始施行于全省",
]
JA = [
    "各級政府は湿地の保護を強化し、保",
    "護の経費を予算に計上し、監視の制",
    "度を設けて湿地の一覧と面積を速や",
    "かに公表し、社会の監督を受けなけ",
    "ればならない。何人も湿地を保護す",
    "る義務を負い、破壊する行為を通報",
    "する権利を有する。受理した機関は",
    "法に基づき処理して回答する。規定",
    "に違反して湿地を開墾した者には原",
    "状回復を命じ、過料を科すことがで",
]


def flowing(at: int = 22) -> list[str]:
    """Lines of two columns side by side."""
    return [side_by_side(left, right, at) for left, right in zip(ZH, JA, strict=True)]


def test_a_mere_blank_parts_the_columns_where_the_left_one_is_full() -> None:
    narrow = [f"{left} {right}" for left, right in zip(ZH, JA, strict=True)]
    assert columns(*flowing(), *narrow) == ([*ZH, *ZH], [*JA, *JA])


def test_the_left_column_may_stand_away_from_the_edge() -> None:
    narrow = [f"{left} {right}" for left, right in zip(ZH, JA, strict=True)]
    lines = [" " * 8 + line for line in [*flowing(), *narrow]]
    assert columns(*lines) == ([*ZH, *ZH], [*JA, *JA])


@pytest.mark.parametrize("alone", [ZH, JA])
def test_one_column_may_go_on_alone_on_a_page(alone: list[str]) -> None:
    last = [Line(line, 2, 20 + number) for number, line in enumerate(alone)]
    split = split_columns(Source("x", (*source(*flowing()).lines, *last), "text"))
    assert split
    found = [line for line in split.lines if line.page > 1 and line.text]
    assert [line.text for line in found] == alone
    assert {line.column for line in found} == {None}


def test_a_short_heading_may_stand_left_of_a_long_line() -> None:
    lines = [*flowing(), side_by_side("二、目标", JA[0], 22), side_by_side("保护目标", JA[1], 22)]
    assert columns(*lines) == ([*ZH, "二、目标", "保护目标"], [*JA, JA[0], JA[1]])


def test_no_blank_inside_a_date_or_after_a_label_is_taken_for_the_gap() -> None:
    date = "2024 年 7 月 15 日"
    label = "第 7 条     湿地は全体の資産である。"
    lines = [*flowing(), side_by_side("", date, 22), side_by_side("", label, 22)]
    assert columns(*lines) == (ZH, [*JA, date, label])


def test_no_line_begins_with_a_closing_mark() -> None:
    lines = [*flowing(), f"{ZH[0][:-1]}省 。湿地 {JA[0][:12]}"]
    found = columns(*lines)
    assert found
    assert found[1][-1] == JA[0][:12]


def test_tables_of_either_language_are_no_columns() -> None:
    zh = [
        "种类      产量（吨）      同比",
        "鲐鱼      1204        3.5",
        "其他      89        －1.2",
    ]
    ja = [
        "種類      漁獲量（トン）      前年比",
        "サバ      1204        3.5",
        "その他      89      －1.2",
    ]
    text = ["二、养殖业", "贝类产量略有增加。", "二、養殖業", "貝類の生産量は増えた。"]
    assert columns(*zh, *text[:2], *ja, *text[2:]) is None
