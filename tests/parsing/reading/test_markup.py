from __future__ import annotations

import re
import sys
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from policy_align.errors import InputError, MissingExtraError
from policy_align.parsing.reading.docx_numbering import format_number
from policy_align.parsing.reading.markup import read_docx, read_html

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as DocxDocument

    from policy_align.parsing.lines.source import Source

ZH = (
    "一、总体要求",
    "加快规划建设新型能源体系，力争顺利实现碳达峰目标。",
    "各地区要加强组织领导。",
)
JA = (
    "一、全体要求",
    "新型エネルギー体系の計画と建設を加速し、目標の達成を目指す。",
    "各地区は組織的な指導を強化する。",
)


def texts(source: Source) -> list[str]:
    return [line.text for line in source.lines]


def aside(source: Source) -> dict[str, str]:
    return {piece.reason: piece.text for piece in source.furniture}


def paragraph(document: DocxDocument, xml: str) -> None:
    """Append a paragraph given as WordprocessingML."""
    element = parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")
    document.element.body.insert(-1, element)


def write_html(path: Path, body: str, encoding: str = "utf-8", head: str = "") -> Path:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    path.write_bytes(page.encode(encoding))
    return path


# ------------------------------------------------------------------------------------- DOCX


def test_paragraphs_and_tables_in_their_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("关于印发行动方案的通知", style="Title")
    document.add_paragraph(ZH[1]).add_run("补充说明。").bold = True
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(
        table.rows, [("指标", "2025年", "2030年"), ("能耗", "13.5%", "—")], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("")
    document.add_paragraph("第二行\n换行后")
    document.save(str(tmp_path / "a.docx"))
    source = read_docx(tmp_path / "a.docx")
    assert texts(source) == [
        "关于印发行动方案的通知",
        ZH[1] + "补充说明。",
        "指标\t2025年\t2030年",
        "能耗\t13.5%\t—",
        "第二行",
        "换行后",
    ]
    assert [line.role for line in source.lines] == ["body"] * 2 + ["table"] * 2 + ["body"] * 2
    assert [line.opens for line in source.lines] == [True] * 5 + [None]
    assert [line.number for line in source.lines] == [1, 2, 3, 4, 5, 6]
    assert source.detail == "Word document"


@pytest.mark.parametrize("swapped", [False, True])
def test_a_bilingual_table_becomes_two_columns(tmp_path: Path, *, swapped: bool) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, zh, ja in zip(table.rows, (ZH[:2], ZH[2:]), (JA[:2], JA[2:]), strict=True):
        first, second = (ja, zh) if swapped else (zh, ja)
        row.cells[0].text, row.cells[1].text = "\n".join(first), second[0]
        for text in second[1:]:
            row.cells[1].add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    source = read_docx(tmp_path / "a.docx")
    assert [line.text for line in source.lines if line.language == "zh"] == list(ZH)
    assert [line.text for line in source.lines if line.language == "ja"] == list(JA)
    assert all(line.column == ((line.language == "ja") != swapped) for line in source.lines)
    assert all(line.role == "body" for line in source.lines)
    assert source.detail == "Word document, 2 columns"


def test_a_word_list_has_a_row_for_each_language(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(
        table.rows,
        [("1", "抽水蓄能", "揚水発電（ようすい）"), ("2", "碳达峰", "カーボンピークアウト")],
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(tmp_path / "a.docx"))
    source = read_docx(tmp_path / "a.docx")
    assert [(line.text, line.language, line.role) for line in source.lines] == [
        ("1\t抽水蓄能", "zh", "table"),
        ("揚水発電（ようすい）", "ja", "table"),
        ("2\t碳达峰", "zh", "table"),
        ("カーボンピークアウト", "ja", "table"),
    ]


def level(number: int, figures: str, suffix: str, pattern: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{figures}"/>'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    )


NUMBERING = (
    f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCountingThousand", "nothing", "%1、")
    + level(1, "chineseCounting", "nothing", "（%2）")
    + level(2, "decimal", "space", "%3.", start=3)
    + level(3, "bullet", "tab", "●")
    + '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
)


def test_labels_of_lists_are_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    part = document.part.numbering_part
    part._element = parse_xml(NUMBERING)
    for depth, text in [
        (0, "总体要求"), (1, "指导思想"), (1, "工作原则"), (2, "目标"), (2, "任务"),
        (0, "重点任务"), (1, "能源"), (3, "圆点"),
    ]:  # fmt: skip
        paragraph(
            document,
            f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr></w:pPr>'
            f"<w:r><w:t>{text}</w:t></w:r>",
        )
    document.save(str(tmp_path / "a.docx"))
    assert texts(read_docx(tmp_path / "a.docx")) == [
        "一、总体要求", "（一）指导思想", "（二）工作原则", "3. 目标", "4. 任务",
        "二、重点任务", "（一）能源", "圆点",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "numerals"),
    [
        ("chineseCounting", {1: "一", 10: "十", 12: "十二", 20: "二十", 101: "一百零一"}),
        ("japaneseCounting", {10: "十", 101: "百一", 111: "百十一", 2024: "二千二十四"}),
        ("chineseLegalSimplified", {3: "叁", 12: "壹拾贰"}),
        ("ideographDigital", {10: "一〇", 21: "二一"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 99: "99"}),
        ("decimalFullWidth", {12: "１２"}),
        ("aiueoFullWidth", {1: "ア", 46: "ン"}),
        ("irohaFullWidth", {1: "イ", 3: "ハ"}),
        ("lowerRoman", {4: "iv", 1999: "mcmxcix"}),
        ("upperLetter", {1: "A", 27: "AA"}),
        ("unheardOf", {7: "7"}),
        ("chineseCounting", {0: "0"}),
    ],
)
def test_numerals(figures: str, numerals: dict[int, str]) -> None:
    assert {number: format_number(number, figures) for number in numerals} == numerals


@given(st.integers(1, 9999))
def test_chinese_numerals_can_be_read_back(number: int) -> None:
    value = figure = 0
    for char in format_number(number, "chineseCounting"):
        if char in "十百千":
            value += (figure or 1) * 10 ** ("十百千".index(char) + 1)
            figure = 0
        else:
            figure = "零一二三四五六七八九".index(char)
    assert value + figure == number


def test_what_does_not_show_is_set_aside(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "内部资料"
    section.footer.paragraphs[0].text = "第1页"
    paragraph(
        document,
        "<w:r><w:t>保留</w:t></w:r><w:ins><w:r><w:t>插入</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删除</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:r><w:ruby><w:rt><w:r><w:t>たんそ</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>炭素</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        '<w:r><w:noBreakHyphen/><w:sym w:font="X" w:char="2460"/></w:r>',
    )
    document.save(str(tmp_path / "a.docx"))
    source = read_docx(tmp_path / "a.docx")
    assert texts(source) == ["保留插入链接炭素-①"]
    assert aside(source) == {
        "deleted text": "删除",
        "hidden text": "隐藏",
        "ruby": "たんそ",
        "running header": "内部资料",
        "footer": "第1页",
    }


def test_pages_footnotes_and_text_boxes(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("首页")
    document.add_page_break()
    document.add_paragraph("次页")
    paragraph(
        document,
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict>"
        "</w:r><w:r><w:t>框外</w:t></w:r>",
    )
    document.save(str(tmp_path / "plain.docx"))
    footnotes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>标准煤。</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with (
        zipfile.ZipFile(tmp_path / "plain.docx") as old,
        zipfile.ZipFile(tmp_path / "a.docx", "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                more = f'<Relationship Id="rId99" Type="{office}" Target="footnotes.xml"/>'
                data = data.replace(b"</Relationships>", more.encode() + b"</Relationships>")
            if name == "[Content_Types].xml":
                more = (
                    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.'
                    'openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
                )
                data = data.replace(b"</Types>", more.encode())
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", footnotes)
    source = read_docx(tmp_path / "a.docx")
    assert [(line.text, line.page, line.role) for line in source.lines] == [
        ("首页", 1, "body"),
        ("次页", 2, "body"),
        ("框外", 2, "body"),
        ("框内", 2, "body"),
        ("标准煤。", 2, "footnote"),
    ]


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next(tmp_path: Path) -> None:
    document = docx.Document()
    gone = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    paragraph(document, f"{gone}<w:r><w:t>茶叶</w:t></w:r>")
    paragraph(document, f"{gone}<w:r><w:t>产量</w:t></w:r>")
    paragraph(document, "<w:r><w:t>稳定。</w:t></w:r>")
    paragraph(document, f"{gone}<w:r><w:t>完。</w:t></w:r>")
    document.save(str(tmp_path / "a.docx"))
    assert texts(read_docx(tmp_path / "a.docx")) == ["茶叶产量稳定。", "完。"]


def test_a_header_of_unknown_content_type_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_paragraph("正文。")
    document.save(str(tmp_path / "plain.docx"))
    with (
        zipfile.ZipFile(tmp_path / "plain.docx") as old,
        zipfile.ZipFile(tmp_path / "a.docx", "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = re.sub(rb'<Override PartName="/word/header1.xml"[^>]*/>', b"", data)
            new.writestr(name, data)
    assert aside(read_docx(tmp_path / "a.docx")) == {"running header": "内部资料"}


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    docx.Document().save(str(tmp_path / "plain.docx"))
    with (
        zipfile.ZipFile(tmp_path / "plain.docx") as old,
        zipfile.ZipFile(tmp_path / "a.docx", "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = (
                    f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY a "aaaaaaaaaa">'
                    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
                    f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>正文&e;&b;</w:t></w:r>"
                    "</w:p></w:body></w:document>"
                ).encode()
            new.writestr(name, data)
    source = read_docx(tmp_path / "a.docx")
    assert texts(source) == ["正文&e;&b;"]


def test_bad_word_files_are_refused_in_one_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    docx.Document().save(str(bad))
    good = bad.read_bytes()
    for data, reason in (
        (b"", "no Word document"),
        (b"PK\x03\x04 rubbish", "no Word document"),
        (good[: len(good) // 2], "no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted or in the old DOC"),
        (good, "there is no text"),
    ):
        bad.write_bytes(data)
        with pytest.raises(InputError, match=reason) as caught:
            read_docx(bad)
        assert "\n" not in str(caught.value)
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(InputError, match="no Word document"):
        read_docx(bad)
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    with pytest.raises(InputError, match="damaged"):
        read_docx(bad)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(130):
            part.write(b" " * (1 << 20))
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(InputError, match="unpacks to more than"):
        read_docx(bomb)


def test_the_extra_is_named_where_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtraError, match=r"policy-align\[documents\]"):
        read_docx(tmp_path / "a.docx")


# ------------------------------------------------------------------------------------- HTML


def test_blocks_become_lines(tmp_path: Path) -> None:
    body = """<h1>关于印发行动方案的
    通知</h1><div><p>加快<b>规划</b>建设，
        实现目标。</p>散落的文字<p>Carbon
        peaking</p></div><ul><li>一项</li><li>二项</li></ul>
        <p>首行<br>次行<br><br>　　另段</p><p> &nbsp; </p>"""
    source = read_html(write_html(tmp_path / "a.html", body))
    assert texts(source)[:4] == [
        "关于印发行动方案的通知", "加快规划建设，实现目标。", "散落的文字", "Carbon peaking",
    ]  # fmt: skip
    assert texts(source)[4:9] == ["一项", "二项", "首行", "次行", "　　另段"]
    assert [line.opens for line in source.lines][:9] == [True] * 7 + [None, True]
    assert source.detail == "web page, utf-8"


def test_what_is_no_text_is_left_out(tmp_path: Path) -> None:
    links = "".join(f'<li><a href="/p{n}">栏目之{n}</a></li>' for n in range(5))
    body = f"""<nav>首页</nav><div class="breadcrumb">当前位置</div><script>var 甲 = 1</script>
    <style>p {{}}</style><ul>{links}</ul><div class="TRS_Editor"><p>正文第一段。</p>
    <p style="display: none">隐藏</p><p hidden>也隐藏</p>
    <p><ruby>炭素<rp>（</rp><rt>たんそ</rt><rp>）</rp></ruby>中立</p></div>尾声
    <ul><li><a href="#a">第一章</a></li><li><a href="#b">第二章</a></li>
    <li><a href="#c">第三章</a></li></ul>
    <footer>版权所有</footer><!-- 注释 -->"""
    source = read_html(write_html(tmp_path / "a.html", body))
    assert texts(source) == ["正文第一段。", "炭素中立", "尾声", "第一章", "第二章", "第三章"]
    found = [(piece.reason, piece.text) for piece in source.furniture]
    assert ("navigation", "当前位置") in found
    assert ("navigation", "栏目之0栏目之1栏目之2栏目之3栏目之4") in found
    assert ("hidden text", "也隐藏") in found
    assert ("ruby", "たんそ") in found
    assert ("footer", "版权所有") in found
    assert len(found) == len(set(found))


NOTES = {
    "word": '<p>产量稳定<a href="#_ftn1" name="_ftnref1">[1]</a>。</p><div id=ftn1><p><a href='
    '"#_ftnref1" name="_ftn1">[1]</a> 指干茶。</p></div>',
    "libreoffice": '<p>产量稳定<a name="n1anc" href="#n1sym"><sup>1</sup></a>。</p><div><p>'
    '<a name="n1sym" href="#n1anc">1</a> 指干茶。</p></div>',
    "mediawiki": '<p>产量稳定<sup id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup>。</p><ol>'
    '<li id="cite_note-1"><span><a href="#cite_ref-1">^</a></span> <span>指干茶。</span></ol>',
    "markdown": '<p>产量稳定<sup id="fnref:1"><a href="#fn:1">1</a></sup>。</p><div class='
    '"footnotes"><ol><li id="fn:1"><p>指干茶。<a href="#fnref:1">\u21a9\ufe0e</a></p></ol></div>',
    "aria": '<p>产量稳定<a href="#n1" role="doc-noteref">1</a>。</p>'
    "<aside id=n1 role=doc-footnote><p>指干茶。</p></aside>",
}


@pytest.mark.parametrize("writer", NOTES)
def test_notes_of_a_web_page_are_found_by_their_links(tmp_path: Path, writer: str) -> None:
    source = read_html(write_html(tmp_path / "a.html", NOTES[writer] + "<p>正文。</p>"))
    assert [(line.text.strip("[1] "), line.role) for line in source.lines] == [
        ("产量稳定。", "body"),
        ("指干茶。", "footnote"),
        ("正文。", "body"),
    ]
    assert {piece.reason for piece in source.furniture} == {"footnote mark"}


def test_links_to_sections_are_no_marks_of_notes(tmp_path: Path) -> None:
    body = '<p>见<a href="#s">1</a>。</p><h2 id=s>1　总则</h2><p>正文。<a href="#top">↑</a></p>'
    source = read_html(write_html(tmp_path / "a.html", f"<div id=top>{body}</div>"))
    assert [(line.text, line.role) for line in source.lines] == [
        ("见1。", "body"),
        ("1　总则", "body"),
        ("正文。↑", "body"),
    ]


def test_deleted_text_of_a_web_page_is_set_aside(tmp_path: Path) -> None:
    source = read_html(write_html(tmp_path / "a.html", "<p>茶叶<del>价格</del><ins>产量</ins>。"))
    assert texts(source) == ["茶叶产量。"]
    assert aside(source) == {"deleted text": "价格"}


def test_the_declared_language_decides_unless_the_words_deny_it(tmp_path: Path) -> None:
    cells = "<tr><td lang=ja>合計<td lang=ja>1</tr><tr lang=zh-Hans><td>合计<td>1</tr>"
    body = f"<table>{cells}</table><p xml:lang=zh>茶の生産量は安定している。</p><p lang=ja>令和</p>"
    source = read_html(write_html(tmp_path / "a.html", body))
    assert [line.language for line in source.lines] == ["ja", "zh", None, "ja"]


def test_the_main_element_is_the_text(tmp_path: Path) -> None:
    body = "<div>网站名</div><h1>通知</h1><main><p>正文很长很长很长很长。</p></main><div>推荐</div>"
    source = read_html(write_html(tmp_path / "a.html", body))
    assert texts(source) == ["通知", "正文很长很长很长很长。"]
    assert {piece.text for piece in source.furniture} == {"网站名", "推荐"}


def test_tables_of_a_web_page(tmp_path: Path) -> None:
    pairs = zip(ZH, JA, strict=True)
    rows = "".join(f"<tr><td><p>{zh}</p></td><td>{ja}</td></tr>" for zh, ja in pairs)
    body = f"""<table><tr><td colspan="2"><h1>对照本</h1></td></tr>{rows}</table>
    <table><caption>表1　指标</caption><thead><tr><th>指标</th><th>2025年</th></tr></thead>
    <tr><td>能耗<p>强度</p></td><td>13.5%</td></tr></table>
    <table><tr><td><p>{ZH[1]}</p><p>{ZH[2]}</p></td></tr></table>"""
    source = read_html(write_html(tmp_path / "a.html", body))
    pairs_read = [line for line in source.lines if line.column is not None]
    assert [line.text for line in pairs_read if line.language == "zh"] == list(ZH)
    assert [line.text for line in pairs_read if line.column == 1] == list(JA)
    rest = [(line.text, line.role) for line in source.lines if line.column is None]
    assert rest == [
        ("对照本", "body"),
        ("表1　指标", "caption"),
        ("指标\t2025年", "table"),
        ("能耗强度\t13.5%", "table"),
        (ZH[1], "body"),
        (ZH[2], "body"),
    ]


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("gb2312", "gb18030", "国务院关于加强镕基工作的通知"),
        ("Shift_JIS", "cp932", "①髙橋はエネルギー政策を担当する。"),
        ("euc-jp", "euc_jp", "各府省は施策を推進する。"),
        ("big5", "big5hkscs", "行政院關於推動能源轉型的通知"),
        ("utf-8", "utf-8", "加快建设。"),
        (
            "utf-8",
            "gb18030",
            "国务院关于加强应急管理工作的通知，各省、自治区、直辖市人民政府：" * 3,
        ),
        ("x-nonsense", "utf-8", "加快建设。"),
        ("", "utf-16", "加快建设，各地区要加强组织领导。"),
        ("", "utf-8-sig", "加快建设。"),
    ],
)
def test_the_encoding_of_a_web_page(
    tmp_path: Path, declared: str, encoding: str, text: str
) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' * bool(
        declared
    )
    path = write_html(tmp_path / "a.html", f"<p>{text}</p>", encoding, head)
    assert texts(read_html(path)) == [text]


def test_an_xhtml_page_with_entities(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        "<html><body><p>正文&e;&copy;&#x4E00;</p></body></html>"
    )
    path.write_text(page, encoding="utf-8")
    text = "".join(texts(read_html(path)))
    assert "root:" not in text
    assert "正文" in text
    assert "一" in text


def test_bad_web_pages_are_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    for page in ("<html></html>", "<!-- x -->", "<div>" * 100_000 + "文" + "</div>" * 100_000):
        path.write_text(page, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_html(path)
        assert "\n" not in str(caught.value)


@given(st.lists(st.text("甲乙丙かなABC 、。", min_size=1, max_size=20), min_size=1, max_size=8))
def test_every_paragraph_of_a_page_is_kept(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str]
) -> None:
    path = tmp_path_factory.mktemp("html") / "a.html"
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    filled = [" ".join(text.split()) for text in paragraphs if text.strip()]
    if filled:
        assert texts(read_html(write_html(path, body))) == filled
