"""Tables in extracted text: their rows rebuilt, and nothing else taken for one."""

from __future__ import annotations

import pytest

from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.reading.files import source_of_text
from policy_align.parsing.tables.finding import mark_tables
from policy_align.parsing.tables.lone_cells import lone_tables
from policy_align.parsing.tables.runs import lone_runs


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


ROW_BY_ROW = """\
（见表 1）。
表 1　主要发展指标
指标 2025 年 2030 年 属性
行政村 5G 通达率
（%）
98 100 预期性
农业生产数字化率
（%）
32 50 预期性
益农信息社数量（个） 410 600 约束性
各县区可以结合实际，适当调整上述指标。
第三章　主要任务
"""

CELL_BY_CELL = """\
本方案は配布の日から施行し、有効期間は 2027 年 12 月 31 日までとする。
別紙 1

グリーン港湾整備の主要指標
番号

指標

単位

2024 年

2027 年

1

陸上電力使用量

万 kWh

8,200

18,000

2

太陽光発電設備容 MW
量

460

1,200

3

鉄道・水運連絡輸 万 TEU
送量

95

160

別紙 2
"""

TASKS = """\
任务分工表
序号 重点任务 责任单位 完成时限
1 制定海洋牧场建设标准，编制省级以上海洋牧场示范
区建设规划。
省农业农村厅、省自然资
源厅
2024 年 12 月
2 完善海域使用权审批流程。 省自然资源厅 2025 年 6 月
3 将海洋牧场项目纳入乡村振兴资金支持范围。 省财政厅 持续推进
附件 2
"""


def test_lines_that_hold_a_row_or_a_part_of_a_cell() -> None:
    """Rows on one line with single blanks, broken where a cell was wrapped."""
    assert tables(ROW_BY_ROW) == [
        "指标|2025 年|2030 年|属性",
        "行政村 5G 通达率（%）|98|100|预期性",
        "农业生产数字化率（%）|32|50|预期性",
        "益农信息社数量（个）|410|600|约束性",
    ]
    assert others(ROW_BY_ROW) == [
        "（见表 1）。",
        "表 1　主要发展指标",
        "各县区可以结合实际，适当调整上述指标。",
        "第三章　主要任务",
    ]


def test_cells_on_lines_of_their_own() -> None:
    """Each cell on a line, with blank lines between; two cells that nearly touch on one line."""
    assert tables(CELL_BY_CELL) == [
        "番号|指標|単位|2024 年|2027 年",
        "1|陸上電力使用量|万 kWh|8,200|18,000",
        "2|太陽光発電設備容量|MW|460|1,200",
        "3|鉄道・水運連絡輸送量|万 TEU|95|160",
    ]
    assert others(CELL_BY_CELL)[1:] == ["別紙 1", "グリーン港湾整備の主要指標", "別紙 2"]


def test_rows_with_numbers_and_sentences() -> None:
    """The number of a row says where it begins, whatever was wrapped in it."""
    assert tables(TASKS) == [
        "序号|重点任务|责任单位|完成时限",
        "1|制定海洋牧场建设标准，编制省级以上海洋牧场示范区建设规划。|省农业农村厅、省自然资源厅|2024 年 12 月",  # noqa: E501
        "2|完善海域使用权审批流程。|省自然资源厅|2025 年 6 月",
        "3|将海洋牧场项目纳入乡村振兴资金支持范围。|省财政厅|持续推进",
    ]


def test_a_wrapped_sentence_ends_its_cell() -> None:
    """What follows a full stop on the next line is another cell."""
    text = (
        "有関部門の職責分担は次の表のとおりとし、各部門はこれに従って本計画を着実に実施する。\n"
        "部門 主な職責\n県民政局 本計画の実施を主管する。\n県財政局 資金の使用を監督する。\n"
        "県住宅局 高齢者施設の整備を進め、改造を実施す\nる。\n"
        "県衛生健康局 医療と介護の融合を進める。\n"
    )
    assert tables(text)[3:] == [
        "県住宅局|高齢者施設の整備を進め、改造を実施する。",
        "県衛生健康局|医療と介護の融合を進める。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "企业名单如下：\n\n云河钢铁公司\n\n青山纺织集团\n\n大泽化工公司\n\n白鹭食品厂\n\n",
        "联系人：王志远 电话：0551－6688123\n邮箱：a@example.org\n地址：云河市滨江路18号\n",
        "云泽省水利厅 云泽省财政厅\n云泽省教育厅 云泽省民政厅\n2025 年 4 月 20 日\n",
        "节水优先\n\n空间均衡\n\n系统治理\n\n两手发力\n\n",
        "目录\n第一章 总则 1\n第二章 重点任务 3\n第三章 保障措施 8\n",
        "附件：1．评价指标\n2．企业承诺书\n3．申报材料清单\n",
        "推进农业农村\n现代化，建设\n数字乡村，到\n2030 年基本\n实现 5G 网络\n3 万元以上，\n",
        "到 2030 年，生产数字化率达到\n\n50%，农村居民\n\n数字素养水平\n\n显著提升。\n\n",
        "次のとおりである。\n一 計画を策定すること。\n二 指導し評価すること。\n三 人材の養成\n",
        "一 計画を先導とするこ\nと。\n二 公衆の参加を得るこ\nと。\n三 保護を優先すること。\n",
        "中 共 中 央 国 务 院\n关 于 印 发 方 案 的 通 知\n发 展 改 革 委 员 会\n",
    ],
)
def test_short_lines_and_lists_are_no_tables(text: str) -> None:
    """Names, signatures, slogans, contents, narrow columns and items with blank labels."""
    assert tables(text) == []


