"""Which labelled paragraphs have a title."""

from __future__ import annotations

import pytest

from policy_align.parsing import parse_text


def titles(text: str, ja_text: str) -> list[tuple[str, str]]:
    """Parse two texts and return the paths and titles of the Chinese one."""
    zh, _ = parse_text(text, ja_text)
    return [("/".join(section.path), section.title) for section in zh.sections if section.title]


def test_definitions_of_an_annex_are_no_titles() -> None:
    zh = (
        "一、总体要求\n坚持绿色发展。\n二、重点任务\n推广岸电使用。\n附件1\n名词解释\n"
        "1．船舶靠港期间由岸上供给的电力。\n2．碳排放总量趋近于零的港区。\n上述名词仅用于本方案。"
    )
    ja = (
        "一、全体要求\nグリーン発展を堅持する。\n二、重点任務\n陸上電力を広める。\n別紙1\n用語の説明\n"
        "1．船舶が接岸している間に供給される電力をいう。\n2．排出がゼロに近い港区をいう。\n"
        "これらの用語は本方案に限る。"
    )
    assert titles(zh, ja) == [("一", "总体要求"), ("二", "重点任务"), ("附件1", "名词解释")]


def test_a_list_with_parts_of_its_own_has_no_titles() -> None:
    zh = (
        "壹、作業內容\n一、成立推動小組\n（一）由縣長召集，每半年開會一次。\n"
        "（二）小組成員應包括下列人員：\n1.相關主管；\n2.專家學者。\n（三）小組幕僚由衛生局擔任。\n"
        "二、經費\n由地方政府負擔。"
    )
    ja = (
        "第１　業務の内容\n１　推進チームの設置\n（１）県の長が招集し、半年に１回会議を開く。\n"
        "（２）構成員には、次の者を含める。\nア　関係部局の長\nイ　学識経験者\n"
        "（３）庶務は、保健局が行う。\n２　経費\n地方政府が負担する。"
    )
    assert titles(zh, ja) == [("壹", "作業內容"), ("壹/一", "成立推動小組"), ("壹/二", "經費")]
    assert [s.title for s in parse_text(zh, ja)[1].sections if s.title] == [
        "業務の内容",
        "推進チームの設置",
        "経費",
    ]


@pytest.mark.parametrize(("label", "below"), [("附件", "申请书"), ("附件2：", "申请书")])
def test_an_annex_is_named_by_the_line_below_its_label(label: str, below: str) -> None:
    assert titles(
        f"补贴办法\n本办法自发布之日起施行。\n{label}\n{below}\n本人申请补贴。", "弁法"
    ) == [(label.rstrip("："), below)]


@pytest.mark.parametrize("below", ["本人申请补贴。", "指标　　2025年　　2030年", "申请事项："])
def test_text_below_the_label_of_an_annex_is_no_title(below: str) -> None:
    assert not titles(f"补贴办法\n本办法自发布之日起施行。\n附件1\n{below}\n说明。", "弁法である。")


def test_supplementary_provisions_are_their_own_title() -> None:
    zh = "第一章　总则\n第一条　为了保护海岛，制定本法。\n附则\n第二条　本法自公布之日起施行。"
    ja = (
        "第一章　総則\n第一条　離島を保護するため、制定する。\n附則\n第二条　公布の日から施行する。"
    )
    assert titles(zh, ja) == [("第一章", "总则"), ("附则", "附则")]


def test_rows_of_a_table_have_no_titles() -> None:
    zh = "主要指标\n1 岸电使用量 万千瓦时 8,200 18,000\n2 光伏容量 兆瓦 460 1,200"
    ja = "主要指標\n1 陸上電力の使用量\n8,200 18,000\n2 太陽光発電の設備\n容量 MW 460"
    assert not titles(zh, ja)


def test_an_extract_may_begin_with_a_later_chapter() -> None:
    zh = parse_text(
        "第三章　产量\n3.1　春茶\n春茶产量稳定。\n3.2　秋茶\n秋茶产量下降。\n", "発展を推進する。"
    )[0]
    assert [section.label for section in zh.sections] == ["第三章", "3.1", "3.2"]


def test_a_list_of_annexes_opens_no_section() -> None:
    zh = "一、目标\n改造茶园。\n附件：1．补助标准\n2．申请表\n附件1\n补助标准\n每公顷补助五千元。"
    ja = "一、目標\n茶園を改植する。\n添付：1．補助基準\n2．申請書\n別紙1\n補助基準\n補助する。"
    assert titles(zh, ja) == [("一", "目标"), ("附件1", "补助标准")]


def test_a_cell_below_the_label_of_an_annex_is_no_title() -> None:
    zh = "一、目标\n改造茶园。\n附件1\n项目\n茶苗\n标准\n设备应当从名录中选用。"
    ja = "一、目標\n茶園を改植する。\n別紙1\n項目\n茶苗\n基準\n設備は一覧から選ぶ。"
    assert titles(zh, ja) == [("一", "目标")]
