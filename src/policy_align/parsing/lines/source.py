"""What every reader of a file format hands to the parser: lines, with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from policy_align.model import Furniture, Language

Role: TypeAlias = Literal["body", "table", "footnote", "caption"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source as it was extracted.

    Attributes:
        text: The line without its line break, otherwise untouched (cells of a table row are
            joined by a tab).
        page: Page on which it stands, counted from 1.
        number: Number of the line in the source, counted from 1.
        language: The language where the reader knows it (a file of one language, a column of
            a page); ``None`` where the parser has to find out.
        column: Number of the column on the page, counted from 0 at the left, where geometry
            or a side-by-side layout shows it; ``None`` where nothing does.
        box: For a PDF, left, bottom, right and top on the page in points.
        size: For a PDF, the size of the main font of the line in points.
        role: What geometry or markup tells about the line.
        opens: Whether the line begins a paragraph, where the reader knows (a paragraph of a
            DOCX or HTML file, indentation on a page); ``None`` where the parser has to judge.
        cited_by: For a footnote, the number of the line that cites it, where the reader knows.
    """

    text: str
    page: int
    number: int
    language: Language | None = None
    column: int | None = None
    box: tuple[float, float, float, float] | None = None
    size: float | None = None
    role: Role = "body"
    opens: bool | None = None
    cited_by: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its lines in reading order, and what was set aside already.

    Attributes:
        name: Name of the file without folders.
        lines: All lines, blank ones included, in reading order as far as the reader knows it.
        furniture: What the reader itself recognised as furniture (by geometry, say).
        detail: What the reader found out and a person may want to know, such as
            ``UTF-8 text, 23 pages`` or ``PDF, 2 columns``.
    """

    name: str
    lines: tuple[Line, ...]
    furniture: tuple[Furniture, ...] = ()
    detail: str = ""