def test_a_word_of_the_next_column_that_touches_a_cell() -> None:
    lines = (
        "項目         要件                頻度",
        "空調         正常に運転し、室温 26℃     毎日",
        "           程度",
        "飲料水        十分にあり、期限内である 毎日",
        "救急箱        薬品がそろっている         毎週",
        "バリアフリー通路   通行に支障がない          毎月",
        "2.3 警報の解除",
    )
    text = "\n".join(lines)
    assert tables(text)[1:3] == [
        "空調|正常に運転し、室温 26℃程度|毎日",
        "飲料水|十分にあり、期限内である|毎日",
    ]
    assert others(text) == ["2.3 警報の解除"]


@pytest.mark.parametrize("text", [WRAPPED, SENTENCES, FIGURES, ROW_BY_ROW, CELL_BY_CELL, TASKS])
def test_nothing_is_lost(text: str) -> None:
    """Every character of the lines is in the rows."""
    rows = mark_tables(rows_of(source_of_text(text, "text"))[0])
    assert sorted("".join("".join(row.text for row in rows).split())) == sorted(
        "".join(text.split())
    )


def lone(*cells: str) -> str:
    """Return a text in which blank lines set the cells of a table apart."""
    sentence = "各县、区可以结合实际调整上述指标，但是应当事先报告，并且说明理由和期限。"
    return f"{sentence}\n表 1　茶叶产量\n" + "\n\n".join(cells) + f"\n\n{sentence}\n"


HEADS = ("2029 年", "2030 年", "增速（%）")
NAMES = ("品种", "绿茶", "红茶", "合计")
COLUMNS = (("120", "40", "160"), ("126", "38", "164"), ("5.0", "－5.0", "2.5"))
BODIES = tuple(cell for column in COLUMNS for cell in column)
PRODUCTION = [
    "品种|2029 年|2030 年|增速（%）",
    "绿茶|120|126|5.0",
    "红茶|40|38|－5.0",
    "合计|160|164|2.5",
]


@pytest.mark.parametrize(
    "cells",
    [
        [NAMES[0], *HEADS, *(c for row in zip(NAMES[1:], *COLUMNS, strict=True) for c in row)],
        [
            *NAMES,
            *(c for head, column in zip(HEADS, COLUMNS, strict=True) for c in (head, *column)),
        ],
        [*NAMES, *HEADS, *BODIES],
        [*HEADS, *BODIES, *NAMES],
        [*HEADS, *NAMES, *BODIES],
        [NAMES[0], *HEADS, *NAMES[1:], *BODIES],
    ],
)
def test_lone_cells_in_any_order(cells: list[str]) -> None:
    assert tables(lone(*cells)) == PRODUCTION


def test_lone_cells_with_a_title_and_two_on_a_line() -> None:
    cells = ("补助标准", "项目", "标准 年限", "茶苗", "每株二元", "1", "喷灌设备", "总价的三成 2")
    assert tables(lone(*cells)) == ["项目|标准|年限", "茶苗|每株二元|1", "喷灌设备|总价的三成|2"]
    assert "补助标准" in others(lone(*cells))


@pytest.mark.parametrize("by_rows", [True, False])
def test_lone_cells_that_make_sense_in_two_orders(by_rows: bool) -> None:  # noqa: FBT001
    unclear = ("年度", "2031", "2032", "绿茶", "12", "14", "红茶", "8", "9")
    rows = ["年度|2031|2032", "绿茶|12|14", "红茶|8|9"]
    columns = ["年度|绿茶|红茶", "2031|12|8", "2032|14|9"]
    clear = (NAMES[0], *HEADS, *(c for row in zip(NAMES[1:], *COLUMNS, strict=True) for c in row))
    other = clear if by_rows else (*NAMES, *HEADS, *BODIES)
    assert tables(lone(*unclear) + lone(*other))[:3] == (rows if by_rows else columns)


def test_lone_words_that_recur_in_their_column() -> None:
    cells = ("项目", "要求", "频次", "空调", "运行正常", "每日", "药箱", "药品齐全", "每周")
    assert tables(lone(*cells)) == []
    again = (*cells, "饮用水", "充足", "每日")
    assert tables(lone(*again))[1:] == [
        "空调|运行正常|每日",
        "药箱|药品齐全|每周",
        "饮用水|充足|每日",
    ]
    assert tables(lone(*cells, "饮用水", "每日", "充足")) == []


@pytest.mark.parametrize(
    "cells",
    [
        ("茶叶", "产量", "价格", "质量", "品牌", "加工", "出口", "科研", "培训"),  # no figures
        ("指标", "单位", "序号", "产量", "1", "2", "3", "4", "5"),  # figures are left over
        ("品种", "产量", "价格", "绿茶", "120", "稳定", "红茶", "上升", "40"),  # mixed columns
    ],
)
def test_lone_lines_that_are_no_table(cells: tuple[str, ...]) -> None:
    runs = lone_runs(rows_of(source_of_text(lone(*cells), "text"))[0])
    assert lone_tables(runs) == ([], [])


def test_a_figure_of_thousands_of_digits_numbers_no_row() -> None:
    digits = "1" * 5000
    assert tables(f"项目 数值\n{digits} 3\n{digits} 4\n{digits} 5") is not None
