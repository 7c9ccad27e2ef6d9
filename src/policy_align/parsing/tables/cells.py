"""Cells of tables in extracted text: what they hold, and rows of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policy_align.parsing.lines.rows import Row

Cells: TypeAlias = "tuple[str, ...]"

_NUMBER = "[0-9０-９][0-9０-９,，.．]*"
_FIGURE = re.compile(
    rf"[≈约約＋+△▲−－≤≥≦≧<>＜＞-]?\s*{_NUMBER}(?:\s*[～〜~]\s*{_NUMBER})?\s*(?:[%％‰]|[^\W\d_A-Za-z]{{0,3}})"
)
_EMPTY_MARK = re.compile(r"[-—―─–－−/／·…]{1,3}")
_BLANKS = re.compile(r"\s+")
_MOST = 0.5
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
        lines: The numbers of its lines.
        rows: Its rows in order.
    """

    lines: Sequence[int]
    rows: tuple[TableRow, ...]

    def renumbered(self, numbers: Sequence[int]) -> TextTable:
        """Return the table with the numbers that its lines have in a longer text."""
        rows = tuple(replace(row, first=numbers[row.first]) for row in self.rows)
        return TextTable([numbers[line] for line in self.lines], rows)


def is_figure(cell: str) -> bool:
    """Tell whether a cell holds a figure, with its unit or not.

    Example:
        >>> [is_figure(cell) for cell in ("8,200", "45%", "2027 年", "5～15", "5G", "—")]
        [True, True, True, True, False, False]
    """
    return bool(_FIGURE.fullmatch(cell))


def is_heading(text: str) -> bool:
    """Tell whether a line opens as headings and items do, and rows of tables do not.

    Example:
        >>> [is_heading(text) for text in ("（二）科技", "2.3 预警解除", "2.3 产量 120", "2 网箱")]
        [True, True, False, False]
    """
    opening = opening_label(text)
    if opening is None:
        return False
    alone = opening.label.numerals == "pair" and len(text[opening.end :].split()) == 1
    return opening.closed or alone


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


def are_labels(leads: Sequence[str]) -> bool:
    """Tell whether the first cells of rows are the labels of list items.

    Args:
        leads: The texts of the first cells.

    Returns:
        True where most begin as list items do, unless they are numbers under a head.

    Example:
        >>> are_labels(["一", "二", "三"]), are_labels(["序号", "1", "2"])
        (True, False)
    """
    openings = [opening_label(f"{lead} {lead}") for lead in leads]
    labels = [
        opening
        for opening, lead in zip(openings, leads, strict=True)
        if opening is not None and (opening.closed or opening.end > len(lead))
    ]
    numbers = openings[:1] == [None] and all(opening.text.isdecimal() for opening in labels)
    return len(labels) > _MOST * len(leads) and not numbers


def printed(row: Row) -> str:
    """Return the line of a row with the blanks that stood in it.

    A row that holds only a part of its line, or the line without debris, has lost them.
    """
    line = row.line.text
    if line.strip() == row.text:
        return line.rstrip()
    same = _BLANKS.sub("", line) == _BLANKS.sub("", row.text)
    return line.rstrip() if same else " " * row.indent + row.text
