from __future__ import annotations

import re
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from policy_align.errors import InputError
from policy_align.parsing import parse
from policy_align.parsing.pdf.forms import check_forms
from policy_align.parsing.pdf.reader import read_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policy_align.parsing.lines.source import Source

ZH_FONT, JA_FONT = "STSong-Light", "HeiseiMin-W3"
for _font in (ZH_FONT, JA_FONT):
    pdfmetrics.registerFont(UnicodeCIDFont(_font))

WIDTH, HEIGHT = 595.0, 842.0
SIZE, LEADING = 10.0, 16.0
EXAMPLE = Path(__file__).parents[2] / "data" / "energy-storage-pdf" / "input.pdf"

ZH = (
    "一、总体要求",
    (
        "以新发展理念为引领，加快规划建设新型能源体系，推动产业结构和能源结构调整优化，"
        "力争到2030年非化石能源消费比重达到25%左右，顺利实现碳达峰目标。"
    ),
    "（一）完善价格机制。健全反映资源稀缺程度的价格形成机制，落实差别化电价政策。",
    "各地区、各部门要切实加强组织领导，把各项任务落到实处，确保取得实效。",
)
JA = (
    "一、全体要求",
    (
        "新たな発展理念を導きとし、新型エネルギー体系の計画と建設を加速し、産業構造とエネルギー"
        "構造の調整と最適化を推進し、2030年までに非化石エネルギー消費の割合を25％前後とする。"
    ),
    (
        "（一）価格メカニズムの整備。資源の希少性を反映した価格形成の仕組みを整え、差別化された"
        "電力料金の政策を実施する。"
    ),
    "各地区と各部門は組織的な指導を確実に強化し、各種の任務を着実に実行しなければならない。",
)


@dataclass
class Maker:
    """Draws a PDF and remembers which lines stand in which column."""

    path: Path
    canvas: Canvas = field(init=False)

    def __post_init__(self) -> None:
        self.canvas = Canvas(str(self.path), pagesize=(WIDTH, HEIGHT))

    def line(self, x: float, y: float, text: str, font: str = ZH_FONT, size: float = SIZE) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)

    def centred(self, y: float, text: str, font: str = ZH_FONT, size: float = SIZE) -> None:
        width = pdfmetrics.stringWidth(text, font, size)
        self.line((WIDTH - width) / 2, y, text, font, size)

    def page(self) -> None:
        self.canvas.showPage()

    def save(self) -> Path:
        self.canvas.save()
        return self.path


def wrap(texts: tuple[str, ...], width: float, font: str, size: float = SIZE) -> list[str]:
    """Break paragraphs into lines; the first is indented by two characters."""
    lines: list[str] = []
    for text in texts:
        line, room = "　　", width - 2 * size
        for char in text:
            step = pdfmetrics.stringWidth(char, font, size)
            if step > room:
                lines.append(line)
                line, room = "", width
            line += char
            room -= step
        lines.append(line)
    return lines


def varied(paragraphs: tuple[str, ...], page: int, more: str) -> tuple[str, ...]:
    """Make the paragraphs of each page differ."""
    turned = paragraphs[page % 4 :] + paragraphs[: page % 4]
    return tuple(
        text + more.format(page * 31 + n) if text[1] != "、" else text
        for n, text in enumerate(turned)
    )


def draw(maker: Maker, x: float, top: float, lines: list[str], font: str) -> None:
    for number, line in enumerate(lines):
        indent = 2 * SIZE if line.startswith("　　") else 0.0
        maker.line(x + indent, top - number * LEADING, line.strip("　"), font)


