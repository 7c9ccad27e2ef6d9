"""From the bytes of a file to text that an XML parser can read, with a note of what was wrong.

Repairs keep every line break, so that line numbers stay those of the file.
"""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from html.entities import html5
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.formats.characters import legal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from policy_align.validation.findings import Collector

    Note: TypeAlias = Callable[[str, str], None]

LARGEST = 1 << 30
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_SAME_AS_UTF8 = frozenset({"utf-8", "ascii"})
_ROOT = re.compile(r"<(?:[\w.-]+:)?tmx[\s>/]")
_UNIT = re.compile(r"<(?:[\w.-]+:)?tu[\s>]")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL)
_SKIPPED = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_PREDEFINED = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
_ILLEGAL = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_PAIR = "[\ud800-\udbff][\udc00-\udfff]"
_FORBIDDEN = re.compile(f"{_PAIR}|{_ILLEGAL}")
_TOKEN = re.compile(
    r"<!\[CDATA\[|<!--|<\?|<!DOCTYPE|<(?!/?[A-Za-z_:]|[!?])|\]\]>"
    r"|&(?:#[0-9]+;|#x[0-9a-fA-F]+;|[A-Za-z_][A-Za-z0-9_.-]*;)?"
    f"|{_PAIR}|{_ILLEGAL}"
)
_LONGEST_REFERENCE = 10
_SHOWN = 12


def readable_text(data: bytes, name: str, found: Collector) -> str:
    """Decode a file and repair what keeps a parser from reading it.

    Args:
        data: The whole file.
        name: Its name, for errors.
        found: Where problems are noted.

    Returns:
        Text with only legal characters and references, and no document type.

    Raises:
        InputError: If the file is empty, too large, or no TMX.
    """
    if not data.strip():
        raise InputError(name, "the file is empty", "give a TMX file")
    if len(data) > LARGEST:
        raise InputError(name, f"it is larger than {LARGEST >> 30} GB", "split it")
    text = _decoded(data, name, found).removeprefix("\ufeff")
    if not _ROOT.search(text):
        raise InputError(name, "this is not a TMX file", "give a file whose root is <tmx>")
    # As every XML parser does (section 2.11 of the specification).
    return "".join(_repaired(text.replace("\r\n", "\n").replace("\r", "\n"), found))


def _decoded(data: bytes, name: str, found: Collector) -> str:
    for start, codec in _WIDE:
        if data.startswith(start):
            found.add("encoding", 1, detail=codec.upper()[:6])
            return data.decode(codec, "replace")
    if data.startswith(codecs.BOM_UTF8):
        found.add("byte-order-mark", 1)
        data = data[len(codecs.BOM_UTF8) :]
    match = _DECLARED.match(data)
    declared = match[1].decode().lower() if match else "utf-8"
    if _codec_name(declared).startswith(("utf-16", "utf-32")):
        # Then the declaration itself could not have been read byte by byte.
        return _guessed(data, name, declared, found)
    try:
        text = data.decode(declared)
    except (LookupError, UnicodeError):
        return _guessed(data, name, declared, found)
    if _codec_name(declared) not in _SAME_AS_UTF8:
        found.add("encoding", 1, detail=declared.upper())
    return text


def _guessed(data: bytes, name: str, declared: str, found: Collector) -> str:
    """Decode what is not what its first line says."""
    from policy_align.parsing.reading.encodings import decode

    says = f"the first line says {declared.upper()}"
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            text, codec = decode(data, name)
        except InputError:
            found.add("encoding-declared", line, detail="bytes that are not UTF-8")
            return data.decode("utf-8", "replace")
        found.add("encoding-declared", line, detail=f"{says}, the text is in {codec.upper()}")
        return text
    if _codec_name(declared) not in _SAME_AS_UTF8:
        found.add("encoding-declared", 1, detail=f"{says}, the text is in UTF-8")
    return text


