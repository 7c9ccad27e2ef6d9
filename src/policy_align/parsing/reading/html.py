"""The text of a web page: its blocks, without navigation, scripts and what is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from policy_align.parsing.reading.html_notes import MARK, is_note, mark_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policy_align.model import Language

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_CODE = frozenset(["script", "style"])
_UNSEEN = {
    "title": "page title",
    "select": "form",
    "textarea": "form",
    "button": "form",
    "svg": "picture",
    "math": "formula",
    **dict.fromkeys(
        ["noscript", "template", "datalist", "map", "iframe", "object", "canvas", "audio", "video"],
        "hidden text",
    ),
}
_BOILERPLATE = {
    "nav": "navigation",
    "aside": "outside the main text",
    "footer": "footer",
    "form": "form",
    "menu": "navigation",
}
_ASIDE = {
    "rt": "ruby",
    "rp": "ruby",
    "rtc": "ruby",
    "del": "deleted text",
    "s": "deleted text",
    "strike": "deleted text",
}
_ROLES = {
    "navigation": "navigation",
    "banner": "running header",
    "contentinfo": "footer",
    "search": "form",
    "complementary": "outside the main text",
}
_ROW_GROUPS = frozenset(["thead", "tbody", "tfoot"])
_CELLS = frozenset(["td", "th"])
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navi|gnav|menu|breadcrumbs?|crumbs?|topicpath|pankuzu|footer|foot|"
    r"sidebar|sidenav|share|sharing|social|sns|pagination|pager|related|copyright|toolbar|"
    r"search|skip|cookie)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LANGUAGES: tuple[Language, ...] = ("zh", "ja")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LINKS = 3  # links in a block that make it navigation if they are most of its text
_LINKED = 0.8
_MAIN_SHARE = 0.5  # part of the text of a page that its main element holds at least
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_NEW_LINE = "\x00"  # a <br>, until white space is collapsed; no HTML text holds it
_LEAD = re.compile(r"[\u3000\xa0\u2003]{2}|[ \xa0]{4}")


@dataclass(slots=True)
class Block:
    """A block of text: a paragraph, a heading, a caption.

    Attributes:
        text: Its text on one line.
        tag: The element that holds it.
        opens: Whether it begins a paragraph; ``None`` after a plain line break.
        note: Whether it stands among the footnotes.
        language: The language that the page says it is in, below the page as a whole.
    """

    text: str
    tag: str
    opens: bool | None = True
    note: bool = False
    language: Language | None = None


@dataclass(slots=True)
class Grid:
    """A table: for each row the blocks of its cells."""

    rows: list[list[list[Block | Grid]]] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """What a web page holds.

    Attributes:
        blocks: Its text and tables in order.
        aside: What is no part of the text, with the reason.
    """

    blocks: list[Block | Grid] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)


def read_page(root: Any) -> Page:  # noqa: ANN401 - an lxml element
    """Read the text of a parsed web page.

    Args:
        root: Its root element.

    Returns:
        Its blocks in order.
    """
    page = Page()
    _drop(root, page)
    _Walker(page.blocks).walk(root)
    return page


def _drop(root: Any, page: Page) -> None:  # noqa: ANN401
    """Take out what is no text, and set aside what is not the document's own."""
    for element in _elements(root):
        if not isinstance(element.tag, str) or element.tag in _CODE:
            _remove(element)
        elif element.tag in _UNSEEN:
            _set_aside(element, _UNSEEN[element.tag], page)
    mark_notes(root)
    main = _main(root)
    for element in _elements(root):
        if element.tag in {"body", "html"}:
            continue
        reason = _reason(element)
        if main is not None and reason is None and _is_outside(element, main):
            reason = "outside the main text"
        if reason is not None and not (main is not None and _holds(element, main)):
            _set_aside(element, reason, page)


