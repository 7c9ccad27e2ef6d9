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


def test_notes_in_smaller_print_do_not_set_the_width() -> None:
    text = LAW.replace("前项服务由公立或者\n民间机构提供。", "前项服务由公立或者民间\n机构提供。")
    note = "失能者的认定标准由主管机关会同卫生部门另行规定，每三年修订一次，认定结果应当书面通知。"
    lines = [Line(line, 1, n) for n, line in enumerate(text.split("\n"), start=1)]
    notes = [Line(note, 1, n, role="footnote", opens=True) for n in range(20, 32)]
    rows = with_language(rows_of(Source("text", (*lines, *notes)))[0], "zh")
    assert [p.text for p in reflow(rows)][:-12] == text.replace("民间\n", "民间").split("\n")


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


FRONT = [
    "《茶园管理办法》政策解读",
    "来源：县茶业局    发布时间：2031年8月18日",
    "近日，县人民政府印发《茶园管理办法》（以下简称《办法》），自2031年10月1日起",
    "施行。县茶业局负责人就《办法》有关问题回答了记者提问，现将全文公布如下，供农户",
    "和企业参考。",
    "问：出台《办法》的背景是什么？",
    "答：我县茶园面积较大，但是老茶园的产量逐年下降，农户的收入不够稳定，亟须改造升",
    "级并统一品牌。",
]


def test_title_and_source_stay_apart_from_the_first_paragraph() -> None:
    read = paragraphs("\n".join(FRONT))
    assert read == [*FRONT[:2], "".join(FRONT[2:5]), FRONT[5], "".join(FRONT[6:])]


def test_a_title_in_two_lines_stays_whole() -> None:
    title = ["国务院办公厅关于进一步做好新形势下", "就业创业工作有关事项"]
    text = [
        "各地区要充分认识做好这项工作的重要意义，结合本地实际，采取有效措施，认",
        "真贯彻落实。",
    ]
    assert paragraphs("\n".join(title + text * 2)) == ["".join(title), *["".join(text)] * 2]


def test_title_date_of_enactment_and_first_label_stay_apart() -> None:
    lines = [
        "北岸市公園志工隊招募培訓及服務考核作業規範",
        "中華民國一百十三年八月六日府園綠字第11300567號函修正",
        "壹、訂定依據",
        "一、志願服務法第七條。",
        "貳、訂定目的",
    ]
    text = ["為鼓勵市民參與公園綠地之認養與維護，並提升志工專業知能及服", "務品質，特訂定本規範。"]
    assert paragraphs("\n".join(lines + text)) == [*lines, "".join(text)]


@pytest.mark.parametrize("width", [20, 24, 40])
def test_signatures_at_the_right_margin_stay_apart(width: int) -> None:
    law = "本备忘录自签署之日起生效，有效期为五年；期满三个月前未书面通知终止的，自动延长五年。"
    signed = ["东州市市长　李明", "西海市市长　山本"]
    wrapped = [law[at : at + width] for at in range(0, len(law), width)]
    indent = " " * (2 * width - 18)
    text = "\n".join([*wrapped * 3, *(indent + line for line in signed)])
    assert paragraphs(text)[-2:] == signed


def test_in_narrow_lines_filled_to_the_edge_a_little_room_ends_a_paragraph() -> None:
    text = [
        "对树龄三十年以上的茶园，每",
        "公顷补助五千元，分两年拨付",
        "，第一年拨付百分之六十，验",
        "收合格后，再全部拨付。",
    ]
    lines = ["一、主要措施", "1.1　改造全县老茶园", *text, "1.2　打造县茶叶品牌", *text]
    whole = "".join(text)
    assert paragraphs("\n".join(lines)) == [*lines[:2], whole, lines[6], whole]


def test_a_number_that_goes_on_after_points_below_it_opens_a_paragraph() -> None:
    lines = [
        "１　调查地点",
        "为掌握海域的变化，在下列各处设立调查地点，由试验场负责",
        "管理，每年公布结果。",
        "（1）北湾试验场：春季至秋季期间每月一次，全年八次",
        "（2）中央渔港：全年每月一次，由海事机构负责，十二次",
        "（3）南湾试验场：春季至秋季每月一次，其余月份两次",
        "２　密度管理",
        "养殖密度不得超过标准，超过的应当在三十日内调整，并向试",
        "验场报告调整的情况。",
    ]
    assert "２　密度管理" in paragraphs("\n".join(lines))
