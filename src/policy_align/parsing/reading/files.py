"""Files to sources: what kind of file it is, its text, its pages and its lines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.parsing.lines.source import Line, Source
from policy_align.parsing.reading.encodings import decode

if TYPE_CHECKING:
    from os import PathLike

MOST_BYTES = 256 * 1024 * 1024
"""Largest file that is read, in bytes."""

_PDF_HEAD = 1024
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)", re.IGNORECASE | re.DOTALL
)
_HTML_HEAD = 8192
_LINE_BREAK = re.compile(r"\r\n|[\r\n]")
_SOFT_BREAK = re.compile(r"(\f)|[\v\x1c-\x1e\x85\u2028\u2029]")


def read_source(
    path: str | PathLike[str], encoding: str | None = None, password: str | None = None
) -> Source:
    """Read a file of any supported format into lines.

    Args:
        path: A text, PDF, DOCX or HTML file; its content decides, not its suffix.
        encoding: The encoding of a text or HTML file, where it is known.
        password: The password of an encrypted PDF.

    Returns:
        The lines of the file with their places.

    Raises:
        InputError: If the file is missing, empty, no text, damaged or too large.
    """
    path = Path(path)
    data = _read_bytes(path)
    kind = _kind(data, path)
    if kind != "text" and not path.is_file():  # it is gone from a pipe
        raise InputError(path, f"a {kind} cannot be read from a pipe", "save it as a file first")
    if kind == "PDF":
        from policy_align.parsing.pdf.reader import read_pdf

        return read_pdf(path, password)
    if kind == "Word document":
        from policy_align.parsing.reading.markup import read_docx

        return read_docx(path)
    if kind == "web page":
        from policy_align.parsing.reading.markup import read_html

        return read_html(path, encoding)
    text, codec = decode(data, str(path), encoding)
    return source_of_text(text, path.name, detail=f"text, {codec}")


def _kind(data: bytes, path: Path) -> str:
    """Tell by its content what kind of file it is, by its suffix where that leaves it open."""
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "PDF"
    if data.startswith(b"PK\x03\x04"):
        return "Word document"
    named = path.suffix.lower() in {".htm", ".html"} and b"<" in data
    return "web page" if named or _HTML_START.match(data[:_HTML_HEAD]) else "text"


def _read_bytes(path: Path) -> bytes:
    """Read a whole file, or say in one line why that is impossible."""
    source = str(path)
    try:
        if path.is_dir():
            raise InputError(source, "it is a directory", "give a file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # devices and pipes do not tell their size
    except FileNotFoundError as error:
        raise InputError(source, "there is no such file", "check the name") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(source, f"it cannot be read ({reason})", "check the file") from error
    if len(data) > MOST_BYTES:
        limit = f"{MOST_BYTES // 1024**2} MB"
        raise InputError(source, f"the file is larger than {limit}", "split it into documents")
    if not data.strip(b"\x00\t\n\v\f\r "):
        raise InputError(source, "the file is empty", "check the text extraction")
    return data


def source_of_text(text: str, name: str, detail: str = "text") -> Source:
    r"""Cut a text into pages and lines.

    A line ends at CR, LF or both, a page at a form feed; U+2028, U+2029 and U+0085 end a line
    too, without counting as one, as in most editors.

    Args:
        text: The whole text.
        name: Name of the document or file.
        detail: What is known about the file.

    Returns:
        The lines, blank ones included.

    Example:
        >>> [(line.number, line.page) for line in source_of_text("甲\r\n乙\f丙", "x").lines]
        [(1, 1), (2, 1), (2, 2)]
    """
    lines: list[Line] = []
    page = 1
    for number, raw in enumerate(_LINE_BREAK.split(text), start=1):
        if raw.isprintable():  # as most lines are: no character of it breaks a line
            lines.append(Line(raw, page, number))
            continue
        start = 0
        for match in _SOFT_BREAK.finditer(raw):
            if match.start() > start or not match[1]:
                lines.append(Line(raw[start : match.start()], page, number))
            start = match.end()
            page += bool(match[1])
        if start < len(raw) or not start:
            lines.append(Line(raw[start:], page, number))
    return Source(name, tuple(lines), detail=detail)
