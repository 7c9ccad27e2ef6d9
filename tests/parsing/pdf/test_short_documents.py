"""Short documents: what stands once or twice has to be told by its place and size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.parsing.pdf.test_reader import (
    JA,
    JA_FONT,
    ZH,
    ZH_FONT,
    Maker,
    draw,
    reasons,
    varied,
    wrap,
)

from policy_align.parsing.pdf.reader import read_pdf
from policy_align.parsing.tables.bilingual import column_languages
from policy_align.parsing.tree.contents import contents_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("headers", [["江宁市规划"], ["江宁市规划", "市政府文件汇编"]])
def test_small_headers_that_differ_are_set_aside(tmp_path: Path, headers: list[str]) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for number, header in enumerate(headers):
        maker.line(430, 800, header, size=8)
        body = varied(ZH, number, "其中第{}项另行规定。")
        draw(maker, 50, 760, wrap(body, 480, ZH_FONT), ZH_FONT)
        maker.page()
    source = read_pdf(maker.save())
    assert [piece.text for piece in source.furniture] == headers
    assert reasons(source) == {"running header": len(headers)}


def test_small_type_on_one_page_of_two_is_no_header(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for number in range(2):
        if number:
            maker.line(430, 776, "单位：万元", size=8)
        body = varied(ZH, number, "其中第{}项另行规定。")
        draw(maker, 50, 760, wrap(body, 480, ZH_FONT), ZH_FONT)
        maker.page()
    assert not read_pdf(maker.save()).furniture


def test_labels_of_annexes_at_the_top_of_pages_are_no_header(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for number in range(3):
        if number:
            maker.line(50, 800, f"附件{number}")
        body = varied(ZH, number, "其中第{}项另行规定。")
        draw(maker, 50, 760, wrap(body, 480, ZH_FONT), ZH_FONT)
        maker.page()
    source = read_pdf(maker.save())
    assert not source.furniture
    assert [line.text for line in source.lines if line.text.startswith("附件")] == [
        "附件1",
        "附件2",
    ]


def test_equal_figures_in_a_row_number_no_page(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    draw(maker, 50, 760, wrap(ZH, 480, ZH_FONT), ZH_FONT)
    maker.page()
    for place, text in zip((50, 100, 300, 400), ("2", "近零碳港区", "0", "2"), strict=True):
        maker.line(place, 740, text)
    draw(maker, 50, 700, wrap(ZH, 480, ZH_FONT), ZH_FONT)
    source = read_pdf(maker.save())
    assert not source.furniture


def test_labels_beside_text_are_no_column(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for number in range(8):
        y = 760 - number * 64
        for step, label, text, font in (
            (0, f"第{number + 1}条", ZH[1][:30], ZH_FONT),
            (32, f"第{number + 1}条", JA[1][:30], JA_FONT),
        ):
            maker.line(50, y - step, label, font)
            maker.line(100, y - step, text, font)
            maker.line(50, y - step - 16, text[:10], font)
    source = read_pdf(maker.save())
    assert source.detail == "PDF, 1 page, 1 column"
    assert source.lines[0].text == f"第1条 {ZH[1][:30]}"


def test_the_full_lines_of_a_short_page_stay_in_their_column(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for lengths in ([22] * 20, [22, 14, 14, 14, 14, 22, 14, 14, 14, 14, 14, 14]):
        for row, length in enumerate(lengths):
            y = 760 - 16 * row
            maker.line(50, y, (ZH[1] * 2)[row : row + length])
            maker.line(290, y, (JA[1] * 2)[row : row + length], JA_FONT)
        maker.page()
    source = read_pdf(maker.save())
    assert {line.language for line in source.lines} == {"zh", "ja"}


def test_words_without_kana_make_no_chinese_column() -> None:
    rows = [["指標の名前", "性質"], ["行政村の到達率", "予測性"], ["サービス拠点", "拘束性"]]
    assert column_languages(rows) is None
    assert column_languages([["发电", "発電する"], ["储能", "エネルギー貯蔵"]]) == ["zh", "ja"]


def test_entries_of_a_table_of_contents_may_have_long_leaders() -> None:
    entries = [f"第{n}章　规划{'.' * 120}{n}" for n in "12"]
    texts = ["目录", *entries, "第1章　规划", "为了推动发展，制定本规划。", "第2章　规划"]
    assert contents_of(texts) == {0, 1, 2}
