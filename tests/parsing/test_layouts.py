"""What is known of a document is found again in every layout it may come in."""

from __future__ import annotations

import textwrap
from collections import Counter

import pytest
from tests.parsing.marked import LANGUAGES, Paper
from tests.parsing.recovery import compare
from tests.parsing.relayout import Style, lay_out, lay_out_side, papers, styles

from policy_align.cli import main
from policy_align.parsing import parse_text
from policy_align.parsing.layout import ONE_FILE_LAYOUTS

PAPERS = {paper.name: paper for paper in papers()}
# Layouts in which single lines alternate leave the most to guess.
FLOORS = {"lines": (0.99, 0.97), "halves": (0.94, 0.93), "paragraphs": (0.95, 0.96)}
ORDINARY = (1.0, 0.98)


@pytest.mark.parametrize("name", sorted(styles()))
@pytest.mark.parametrize("paper", ["law", "plan", "regulation", "traditional"])
def test_titles_and_sentences_are_found(paper: str, name: str) -> None:
    result = compare(PAPERS[paper], parse_text(lay_out(PAPERS[paper], styles()[name])))
    titles, sentences = FLOORS.get(name.partition("-")[0], ORDINARY)
    assert result.titles >= titles, result.problems
    assert result.sentences >= sentences - 0.01, result.problems
    assert result.kept >= 0.99


@pytest.mark.parametrize("width", [0, 15, 20, 33, 40])
@pytest.mark.parametrize("cut", [True, False])
def test_two_files_wrapped_at_any_width(width: int, *, cut: bool) -> None:
    style = Style("halves", width, cut=cut and width > 0)
    paper = PAPERS["law"]
    sides = (lay_out_side(paper, language, style) for language in LANGUAGES)
    result = compare(paper, parse_text(*sides))
    assert result.titles == 1
    assert result.sentences >= 0.98, result.problems
    assert not result.foreign


@pytest.mark.parametrize("width", [25, 40, 60])
def test_lines_wrapped_at_blanks(width: int) -> None:
    paper = PAPERS["2030-carbon-peak"]
    sides = (
        "\n".join(textwrap.fill(text.text, width) for text in paper.paragraphs(language))
        for language in LANGUAGES
    )
    result = compare(paper, parse_text(*sides))
    assert result.titles == 1
    assert result.sentences >= 0.98, result.problems


@pytest.mark.parametrize("layout", ONE_FILE_LAYOUTS)
def test_a_layout_can_be_forced(layout: str) -> None:
    paper = Paper("x", PAPERS["law"].blocks[10:25])
    zh, ja = parse_text(lay_out(paper, Style(layout, 24, page=12)), layout=layout)
    assert zh.layout == ja.layout == layout
    assert compare(paper, (zh, ja)).kept > 0.9


def test_the_command_offers_these_layouts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["parse", "--help"])
    assert "{" + ",".join(ONE_FILE_LAYOUTS) + "}" in capsys.readouterr().out


def test_footnotes_do_not_cut_sentences() -> None:
    zh, ja = parse_text(
        "一、总体要求\n推动绿色发展①，加快转型。\n①指低碳发展。\n"
        "一、全体の要求\nグリーン発展①を推進し、転換を加速する。\n①低炭素の発展をいう。\n"
    )
    for document in (zh, ja):
        assert [s.kind for s in document.sentences] == ["heading", "sentence", "footnote"]


def test_cells_of_both_languages_on_one_line() -> None:
    zh, ja = parse_text(
        "第一章 总则 第一章 総則\n"
        "第一条　为了推动绿色发展，制定本办法。 "
        "第1条　この弁法は、グリーン発展を推進するため制定する。\n"
        "第二章 监督 第二章 監督管理をする\n"
        "第二条　市政府负责监督管理工作，并公开结果。\n"
        "第2条　市政府は監督管理業務に責任を負い、結果を公開する。\n"
        "第三条　本办法自2024年起施行。 第3条　この弁法は2024年から施行する。\n"
        "2024年1月1日 2024年1月1日\n"
    )
    assert [s.text for s in zh.sentences] == [
        "第一章 总则",
        "第一条　为了推动绿色发展，制定本办法。",
        "第二章 监督",
        "第二条　市政府负责监督管理工作，并公开结果。",
        "第三条　本办法自2024年起施行。",
        "2024年1月1日",
    ]
    assert len(ja.sentences) == 6
    assert ja.sentences[1].text == "第1条　この弁法は、グリーン発展を推進するため制定する。"


def test_paragraphs_that_extraction_put_on_one_line() -> None:
    zh, ja = parse_text(
        "（二）工作原则。\n（二）業務の原則。 ——总体部署、分类施策。 ――全体構想と分類施策。\n"
        "坚持全国一盘棋，强化顶层设计。\n全国一体を堅持し、設計を強化する。\n"
    )
    assert [s.text for s in zh.sentences][:2] == ["（二）工作原则。", "——总体部署、分类施策。"]
    assert [s.text for s in ja.sentences][:2] == ["（二）業務の原則。", "――全体構想と分類施策。"]


def test_headers_in_the_middle_of_pages_are_set_aside() -> None:
    page = (
        "推动绿色发展第{0}项，加快\n{2}转型第{0}次。\nグリーン発展第{0}を推進\nする{0}。\n- {1} -\n"
    )
    items = ["三", "八", "五", "二", "九", "四"]
    header = "政策资料集\n"
    pages = [
        header * (n % 2) + page.format(item, n, header * (1 - n % 2))
        for n, item in enumerate(items, 1)
    ]
    zh, ja = parse_text("\f".join(pages))
    assert [s.text for s in zh.sentences] == [
        f"推动绿色发展第{item}项，加快转型第{item}次。" for item in items
    ]
    reasons = Counter(piece.reason for piece in zh.furniture)
    assert reasons == {"running header or footer": 6, "page number": 6}
    assert not ja.furniture


def test_radicals_hyphens_and_invisible_characters() -> None:
    zh, ja = parse_text(
        "⼀、总体要求\n⼀、全体の要求\n推动⽣态⽂明建设\u200b。\n⽣態文明をco\ufffe\noperationで建設する。\n"
    )
    assert [s.text for s in zh.sentences] == ["一、总体要求", "推动生态文明建设。"]
    assert "生態文明をco-operationで建設する。" in ja.sentences[-1].text
    reasons = {piece.reason.partition(" (")[0] for piece in zh.furniture}
    assert reasons == {"invisible characters", "written as the ordinary characters"}
