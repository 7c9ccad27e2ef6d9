"""Tables in extracted text: their rows rebuilt, and nothing else taken for one."""

from __future__ import annotations

import pytest

from policy_align.parsing.files import source_of_text
from policy_align.parsing.rows import rows_of
from policy_align.parsing.text_tables import mark_tables


def tables(text: str) -> list[str]:
    """Return the rows of the tables in a text, cells apart by a bar."""
    rows = mark_tables(rows_of(source_of_text(text, "text"))[0])
    return [row.text.replace("\t", "|") for row in rows if row.line.role == "table"]


def others(text: str) -> list[str]:
    """Return the lines of a text that are in no table."""
    rows = mark_tables(rows_of(source_of_text(text, "text"))[0])
    return [row.text for row in rows if row.line.role != "table"]


WRAPPED = """\
  到 2030 年，主要农作物生产数字化率达到 50%。
                                 表 1 主要发展指标
指标                           2025 年                      2030 年             属性
行政村の 5G 到達率 98                                           100               予測性
（％）
農業生産のデジタ                     32                          50                予測性
ル化率（％）
農業情報サービス                     410                         600               拘束性
拠点数（か所）
  各県・区は、実情に応じて上記の指標を適宜調整することができる。
"""

SENTENCES = """\
                            任务分工表
序号     重点任务                          责任单位      完成时限

1      制定海洋牧场建设标准，编制省级以上海洋牧场示范 省农业农村厅、省自然资 2024 年 12 月
       区建设规划。                  源厅

2      完善海域使用权审批流程。                  省自然资源厅    2025 年 6 月

3      建立生态环境监测体系，定期发布监测公报，实现数 省生态环境厅、省气象      持续推进
       据共享。                    局、各市人民政府

4      将海洋牧场项目纳入乡村振兴资金支持范围。          省财政厅      持续推进
"""

FIGURES = """\
序号 工程名称                总投资   中央资金           省级资金   社会资金     备注

1     人工鱼礁投放与海藻场       3.6   1.2            0.9    1.5      分三年实施
      修复工程

2     深水网箱             2.4   0.6            0.6    1.2

      合计               8.3   2.1            2.3    3.9
     （二）科技支撑
     支持科研院所开展苗种繁育、病害防控等技术攻关。
"""


def test_wrapped_cells_and_cells_without_gap_are_put_together() -> None:
    """A wrapped cell goes on under itself; a figure next to a full cell is one of its own."""
    assert tables(WRAPPED) == [
        "指标|2025 年|2030 年|属性",
        "行政村の 5G 到達率（％）|98|100|予測性",
        "農業生産のデジタル化率（％）|32|50|予測性",
        "農業情報サービス拠点数（か所）|410|600|拘束性",
    ]
    assert others(WRAPPED)[-1].startswith("各県・区は")


def test_cells_may_hold_sentences() -> None:
    """Cells with sentences that were wrapped side by side are told apart."""
    assert tables(SENTENCES) == [
        "序号|重点任务|责任单位|完成时限",
        "1|制定海洋牧场建设标准，编制省级以上海洋牧场示范区建设规划。|省农业农村厅、省自然资源厅|2024 年 12 月",  # noqa: E501
        "2|完善海域使用权审批流程。|省自然资源厅|2025 年 6 月",
        "3|建立生态环境监测体系，定期发布监测公报，实现数据共享。|省生态环境厅、省气象局、各市人民政府|持续推进",
        "4|将海洋牧场项目纳入乡村振兴资金支持范围。|省财政厅|持续推进",
    ]


def test_empty_cells_and_what_follows_a_table() -> None:
    """Rows with empty cells belong to the table; the heading and paragraph after it do not."""
    assert tables(FIGURES) == [
        "序号|工程名称|总投资|中央资金|省级资金|社会资金|备注",
        "1|人工鱼礁投放与海藻场修复工程|3.6|1.2|0.9|1.5|分三年实施",
        "2|深水网箱|2.4|0.6|0.6|1.2",
        "合计|8.3|2.1|2.3|3.9",
    ]
    assert others(FIGURES)[0] == "（二）科技支撑"


@pytest.mark.parametrize(
    "text",
    [
        "1   数据来源：江宁市农业农村局。\n2   示范果园名单由市农业农村局另行公布。\n",
        "第一章   总则\n第二章   服务机构\n第三章   罚则\n第四章   附则\n",
        "总体要求........ 1\n重点任务........ 2\n保障措施........ 5\n",
        "目录\n第一章 总体要求      1\n第二章 重点任务      3\n第三章 保障措施      8\n",
        "截至 2023 年底，全县   60 岁以上老年人口达到   6.8 万人，占总人口的\n21.5%。\n",
        "              云泽省水利厅\n           云泽省财政厅\n        2025 年 4 月 20 日\n",
    ],
)
def test_lists_contents_and_signatures_are_no_tables(text: str) -> None:
    """Gaps after labels, before page numbers, in justified lines and before signatures."""
    assert tables(text) == []


@pytest.mark.parametrize("text", [WRAPPED, SENTENCES, FIGURES])
def test_nothing_is_lost(text: str) -> None:
    """Every character of the lines is in the rows."""
    rows = mark_tables(rows_of(source_of_text(text, "text"))[0])
    assert sorted("".join("".join(row.text for row in rows).split())) == sorted(
        "".join(text.split())
    )
