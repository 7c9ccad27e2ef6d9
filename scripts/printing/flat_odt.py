"""Flat OpenDocument text: one XML file that LibreOffice prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.parsing.marked import Text

FONT = "Noto Sans CJK SC"

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
    )
)
_STYLES = {
    "agency": "Agency",
    "title": "Title",
    "docnum": "Centred",
    "caption": "Centred",
    "contents": "Centred",
    "address": "Flush",
    "annex": "Flush",
    "signature": "Right",
    "date": "Right",
}
_PAGE = '<text:page-number text:select-page="current"/>'
_FOOTERS = {
    "": "",
    "page of pages": f"第 {_PAGE} 页　共 <text:page-count/> 页",
    "page/pages": f"{_PAGE}/<text:page-count/>",
    "— page —": f"— {_PAGE} —",
}
FOOTERS = tuple(_FOOTERS)
"""How pages can be numbered; the first does not number them."""


@dataclass(frozen=True)
class Look:
    """How the pages of a print look.

    Attributes:
        size: Size of the type in points.
        height: Height of the page in centimetres.
        indent: Indent of a paragraph's first line in centimetres.
        header_gap: Space below the running header in centimetres.
        header: Running header; none where it is empty.
        left_header: Running header of even pages, where they have their own.
        footer: How pages are numbered, one of ``FOOTERS``.
    """

    size: float = 11
    height: float = 29.7
    indent: float = 0.8
    header_gap: float = 0.4
    header: str = ""
    left_header: str = ""
    footer: str = ""


def paragraph(text: Text, notes: Mapping[str, str], *, opens_page: bool = False) -> str:
    """Return a paragraph.

    Args:
        text: The paragraph.
        notes: The texts of the footnotes by their numbers; they stand where they are cited.
        opens_page: Whether it begins a page.

    Returns:
        The paragraph as XML.
    """
    content, start = "", 0
    for place, number in text.citations:
        content += escape(text.text[start:place]) + _footnote(notes[number])
        start = place
    content += escape(text.text[start:])
    page = "OnNewPage" if opens_page else ""
    return _styled(content, f"{_style(text)}{page}")


def contents_line(heading: str, page: int) -> str:
    """Return a line of a table of contents: heading, dots, page."""
    return _styled(f"{escape(heading)}<text:tab/>{page}", "ContentsLine")


def data_table(rows: Iterable[Sequence[str]]) -> str:
    """Return a table with borders."""
    cells = [[_styled(escape(cell), "Flush") for cell in row] for row in rows]
    return _table(cells, "Ruled")


def parallel_table(rows: Iterable[Sequence[str]]) -> str:
    """Return a table without borders that sets paragraphs side by side."""
    return _table(list(rows), "Bare")


def document(body: str, look: Look) -> str:
    """Return the whole file.

    Args:
        body: Its paragraphs and tables.
        look: How its pages look.

    Returns:
        The text of the file.
    """
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document {_NAMESPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{_paragraph_styles(look)}{_note_style()}</office:styles>"
        f"<office:automatic-styles>{_page_layout(look)}{_cell_styles()}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="Page">{_header(look)}{_footer(look)}</style:master-page>'
        f"</office:master-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document>\n"
    )


def _style(text: Text) -> str:
    is_heading = text.title and len(text.sentences) == 1
    return _STYLES.get(text.kind, "Heading" if is_heading else "Body")


def _styled(content: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def _footnote(text: str) -> str:
    return (
        '<text:note text:note-class="footnote"><text:note-citation/>'
        f"<text:note-body>{_styled(escape(text), 'Footnote')}</text:note-body></text:note>"
    )


def _table(rows: Sequence[Sequence[str]], cell_style: str) -> str:
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="{cell_style}">{cell}</table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return f"<table:table>{columns}{body}</table:table>"


def _paragraph_styles(look: Look) -> str:
    first_line = f'fo:text-indent="{look.indent}cm"'
    styles = {
        "Body": (f'{first_line} fo:text-align="justify"', ""),
        "Flush": ("", ""),
        "Heading": (first_line, 'fo:font-weight="bold" style:font-weight-asian="bold"'),
        "Title": ('fo:text-align="center" fo:margin-bottom="0.3cm"', _type(look.size + 5)),
        "Agency": ('fo:text-align="center"', f'{_type(24)} fo:color="#ff0000"'),
        "Centred": ('fo:text-align="center"', ""),
        "Right": ('fo:text-align="end" fo:margin-right="1cm"', ""),
        "Footnote": ('fo:margin-left="0.6cm" fo:text-indent="-0.6cm"', _type(9)),
        "RunningLeft": ("", _type(9)),
        "RunningCentre": ('fo:text-align="center"', _type(9)),
        "RunningRight": ('fo:text-align="end"', _type(9)),
    }
    default = (
        '<style:default-style style:family="paragraph"><style:text-properties '
        f'fo:font-family="{FONT}" style:font-family-asian="{FONT}" {_type(look.size)}/>'
        "</style:default-style>"
    )
    leader = (
        '<style:tab-stops><style:tab-stop style:position="16cm" style:type="right" '
        'style:leader-style="dotted" style:leader-text="."/></style:tab-stops>'
    )
    contents = (
        '<style:style style:name="ContentsLine" style:family="paragraph">'
        f"<style:paragraph-properties>{leader}</style:paragraph-properties></style:style>"
    )
    return default + contents + "".join(_paragraph_style(n, *p) for n, p in styles.items())


def _paragraph_style(name: str, layout: str, typeface: str) -> str:
    """Return a style and the same for a paragraph that begins a page."""
    return (
        f'<style:style style:name="{name}" style:family="paragraph">'
        f"<style:paragraph-properties {layout}/><style:text-properties {typeface}/></style:style>"
        f'<style:style style:name="{name}OnNewPage" style:family="paragraph" '
        f'style:parent-style-name="{name}">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
    )


def _type(size: float) -> str:
    return f'fo:font-size="{size}pt" style:font-size-asian="{size}pt"'


def _note_style() -> str:
    return (
        '<style:style style:name="Citation" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
        '<text:notes-configuration text:note-class="footnote" '
        'text:citation-style-name="Citation" text:citation-body-style-name="Citation" '
        'text:default-style-name="Footnote" style:num-format="1" text:start-value="0" '
        'text:footnotes-position="page" text:start-numbering-at="document"/>'
    )


def _page_layout(look: Look) -> str:
    return (
        '<style:page-layout style:name="Page"><style:page-layout-properties '
        f'fo:page-width="21cm" fo:page-height="{look.height}cm" fo:margin-top="2cm" '
        'fo:margin-bottom="2cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm">'
        '<style:footnote-sep style:width="0.02cm" style:rel-width="25%" '
        'style:line-style="solid" style:color="#000000" style:adjustment="left" '
        'style:distance-before-sep="0.1cm" style:distance-after-sep="0.1cm"/>'
        "</style:page-layout-properties>"
        '<style:header-style><style:header-footer-properties fo:min-height="0.6cm" '
        f'fo:margin-bottom="{look.header_gap}cm"/></style:header-style>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.6cm" '
        'fo:margin-top="0.4cm"/></style:footer-style></style:page-layout>'
    )


def _cell_styles() -> str:
    looks = {
        "Ruled": 'fo:border="0.02cm solid #000000" fo:padding="0.1cm"',
        "Bare": 'fo:border="none" fo:padding="0.15cm"',
    }
    return "".join(
        f'<style:style style:name="{name}" style:family="table-cell">'
        f"<style:table-cell-properties {look}/></style:style>"
        for name, look in looks.items()
    )


def _header(look: Look) -> str:
    if not look.header:
        return ""
    right = f"<style:header>{_styled(escape(look.header), 'RunningRight')}</style:header>"
    if not look.left_header:
        return right
    left = _styled(escape(look.left_header), "RunningLeft")
    return f"{right}<style:header-left>{left}</style:header-left>"


def _footer(look: Look) -> str:
    if not look.footer:
        return ""
    return f"<style:footer>{_styled(_FOOTERS[look.footer], 'RunningCentre')}</style:footer>"
