from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reportlab.pdfbase import pdfmetrics
from tests.parsing.pdf.test_reader import (
    JA,
    JA_FONT,
    SIZE,
    ZH,
    ZH_FONT,
    Maker,
    draw,
    kept,
    reported,
    wrap,
)

from policy_align.parsing import parse
from policy_align.parsing.pdf.reader import read_pdf

if TYPE_CHECKING:
    from pathlib import Path

BEFORE, AFTER = "农村数字基础设施不断完善", "，但是区域之间差距仍然明显。"


def draw_marked(maker: Maker, mark: str, *, before: str = BEFORE, raised: float = 4.0) -> None:
    """Draw a line with a small number in it."""
    maker.line(50, 760, before)
    x = 50 + pdfmetrics.stringWidth(before, ZH_FONT, 10)
    maker.line(x, 760 + raised, mark, size=6)
    x += pdfmetrics.stringWidth(mark, ZH_FONT, 6)
    maker.line(x, 760, AFTER)
    for row in range(1, 12):
        maker.line(50, 760 - 16 * row, f"各县区应当结合实际调整上述第{row}项指标，并予公布。")


def draw_note(maker: Maker, mark: str, text: str) -> None:
    maker.line(50, 84, mark, size=5)
    maker.line(54, 80, text, size=8)


@pytest.mark.parametrize("mark", ["1", "12"])
def test_marks_of_footnotes_are_taken_out_of_sentences(tmp_path: Path, mark: str) -> None:
    maker = Maker(tmp_path / "a.pdf")
    draw_marked(maker, mark)
    draw_note(maker, mark, "2024年数据，来源：市农业农村局。")
    source = read_pdf(maker.save())
    assert source.lines[0].text == BEFORE + AFTER
    assert [(piece.text, piece.reason) for piece in source.furniture] == [(mark, "footnote mark")]
    assert source.lines[-1].role == "footnote"
    assert source.lines[-1].text == f"{mark} 2024年数据，来源：市农业农村局。"
    assert kept(source) == reported(tmp_path / "a.pdf")


@pytest.mark.parametrize("mark", ["②", "[2]", "［2］", "※2", "（注2）", "2)", "＊", "†"])
def test_marks_may_be_signs(tmp_path: Path, mark: str) -> None:
    maker = Maker(tmp_path / "a.pdf")
    draw_marked(maker, mark)
    maker.line(50, 80, f"{mark}来源：市农业农村局。", size=8)
    source = read_pdf(maker.save())
    assert source.lines[0].text == BEFORE + AFTER
    assert [piece.reason for piece in source.furniture] == ["footnote mark"]
    assert source.lines[-1].cited_by == source.lines[0].number


@pytest.mark.parametrize("mark", ["②", "[2]", "*", "注"])
def test_raised_signs_that_no_note_explains_stay(tmp_path: Path, mark: str) -> None:
    maker = Maker(tmp_path / "a.pdf")
    draw_marked(maker, mark)
    source = read_pdf(maker.save())
    assert not source.furniture


def test_raised_numbers_that_no_note_explains_stay(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    draw_marked(maker, "2")
    draw_note(maker, "1", "数据来源：市农业农村局。")
    source = read_pdf(maker.save())
    assert source.lines[0].text == f"{BEFORE}2{AFTER}"
    assert not source.furniture


def test_exponents_and_indices_are_no_marks_of_footnotes(tmp_path: Path) -> None:
    for number, (before, raised) in enumerate([("总面积为500m", 4.0), (BEFORE, -2.0)]):
        maker = Maker(tmp_path / f"{number}.pdf")
        draw_marked(maker, "2", before=before, raised=raised)
        draw_note(maker, "2", "数据来源：市农业农村局。")
        source = read_pdf(maker.save())
        assert source.lines[0].text == f"{before}2{AFTER}"
        assert not source.furniture


def test_notes_hardly_smaller_than_the_text_may_be_all_there_is_below_it(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    zh, ja = wrap(ZH * 2, 240, ZH_FONT), wrap(JA * 2, 240, JA_FONT)
    draw(maker, 50, 760, zh, ZH_FONT)
    draw(maker, 310, 760, ja, JA_FONT)
    maker.canvas.line(50, 116, 160, 116)
    long = "2024年の実際の使用量を基準として算定したものであり、その詳細については別に公表する。"
    maker.line(50, 104, "1", size=5.5)
    maker.line(54, 100, long, JA_FONT, size=9.7)
    source = read_pdf(maker.save())
    assert [line.role for line in source.lines].count("footnote") == 1
    assert source.lines[-1].role == "footnote"
    assert source.lines[-1].language == "ja"


def test_long_and_short_notes_of_one_page_are_all_notes(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    draw(maker, 50, 760, wrap(ZH * 2, 240, ZH_FONT), ZH_FONT)
    draw(maker, 310, 760, wrap(JA * 2, 240, JA_FONT), JA_FONT)
    maker.canvas.line(50, 116, 160, 116)
    notes = [
        ("1", "数据来源：市农业农村局。", ZH_FONT),
        ("2", "出典は、市農業農村局のまとめである。", JA_FONT),
        (
            "3",
            "以2024年的实际使用量为基数计算得出，各县区的具体办法由市人民政府另行规定。",
            ZH_FONT,
        ),
        (
            "4",
            "2024年の実際の使用量を基準として算定し、各県の詳細については別に定めるものとする。",
            JA_FONT,
        ),
    ]
    for row, (mark, text, font) in enumerate(notes):
        maker.line(50, 104 - 12 * row, mark, size=5.5)
        maker.line(54, 100 - 12 * row, text, font, size=9)
    footnotes = [line for line in read_pdf(maker.save()).lines if line.role == "footnote"]
    found = sorted(line.text.replace(" ", "") for line in footnotes)
    assert found == [mark + text for mark, text, _ in notes]


def test_notes_at_the_end_of_the_document_are_cited_on_earlier_pages(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    draw_marked(maker, "1")
    maker.page()
    draw_marked(maker, "2")
    draw_note(maker, "1", "数据来源：市农业农村局。")
    source = read_pdf(maker.save())
    assert [(piece.place.page, piece.text) for piece in source.furniture] == [(1, "1"), (2, "2")]
    assert kept(source) == reported(tmp_path / "a.pdf")


def test_a_note_without_kana_goes_with_the_column_that_cites_it(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for x, text, font, mark in ((50, ZH, ZH_FONT, "1"), (310, JA, JA_FONT, "2")):
        lines = wrap(text * 3, 230, font)
        draw(maker, x, 760, lines, font)
        end = x + 2 * SIZE + pdfmetrics.stringWidth(lines[0].strip("　"), font, SIZE)
        maker.line(end, 764, mark, size=6)
    maker.line(50, 92, "1 ", size=8)
    maker.line(60, 92, "江宁市农业农村局。", ZH_FONT, size=8)
    maker.line(50, 80, "2 ", size=8)
    maker.line(60, 80, "江寧市農業農村局。", JA_FONT, size=8)
    path = maker.save()
    notes = [line for line in read_pdf(path).lines if line.role == "footnote"]
    assert len(notes) == 2
    zh, ja = parse(path)
    assert [s.text for s in zh.sentences if s.kind == "footnote"] == ["1 江宁市农业农村局。"]
    assert [s.text for s in ja.sentences if s.kind == "footnote"] == ["2 江寧市農業農村局。"]
