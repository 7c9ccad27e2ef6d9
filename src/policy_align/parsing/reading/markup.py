"""Read Word documents and web pages into lines: one line for each paragraph."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from policy_align.errors import InputError, MissingExtraError
from policy_align.model import Furniture, Place
from policy_align.parsing.languages.evidence import line_evidence
from policy_align.parsing.lines.source import Line, Source
from policy_align.parsing.reading.docx import Paragraph, Table, make_reader
from policy_align.parsing.reading.encodings import decode
from policy_align.parsing.reading.html import Block, Grid
from policy_align.parsing.reading.html import read_page as read_html_page
from policy_align.parsing.tables.bilingual import column_languages, is_word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from policy_align.model import Language
    from policy_align.parsing.lines.source import Role
    from policy_align.parsing.reading.docx import Reader

_Block: TypeAlias = "Paragraph | Table | Block | Grid"

_MAX_PARTS = 20_000
_MAX_UNPACKED = 512 << 20  # bytes, of all parts of a Word file
_MAX_PART = 128 << 20  # bytes, of a part with text
_PAIR = 2  # columns of a bilingual layout
_CLEAR = 4.0  # log-odds of a text that is of one language
_MOST_IN_CELL = 4  # paragraphs in a cell of a table of data
_CAPTION_STYLES = ("caption", "图表", "題注", "题注", "図表番号")
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_CHARSET_REACH = 4096
_WEB_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "utf8": "utf-8",
}
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(slots=True)
class _Draft:
    """A line before it is counted."""

    text: str
    page: int
    opens: bool | None = True
    role: Role = "body"
    column: int | None = None
    language: Language | None = None


def read_docx(path: Path) -> Source:
    """Read a Word document.

    Args:
        path: A DOCX file.

    Returns:
        One line for each paragraph, table row or note; the cells of a bilingual table become
        two columns. Headers, footers, comments and what does not show are set aside.

    Raises:
        InputError: If the file is no Word document, damaged, encrypted or absurdly large.
        MissingExtraError: If python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtraError("Reading DOCX files", "documents") from None
    _check_archive(path)
    try:
        document = docx.Document(str(path))
        reader = make_reader(document)
        drafts = list(_drafts(list(reader.blocks(document.element.body))))
        notes = list(_notes(document, reader))
        margins = list(_margins(document, reader))
    except InputError:
        raise
    except Exception as error:
        reason = "the Word document is damaged or of another kind"
        raise InputError(path, reason, "save it again as DOCX") from error
    furniture = [(text, reason, page) for text, reason, page in reader.aside]
    furniture.extend(margins)
    return _source(path, [*drafts, *notes], furniture, "Word document")