def _codec_name(encoding: str) -> str:
    """Return Python's name of an encoding; an empty string where it knows none."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""


class _Cursor:
    """Counts lines and units up to a position that only grows."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._units = _UNIT.finditer(text)
        self._next_unit = next(self._units, None)
        self._position = 0
        self.line = 1
        self.unit = 0

    def move(self, position: int) -> None:
        self.line += self._text.count("\n", self._position, position)
        self._position = position
        while self._next_unit and self._next_unit.start() < position:
            self.unit += 1
            self._next_unit = next(self._units, None)


def _repaired(text: str, found: Collector) -> Iterator[str]:
    """Yield the text piece by piece, with legal characters and references only."""
    cursor = _Cursor(text)
    position = 0
    while match := _TOKEN.search(text, position):
        yield text[position : match.start()]
        cursor.move(match.start())
        mark, position = match[0], match.end()
        if mark in _SKIPPED:
            end = text.find(_SKIPPED[mark], position)
            end = len(text) if end < 0 else end + len(_SKIPPED[mark])
            yield mark
            yield from _legal_part(text, position, end, cursor, found)
            position = end
        elif mark == "<!DOCTYPE":
            doctype = _DOCTYPE.match(text, match.start())
            position = doctype.end() if doctype else len(text)
            yield "\n" * text.count("\n", match.start(), position)
            if "<!ENTITY" in text[match.start() : position]:
                found.add("entity-declaration", cursor.line)
        else:
            yield _replacement(text, match, cursor, found)
    yield text[position:]


def _legal_part(
    text: str, start: int, end: int, cursor: _Cursor, found: Collector
) -> Iterator[str]:
    """Yield a part in which only characters can be wrong: a comment or the like."""
    position = start
    while match := _FORBIDDEN.search(text, position, end):
        yield text[position : match.start()]
        cursor.move(match.start())
        yield _replacement(text, match, cursor, found)
        position = match.end()
    yield text[position:end]


def _replacement(text: str, match: re.Match[str], cursor: _Cursor, found: Collector) -> str:
    """Note a problem and return what stands in its place; a good reference stays."""
    mark = match[0]

    def note(code: str, detail: str) -> None:
        found.add(code, cursor.line, cursor.unit, detail)

    around = re.split("[\n<]", legal(text[match.end() : match.end() + _SHOWN]))[0]
    if mark.startswith("&"):
        return _reference(mark, around, note)
    if mark == "<":
        note("bare-less-than", mark + around)
        return "&lt;"
    if mark == "]]>":
        note("section-end", "")
        return "]]&gt;"
    if len(mark) > 1:
        note("lone-surrogate", " ".join(map(_name, mark)))
        return mark.encode("utf-16", "surrogatepass").decode("utf-16")
    note("lone-surrogate" if "\ud800" <= mark <= "\udfff" else "illegal-character", _name(mark))
    if mark == "\ufffe" and _in_word(text, match.start()):
        return "-"
    return ""


def _reference(mark: str, around: str, note: Note) -> str:
    if mark in _PREDEFINED:
        return mark
    if mark.startswith("&#"):
        if _is_legal_reference(mark):
            return mark
        note("illegal-reference", mark[:_SHOWN])
        return ""
    char = html5.get(mark[1:]) if mark != "&" else None
    if char is None:
        note("bare-ampersand", mark + around)
        return f"&amp;{mark[1:]}"
    note("unknown-entity", mark)
    return char


def _is_legal_reference(mark: str) -> bool:
    if len(mark) > _LONGEST_REFERENCE:
        return False
    code = int(mark[3:-1], 16) if mark[2] == "x" else int(mark[2:-1])
    return code <= sys.maxunicode and legal(chr(code)) != ""


def _name(char: str) -> str:
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X} {name}".rstrip()


def _in_word(text: str, position: int) -> bool:
    around = text[position - 1 : position] + text[position + 1 : position + 2]
    return len(around) == 2 and around.isascii() and around.isalnum()  # noqa: PLR2004
