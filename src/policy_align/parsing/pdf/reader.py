"""Read a PDF into lines: characters, columns, reading order, furniture."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from policy_align.errors import InputError
from policy_align.model import Furniture, Place
from policy_align.parsing.lines.source import Line, Source
from policy_align.parsing.pdf.citations import link_notes
from policy_align.parsing.pdf.columns import find_gutters
from policy_align.parsing.pdf.fonts import install_fallback
from policy_align.parsing.pdf.forms import check_forms
from policy_align.parsing.pdf.furniture import find_furniture
from policy_align.parsing.pdf.geometry import split_runs
from policy_align.parsing.pdf.glyphs import UNMAPPED, read_page
from policy_align.parsing.pdf.layout import lay_out, mark_footnotes, set_languages
from policy_align.parsing.pdf.note_marks import take_note_marks
from policy_align.parsing.pdf.paragraphs import mark_openings
from policy_align.parsing.pdf.streams import check_streams

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from policy_align.parsing.pdf.geometry import Run
    from policy_align.parsing.pdf.glyphs import Box, GlyphPage
    from policy_align.parsing.pdf.layout import PageLayout, Row

_LISTED = 10  # pages without text that are named
_UNREADABLE = 0.3  # part of the characters without a meaning that makes a text unreadable
_MAX_PAGES = 5000
_MAX_CHARACTERS = 20_000_000
_HEADER_REACH = 1024  # bytes; a PDF begins there, if not at once
_PASSWORD_ERRORS = (4, 5)  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY


def read_pdf(path: Path, password: str | None = None) -> Source:
    """Read the text of a PDF, line by line in reading order.

    Args:
        path: The file.
        password: The password, if it is encrypted.

    Returns:
        The lines with page, column, box, size and role; headers, footers, page numbers, ruby,
        watermarks and overprinted characters are set aside.

    Raises:
        InputError: If the file is no PDF, damaged, encrypted or without text.
    """
    name = str(path)
    data = path.read_bytes()
    if not data:
        raise InputError(name, "the file is empty", "check the download")
    if b"%PDF-" not in data[:_HEADER_REACH]:
        raise InputError(name, "this is no PDF file", "check the file and its suffix")
    check_streams(name, data)
    check_forms(name, data)
    return _build_source(path.name, _read_pages(name, data, password))


def _read_pages(name: str, data: bytes, password: str | None) -> list[GlyphPage]:
    """Read the characters of all pages."""
    import pypdfium2
    from pypdfium2 import raw

    install_fallback(raw)
    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        raise _opening_error(name, getattr(error, "err_code", None), password) from None
    try:
        return _read_all(name, document, raw)
    finally:
        document.close()


def _opening_error(name: str, code: int | None, password: str | None) -> InputError:
    """Say why a file cannot be opened."""
    if code not in _PASSWORD_ERRORS:
        return InputError(name, "the PDF is damaged", "get the file again or repair it")
    if password is None:
        return InputError(name, "the PDF is encrypted", "give its password (--password)")
    return InputError(name, "the password does not open the PDF", "check the password")


def _read_all(name: str, document: Any, raw: Any) -> list[GlyphPage]:  # noqa: ANN401
    count = len(document)
    if count == 0:
        raise InputError(name, "the PDF has no pages", "get the file again")
    if count > _MAX_PAGES:
        raise InputError(
            name, f"the PDF claims {count} pages, more than {_MAX_PAGES}", "split the file"
        )
    pages: list[GlyphPage] = []
    characters = 0
    for index in range(count):
        handle = raw.FPDF_LoadPage(document.raw, index)
        if not handle:
            raise InputError(
                name, f"page {index + 1} is damaged", "get the file again or repair it"
            )
        try:
            page = read_page(raw, handle, index + 1)
        except ValueError:
            reason = f"the text of page {index + 1} is damaged"
            raise InputError(name, reason, "get the file again or repair it") from None
        finally:
            raw.FPDF_ClosePage(handle)
        pages.append(page)
        characters += len(page.glyphs) + len(page.aside)
        if characters > _MAX_CHARACTERS:
            reason = f"the PDF has more than {_MAX_CHARACTERS:,} characters"
            raise InputError(name, reason, "split the file")
    _check_text(name, pages)
    return pages


def _check_text(name: str, pages: list[GlyphPage]) -> None:
    """Refuse a file whose text is missing or cannot be decoded."""
    letters = [glyph.text for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    if not letters and any(page.aside for page in pages):
        raise InputError(name, "all text of the PDF is rotated", "turn its pages upright")
    if not letters:
        raise InputError(name, "the PDF has no text layer", "run OCR on it first")
    unknown = sum(text == UNMAPPED or "\ue000" <= text <= "\uf8ff" for text in letters)
    if unknown > _UNREADABLE * len(letters):
        reason = "the fonts of the PDF do not say which characters they show"
        raise InputError(name, reason, "run OCR on it first")


def _build_source(name: str, pages: list[GlyphPage]) -> Source:
    """Turn the characters of all pages into lines."""
    runs = [split_runs(page.number, page.glyphs) for page in pages]
    reasons = find_furniture(runs, [page.height for page in pages])
    kept = [
        [run for number, run in enumerate(page_runs) if number not in page_reasons]
        for page_runs, page_reasons in zip(runs, reasons, strict=True)
    ]
    em = _main_size(kept)
    parted = take_note_marks(kept, em)
    kept = [page_runs for page_runs, _ in parted]
    rules = [page.rules for page in pages]
    gutters = find_gutters(kept, em, rules)
    layouts = [lay_out(*page) for page in zip(kept, gutters, rules, strict=True)]
    mark_footnotes(layouts, rules)
    set_languages(layouts)
    mark_openings(layouts)
    link_notes(layouts, [marks for _, marks in parted])
    rows = (row for layout in layouts for row in layout.rows)
    numbers = {id(row): number for number, row in enumerate(rows, start=1)}
    lines: list[Line] = []
    furniture: list[Furniture] = []
    for number, (page, layout) in enumerate(zip(pages, layouts, strict=True)):
        first = len(lines) + 1
        lines.extend(_line(row, numbers, page) for row in layout.rows)
        last = max(len(lines), first)
        gone = [(runs[number][index], reason) for index, reason in sorted(reasons[number].items())]
        gone.extend((run, "footnote mark") for run in parted[number][1])
        gone.extend((run, "ruby") for run in layout.ruby)
        for run, reason in gone:
            furniture.append(Furniture(run.text, reason, _place(page, run.box, first, last)))
        furniture.extend(_set_aside(page, first, last))
    return Source(name, tuple(lines), tuple(furniture), _describe(layouts))


def _main_size(pages: list[list[Run]]) -> float:
    """Return the size of most characters of the document."""
    sizes: Counter[float] = Counter()
    for runs in pages:
        for run in runs:
            sizes[run.size] += len(run.glyphs)
    return max(sizes, key=lambda size: (sizes[size], size), default=1.0)


def _line(row: Row, numbers: dict[int, int], page: GlyphPage) -> Line:
    return Line(
        text=row.text,
        page=row.page,
        number=numbers[id(row)],
        language=row.language,
        column=row.column,
        box=_rounded(page.frame(row.box)),
        size=round(row.size, 2),
        role=row.role,
        opens=row.opens,
        cited_by=numbers[id(row.cited_by)] if row.cited_by else None,
    )


def _place(page: GlyphPage, box: Box, first: int, last: int) -> Place:
    return Place(page.number, first, last, _rounded(page.frame(box)))


def _rounded(box: Box) -> Box:
    left, bottom, right, top = (round(edge, 2) for edge in box)
    return left, bottom, right, top


def _set_aside(page: GlyphPage, first: int, last: int) -> Iterator[Furniture]:
    """Yield what was set aside character by character, as one piece for each reason."""
    reasons = dict.fromkeys(reason for _, reason in page.aside)
    for reason in reasons:
        glyphs = [glyph for glyph, why in page.aside if why == reason]
        if all(glyph.text.isspace() for glyph in glyphs):
            continue
        box = (
            min(glyph.x0 for glyph in glyphs),
            min(glyph.y for glyph in glyphs),
            max(glyph.x1 for glyph in glyphs),
            max(glyph.y + glyph.size for glyph in glyphs),
        )
        text = "".join(glyph.text for glyph in glyphs)
        yield Furniture(text, reason, _place(page, box, first, last))


def _describe(layouts: list[PageLayout]) -> str:
    """Say what was found, for people."""
    pages = len(layouts)
    columned = sum(layout.columned for layout in layouts)
    empty = [str(number) for number, layout in enumerate(layouts, 1) if not layout.rows]
    parts = [f"PDF, {pages} page{'s' * (pages != 1)}"]
    if columned == pages:
        parts.append("2 columns")
    elif columned:
        parts.append(f"2 columns on {columned} of them")
    else:
        parts.append("1 column")
    if empty:
        more = ", …" if len(empty) > _LISTED else ""
        parts.append(f"no text on page {', '.join(empty[:_LISTED])}{more}")
    return ", ".join(parts)