def _elements(root: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the elements of a page, outer ones first, but none inside one that is taken out."""
    stack = [root]
    while stack:
        element = stack.pop()
        inside = list(element)[::-1]
        yield element
        if element is root or element.getparent() is not None:
            stack += inside


def _main(root: Any) -> Any:  # noqa: ANN401
    """Return the element that the page declares as its main text, if it has most of it."""
    for query in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(query)
        if len(found) == 1 and _length(found[0]) >= _MAIN_SHARE * _length(root):
            return found[0]
    return None


def _length(element: Any) -> int:  # noqa: ANN401
    return len("".join("".join(element.itertext()).split()))


def _holds(element: Any, inner: Any) -> bool:  # noqa: ANN401
    return inner is element or any(parent is element for parent in inner.iterancestors())


def _is_outside(element: Any, main: Any) -> bool:  # noqa: ANN401
    """Tell whether a block stands outside of the main text and holds no title."""
    if _holds(element, main) or _holds(main, element) or element.tag not in _BLOCKS:
        return False
    return element.tag not in {"h1", "h2"} and not element.findall(".//h1")


def _reason(element: Any) -> str | None:  # noqa: ANN401
    """Say why an element is no part of the text, if it is none."""
    if "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")):
        return "hidden text"
    if element.tag in _ASIDE:
        return _ASIDE[element.tag]
    if element.get(MARK) is not None:
        return "footnote mark"
    if is_note(element):
        return None
    role = _ROLES.get(element.get("role", ""))
    if role is not None or element.findall(".//h1"):
        return role
    return _BOILERPLATE.get(element.tag) or ("navigation" if _navigates(element) else None)


def _navigates(element: Any) -> bool:  # noqa: ANN401
    """Tell by its name or its links whether an element leads to other pages."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if element.tag in _BLOCKS and _NAMES.search(names):
        return True
    return element.tag in {"ul", "ol", "div", "table", "p", "dl"} and _is_link_list(element)


def _is_link_list(element: Any) -> bool:  # noqa: ANN401
    """Tell whether a block is little more than links to other pages."""
    links = [a for a in element.iter("a") if a.get("href", "#")[:1] != "#"]
    if len(links) < _LINKS:
        return False
    return sum(map(_length, links)) >= _LINKED * max(_length(element), 1)


def _set_aside(element: Any, reason: str, page: Page) -> None:  # noqa: ANN401
    text = _collapse("".join(element.itertext()))
    if text.strip():
        page.aside.append((text.strip(), reason))
    _remove(element)


def _remove(element: Any) -> None:  # noqa: ANN401
    """Take out an element, but not the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _collapse(text: str) -> str:
    """Collapse white space as a browser does; a line break between wide characters vanishes."""
    return _BLANKS.sub(" ", _SOURCE_BREAK.sub("", text))


class _Walker:
    """Gathers the text between the borders of blocks."""

    def __init__(self, blocks: list[Block | Grid]) -> None:
        self.blocks = blocks
        self.parts: list[str] = []
        self.notes = 0
        self.languages: list[Language | None] = [None]

    def walk(self, element: Any) -> None:  # noqa: ANN401
        """Gather the blocks under an element, without recursion but for tables."""
        stack: list[tuple[Any, bool]] = [(element, False)]
        while stack:
            item, done = stack.pop()
            if done:
                self._leave(item)
                if item is not element:
                    self.parts.append(item.tail or "")
                continue
            if item.tag == "table" and item is not element:
                self.flush("p")
                self.blocks.append(self._grid(item))
                self.parts.append(item.tail or "")
                continue
            self._enter(item)
            stack.append((item, True))
            stack.extend((child, False) for child in reversed(list(item)))
        self.flush(element.tag)

    def _enter(self, item: Any) -> None:  # noqa: ANN401
        if item.tag in _BLOCKS:
            self.flush("p")
            self.notes += is_note(item)
            self.languages.append(_language(item) or self.languages[-1])
        if item.tag == "br":
            self.parts.append(_NEW_LINE)
        text = item.text or ""
        self.parts.append(text.replace("\n", _NEW_LINE) if item.tag == "pre" else text)

    def _leave(self, item: Any) -> None:  # noqa: ANN401
        if item.tag in _BLOCKS:
            self.flush(item.tag)
            self.notes -= is_note(item)
            self.languages.pop()

    def flush(self, tag: str) -> None:
        """End a block."""
        text = _collapse("".join(self.parts))
        self.parts = []
        opens: bool | None = True
        for line in text.split(_NEW_LINE):
            if line.strip(" "):
                begins = True if opens or _LEAD.match(line) else None
                block = Block(line.strip(" "), tag, begins, self.notes > 0, self.languages[-1])
                self.blocks.append(block)
                opens = None
            elif opens is None:
                opens = True

    def _grid(self, table: Any) -> Grid:  # noqa: ANN401
        """Read a table; its caption, and what stands outside its cells, become blocks before it."""
        grid = Grid()
        for caption in table.iterchildren("caption"):
            _Walker(self.blocks).walk(caption)
        self.parts += _outside_cells(table)
        for row, contents in _rows(table):
            cells: list[list[Block | Grid]] = []
            for cell in contents:
                blocks: list[Block | Grid] = []
                walker = _Walker(blocks)
                walker.notes = self.notes
                walker.languages = [_language(row) or _language(table) or self.languages[-1]]
                walker.walk(cell)
                cells.append(blocks)
            grid.rows.append(cells)
        self.flush("p")
        return grid


def _language(element: Any) -> Language | None:  # noqa: ANN401
    """Return the language that an element below the whole page declares."""
    if element.tag in {"html", "body"}:
        return None
    name = (element.get("lang") or element.get(_XML_LANG) or "").lower()
    return next((language for language in _LANGUAGES if name.split("-")[0] == language), None)


def _rows(table: Any) -> Iterator[tuple[Any, list[Any]]]:  # noqa: ANN401
    """Yield the rows of a table with their cells; text where no cell belongs is one."""
    for part in table:
        if part.tag == "caption":
            continue
        for row in part if part.tag in _ROW_GROUPS else [part]:
            cells = list(row) if row.tag == "tr" else [row]
            yield row, [cell for cell in cells if cell.tag in _CELLS or _length(cell)]


def _outside_cells(table: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the text of a table that no cell holds, nor any element in the place of one."""
    rows = (row for row, _ in _rows(table) if row.tag == "tr")
    for holder in (table, *table.iterchildren(*_ROW_GROUPS), *rows):
        yield holder.text or ""
        yield from (child.tail or "" for child in holder)
