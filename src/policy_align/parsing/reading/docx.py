"""The text of a Word document: paragraphs, tables, notes, and what does not show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from policy_align.parsing.reading.docx_numbering import Numbering, read_numbering

if TYPE_CHECKING:
    from collections.abc import Iterator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}noBreakHyphen": "-",
    f"{_W}softHyphen": "",
    f"{_W}cr": "\n",
    f"{_W}ptab": "\t",
    # What these hold does not show.
    f"{_W}pPr": "",
    f"{_W}rPr": "",
    f"{_W}tblPr": "",
    f"{_W}instrText": "",
    _MC_FALLBACK: "",
}
_TEXTS = {f"{_W}t", f"{_W}delText", f"{_MATH}t"}
_PARAGRAPHS = {f"{_W}p", f"{_MATH}oMathPara"}
_ASIDE = {
    f"{_W}del": "deleted text",
    f"{_W}delText": "deleted text",
    f"{_W}moveFrom": "moved text",
    f"{_W}rt": "ruby",
}
_PRIVATE = range(0xE000, 0xF900)


@dataclass(slots=True)
class Paragraph:
    r"""A paragraph of the document.

    Attributes:
        text: Its text; a line break inside is ``\\n``.
        page: Page on which it begins, as far as the file tells.
        style: Name of its style, in lower case.
    """

    text: str
    page: int
    style: str = ""


@dataclass(slots=True)
class Table:
    """A table of the document: for each row the blocks of its cells."""

    rows: list[list[list[Paragraph | Table]]] = field(default_factory=list)


@dataclass(slots=True)
class Reader:
    """Reads blocks of a Word document in order, counting its lists and pages.

    Attributes:
        styles: Style names by identifier.
        style_lists: List and level of paragraph styles that are numbered, by identifier.
        numbering: The lists of the document.
        rendered: Whether the file says where its pages broke when it was last shown.
        page: The page reached.
        aside: What does not show or does not belong to the text, with reason and page.
    """

    styles: dict[str, str]
    style_lists: dict[str, tuple[str, int]]
    numbering: Numbering
    rendered: bool
    page: int = 1
    aside: list[tuple[str, str, int]] = field(default_factory=list)

    def blocks(self, parent: Any) -> Iterator[Paragraph | Table]:  # noqa: ANN401
        """Yield the paragraphs and tables under an element.

        Args:
            parent: The body of the document, a cell, a note or the like.

        Yields:
            Each block in order; an empty paragraph too.
        """
        open_end: Paragraph | None = None
        for child in parent.iterchildren():
            if child.tag in _PARAGRAPHS:
                boxes: list[Any] = []
                paragraph = self._paragraph(child, boxes)
                if open_end is not None:
                    text = open_end.text + paragraph.text
                    paragraph = Paragraph(text, open_end.page, open_end.style)
                open_end = paragraph if _runs_on(child) else None
                if open_end is None:
                    yield paragraph
                for box in boxes:
                    yield from self.blocks(box)
            elif child.tag == f"{_W}tbl":
                yield self._table(child)
            elif (reason := _reason(child)) is not None:
                self._set_aside(child, reason)
            elif child.tag not in _CHARACTERS:
                yield from self.blocks(child)
        if open_end is not None:
            yield open_end

    def _table(self, element: Any) -> Table:  # noqa: ANN401
        table = Table()
        for row in _descend(element, f"{_W}tr"):
            cells = [list(self.blocks(cell)) for cell in _descend(row, f"{_W}tc")]
            table.rows.append(cells)
        return table

    def _paragraph(self, element: Any, boxes: list[Any]) -> Paragraph:  # noqa: ANN401
        properties = element.find(f"{_W}pPr")
        style = _value(properties, "pStyle") or ""
        breaks_before = _value(properties, "pageBreakBefore", default="1") in {"1", "true", "on"}
        if not self.rendered and breaks_before and _has(properties, "pageBreakBefore"):
            self.page += 1
        begin = self.page
        text = "".join(self._text(element, boxes))
        if not text.strip() and begin != self.page:
            begin = self.page
        label = self._label(properties, style) if text.strip() else ""
        return Paragraph(label + text, begin, self.styles.get(style, style).lower())

    def _label(self, properties: Any, style: str) -> str:  # noqa: ANN401
        """Return the label of a numbered paragraph."""
        numbered = None if properties is None else properties.find(f"{_W}numPr")
        number, level = self.style_lists.get(style, ("", 0))
        if numbered is not None:
            number = _value(numbered, "numId") or number
            level = int(_value(numbered, "ilvl") or level)
        return self.numbering.label(number, level) if number not in {"", "0"} else ""

    def _text(self, element: Any, boxes: list[Any]) -> Iterator[str]:  # noqa: ANN401
        """Yield the text of a paragraph that shows."""
        stack = list(element.iterchildren())[::-1]
        while stack:
            item = stack.pop()
            if item.tag == f"{_W}txbxContent":
                boxes.append(item)
            elif (reason := _reason(item)) is not None:
                self._set_aside(item, reason)
            elif (text := self._own_text(item)) is not None:
                yield text
            else:
                stack.extend(list(item.iterchildren())[::-1])

    def _own_text(self, item: Any) -> str | None:  # noqa: ANN401
        """Return what an element shows by itself; ``None`` where its children tell."""
        if item.tag == f"{_W}br":
            return self._break(item)
        if item.tag == f"{_W}lastRenderedPageBreak":
            self.page += 1
            return ""
        return _written(item)

    def _break(self, item: Any) -> str:  # noqa: ANN401
        if item.get(f"{_W}type", "textWrapping") == "page":
            self.page += not self.rendered
            return ""
        return "\n"

    def _set_aside(self, item: Any, reason: str) -> None:  # noqa: ANN401
        text = "".join(_written(part) or "" for part in item.iter())
        if text.strip():
            self.aside.append((text, reason, self.page))


def _written(item: Any) -> str | None:  # noqa: ANN401
    """Return the characters that an element stands for; ``None`` where its children tell."""
    if item.tag in _TEXTS:
        return "".join(item.itertext())  # with entities, unresolved
    if item.tag == f"{_W}sym":
        return chr(int(item.get(f"{_W}char", "0"), 16)).strip("\0")
    return _CHARACTERS.get(item.tag)


def _runs_on(paragraph: Any) -> bool:  # noqa: ANN401
    """Tell whether the end of a paragraph was deleted, so that the next one continues it."""
    mark = paragraph.find(f"{_W}pPr/{_W}rPr")
    return mark is not None and (
        mark.find(f"{_W}del") is not None or mark.find(f"{_W}moveFrom") is not None
    )


def _descend(element: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401
    """Yield the rows of a table or the cells of a row, also those in content controls."""
    for child in element.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag not in _CHARACTERS:
            yield from _descend(child, tag)


def _value(element: Any, name: str, default: str | None = None) -> str | None:  # noqa: ANN401
    child = None if element is None else element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val", default)


def _reason(item: Any) -> str | None:  # noqa: ANN401
    """Say why an element does not belong to the text, if it does not."""
    if item.tag == f"{_W}r" and _has(item.find(f"{_W}rPr"), "vanish"):
        return "hidden text"
    if item.tag == f"{_W}sym" and int(item.get(f"{_W}char", "0"), 16) in _PRIVATE:
        return "symbol of a font"
    return _ASIDE.get(item.tag)


def _has(element: Any, name: str) -> bool:  # noqa: ANN401
    """Tell whether a switch among the properties is on."""
    child = None if element is None else element.find(f"{_W}{name}")
    return child is not None and child.get(f"{_W}val", "1") not in {"0", "false", "off"}


def make_reader(document: Any) -> Reader:  # noqa: ANN401 - a python-docx document
    """Prepare to read a Word document.

    Args:
        document: The document as python-docx opened it.

    Returns:
        A reader at its beginning.
    """
    styles: dict[str, str] = {}
    style_lists: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for style in document.styles.element.iterchildren(f"{_W}style"):
        identifier = style.get(f"{_W}styleId", "")
        styles[identifier] = _value(style, "name") or identifier
        parents[identifier] = _value(style, "basedOn") or ""
        properties = style.find(f"{_W}pPr")
        numbered = None if properties is None else properties.find(f"{_W}numPr")
        if numbered is not None:
            level = int(_value(numbered, "ilvl") or 0)
            style_lists[identifier] = (_value(numbered, "numId") or "", level)
    for identifier in styles:
        parent, seen = parents[identifier], {identifier}
        while identifier not in style_lists and parent and parent not in seen:
            if parent in style_lists:
                style_lists[identifier] = style_lists[parent]
            seen.add(parent)
            parent = parents.get(parent, "")
    rendered = next(document.element.body.iter(f"{_W}lastRenderedPageBreak"), None) is not None
    return Reader(styles, style_lists, read_numbering(_numbering_root(document)), rendered)


def _numbering_root(document: Any) -> Any:  # noqa: ANN401
    """Return the root of the numbering part, if there is one."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/numbering"):
            return relation.target_part.element
    return None
