"""Footnotes of extracted text: where they stand, what cites them, whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policy_align.parsing import parse_text
from policy_align.parsing.notes.citations import Citation, choose_citations

if TYPE_CHECKING:
    from policy_align.model import Document

ZH = "全市公共供水管网漏损率控制在8%以内1，再生水利用率稳步提高2。"
JA = "全市の公共給水管網の漏水率を8％以内に抑え1、再生水の利用率を高める2。"
PLAIN = "全市公共供水管网漏损率控制在8%以内，再生水利用率稳步提高。"
OPENING = "一、总体要求\n坚持节水优先，完善用水管理制度。\n"
OTHER = "一、全体要求\n節水優先を堅持し、用水管理の制度を整える。\n"
NEXT = "二、重点任务\n到2027年新增节水灌溉面积12万亩，改造管网60公里。\n"


def texts(document: Document, *, notes: bool) -> list[str]:
    found = [s for s in document.sentences if (s.kind == "footnote") is notes]
    return [sentence.text for sentence in found]


def marks(document: Document) -> list[str]:
    return [piece.text for piece in document.furniture if piece.reason == "footnote mark"]


def zh_of(text: str) -> Document:
    return parse_text(text, f"{OTHER}{JA}\n")[0]


@pytest.mark.parametrize(
    "notes",
    [
        "1 按照国家标准计算。\n2 2024年全市平均为30%。",
        "1\n2\n\n按照国家标准计算。\n2024年全市平均为30%。",
        "1   按照国家标准计算。\n2   2024年全市平均为30%。",
        "1 按照国家标准\n计算。\n2 2024年全市平均为30%。",
        "1 按照国家标准计算。\n2\n\n2024年全市平均为30%。",
    ],
)
def test_notes_at_the_end_of_a_page(notes: str) -> None:
    zh = zh_of(f"{OPENING}{ZH}\n\n{notes}\n\f{NEXT}")
    assert PLAIN in texts(zh, notes=False)
    assert texts(zh, notes=True) == ["1 按照国家标准计算。", "2 2024年全市平均为30%。"]
    assert marks(zh) == ["1", "2"]
    assert [sentence.kind for sentence in zh.sentences[-2:]] == ["footnote", "footnote"]


def test_notes_stand_in_the_text_where_nothing_marks_the_pages() -> None:
    broken = "加强用水计量和统计，完善节水标准体系，推广节水器具和技\n{}术，提高用水效率。\n"
    notes = "1 按照国家标准计算。\n2 2024年全市平均为30%。\n"
    zh = zh_of(f"{OPENING}{ZH}\n{broken.format(notes)}{broken.format('') * 9}")
    whole = "加强用水计量和统计，完善节水标准体系，推广节水器具和技术，提高用水效率。"
    assert texts(zh, notes=False).count(whole) == 10
    assert texts(zh, notes=True) == ["1 按照国家标准计算。", "2 2024年全市平均为30%。"]


def test_numbers_may_begin_anew_where_nothing_marks_the_pages() -> None:
    filler = "加强用水计量和统计，完善节水标准体系，推广节水器具和技术，提高用水效率。\n" * 10
    first = f"{OPENING}{ZH}\n1 按照国家标准计算。\n2 2024年全市平均为30%。\n"
    second = f"{filler}建立联席会议制度1，由市水务局牵头。\n1 参见附件。\n{filler}"
    zh = zh_of(first + second)
    assert texts(zh, notes=True)[2:] == ["1 参见附件。"]
    assert "建立联席会议制度，由市水务局牵头。" in texts(zh, notes=False)


def test_a_note_without_kana_is_in_the_language_of_the_text_that_cites_it() -> None:
    text = f"{OPENING}{ZH}\n{OTHER}{JA}\n\n1 同上。\n2 同上。\n"
    text = text.replace("抑え1", "抑え3").replace("高める2", "高める4")
    zh, ja = parse_text(f"{text}3 出典：市水務局。\n4 同上。\n")
    assert texts(zh, notes=True) == ["1 同上。", "2 同上。"]
    assert texts(ja, notes=True) == ["3 出典：市水務局。", "4 同上。"]
    assert marks(zh) == ["1", "2", "3", "4"]


def test_notes_may_stand_at_the_end_of_the_text() -> None:
    first, second = ZH.split("，")
    zh = zh_of(f"{OPENING}{first}。\n\f{NEXT}\n\f全市{second}\n\n1 按照国家标准计算。\n2 同上。\n")
    assert texts(zh, notes=True) == ["1 按照国家标准计算。", "2 同上。"]
    assert marks(zh) == ["1", "2"]


def test_notes_may_stand_below_each_of_two_columns() -> None:
    left = ["一、总体要求", ZH[:22], ZH[22:], "二、重点任务", "改造管网，推广节水器具。"]
    right = [
        "一、全体要求",
        JA[:20],
        JA[20:],
        "二、重点任務",
        "管網を改造し、節水器具を普及させる。",
    ]
    notes = [("1 按国家标准计算。", "1 国の基準により計算する。"), ("2 同上。", "2 同上。")]
    lines = [*zip(left, right, strict=True), ("", ""), *notes]
    text = "\n".join(one + "　" * (30 - len(one)) + other for one, other in lines)
    zh, ja = parse_text(text)
    assert zh.layout == "columns"
    assert texts(zh, notes=True) == ["1 按国家标准计算。", "2 同上。"]
    assert texts(ja, notes=True) == ["1 国の基準により計算する。", "2 同上。"]


def test_a_note_of_both_languages_may_have_one_number() -> None:
    notes = (
        "1 按照国家标准计算。\n1 国の基準により計算する。\n2 以上年为基数。\n2 前年を基準とする。\n"
    )
    zh, ja = parse_text(f"{OPENING}{ZH}\n{OTHER}{JA}\n\n{notes}")
    assert texts(zh, notes=True) == ["1 按照国家标准计算。", "2 以上年为基数。"]
    assert texts(ja, notes=True) == ["1 国の基準により計算する。", "2 前年を基準とする。"]
    assert marks(zh) == ["1", "2", "1", "2"]


def test_a_note_may_go_on_on_the_next_page() -> None:
    begun = "1 同上。\n2 改造范围由各区按照漏损检测结果确定，并于每年年底以前报市水务"
    zh = zh_of(
        f"{OPENING}{ZH}\n\n{begun}\n\f{NEXT}建立联席会议制度3，由市水务局牵\n\n"
        "局备案。\n3 参见附件。\n\f头，每年召开会议。\n"
    )
    assert texts(zh, notes=True)[1:] == [
        "2 改造范围由各区按照漏损检测结果确定，并于每年年底以前报市水务局备案。",
        "3 参见附件。",
    ]


def test_a_text_may_stand_above_its_mark() -> None:
    notes = "2024年全市平均为30%。\n\n1\n2 按照国家标准计算。\n"
    zh = zh_of(f"{OPENING}{ZH}\n\n{notes}")
    assert texts(zh, notes=True) == ["1 2024年全市平均为30%。", "2 按照国家标准计算。"]


@pytest.mark.parametrize(
    "text",
    [
        "具体标准见表1。\n改造任务由各区负责。\n\n1 管网改造\n2 水表更换\n",
        "改造管网1公里，更换水表2万只。\n\n1 改造管网。\n2 更换水表。\n",
        "依照本条例第1条和附件2执行。\n\n1 改造管网。\n2 更换水表。\n",
        "面积为12m2，排放CO2的企业应当报告。\n\n2 更换水表。\n",
        "主要任务如下：\n1．改造管网。\n2．更换水表。\n",
        "改造管网和泵站1，更换水表2。\n\n01 改造管网。\n02 更换水表。\n",
        "指标见附件1。\n1　总则\n1.1　编制目的\n为节约用水，制定本指南。\n2　监测\n定期监测。\n",
        "指标见附件1。\n序号 指标 数值\n1 供水量 8,200\n2 用水量 6,300\n",
        "3年以内改造1,000处，费用由1\n。\n1。\n",
    ],
)
def test_numbers_of_the_text_are_no_marks(text: str) -> None:
    zh = zh_of(f"{OPENING}{text}")
    assert not marks(zh)
    assert not texts(zh, notes=True)


def test_a_note_that_nothing_cites_stays_text() -> None:
    zh = zh_of(f"{OPENING}{PLAIN}\n\n1 按照国家标准计算。\n2 2024年全市平均为30%。\n")
    assert not texts(zh, notes=True)
    assert not marks(zh)


@pytest.mark.parametrize(
    "sentence",
    [
        "茶园坡度不得大于1:20，行距不得过小。",
        "主要指标见专栏1，补助标准另行规定。",
        "改造管网60公里。",
    ],
)
def test_a_note_without_citation_cuts_nothing_out_of_the_text(sentence: str) -> None:
    zh = zh_of(f"{OPENING}{sentence}\n二、重点任务\n加强监督。\n1 面积以普查结果为准。\n")
    assert sentence in texts(zh, notes=False)
    assert not marks(zh)


def test_a_reference_to_a_box_is_no_citation() -> None:
    sentence = "主要指標は囲み1を、補助基準は表1を参照。"
    text = f"{OTHER}{sentence}\n二、重点任務\n1 面積は調査の結果による。\n"
    ja = parse_text(f"{OPENING}{NEXT}", text)[1]
    assert sentence in texts(ja, notes=False)
    assert not marks(ja)


def test_pages_of_nothing_but_numbers_have_no_notes() -> None:
    zh = zh_of(f"{OPENING}\f- 2 -\n\f{NEXT}")
    assert not texts(zh, notes=True)


def test_one_place_cites_one_note() -> None:
    first, second, third = Citation(0, 5, 6, 4.0), Citation(3, 5, 6, 2.0), Citation(9, 5, 6, 4.0)
    weaker = Citation(0, 5, 6, 3.0)
    assert choose_citations([[first], [second], [weaker], [third]]) == [first, second, None, third]
    other = Citation(4, 2, 3, 1.0)
    assert choose_citations([[first], [weaker, other]]) == [first, other]
