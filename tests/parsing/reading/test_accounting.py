"""Nothing of a Word document or a web page is lost, and nothing invented."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from lxml import html
from tests.parsing.accounting import accounted, disordered, letters

from policy_align.errors import InputError
from policy_align.parsing import parse
from policy_align.parsing.reading.files import read_source

if TYPE_CHECKING:
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

ZH, JA = "推动绿色发展，加快转型。", "グリーン発展を推進し、転換を加速する。"
WORDS = st.sampled_from(
    [ZH, JA, "一、总体要求", "第1条\u3000", "ABC", "1", "甲", "かな", "12%", "■", " "]
)
OPTIONS = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

# ------------------------------------------------------------------------------------- DOCX

NAMESPACES = (
    f"{nsdecls('w', 'm')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    " xmlns:v='urn:schemas-microsoft-com:vml'"
)
CHANGES = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
SHOWN = {"noBreakHyphen": "-"}


def wrapped(inner: SearchStrategy[str], *tags: str) -> SearchStrategy[str]:
    """Put pieces of XML into one of several elements, or into elements inside each other."""
    return st.builds(_wrap, st.sampled_from(tags), st.lists(inner, max_size=3).map("".join))


def _wrap(tags: str, inner: str) -> str:
    names = tags.split("/")
    return "".join(f"<{n}>" for n in names) + inner + "".join(f"</{n}>" for n in names[::-1])


RUN = st.builds(
    "<w:r>{}{}</w:r>".format,
    st.sampled_from(["", "", "<w:rPr><w:vanish/></w:rPr>"]),
    st.lists(
        WORDS.map("<w:t>{}</w:t>".format)
        | WORDS.map("<w:delText>{}</w:delText>".format)
        | st.sampled_from(
            ["tab", "br", "br w:type='page'", "cr", "noBreakHyphen", "lastRenderedPageBreak"]
            + [f"sym w:font='Wingdings' w:char='{code}'" for code in ("F0A8", "2460")]
        ).map("<w:{}/>".format),
        max_size=3,
    ).map("".join),
)
INLINE = st.recursive(
    RUN | WORDS.map("<m:oMath><m:r><m:t>{}</m:t></m:r></m:oMath>".format),
    lambda inner: wrapped(
        inner,
        *CHANGES,
        "w:hyperlink",
        "w:fldSimple",
        "w:smartTag",
        "w:sdt/w:sdtContent",
        "w:r/w:ruby/w:rt",
        "w:r/w:ruby/w:rubyBase",
    ),
    max_leaves=6,
)
BLOCKS = st.lists(
    st.recursive(
        wrapped(INLINE, "w:p")
        | WORDS.map("<m:oMathPara><m:r><m:t>{}</m:t></m:r></m:oMathPara>".format),
        lambda inner: (
            wrapped(wrapped(wrapped(inner, "w:tc"), "w:tr"), "w:tbl")
            | wrapped(
                inner,
                *CHANGES,
                "w:customXml",
                "w:sdt/w:sdtContent",
                "mc:AlternateContent/mc:Choice",
                "w:p/w:r/w:pict/v:shape/v:textbox/w:txbxContent",
            )
        ),
        max_leaves=10,
    ),
    max_size=5,
).map("".join)


def in_docx(body: str) -> Counter[str]:
    """Count the characters that the elements of WordprocessingML stand for."""
    total: Counter[str] = Counter()
    for element in parse_xml(body).iter():
        name = element.tag.rpartition("}")[2]
        if name in {"t", "delText"}:
            total += letters(element.text or "")
        elif name == "sym":
            total += letters(chr(int(element.values()[1], 16)))
        total += letters(SHOWN.get(name, ""))
    return total


def write_docx(path: Path, document: str) -> None:
    """Write a Word document of which the main part is given."""
    blank = io.BytesIO()
    docx.Document().save(blank)
    with zipfile.ZipFile(blank) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))


@OPTIONS
@given(blocks=BLOCKS)
def test_any_word_document(tmp_path: Path, blocks: str) -> None:
    zh, ja = (f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in (ZH, JA))
    document = f"<w:document {NAMESPACES}><w:body>{zh}{blocks}{ja}<w:sectPr/></w:body></w:document>"
    write_docx(tmp_path / "a.docx", document)
    documents = parse(tmp_path / "a.docx")
    assert accounted(documents) == in_docx(document)
    assert not disordered(documents, read_source(tmp_path / "a.docx"))


# ------------------------------------------------------------------------------------- HTML

TAGS = """\
p div span b table tr td th tbody thead tfoot caption ul li ol a h1 h2 nav footer aside form
section article main pre ruby rt rp button select option textarea noscript svg math title
object iframe template dl dt dd figure figcaption header br hr body head canvas map datalist
fieldset dialog menu unknown colgroup s abbr frameset small del"""
ATTRIBUTES = st.sampled_from(
    [""] * 8
    + [" class=nav", " hidden", " style='display:none'", " id=a", " href='#a'", " href=x"]
    + [" role=navigation", " role=main", " class=footnotes", " lang=ja", " lang=zh"]
)
NODES = st.lists(
    st.recursive(
        WORDS | st.sampled_from(["[1]", "&amp;", "\n"]),
        lambda inner: st.builds(
            "<{0}{1}>{2}</{0}>".format,
            st.sampled_from(TAGS.split()),
            ATTRIBUTES,
            st.lists(inner, max_size=4).map("".join),
        ),
        max_leaves=25,
    ),
    max_size=12,
).map("".join)


def in_html(page: str) -> Counter[str]:
    """Count the characters of the text of a web page."""
    root: Any = html.document_fromstring(page)
    return letters("".join(root.itertext()))


@OPTIONS
@given(nodes=NODES)
def test_any_web_page(tmp_path: Path, nodes: str) -> None:
    page = f"<!DOCTYPE html><html><body>{ZH}<p>{JA}</p>{nodes}</body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    try:
        documents = parse(tmp_path / "a.html")
    except InputError:  # the main part of the page is in one language
        reject()
    assert accounted(documents) == in_html(page)
    assert not disordered(documents, read_source(tmp_path / "a.html"))
