"""Lines that extraction parted at a wide blank are put together again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy_align.parsing.columns.parted_lines import join_parted
from policy_align.parsing.lines.rows import Row, rows_of
from policy_align.parsing.lines.source import Line, Source


def rows(text: str) -> list[Row]:
    lines = tuple(Line(line, 1, number) for number, line in enumerate(text.split("\n"), 1))
    return rows_of(Source("test", lines))[0]


def texts(text: str) -> list[str]:
    return [row.text for row in join_parted(rows(text))]


def test_a_label_and_its_text_are_one_line_whichever_language_follows() -> None:
    text = "第一章\n\n基本情况\n\n第一章\n\n基本状況\n\n茶叶产量稳定。"
    assert texts(text) == ["第一章 基本情况", "第一章 基本状況", "茶叶产量稳定。"]


@pytest.mark.parametrize(
    ("label", "rest"),
    [
        ("表1", "茶叶产量"),
        ("囲み", "重点事業"),
        ("第三章", "附则"),
        ("副县长", "林松"),
        ("01", "加工园区。建成年加工能力三千吨的园区。"),
    ],
)
def test_labels_of_all_kinds_take_what_stood_behind_them(label: str, rest: str) -> None:
    assert texts(f"制定本办法。\n{label}\n\n{rest}") == ["制定本办法。", f"{label} {rest}"]


def test_labels_above_one_another_take_their_texts_in_order() -> None:
    text = "专栏\n01\n\n重点项目\n\n加工园区。建成年加工\n能力三千吨的园区。\n\n02\n\n茶文化馆。"
    assert texts(text) == [
        "专栏 重点项目",
        "01 加工园区。建成年加工",
        "能力三千吨的园区。",
        "02 茶文化馆。",
    ]
    assert texts("第三章\n第三章\n\n附则\n附則") == ["第三章 附则", "第三章 附則"]


@pytest.mark.parametrize(
    "text",
    [
        "按照本办法\n第九章\n的规定处理。",  # no blank: the sentence goes on
        "第一章\n\n全县现有茶园，产量稳定。",  # no title
        "增长\n\n绿茶",  # ends like an office, but is none
        "局长\n\n2031年4月3日",
        "序号\n\n01\n\n绿茶",  # the number of a table row
    ],
)
def test_other_lines_stay_apart(text: str) -> None:
    assert texts(text) == [line for line in text.split("\n") if line]


def test_lines_of_another_language_may_have_stood_between() -> None:
    label, _, rest = rows("町長\n副县长\n高橋一")
    assert [row.text for row in join_parted([label, rest])] == ["町長 高橋一"]


def test_no_label_takes_a_text_in_the_other_language_or_on_another_page() -> None:
    label, rest = rows("第一章\n\n基本状況")
    known = [replace(label, language="zh"), replace(rest, language="ja")]
    assert join_parted(known) == known
    assert len(join_parted([label, replace(rest, page=2)])) == len(known)
