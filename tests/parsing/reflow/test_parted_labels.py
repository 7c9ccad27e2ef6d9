"""Labels that extraction parted from their text are put back before it."""

from __future__ import annotations

import pytest

from policy_align.parsing.lines.rows import Row, rows_of
from policy_align.parsing.lines.source import Line, Source
from policy_align.parsing.reflow.parted_labels import join_labels


def rows(text: str) -> list[Row]:
    lines = tuple(Line(line, 1, number) for number, line in enumerate(text.split("\n"), 1))
    return rows_of(Source("test", lines, "text"))[0]


def texts(text: str) -> list[str]:
    return [row.text for row in join_labels(rows(text))]


def test_a_label_joins_the_line_after_it() -> None:
    joined = texts(
        "第一章\n\n总则\n\n第一条\n\n为了保护地下水，制定本办法。\n第二条 本办法适用于本市。"
    )
    assert joined == [
        "第一章 总则",
        "第一条 为了保护地下水，制定本办法。",
        "第二条 本办法适用于本市。",
    ]


def test_the_rest_of_a_line_goes_before_the_lines_below_it() -> None:
    joined = texts(
        "第七條 違反規定者，處罰鍰。\n第八條\n止其許可。\n服務機構拒絕評鑑者，主管機關得廢\n第九條"
    )
    assert joined[1:3] == ["第八條 服務機構拒絕評鑑者，主管機關得廢", "止其許可。"]


def test_a_title_below_the_text_of_an_article_stays_there() -> None:
    lines = ["第一条", "本办法自2024年1月1日起施行，原办法同时废止。", "附件清单"]
    assert texts("\n".join(lines)) == [f"{lines[0]} {lines[1]}", lines[2]]


def test_the_characters_of_a_spaced_title_come_together() -> None:
    assert texts("茶园条例\n目\n\n录\n第一章\n总则") == ["茶园条例", "目录", "第一章 总则"]
    assert texts("附\n則\nこの条例は公布の日から施行する。")[0].startswith("附則")
    assert texts("男\n女") == ["男", "女"]


@pytest.mark.parametrize(
    "text",
    [
        "按照\n第九条\n的规定处理。",  # a reference: the numbering does not go on with it
        "1\n岸电使用量",  # a mere number may stand in a table
        "附件1\n主要指标",
        "第一条\n第二条 适用",
    ],
)
def test_other_lines_stay_apart(text: str) -> None:
    assert texts(text) == text.split("\n")


def test_labels_above_one_another_go_back_before_their_texts() -> None:
    lines = ["第一条", "第二条", "毎年12月末までに", "記入を終えること。", "点検は３段階とする。"]
    assert texts("\n".join(lines)) == [f"第一条 {lines[2]}", lines[3], f"第二条 {lines[4]}"]


def test_numbers_above_one_another_go_back_before_their_texts() -> None:
    lines = ["１", "２", "毎年12月末までに記入を終えること。", "点検は３段階とする。"]
    assert texts("\n".join(lines)) == [f"１ {lines[2]}", f"２ {lines[3]}"]
    assert texts("１\n岸電使用量\n２") == ["１", "岸電使用量", "２"]


def test_labels_above_one_another_stay_where_the_texts_are_not_as_many() -> None:
    lines = ["第一条", "第二条", "毎年12月末までに記入を終えること。", "点検する。", "報告する。"]
    assert texts("\n".join(lines))[0] == lines[0]


def test_articles_run_on_in_a_new_chapter() -> None:
    lines = ["第一条", "毎年点検する。", "附則", "第二条", "公布の日から施行する。"]
    assert texts("\n".join(lines))[2] == "第二条 公布の日から施行する。"
