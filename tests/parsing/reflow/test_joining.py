"""Which line breaks end a paragraph, above all in short documents."""

from __future__ import annotations

import pytest

from policy_align.parsing import parse_text
from policy_align.parsing.lines.rows import rows_of, with_language
from policy_align.parsing.lines.source import Line, Source
from policy_align.parsing.reflow.joining import reflow


def paragraphs(text: str) -> list[str]:
    """Reflow a Chinese text of one page."""
    lines = tuple(Line(line, number, 1) for number, line in enumerate(text.split("\n"), start=1))
    return [p.text for p in reflow(with_language(rows_of(Source("text", lines))[0], "zh"))]


LAW = """\
第一章　总则
第一条　为促进社区照顾服务发展，制定本条例。
第二条　本条例所称照顾服务，指对失能者提供的照顾。前项服务由公立或者
民间机构提供。
第三条　主管机关应当履行下列职责：
一、拟定计划；
二、培训人员。
第二章　附则
第四条　本条例自公布之日施行。"""


def test_the_only_wrapped_sentence_is_joined() -> None:
    assert paragraphs(LAW) == LAW.replace("或者\n", "或者").split("\n")


def test_paragraphs_that_nothing_wrapped_stay_apart() -> None:
    text = LAW.replace("或者\n", "或者")
    assert paragraphs(text) == text.split("\n")


def test_a_table_of_contents_does_not_set_the_width() -> None:
    contents = ["目录", f"第一章　总则{'.' * 80}1", f"第二章　附则{'.' * 80}1"]
    law = LAW.replace("或者\n", "或者").split("\n")
    assert paragraphs("\n".join([*contents, LAW])) == [*contents, *law]


def test_items_without_a_stop_end_their_paragraph() -> None:
    text = (
        "第四条　设立服务机构，应当向主管机关申请许可，经审查符合规定的，由主管机关发给证书。\n"
        "第五条　机构应当配置人员。（一）护理师一人（二）服务员若干人\n"
        "服务机构不得将业务转包他人。"
    )
    assert paragraphs(text) == text.split("\n")


@pytest.mark.parametrize("rest", ["1）。", "2），逐步推广。"])
def test_a_number_before_a_closing_bracket_is_no_label(rest: str) -> None:
    start = "到2030年，主要农作物生产数字化率达到50%，农村居民数字素养水平显著提升（见表"
    assert paragraphs(f"第一章　目标\n{start}\n{rest}\n第二章　任务") == [
        "第一章　目标",
        start + rest,
        "第二章　任务",
    ]


def test_the_date_below_a_title_is_no_part_of_it() -> None:
    text = (
        "云岭省人民政府关于加快构建现代林业产业体系的\n实施意见\n（2025年2月8日）\n林业是基础产业。"
    )
    assert paragraphs(text) == [
        "云岭省人民政府关于加快构建现代林业产业体系的实施意见",
        "（2025年2月8日）",
        "林业是基础产业。",
    ]


def test_a_memorandum_is_a_title_of_its_own() -> None:
    title, version = "关于质量检测合作的备忘录", "（修订本）"
    text = f"{title}\n{version}\n为发展港口产业，制定本规则。\n各市人民政府应当加强领导。"
    zh, _ = parse_text(text, "港湾産業を発展させるため、本規則を定める。")
    assert [sentence.text for sentence in zh.sentences[:2]] == [title, version]


FORMAL = """\
壹、設置依據
本要點依圖書館法第二十一條及相關規定訂定，以利市民借閱各類館藏之
資料。
貳、適用對象
（一）設籍本市者。
（二）在本市就學、就業滿二年以上，並經學校或雇主出具證明文件之人員
參、借閱期限
每次借閱以三十日為上限。"""


def test_formal_numerals_open_a_paragraph_after_a_full_line_without_stop() -> None:
    assert paragraphs(FORMAL) == FORMAL.replace("之\n", "之").split("\n")


def test_a_counter_goes_on_with_the_figure_before_it() -> None:
    text = "为了发展茶产业，本办法有效期为24\n个月，到期前3\n个月由县茶业局决定是否延长有效期限。"
    assert paragraphs(text) == ["".join(text.split("\n"))]