def _check_archive(path: Path) -> None:
    """Refuse files that are no archive, and archives that unpack beyond measure."""
    advice = "save it again as DOCX"
    with path.open("rb") as file:
        head = file.read(8)
    if head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        reason = "the Word document is encrypted or in the old DOC format"
        raise InputError(path, reason, "save it without a password as DOCX")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(path, "this is no Word document", advice) from error
    texts = [part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    if (
        len(parts) > _MAX_PARTS
        or sum(part.file_size for part in parts) > _MAX_UNPACKED
        or max(texts, default=0) > _MAX_PART
    ):
        limit = f"{_MAX_PART >> 20} MiB of text or {_MAX_UNPACKED >> 20} MiB in all"
        raise InputError(path, f"the Word document unpacks to more than {limit}", "split it")
    if not any(part.filename.startswith("word/") for part in parts):
        raise InputError(path, "this is no Word document", advice)


def _notes(document: Any, reader: Reader) -> Iterator[_Draft]:  # noqa: ANN401
    """Yield the footnotes and endnotes of a Word document."""
    from docx.oxml.parser import parse_xml

    for relation in document.part.rels.values():
        kind = str(relation.reltype).rsplit("/", 1)[-1]
        if relation.is_external or kind not in {"footnotes", "endnotes"}:
            continue
        for note in parse_xml(relation.target_part.blob).iterchildren():
            if any(str(name).endswith("}type") for name in note.attrib):  # separators
                continue
            for draft in _drafts(list(reader.blocks(note))):
                draft.role = "footnote"
                yield draft


def _margins(document: Any, reader: Reader) -> Iterator[tuple[str, str, int]]:  # noqa: ANN401
    """Yield headers, footers and comments."""
    from docx.oxml.parser import parse_xml

    kinds = (("/header", "running header"), ("/footer", "footer"), ("/comments", "comment"))
    for relation in document.part.rels.values():
        for suffix, reason in kinds:
            if not relation.is_external and relation.reltype.endswith(suffix):
                root = parse_xml(relation.target_part.blob)
                texts = [draft.text for draft in _drafts(list(_deep_blocks(reader, root)))]
                if texts:
                    yield "\n".join(texts), reason, 1


def _deep_blocks(reader: Reader, root: Any) -> Iterator[_Block]:  # noqa: ANN401
    """Yield the blocks of a header, a footer, or of each comment."""
    inner = [child for child in root.iterchildren() if str(child.tag).endswith("}comment")]
    for part in inner or [root]:
        yield from reader.blocks(part)


def read_html(path: Path, encoding: str | None = None) -> Source:
    """Read a web page.

    Args:
        path: An HTML file.
        encoding: Its encoding where the user knows it; else the page's own word is taken if
            it fits, and the encoding is found out if not.

    Returns:
        One line for each paragraph, heading or table row; the cells of a bilingual table
        become two columns. Navigation, forms, footers and what is hidden are set aside.

    Raises:
        InputError: If the file is empty, in no known encoding or nested absurdly deep.
    """
    from lxml import etree, html

    text, codec = _decode_html(path, encoding)
    text = _XML_HEAD.sub("", text).replace("\x00", "")
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        reason = "the web page holds nothing that can be read"
        raise InputError(path, reason, "check the download") from error
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise InputError(path, "the web page is nested too deep", "save its text instead")
    page = read_html_page(root)
    aside = [(piece, reason, 1) for piece, reason in page.aside]
    return _source(path, list(_drafts(page.blocks)), aside, f"web page, {codec}")


def _decode_html(path: Path, encoding: str | None) -> tuple[str, str]:
    """Decode a web page by its own word where that holds."""
    data = path.read_bytes()
    if encoding is None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        match = _META_CHARSET.search(data[:_CHARSET_REACH])
        if match:
            name = match[1].decode("ascii").lower()
            codec = _WEB_CODECS.get(name, name)
            try:
                return data.decode(codec), codec
            except (LookupError, UnicodeDecodeError):
                pass
    return decode(data, str(path), encoding)


def _drafts(blocks: Sequence[_Block]) -> Iterator[_Draft]:
    """Turn blocks into lines."""
    for block in blocks:
        if isinstance(block, (Table, Grid)):
            yield from _table(block)
        elif isinstance(block, Block):
            role: Role = "footnote" if block.note else "body"
            if block.tag in {"caption", "figcaption"}:
                role = "caption"
            yield _Draft(block.text, 1, block.opens, role, language=_declared(block))
        else:
            caption = block.style.startswith(_CAPTION_STYLES)
            opens: bool | None = True
            for line in block.text.split("\n"):
                if line.strip():
                    yield _Draft(line, block.page, opens, "caption" if caption else "body")
                    opens = None


def _declared(block: Block) -> Language | None:
    """Return the language that a web page says a block is in, unless its words deny it."""
    if block.language is None:
        return None
    weight = line_evidence([block.text])[0]
    denied = weight < -_CLEAR if block.language == "zh" else weight > _CLEAR
    return None if denied else block.language


def _table(table: Table | Grid) -> Iterator[_Draft]:
    """Turn a table into lines: the text of two columns, or rows of cells."""
    rows = [[list(_drafts(cell)) for cell in row] for row in table.rows]
    texts = [[_join(cell) for cell in row] for row in rows]
    languages = column_languages(texts)
    terms = is_word_list(text for row in texts for text in row)
    if languages is None:
        widest = max(map(len, texts), default=0)
        longest = max((len(cell) for row in rows for cell in row), default=0)
        if (widest < _PAIR and not terms) or longest > _MOST_IN_CELL:  # a frame around text
            yield from (draft for row in rows for cell in row for draft in cell)
        else:
            for row in rows:
                yield from _row(row, None)
        return
    for row in rows:
        if len(row) != len(languages):  # a title over all columns
            yield from (draft for cell in row for draft in cell)
        elif len(languages) > _PAIR or terms:
            for language in dict.fromkeys(languages):
                chosen = [c for c, told in zip(row, languages, strict=True) if told == language]
                yield from _row(chosen, language)
        else:
            yield from _side_by_side(row, languages)


def _side_by_side(
    cells: Sequence[Sequence[_Draft]], languages: Sequence[Language | None]
) -> Iterator[_Draft]:
    """Yield the paragraphs of a row of two cells that translate each other."""
    for column, (cell, language) in enumerate(zip(cells, languages, strict=True)):
        for draft in cell:
            draft.column, draft.language = column, language
            yield draft


def _row(cells: Sequence[Sequence[_Draft]], language: Language | None) -> Iterator[_Draft]:
    """Join the cells of a row by tabs."""
    texts = [_join(cell) for cell in cells]
    told = {draft.language for cell in cells for draft in cell}
    if language is None and len(told) == 1:
        (language,) = told
    if any(texts):
        page = next(draft.page for cell in cells for draft in cell)
        yield _Draft("\t".join(texts), page, opens=True, role="table", language=language)


def _join(cell: Sequence[_Draft]) -> str:
    """Join the paragraphs of a cell; a space parts Latin words."""
    text = ""
    for draft in cell:
        more = draft.text.replace("\t", " ").strip()
        if text and more and (text[-1] + more[0]).isascii():
            text += " "
        text += more
    return text


def _source(
    path: Path, drafts: Sequence[_Draft], aside: Sequence[tuple[str, str, int]], kind: str
) -> Source:
    """Count the lines."""
    if not drafts:
        raise InputError(
            path, f"there is no text in the {kind.split(',', maxsplit=1)[0]}", "check the file"
        )
    lines = tuple(
        Line(
            draft.text,
            draft.page,
            number,
            language=draft.language,
            column=draft.column,
            role=draft.role,
            opens=draft.opens,
        )
        for number, draft in enumerate(drafts, 1)
    )
    furniture = tuple(Furniture(text, reason, Place(page, 1, 1)) for text, reason, page in aside)
    columns = ", 2 columns" if any(line.column is not None for line in lines) else ""
    return Source(path.name, lines, furniture, f"{kind}{columns}")
