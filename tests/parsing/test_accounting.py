"""Nothing of a text is lost, nothing invented, and sentences keep the order of their characters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.parsing.accounting import accounted, disordered, letters
from tests.parsing.marked import LANGUAGES
from tests.parsing.relayout import Style, lay_out, papers

from policy_align import InputError
from policy_align.parsing import parse_text
from policy_align.parsing.layout import ONE_FILE_LAYOUTS
from policy_align.parsing.reading.files import source_of_text

PAPERS = {paper.name: paper for paper in papers()}
STYLE = st.builds(
    Style,
    layout=st.sampled_from(["halves", "paragraphs", "sections", "pages", "lines", "columns"]),
    width=st.sampled_from([0, 16, 24, 38]),
    first=st.sampled_from(LANGUAGES),
    indent=st.sampled_from(["", "\u3000\u3000", "  "]),
    page=st.sampled_from([0, 25, 60]),
    form_feed=st.booleans(),
    header=st.sampled_from(["", "政策文件 第{}期"]),
    footer=st.sampled_from(["", "- {} -", "{}"]),
    blank=st.sampled_from(["none", "paragraphs", "lines"]),
    trailing=st.booleans(),
    kinsoku=st.booleans(),
)
PIECES = """\
一、总体要求|推动绿色发展①，加快转型。|グリーン発展を推進し、転換を加速する。|（一）目标|（一）目標|第1条\u3000
①指低碳发展。|注1|（注1）|1 参见文件。|1 文書を参照。|项目  2025年  2030年
項目\u30002025年\u30002030年|12%  15.3  20|表1\u3000指标
目录|总则......1|総則……………2|政策资料|附件|2024年1月1日|国务院|国務院
- 3 -|1|2|12|3,4|A|co-|operation|Carbon peak |“|”|（|。|；|的|を|發|发|\u200b|\u2f00|\f|\u2028
\u3000\u3000|    |\t| |"""
TEXT = st.lists(
    st.lists(st.sampled_from(PIECES.replace("\n", "|").split("|")), max_size=5).map("".join),
    min_size=1,
    max_size=25,
).map("\n".join)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(style=STYLE, name=st.sampled_from(sorted(PAPERS)), count=st.integers(4, 60))
def test_every_layout(style: Style, name: str, count: int) -> None:
    text = lay_out(replace(PAPERS[name], blocks=PAPERS[name].blocks[:count]), style)
    documents = parse_text(text)
    assert accounted(documents) == letters(text)
    assert not disordered(documents, source_of_text(text, name))


@settings(max_examples=60, deadline=None)
@given(text=TEXT, other=st.none() | TEXT, layout=st.sampled_from([None, *ONE_FILE_LAYOUTS]))
def test_any_text_is_parsed_or_refused(text: str, other: str | None, layout: str | None) -> None:
    try:
        documents = parse_text(text, other, layout=layout)
    except InputError:
        return
    assert accounted(documents) == letters(f"{text}\n{other or ''}")
    if other is None and documents[0].layout != "columns":  # which are read one after the other
        assert not disordered(documents, source_of_text(text, "x"))


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.text("一、（）。，的能発展するカA1 \u3000\t\u200b\f\ufeff", max_size=30)))
def test_any_characters_are_parsed_or_refused(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        documents = parse_text(text)
    except InputError:
        return
    assert accounted(documents) == letters(text)


@pytest.mark.parametrize("debris", ["\u200b", "项目\u200b  項目\u200b"])
def test_debris_of_lines_that_hold_nothing_else(debris: str) -> None:
    text = f"推动绿色发展。  グリーン発展を推進する。\n{debris}\n加快转型。  転換を加速する。"
    assert accounted(parse_text(text, layout="columns")) == letters(text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("推动绿色发展。\n第一章\n\n总则\nグリーン発展を推進する。", (2, 4)),
        ("推动绿色发展。\n项目  2025年\n能源  12%\n电力  13%\nグリーン発展を推進する。", (3, 3)),
    ],
)
def test_what_was_put_together_of_several_lines_says_so(text: str, lines: tuple[int, int]) -> None:
    zh, _ = parse_text(text)
    place = zh.sentences[2 if "项目" in text else 1].place
    assert (place.first_line, place.last_line) == lines
