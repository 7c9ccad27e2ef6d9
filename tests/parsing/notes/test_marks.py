"""Footnotes whose marks are signs, and notes at the end of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.parsing.notes.noted import JA, OPENING, OTHER, ZH, ZH_NOTES, marks, texts

from policy_align.parsing import parse_text
from policy_align.parsing.notes.marks import Mark, opening_mark, signs_in, weigh_sign

if TYPE_CHECKING:
    from policy_align.model import Document

NEXT = "二、重点任务\n到2027年新增节水灌溉面积12万亩，改造管网60公里。\n"


def zh_of(text: str) -> Document:
    return parse_text(text, f"{OTHER}{JA.format('', '')}\n")[0]


SIGNS = [
    ("①", "②", "①", "② "),
    ("[1]", "[2]", "[1] ", "[2] "),
    ("［1］", "［2］", "［1］", "［2］"),
    ("〔1〕", "〔2〕", "〔1〕", "〔2〕"),
    ("※1", "※2", "※1 ", "※2　"),
    ("*1", "*2", "*1 ", "*2 "),
    ("＊", "†", "＊ ", "† "),
    ("（注1）", "（注2）", "注1：", "注2："),
    ("（注1）", "（注2）", "（注1）", "（注2）"),
    ("¹", "²", "¹ ", "² "),
]


@pytest.mark.parametrize("signs", SIGNS)
def test_signs_are_taken_out_and_their_notes_come_last(signs: tuple[str, ...]) -> None:
    notes = [sign + text for sign, text in zip(signs[2:], ZH_NOTES, strict=True)]
    text = f"{OPENING}{ZH.format(*signs[:2])}推广节水器\n" + "\n".join(notes) + "\n\f"
    zh = zh_of(f"{text}具和技术。\n{NEXT}")
    assert ZH.format("", "") in texts(zh, notes=False)
    assert "推广节水器具和技术。" in texts(zh, notes=False)
    assert texts(zh, notes=True) == notes
    assert marks(zh) == list(signs[:2])


def test_a_sign_and_its_text_may_stand_on_two_lines() -> None:
    notes = f"①\n\n{ZH_NOTES[0]}\n\n②\n\n{ZH_NOTES[1]}\n"
    zh = zh_of(f"{OPENING}{ZH.format('①', '②')}\n\n{notes}\f{NEXT}")
    assert texts(zh, notes=True) == [f"① {ZH_NOTES[0]}", f"② {ZH_NOTES[1]}"]
    assert marks(zh) == ["①", "②"]


@pytest.mark.parametrize("title", ["注释", "注", "脚注", "三、注释"])
@pytest.mark.parametrize(("cited", "opened"), [("{}", "{}　"), ("{}", "{}．"), ("[{}]", "[{}] ")])
def test_notes_may_be_listed_below_a_title(title: str, cited: str, opened: str) -> None:
    notes = [opened.format(n) + text for n, text in enumerate(ZH_NOTES, start=1)]
    text = ZH.format(cited.format(1), cited.format(2))
    pages = f"{OPENING}{text}\n\f{NEXT}\n\f{title}\n" + "\n".join(notes) + "\n"
    zh, _ = parse_text(f"{pages}\f{OTHER}{JA.format('', '')}\n")
    assert text.replace(cited.format(1), "", 1) != text
    assert ZH.format("", "") in texts(zh, notes=False)
    assert [s.text[-8:] for s in zh.sentences][-3:] == [title, *(n[-8:] for n in ZH_NOTES)]


@pytest.mark.parametrize(
    "text",
    [
        "重点单位是指下列单位：\n①工业企业；\n②服务业单位；\n③灌区。\n",
        "前项①的单位应当报告，前项②的除外。\n①工业企业。\n②服务业单位。\n",
        "包括以下方面：①改造管网；②推广节水器具；③加强监督。\n①改造管网。\n②推广器具。\n",
        "研究表明漏损可以减少［1］，成本随之下降［2］。\n参考文献\n［1］王林的研究。\n［2］李江的研究。\n",
        "规格为3*4的样本。\n* 见附件。\n",
        "※申请表可以从网站下载。\n※联系电话另行公布。\n",
        "供水量为8,200吨①。\n①工业企业用水。\n②农业灌溉用水。\n③生态补水。\n",
        "占全市的4分之1，排放CO2的企业应当报告，每克含10^8个。\n[1] 工业企业。\n",
    ],
)
def test_items_references_and_leads_are_no_notes(text: str) -> None:
    zh = zh_of(f"{OPENING}{text}")
    assert not marks(zh)
    assert "".join(s.text for s in zh.sentences).count("①") == text.count("①")


@pytest.mark.parametrize("note", ["※产量单位为吨。", "（注）产量单位为吨。"])
def test_a_remark_that_nothing_cites_stays_where_it_stands(note: str) -> None:
    zh = zh_of(f"{OPENING}表1　供水量\n年度\t水量\n2026\t12\n{note}\n{NEXT}")
    assert [s.text for s in zh.sentences][-3:] == [note, *NEXT.split()]


def test_marks_of_all_forms_are_read() -> None:
    assert opening_mark("（注3）同上。") == (Mark("注", 3), 4)
    assert opening_mark("註 3 同上。") == (Mark("注", 3), 4)
    assert opening_mark("注意事项。") is None
    assert opening_mark("备注：同上。") is None
    assert [(mark.style, mark.number) for mark, _, _ in signs_in("甲②乙［10］丙†丁备注2")] == [
        ("circled", 2),
        ("[]", 10),
        ("†", 0),
    ]


def test_what_stands_around_a_sign_tells_whether_it_cites() -> None:
    assert weigh_sign("包括：", "改造管网") is None
    assert weigh_sign("依据前款", "项规定") is None
    assert (weigh_sign("稳步提高", "。") or 0) > (weigh_sign("稳步提高。", "改造管网") or 0)
