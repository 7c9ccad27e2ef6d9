"""Cells of tables in extracted text: what they hold, and rows of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policy_align.parsing.rows import Row

Cells: TypeAlias = "tuple[str, ...]"

_FIGURE = re.compile(
    r"[≈约約＋+△▲−－-]?\s*[0-9０-９][0-9０-９,，.．]*\s*(?:[%％‰]|[万亿億千百]?[^\W\d_]{0,2})?"
)
_EMPTY_MARK = re.compile(r"[-—―─–－−/／·…]{1,3}")
_BLANKS = re.compile(r"\s+")
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    Attributes:
        first: The number of the first of the lines that it was made of.
        cells: The texts of its cells; empty ones are left out.
    """

    first: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table found in a text.

    Attributes:
        first: The number of its first line.
        end: The number of the line after its last one.
        rows: Its rows in order.
    """

    first: int
    end: int
    rows: tuple[TableRow, ...]


def is_figure(cell: str) -> bool:
    """Tell whether a cell holds a figure, with its unit or not.

    Example:
        >>> [is_figure(cell) for cell in ("8,200", "45%", "2027 年", "12か所", "第3位", "—")]
        [True, True, True, True, False, False]
    """
    return bool(_FIGURE.fullmatch(cell))


def is_empty_mark(cell: str) -> bool:
    """Tell whether a cell holds but a sign that there is nothing to fill in."""
    return bool(_EMPTY_MARK.fullmatch(cell))


def join_lines(lines: Iterable[str]) -> str:
    """Join the lines of a cell: without a space, but between Latin words and figures.

    Example:
        >>> join_lines(["農業生産のデジタ", "ル化率（％）"]), join_lines(["Smart", "Port"])
        ('農業生産のデジタル化率（％）', 'Smart Port')
    """
    text = ""
    for line in lines:
        latin = text and line and _LATIN.match(text[-1]) and _LATIN.match(line)
        text += f" {line}" if latin else line
    return text


def printed(row: Row) -> str:
    """Return the line of a row with the blanks that stood in it.

    A row that holds only a part of its line, or the line without debris, has lost them.
    """
    line = row.line.text
    same = _BLANKS.sub("", line) == _BLANKS.sub("", row.text)
    return line.rstrip() if same else " " * row.indent + row.text
