"""Reading TMX element by element with line numbers; damaged files are read unit by unit.

The parser sees text that ``source`` has repaired: it holds no document type and no entity but
those of XML itself, so nothing is expanded and nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from xml.parsers.expat import ExpatError, ParserCreate, errors

if TYPE_CHECKING:
    from collections.abc import Iterator

Content: TypeAlias = "list[Element | str]"

INLINE = frozenset({"bpt", "ept", "it", "ph", "hi", "ut", "sub"})
_TAGS = "tmx|header|body|tuv?|seg|note|prop|ude|map|bpt|ept|it|ph|hi|sub|ut"
_UNIT_OPENS = re.compile(r"<((?:[\w.-]+:)?)tu(?=[\s>])")
_UNIT_CLOSES = re.compile(r"</(?:[\w.-]+:)?tu\s*>")
_FRAME = re.compile(r"<(?:[\w.-]+:)?tmx\b[^>]*>|<(?:[\w.-]+:)?body\s*>")
_HEADER_OPENS = re.compile(r"<(?:[\w.-]+:)?header\b[^>]*>")
_HEADER_CLOSES = re.compile(r"</(?:[\w.-]+:)?header\s*>")
_STRANGE_TAG = re.compile(rf"<(?!/?(?:[\w.-]+:)?(?:{_TAGS})(?:[\s/>])|[!?])")
_HTML_TAG = re.compile(
    r"</?(?:br|b|i|u|p|em|strong|span|font|div|sup|a)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_CHUNK = 1 << 16
_DEEPEST = 64
_FRAME_NAMES = frozenset({"tmx", "body"})
TEXT = "#text"


@dataclass(frozen=True, slots=True)
class Element:
    """One element as it stands in the file.

    Attributes:
        name: Its local name; ``#text`` for text where no text may be.
        line: Line of the file on which it begins.
        attributes: Its attributes by their name as written.
        content: Its texts and elements in order. Root and body are given without content.
        prefix: The prefix of its name; empty for most files.
    """

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    content: Content = field(default_factory=list)
    prefix: str = ""

    def children(self, *names: str) -> list[Element]:
        """Return the child elements of some names."""
        return [each for each in self.content if isinstance(each, Element) and each.name in names]


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where the XML is damaged.

    Attributes:
        line: Line of the file.
        reason: What the parser says.
    """

    line: int
    reason: str


class BrokenError(Exception):
    """Text that is not well-formed XML: where reading stopped, and why."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(reason)


def elements(text: str, *, damaged: bool) -> Iterator[Element | Damage]:
    """Read the root, the body, and whole what stands in them, one after the other.

    Args:
        text: The repaired text of a file.
        damaged: Whether it is not well-formed. If so, every unit is read by itself, and
            ``Damage`` stands for those that cannot be read.

    Yields:
        The elements in the order of the file.

    Raises:
        BrokenError: If the text is damaged though it should not be.
    """
    return _salvaged(text) if damaged else _parsed(text, 0)


class _Builder:
    """Collects what the parser reports into elements."""

    def __init__(self, line_before: int) -> None:
        self.parser = ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._line_before = line_before
        self._open: list[Element] = []
        self._in_frame = True
        self.done: list[Element] = []

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        element = Element(local, self._line(), attributes, prefix=prefix)
        if self._in_frame and local in _FRAME_NAMES:
            self.done.append(element)
        elif len(self._open) > _DEEPEST:
            raise BrokenError(element.line, "elements are nested too deep")
        self._open.append(element)
        self._in_frame = self._in_frame and local in _FRAME_NAMES

    def _end(self, _name: str) -> None:
        element = self._open.pop()
        self._in_frame = self._in_frame or all(each.name in _FRAME_NAMES for each in self._open)
        if self._in_frame:
            if element.name not in _FRAME_NAMES:
                self.done.append(element)
        else:
            self._open[-1].content.append(element)

    def _text(self, text: str) -> None:
        if not self._in_frame:
            self._open[-1].content.append(text)
        elif text.strip():
            self.done.append(Element(TEXT, self._line(), content=[text.strip()]))

    def _line(self) -> int:
        return self._line_before + self.parser.CurrentLineNumber


def _parsed(text: str, line_before: int) -> Iterator[Element]:
    builder = _Builder(line_before)
    for start in range(0, len(text) + 1, _CHUNK):
        try:
            # Python tells the parser that a str is UTF-8, whatever its declaration says.
            builder.parser.Parse(text[start : start + _CHUNK], start + _CHUNK > len(text))
        except ExpatError as error:
            reason = errors.messages[error.code]
            raise BrokenError(line_before + error.lineno, reason) from error
        yield from builder.done
        builder.done.clear()


def _salvaged(text: str) -> Iterator[Element | Damage]:
    """Read the frame loosely and every unit by itself."""
    line, position = 1, 0
    opens = list(_UNIT_OPENS.finditer(text))
    first = opens[0].start() if opens else len(text)
    for start, end in _frame_parts(text, first):
        line += text.count("\n", position, start)
        position = start
        yield from _frame_element(text[start:end], line)
    for number, match in enumerate(opens):
        start = match.start()
        limit = opens[number + 1].start() if number + 1 < len(opens) else len(text)
        line += text.count("\n", position, start)
        position = start
        close = _UNIT_CLOSES.search(text, start, limit)
        if close is None:
            yield Damage(line, "it is not closed")
        else:
            yield _unit(text[start : close.end()], line)


def _frame_parts(text: str, limit: int) -> list[tuple[int, int]]:
    parts = [match.span() for match in _FRAME.finditer(text, 0, limit)]
    if header := _HEADER_OPENS.search(text, 0, limit):
        close = _HEADER_CLOSES.search(text, header.end(), limit)
        ends = header[0].endswith("/>") or close is None
        parts.append((header.start(), header.end() if ends else close.end()))  # type: ignore[union-attr]
    return sorted(parts)


def _frame_element(part: str, line: int) -> Iterator[Element]:
    whole = part if part.endswith("/>") or "</" in part else f"{part[:-1]}/>"
    try:
        yield from _parsed(whole, line - 1)
    except BrokenError:
        name = re.split(r"[\s>/]", part[1:])[0].rpartition(":")[2]
        yield Element(name, line)


def _unit(part: str, line: int) -> Element | Damage:
    """Read one unit, if need be without tags of HTML and with other strange ones as text."""
    reason = ""
    for attempt in (part, _STRANGE_TAG.sub("&lt;", _HTML_TAG.sub("", part))):
        try:
            element, *_ = _parsed(attempt, line - 1)
        except BrokenError as error:  # noqa: PERF203 - two tries
            reason = error.reason
        else:
            return element
    return Damage(line, reason)
