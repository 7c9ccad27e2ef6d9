"""What each sentence of a document is, and where it belongs."""

from __future__ import annotations

import pytest

from policy_align.parsing import parse_text

# Kind, section, Chinese, Japanese; the sentences of one paragraph are parted by ‖.
DOCUMENT = """\
title||关于加快绿色建筑发展的若干意见|グリーン建築の発展加速に関する若干の意見
docnum||云委发〔2024〕15号|雲委発〔2024〕15号
address||各区县人民政府，市级各部门：|各区・県の人民政府、市の各部門：
sentence||为贯彻绿色发展理念（以下简称“理念”。详见附件1），现提出如下意见。\
|グリーン発展理念（以下「理念」という。別紙1を参照）を貫徹するため、ここに次の意見を提出する。
toc||目　录|目　次
toc||第一章　总体要求………………1|第1章　全体の要求………………1
toc||第二章　重点任务………………3|第2章　重点任務………………3
heading|1|第一章　总体要求|第1章　全体の要求
heading sentence|1/1|一、指导思想。‖坚持以人为本，“统筹规划。分步实施。”有序推进。\
|一、指導思想。‖人を基本とし、「統一的に計画する。段階的に実施する。」ことを堅持して推進する。
heading|1/2|二、基本原则|二、基本原則
bullet sentence|1/2|——政府引导。‖发挥规划的引领作用。\
|――政府による誘導。‖計画の先導的な役割を発揮させる。
bullet sentence|1/2|——市场主导。‖激发企业活力。|――市場の主導。‖企業の活力を引き出す。
heading|1/3|三、主要目标|三、主要目標
sentence|1/3|到2025年，新建建筑全部达到绿色标准①。\
|2025年までに、新築建築物をすべてグリーン基準①に適合させる。
caption|1/3|表1　主要指标|表1　主要指標
table|1/3|指标\t2025年\t2030年|指標\t2025年\t2030年
table|1/3|绿色建筑占比\t100%\t100%|グリーン建築の比率\t100％\t100％
heading|2|第二章　重点任务|第2章　重点任務
sentence|2/1|第一条　建设单位应当按照第九条的规定编制方案。\
|第1条　建設単位は、第9条の規定により方案を作成しなければならない。
sentence|2/1|前款规定的方案应当公开。|２　前項に規定する方案は、公開しなければならない。
sentence|2/2|第二条　有下列情形之一的，应当报批：\
|第2条　次の各号のいずれかに該当する場合は、承認を申請しなければならない。
item|2/2/1|（一）改变用途的；|(1) 用途を変更する場合
item|2/2/2|（二）增加面积的。|(2) 面積を増やす場合
signature||云海市人民政府|雲海市人民政府
date||2024年3月5日|2024年3月5日
note|||（訳注：日付は公布日である。）
footnote||①绿色标准指国家标准GB/T 50378。|①グリーン基準とは、国家規格GB/T 50378をいう。
"""
ROWS = [line.split("|") for line in DOCUMENT.splitlines()]
SIDES = {"zh": 2, "ja": 3}


def expected(language: str) -> list[tuple[str, int, str]]:
    """Return kind, depth of the section and text of every sentence."""
    result = []
    for row in ROWS:
        path, text = row[1], row[SIDES[language]]
        cited = text.replace("①", "") if row[0] == "sentence" else text
        sentences = cited.split("‖") if cited else []
        kinds = [*row[0].split(), *row[0].split()[-1:] * len(sentences)]
        depth = len(path.split("/")) if path else 0
        result += [(kind, depth, one) for kind, one in zip(kinds, sentences, strict=False)]
    return result


@pytest.mark.parametrize("order", [("zh", "ja"), ("ja", "zh")])
def test_kinds_and_sections(order: tuple[str, str]) -> None:
    texts = ["\n".join(row[SIDES[side]].replace("‖", "") for row in ROWS) for side in order]
    for document in parse_text(*texts):
        found = [(s.kind, len(s.section), s.text) for s in document.sentences]
        assert found == expected(document.language)


def test_titles_of_sections() -> None:
    zh, ja = parse_text(*("\n".join(row[SIDES[s]].replace("‖", "") for row in ROWS) for s in SIDES))
    assert [section.title for section in zh.sections] == [
        "总体要求", "指导思想", "基本原则", "主要目标", "重点任务", "", "", "", "",
    ]  # fmt: skip
    assert [section.kind for section in ja.sections][-4:] == ["article", "article", "item", "item"]
    assert [section.path[-1] for section in ja.sections][-4:] == ["第1条", "第2条", "(1)", "(2)"]


def test_captions_of_articles_belong_to_the_article_after_them() -> None:
    zh, ja = parse_text(
        "第一条（目的）　为了规范流通，制定本法。\n"
        "第二条（定义）　本法所称数据，是指记录。\n（此件公开发布）",
        "（目的）\n第1条　流通を規範化するため、この法律を制定する。\n"
        "（定義）\n第2条　この法律においてデータとは、記録をいう。\n（この文書は公開とする）",
    )
    assert [section.title for section in zh.sections] == ["目的", "定义"]
    assert [section.title for section in ja.sections] == ["目的", "定義"]
    assert [(s.kind, s.section) for s in ja.sentences] == [
        ("heading", ("第1条",)),
        ("sentence", ("第1条",)),
        ("heading", ("第2条",)),
        ("sentence", ("第2条",)),
        ("note", ("第2条",)),
    ]