def two_columns(  # noqa: PLR0913 - the knobs of a layout
    path: Path,
    pages: int = 3,
    *,
    gap: float = 20.0,
    zh_left: tuple[bool, ...] = (True,),
    header: str = "",
    number: str = "",
    times: int = 3,
    row_by_row: bool = False,
) -> tuple[Path, list[str], list[str]]:
    """Draw pages of two columns; return the lines of each language."""
    maker = Maker(path)
    width = (WIDTH - 100 - gap) / 2
    zh_all: list[str] = []
    ja_all: list[str] = []
    for page in range(pages):
        zh = wrap(varied(ZH * times, page, "其中第{}项另行规定。"), width, ZH_FONT)
        ja = wrap(varied(JA * times, page, "うち第{}項は別に定める。"), width, JA_FONT)
        ja = ja[: 700 // int(LEADING)]
        zh = zh[: 700 // int(LEADING)]
        x_zh, x_ja = 50.0, 50.0 + width + gap
        if not zh_left[page % len(zh_left)]:
            x_zh, x_ja = x_ja, x_zh
        if row_by_row:
            for row in range(max(len(zh), len(ja))):
                for x, lines, font in ((x_zh, zh, ZH_FONT), (x_ja, ja, JA_FONT)):
                    if row < len(lines):
                        draw(maker, x, 760 - row * LEADING, [lines[row]], font)
        else:
            draw(maker, x_zh, 760, zh, ZH_FONT)
            draw(maker, x_ja, 760, ja, JA_FONT)
        if header:
            maker.centred(805, header, size=9)
        if number:
            maker.centred(30, number.format(page + 1, pages), size=9)
        maker.page()
        zh_all += [line.strip("　") for line in zh]
        ja_all += [line.strip("　") for line in ja]
    return maker.save(), zh_all, ja_all


def texts(source: Source, language: str) -> list[str]:
    return [line.text for line in source.lines if line.language == language]


def reasons(source: Source) -> Counter[str]:
    return Counter(piece.reason for piece in source.furniture)


def reported(path: Path) -> Counter[str]:
    """Count the characters that pdfium reports."""
    counts: Counter[str] = Counter()
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            textpage = page.get_textpage()
            raw = pypdfium2.raw
            for index in range(textpage.count_chars()):
                code = raw.FPDFText_GetUnicode(textpage.raw, index)
                counts["-" if code in (2, 0xFFFE) else chr(code)] += 1
    return Counter({char: n for char, n in counts.items() if char.strip()})


def kept(source: Source) -> Counter[str]:
    every = "".join(line.text for line in source.lines)
    every += "".join(piece.text for piece in source.furniture)
    return Counter("".join(every.split()))


@pytest.mark.parametrize("gap", [20.0, 12.0, 6.0])
@pytest.mark.parametrize("row_by_row", [False, True])
@pytest.mark.parametrize("zh_left", [(True,), (False,), (True, False)])
def test_two_columns_are_read_one_after_the_other(
    tmp_path: Path, *, gap: float, row_by_row: bool, zh_left: tuple[bool, ...]
) -> None:
    path, zh, ja = two_columns(
        tmp_path / "a.pdf", 4, gap=gap, zh_left=zh_left, row_by_row=row_by_row
    )
    source = read_pdf(path)
    assert texts(source, "zh") == zh
    assert texts(source, "ja") == ja
    assert not source.furniture
    for line in source.lines:
        assert line.column == ((line.language == "ja") == zh_left[(line.page - 1) % len(zh_left)])
    assert [line.number for line in source.lines] == list(range(1, len(source.lines) + 1))
    assert source.detail == "PDF, 4 pages, 2 columns"


def test_paragraphs_open_where_lines_are_indented(tmp_path: Path) -> None:
    path, zh, ja = two_columns(tmp_path / "a.pdf", 2, times=2)
    for line in read_pdf(path).lines:
        begins = line.text[:6] in {text[:6] for text in (*ZH, *JA)}
        assert line.opens is begins, line
    assert zh
    assert ja


def test_paragraphs_open_where_lines_stand_further_apart(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    y, opens = 760.0, []
    for text in [*ZH, *ZH[1:], ZH[1][:48]]:  # the last one fills its two lines
        lines = [text[start : start + 24] for start in range(0, len(text), 24)]
        for number, line in enumerate(lines):
            maker.line(50, y, line)
            opens.append(number == 0)
            y -= LEADING
        y -= 5
    maker.line(50, y, ZH[3][:20])
    source = read_pdf(maker.save())
    assert [line.opens for line in source.lines] == [*opens, True]


def test_a_title_over_both_columns_is_whole(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    maker.centred(790, "关于印发“十五五”规划", size=16)
    maker.centred(766, "的通知", size=16)
    lines = wrap(ZH * 6, 230, ZH_FONT)
    draw(maker, 50, 730, lines[:30], ZH_FONT)
    draw(maker, 310, 730, lines[30:], ZH_FONT)
    source = read_pdf(maker.save())
    assert [(line.text, line.opens) for line in source.lines[:2]] == [
        ("关于印发“十五五”规划", True),
        ("的通知", False),
    ]


def test_headers_and_page_numbers_are_set_aside(tmp_path: Path) -> None:
    path, zh, ja = two_columns(
        tmp_path / "a.pdf", 30, header="能源政策汇编　第三辑", number="— {} —"
    )
    source = read_pdf(path)
    assert texts(source, "zh") == zh
    assert texts(source, "ja") == ja
    assert reasons(source) == {"running header": 30, "page number": 30}
    assert source.furniture[0].text == "能源政策汇编　第三辑"
    assert kept(source) == reported(path)


@pytest.mark.parametrize(
    "number", ["{}", "- {} -", "第{}页", "{}/{}", "第 {} 页 共 {} 页", "{}ページ"]
)
def test_page_numbers_of_all_shapes(tmp_path: Path, number: str) -> None:
    path, zh, ja = two_columns(tmp_path / "a.pdf", 3, number=number)
    source = read_pdf(path)
    assert texts(source, "zh") == zh
    assert texts(source, "ja") == ja
    assert reasons(source) == {"page number": 3}


def test_headers_that_change_with_the_chapter(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    chapters = ["第一章　总则"] * 2 + ["第二章　规划"] * 2 + ["第三章　附则"] * 2
    for number, chapter in enumerate(chapters, 1):
        maker.centred(805, chapter, size=9)
        body = varied(ZH * 3, number, "其中第{}项另行规定。")
        draw(maker, 50, 760, wrap(body, 480, ZH_FONT), ZH_FONT)
        maker.line(480 if number % 2 else 60, 40, str(number + 6), size=9)
        maker.page()
    source = read_pdf(maker.save())
    assert reasons(source) == {"running header": 6, "page number": 6}
    assert not [line for line in source.lines if line.text.startswith("第")]


def test_repeated_text_of_the_body_is_no_header(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for number in range(1, 6):
        draw(
            maker,
            50,
            760,
            [f"第{number}条　本办法适用于第{9 - number}项。", "　　特此通知。"],
            ZH_FONT,
        )
        draw(maker, 50, 700, wrap(ZH[number % 4 :], 480, ZH_FONT), ZH_FONT)
        maker.page()
    assert not read_pdf(maker.save()).furniture


def test_a_page_with_one_column_filled(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    zh, ja = wrap(ZH * 2, 230, ZH_FONT), wrap(JA * 2, 230, JA_FONT)
    draw(maker, 50, 760, zh, ZH_FONT)
    draw(maker, 300, 760, ja[:20], JA_FONT)
    maker.page()
    draw(maker, 300, 760, ja[20:], JA_FONT)
    maker.page()
    draw(maker, 50, 760, zh, ZH_FONT)
    draw(maker, 300, 760, ja, JA_FONT)
    source = read_pdf(maker.save())
    assert texts(source, "zh") == [line.strip("　") for line in zh * 2]
    assert texts(source, "ja") == [line.strip("　") for line in [*ja, *ja]]


def test_rows_of_a_table_run_over_pages(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    room = 20
    zh_lines: list[str] = []
    ja_lines: list[str] = []
    top = 0
    for zh_text, ja_text in list(zip(ZH, JA, strict=True)) * 4:
        zh, ja = wrap((zh_text,), 230, ZH_FONT), wrap((ja_text,), 230, JA_FONT)
        for row in range(max(len(zh), len(ja))):
            if top == room:
                maker.page()
                top = 0
            y = 760 - top * LEADING
            if row < len(zh):
                draw(maker, 50, y, [zh[row]], ZH_FONT)
            if row < len(ja):
                draw(maker, 295, y, [ja[row]], JA_FONT)
            top += 1
        zh_lines += zh
        ja_lines += ja
    source = read_pdf(maker.save())
    assert texts(source, "zh") == [line.strip("　") for line in zh_lines]
    assert texts(source, "ja") == [line.strip("　") for line in ja_lines]
    assert all(line.role == "body" for line in source.lines)


def test_titles_over_both_columns_come_first(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    maker.centred(790, "关于加快推动新型储能规模化高质量发展的实施意见", size=16)
    maker.centred(765, "新型エネルギー貯蔵の質の高い発展に関する実施意見", JA_FONT, 16)
    zh, ja = wrap(ZH * 3, 230, ZH_FONT), wrap(JA * 2, 230, JA_FONT)
    draw(maker, 50, 730, zh, ZH_FONT)
    draw(maker, 310, 730, ja, JA_FONT)
    lines = read_pdf(maker.save()).lines
    assert [line.column for line in lines[:3]] == [None, None, 0]
    assert lines[0].text == "关于加快推动新型储能规模化高质量发展的实施意见"
    assert lines[0].size == 16
    assert [line.text for line in lines if line.column == 1] == [line.strip("　") for line in ja]


def test_one_column_stays_one_column(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    lines = wrap(ZH * 6, 480, ZH_FONT)
    draw(maker, 50, 760, lines, ZH_FONT)
    source = read_pdf(maker.save())
    assert [line.text for line in source.lines] == [line.strip("　") for line in lines]
    assert {line.column for line in source.lines} == {None}


def test_columns_of_one_language(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "ja.pdf")
    lines = wrap(JA * 4, 230, JA_FONT)
    draw(maker, 50, 760, lines[:30], JA_FONT)
    draw(maker, 310, 760, lines[30:], JA_FONT)
    source = read_pdf(maker.save())
    assert texts(source, "ja") == [line.strip("　") for line in lines]
    assert {line.column for line in source.lines} == {0, 1}


def test_short_lines_do_not_hide_the_columns_of_one_language(tmp_path: Path) -> None:
    items = ("（一）护理师；", "（二）照顾员；", "（三）其他人员。")
    maker = Maker(tmp_path / "zh.pdf")
    column = [*wrap(ZH[1:] * 2, 230, ZH_FONT), *wrap(items * 7, 230, ZH_FONT)]
    lines = [*column, *column]
    draw(maker, 50, 760, column, ZH_FONT)
    draw(maker, 310, 760, column, ZH_FONT)
    source = read_pdf(maker.save())
    assert [line.text for line in source.lines] == [line.strip("　") for line in lines]


TASKS = [
    (
        "建设煤炭、矿石专用铁路线，重点港区基本实现铁路进港，优化大宗货物运输结构",
        "省发展改革委、省交通运输厅按照职责分工负责，各市人民政府配合",
    ),
    (
        "鼓励企业使用新能源车辆，对符合条件的项目给予不超过总投资百分之二十的补助",
        "省工业和信息化厅牵头，省财政厅、省生态环境厅、省市场监管局参加",
    ),
    (
        "完善内河航道和船闸设施，加快推进高等级航道网建设，提升通航能力",
        "省交通运输厅牵头，省水利厅、省自然资源厅参加，各市人民政府落实",
    ),
    (
        "推动港区屋顶光伏应建尽建，总装机容量达到一点二吉瓦以上",
        "省能源局牵头，电网企业、省发展改革委参加，港口企业具体实施",
    ),
]


def test_a_line_longer_than_those_of_its_page_stays_in_its_column(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    short = [line[:12] for line in wrap(ZH * 3, 230, ZH_FONT)]
    short[4] = "推动产业结构和能源结构调整优化，力争到三〇"
    ja = wrap(JA * 3, 230, JA_FONT)[: len(short)]
    draw(maker, 50, 760, short, ZH_FONT)
    draw(maker, 285, 753, ja, JA_FONT)
    source = read_pdf(maker.save())
    assert texts(source, "zh") == [line.strip("　") for line in short]


def test_tables_in_either_language_below_each_other_are_two(tmp_path: Path) -> None:
    tables = (
        [("品种", "保存温度", "期限"), ("绿茶", "0", "90"), ("红茶", "5", "360"), ("31", "5", "9")],
        [
            ("品種", "保存温度", "期限"),
            ("緑茶", "0", "90"),
            ("ウーロン茶", "5", "9"),
            ("31", "5", "9"),
        ],
    )
    maker = Maker(tmp_path / "a.pdf")
    for top, lines, rows in zip((760, 560), (ZH, JA), tables, strict=True):
        font = ZH_FONT if lines is ZH else JA_FONT
        draw(maker, 50, top, wrap(lines[1:], 480, font), font)
        for number, row in enumerate(rows):
            for x, cell in zip((54, 140, 210), row, strict=True):
                maker.line(x, top - 120 - number * LEADING, cell, font)
    documents = parse(maker.save())
    for document, rows in zip(documents, tables, strict=True):
        found = [s.text for s in document.sentences if s.kind == "table"]
        assert found == ["\t".join(row) for row in rows]


def test_gaps_in_the_lines_of_a_pdf_are_no_columns_of_text(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for top, lines, font in ((760, ZH, ZH_FONT), (500, JA, JA_FONT)):
        draw(maker, 50, top, wrap(lines, 480, font), font)
        for number, row in enumerate(TABLE_ZH):
            for x, cell in zip((54, 240, 410), row, strict=True):
                maker.line(x, top - 140 - number * LEADING, cell, font)
    zh, _ = parse(maker.save())
    assert zh.layout != "columns"
    assert "\t".join(TABLE_ZH[2]) in [sentence.text for sentence in zh.sentences]


@pytest.mark.parametrize("ruled", [True, False])
def test_cells_of_running_text_are_no_columns_of_a_page(tmp_path: Path, *, ruled: bool) -> None:
    maker = Maker(tmp_path / "a.pdf")
    intro = wrap((ZH[1],), 480, ZH_FONT)
    draw(maker, 50, 760, intro, ZH_FONT)
    top = 760 - len(intro) * LEADING
    rows = [tuple(wrap((cell,), 220, ZH_FONT) for cell in row) for row in TASKS]
    for row in rows:
        for x, cell in zip((55, 310), row, strict=True):
            draw(maker, x, top - 14, [line.strip("　") for line in cell], ZH_FONT)
        bottom = top - max(map(len, row)) * LEADING - 10
        if ruled:  # cell by cell, as browsers draw them
            for left, right in ((50, 305), (305, 545)):
                maker.canvas.rect(left, bottom, right - left, top - bottom)
        top = bottom
    source = read_pdf(maker.save())
    assert [line.text for line in source.lines if line.role == "table"] == [
        "\t".join(row) for row in TASKS
    ]
    assert [line.text for line in source.lines if line.role == "body"] == [
        line.strip("　") for line in intro
    ]


def test_footnotes_are_told_by_size_and_mark(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for page in range(3):
        zh, ja = varied(ZH * 3, page, "第{}项。"), varied(JA * 2, page, "第{}項とする。")
        draw(maker, 50, 760, wrap(zh, 230, ZH_FONT), ZH_FONT)
        draw(maker, 310, 760, wrap(ja, 230, JA_FONT), JA_FONT)
        maker.line(50, 80, f"①标准煤{page}：按标准热值折算的能源计量单位，本文", size=8)
        maker.line(50, 68, f"所称第{7 - page * 2}种标准煤均为吨标准煤。", size=8)
        maker.line(310, 80, f"①標準炭{page}：標準熱量に基づいて換算した計量単位。", JA_FONT, 8)
        maker.page()
    source = read_pdf(maker.save())
    notes = [line for line in source.lines if line.role == "footnote"]
    assert len(notes) == 9
    assert [line.opens for line in notes[:3]] == [True, False, True]
    assert {line.language for line in notes} == {"zh", "ja"}


TABLE_ZH = [
    ("指标", "2025年", "2030年"),
    ("能耗强度下降", "13.5%", "—"),
    ("风电装机", "5亿千瓦", "12亿千瓦"),
]


@pytest.mark.parametrize("ruled", [True, False])
def test_rows_of_a_data_table(tmp_path: Path, *, ruled: bool) -> None:
    maker = Maker(tmp_path / "a.pdf")
    before, after = wrap(ZH, 230, ZH_FONT), wrap(ZH[1:], 230, ZH_FONT)
    ja = wrap(JA * 3, 230, JA_FONT)
    draw(maker, 310, 760, ja, JA_FONT)
    draw(maker, 50, 760, before, ZH_FONT)
    y = 760 - len(before) * LEADING
    maker.line(140, y, "表1　主要目标")
    for number, row in enumerate(TABLE_ZH, 1):
        for x, cell in zip((54, 140, 210), row, strict=True):
            maker.line(x, y - number * LEADING, cell, size=9)
    if ruled:
        for number in range(4):
            maker.canvas.line(50, y - 5 - number * LEADING, 280, y - 5 - number * LEADING)
        for x in (50, 135, 205, 280):
            maker.canvas.line(x, y - 5, x, y - 5 - 3 * LEADING)
    draw(maker, 50, y - 5 * LEADING, after, ZH_FONT)
    source = read_pdf(maker.save())
    zh_lines = [line for line in source.lines if line.language == "zh"]
    assert [line.text for line in zh_lines if line.role == "table"] == [
        "\t".join(row) for row in TABLE_ZH
    ]
    assert [line.text for line in zh_lines if line.role == "caption"] == ["表1　主要目标"]
    assert [line.text for line in zh_lines if line.role == "body"] == [
        line.strip("　") for line in [*before, *after]
    ]
    assert texts(source, "ja") == [line.strip("　") for line in ja]


def test_cells_of_several_lines_are_joined(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    draw(maker, 50, 760, wrap(ZH * 2, 480, ZH_FONT), ZH_FONT)
    for y in (500, 464, 446, 410):
        maker.canvas.line(50, y, 500, y)
    for x in (50, 200, 300, 500):
        maker.canvas.line(x, 500, x, 410)
    cells = {
        (55, 485): "可再生能源电力", (55, 471): "消纳责任权重", (210, 478): "约束性",
        (310, 485): "由省级能源主管部门牵头，电网企业", (310, 471): "配合。",
        (55, 452): "储能", (210, 452): "预期性", (310, 452): "Grid companies",
        (55, 431): "合计", (310, 431): "pumped storage", (310, 417): "hydro power",
    }  # fmt: skip
    for (x, y), text in cells.items():
        maker.line(x, y, text, size=9)
    rows = [line.text for line in read_pdf(maker.save()).lines if line.role == "table"]
    assert rows == [
        "可再生能源电力消纳责任权重\t约束性\t由省级能源主管部门牵头，电网企业配合。",
        "储能\t预期性\tGrid companies",
        "合计\t\tpumped storage hydro power",
    ]


def test_ruby_is_dropped_by_size(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    lines = wrap(JA * 2, 400, JA_FONT)
    draw(maker, 50, 760, lines, JA_FONT)
    maker.line(72, 769.5, "いち", JA_FONT, 4.5)
    maker.line(120, 769.5 - 4 * LEADING, "せいび", JA_FONT, 4.5)
    source = read_pdf(maker.save())
    assert [line.text for line in source.lines] == [line.strip("　") for line in lines]
    assert [piece.text for piece in source.furniture if piece.reason == "ruby"] == [
        "いち",
        "せいび",
    ]


def test_overprint_rotated_text_and_watermarks_are_set_aside(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for page in range(4):
        lines = wrap(varied(ZH * 3, page, "其中第{}项另行规定。"), 480, ZH_FONT)
        draw(maker, 50, 760, lines, ZH_FONT)
        maker.line(50.3, 760, lines[0].strip("　"))  # not bold enough: printed twice
        maker.line(70.3, 760, lines[0].strip("　"))
        maker.canvas.saveState()
        maker.canvas.rotate(45)
        maker.line(300, 100, "内部资料", size=60)
        maker.canvas.restoreState()
        maker.line(200, 633, "样稿", size=50)
        maker.page()
    source = read_pdf(maker.save())
    found = [piece for piece in source.furniture if piece.place.page == 4]
    assert {piece.reason for piece in found} >= {"rotated text", "watermark", "overprint"}
    assert {"内部资料", "样稿"} <= {piece.text for piece in found}
    body = [line.text for line in source.lines if line.page == 4]
    assert body[1:] == [line.strip("　") for line in lines][1:]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_pages_are_read_upright(tmp_path: Path, degrees: int) -> None:
    path, zh, ja = two_columns(tmp_path / "a.pdf", 2)
    straight = read_pdf(path)
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.set_rotation(degrees)
        document.save(tmp_path / "turned.pdf")
    source = read_pdf(tmp_path / "turned.pdf")
    assert texts(source, "zh") == zh
    assert texts(source, "ja") == ja
    assert source.lines[0].box == straight.lines[0].box


def test_text_that_runs_upwards_is_read_upright(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    lines = wrap(ZH * 2, 400, ZH_FONT)
    maker.canvas.rotate(90)
    for number, line in enumerate(lines):
        maker.line(50, -60 - number * LEADING, line.strip("　"))
    source = read_pdf(maker.save())
    assert [line.text for line in source.lines] == [line.strip("　") for line in lines]
    box = source.lines[0].box
    assert box is not None
    left, bottom, right, top = box
    assert bottom == pytest.approx(50, abs=1)
    assert top - bottom > 10 * (right - left) / 2


def test_latin_words_keep_their_spaces(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    maker.line(50, 760, "根据 World Trade Organization 的规定，")
    text = maker.canvas.beginText(50, 740)
    text.setFont("Helvetica", SIZE)
    text.textOut("Carbon")
    text.setTextOrigin(88, 740)
    text.textOut("peaking")
    text.setTextOrigin(140, 740)
    text.setFont(ZH_FONT, SIZE)
    text.textOut("碳达峰")
    maker.canvas.drawText(text)
    lines = [line.text for line in read_pdf(maker.save()).lines]
    assert lines[0] == "根据 World Trade Organization 的规定，"
    assert lines[1].startswith("Carbon peaking")


def test_example_is_read_column_by_column() -> None:
    source = read_pdf(EXAMPLE)
    zh, ja = "".join(texts(source, "zh")), "".join(texts(source, "ja"))
    assert zh.startswith("关于加快推动新型储能规模化高质量发展的实施意见能综通储能〔2024〕58号")
    assert zh.endswith("国家能源局综合司2024年7月15日")
    assert "占比不低于百分之四十。到2030年，装机规模达到1.8亿千瓦左右" in zh
    assert "中国共産党第20回全国代表大会" in ja
    assert not source.furniture
    assert all(line.language and line.column is not None for line in source.lines)
    assert kept(source) == reported(EXAMPLE)
    headings = [line for line in source.lines if re.match(r"[一二三四五]、|（.{1,2}）", line.text)]
    assert len(headings) >= 38
    assert all(line.opens for line in headings)


SNIPPETS = st.lists(
    st.tuples(
        st.sampled_from([ZH_FONT, JA_FONT]),
        st.text("国務院の通知がABC 12，。（）①—　", min_size=1, max_size=12),
        st.floats(0, WIDTH),
        st.floats(0, HEIGHT),
        st.sampled_from([4.5, 9.0, 10.0, 22.0]),
        st.sampled_from([0, 0, 0, 90, 33]),
    ),
    min_size=1,
    max_size=25,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pages=st.lists(SNIPPETS, min_size=1, max_size=4))
def test_every_character_is_accounted_for(
    tmp_path: Path, pages: list[list[tuple[str, str, float, float, float, int]]]
) -> None:
    maker = Maker(tmp_path / "a.pdf")
    maker.line(100, 400, "国务院通知")
    for snippets in pages:
        for font, text, x, y, size, degrees in snippets:
            maker.canvas.saveState()
            maker.canvas.translate(x, y)
            maker.canvas.rotate(degrees)
            maker.line(0, 0, text, font, size)
            maker.canvas.restoreState()
        maker.page()
    path = maker.save()
    expected = reported(path)
    source = read_pdf(path)
    assert kept(source) == expected
    assert read_pdf(path) == source


def broken_files(tmp_path: Path) -> Iterator[tuple[str, bytes, str]]:
    path, _, _ = two_columns(tmp_path / "good.pdf", 1)
    good = path.read_bytes()
    yield "empty", b"", "the file is empty"
    yield "text", "国务院".encode(), "this is no PDF file"
    yield "cut", good[: len(good) // 5], "damaged"
    yield "noise", b"%PDF-1.4\n" + bytes(range(256)) * 256, "damaged"


def test_bad_files_are_refused_in_one_line(tmp_path: Path) -> None:
    for name, data, reason in broken_files(tmp_path):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        with pytest.raises(InputError, match=reason) as caught:
            read_pdf(path)
        assert "\n" not in str(caught.value)


def test_a_scan_has_no_text_layer(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "scan.pdf")
    maker.canvas.rect(50, 50, 400, 400, fill=1)
    maker.page()
    with pytest.raises(InputError, match="no text layer; run OCR"):
        read_pdf(maker.save())


def test_an_encrypted_file_needs_its_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt="secret")
    canvas.setFont(ZH_FONT, 12)
    canvas.drawString(100, 700, "国务院")
    canvas.save()
    with pytest.raises(InputError, match="is encrypted; give its password"):
        read_pdf(path)
    with pytest.raises(InputError, match="the password does not open"):
        read_pdf(path, password="wrong")  # noqa: S106
    assert [line.text for line in read_pdf(path, password="secret").lines] == ["国务院"]  # noqa: S106


def raw_pdf(content: bytes, extra: bytes = b"", kids: bytes = b"[3 0 R]", count: int = 1) -> bytes:
    """Write a PDF by hand."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids " + kids + b"/Count " + str(count).encode() + b">>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>>>>>"
        ),
        b"<<"
        + extra
        + b"/Length "
        + str(len(content)).encode()
        + b">>stream\n"
        + content
        + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += str(number).encode() + b" 0 obj" + body + b"endobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n"
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n" + str(start).encode() + b"\n%%EOF"


def test_a_stream_that_inflates_beyond_measure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    bomb = zlib.compress(b"BT /F 9 Tf (" + b"a" * (20 << 20) + b") Tj ET", 9)
    path.write_bytes(raw_pdf(bomb, b"/Filter/FlateDecode"))
    with pytest.raises(InputError, match="inflates to more than"):
        read_pdf(path)
    path.write_bytes(raw_pdf(zlib.compress(bomb), b"/Filter[/FlateDecode/FlateDecode]"))
    with pytest.raises(InputError, match="inflates to more than"):
        read_pdf(path)


def stream(number: int, head: bytes, content: bytes) -> bytes:
    """Write a stream of a PDF by hand."""
    data = zlib.compress(content)
    head = b"%d 0 obj<<%s/Filter/FlateDecode/Length %d>>" % (number, head, len(data))
    return head + b"stream\n" + data + b"\nendstream endobj\n"


def form(number: int, drawn: int, times: int, *, packed: bool = False) -> bytes:
    """Write a form that draws another one; its resources may be packed in a stream."""
    names = b"/XObject<</X %d 0 R>>" % drawn
    kind, content = b"/Type/XObject/Subtype/Form", b"/X Do " * times
    if not packed:
        return stream(number, kind + b"/Resources<<" + names + b">>", content)
    index = b"%d 0 " % (number + 100)
    pack = b"/Type/ObjStm/N 1/First %d" % len(index)
    return stream(number + 200, pack, index + b"<<" + names + b">>") + stream(
        number, kind + b"/Resources %d 0 R" % (number + 100), content
    )


@pytest.mark.parametrize("packed", [True, False])
def test_forms_that_draw_one_another_without_end_are_refused(*, packed: bool) -> None:
    chain = [form(number, number + 1, 10, packed=packed) for number in range(6, 26)]
    for forms in (chain, [form(6, 6, 2, packed=packed)]):
        with pytest.raises(InputError, match=r"a form of the PDF draws more than"):
            check_forms("a.pdf", b"%PDF-1.5\n" + b"".join(forms))
    check_forms("a.pdf", b"%PDF-1.5\n" + b"".join(chain[:4]) + form(50, 6, 1, packed=packed))


@pytest.mark.parametrize(
    ("kids", "count"), [(b"[2 0 R]", 1), (b"[3 0 R]", 10**9), (b"[]", 0), (b"[9 0 R]", 3)]
)
def test_absurd_page_trees_are_refused_or_read(tmp_path: Path, kids: bytes, count: int) -> None:
    path = tmp_path / "tree.pdf"
    path.write_bytes(raw_pdf(b"BT /F 9 Tf 50 700 Td (text) Tj ET", kids=kids, count=count))
    with suppress(InputError):
        assert [line.text for line in read_pdf(path).lines] == ["text"]


def test_characters_drawn_one_by_one_are_read_without_their_font(tmp_path: Path) -> None:
    # Where the machine has no such font, pdfium leaves them out unless it is given one.
    maker = Maker(tmp_path / "a.pdf")
    for number, char in enumerate("国务院关于印发行动方案的通知。"):
        maker.line(50 + number * SIZE, 700, char)
    assert [line.text for line in read_pdf(maker.save()).lines] == [
        "国务院关于印发行动方案的通知。"
    ]


def test_hyphens_at_line_ends_and_ligatures_are_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    content = b"BT /F 12 Tf 50 700 Td (COVID-) Tj 0 -14 Td (19 vaccine) Tj ET"
    path.write_bytes(raw_pdf(content))
    assert [line.text for line in read_pdf(path).lines] == ["COVID-", "19 vaccine"]


def test_a_header_of_two_lines_on_pages_with_little_text(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    body = wrap(varied(ZH, 0, "其中第{}项另行规定。"), 480, ZH_FONT)
    for number, lines in enumerate((body, body[::-1], ["附件1"], ["附件2"])):
        maker.line(250, 800, "关于印发绿色港口建设三年行动方案的通知和有关附件", size=8)
        maker.line(450, 790, "（滨海省文件汇编）", size=8)
        draw(maker, 50, 778, lines, ZH_FONT)
        maker.page()
        draw(maker, 50, 778, wrap(varied(ZH, number, "另有第{}项。"), 480, ZH_FONT), ZH_FONT)
        maker.page()
    source = read_pdf(maker.save())
    assert reasons(source) == {"running header": 8}
    assert {"附件1", "附件2"} <= {line.text for line in source.lines}


def test_short_lines_of_one_page_make_no_columns(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    for page in range(4):
        zh, ja = varied(ZH * 2, page, "其中第{}项。"), varied(JA * 2, page, "うち第{}項。")
        draw(maker, 50, 760, wrap(zh, 480, ZH_FONT), ZH_FONT)
        draw(maker, 50, 480, wrap(ja, 480, JA_FONT), JA_FONT)
        maker.page()
    for number in range(6):
        maker.line(50, 760 - number * LEADING, f"签署文本一式两份，第{number}份同等作准。")
        maker.line(300, 600 - number * LEADING, f"署名者は県の代表{number}である。", JA_FONT)
    maker.line(
        50, 640, "本声明于二〇三一年五月九日在白浜町签署，用中文和日文写成，两种文本同等作准。"
    )
    source = read_pdf(maker.save())
    assert {line.column for line in source.lines} == {None}


def test_characters_of_absurd_size_are_set_aside(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.pdf")
    maker.line(50, 760, "推动绿色发展")
    maker.line(50, 700, "1", size=10**5)
    source = read_pdf(maker.save())
    assert [line.text for line in source.lines] == ["推动绿色发展"]
    assert reasons(source) == {"larger than the page": 1}
