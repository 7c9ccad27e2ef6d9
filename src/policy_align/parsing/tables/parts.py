"""Parts of lines that may hold cells of a table, in the order of the cells."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from policy_align.parsing.tables.cells import is_empty_mark, is_figure, join_lines, printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

KINDS = ("figure", "dash", "digit", "short", "middle", "long")
"""Kinds of cells: what they hold, and how long they are."""

BLANK, LINE, GAP = "blank", "line", "gap"
"""What may stand before a part of a line: a blank, a line break, a blank line."""

_LATIN = re.compile(r"[0-9A-Za-z０-９]")
_DATE = re.compile(r"[0-9０-９]{1,4} ?[年月日](?: ?[0-9０-９]{1,2} ?[月日])*")
_SHORT, _MIDDLE = 4, 10  # characters


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line that no blank parts.

    Attributes:
        text: The part.
        row: The number of its line.
        before: What stands before it: a blank, a line break, or a blank line.
    """

    text: str
    row: int
    before: str


def is_hard(before: Part, after: Part) -> bool:
    """Whether the blank between two parts stands where running text has none."""
    if after.before != BLANK:
        return False
    left, right = before.text[-1], after.text[0]
    if left.isdecimal() or right.isdecimal():
        return bool(_LATIN.match(left) and _LATIN.match(right))
    return not _LATIN.match(left) and not _LATIN.match(right)


def parts_of(rows: Sequence[Row], first: int, end: int) -> list[Part]:
    """Cut lines at their blanks; dates stay whole."""
    lines = [_line(rows, index) for index in range(first, end)]
    starts = [line[0].before for line in lines[1:]]
    if starts.count(GAP) <= len(starts) / 2:
        return [part for line in lines for part in line]
    parts: list[Part] = []
    block: list[list[Part]] = []
    for line in [*lines, None]:
        if block and (line is None or line[0].before == GAP):
            parts += _in_order(block)
            block = []
        if line is not None:
            block.append(line)
    return parts


def _line(rows: Sequence[Row], index: int) -> list[Part]:
    """Cut a line at its blanks."""
    row = rows[index]
    before = GAP if row.empty + row.hollow else LINE
    text = _DATE.sub(lambda found: found[0].replace(" ", "\0"), printed(row))
    return [
        Part(part.replace("\0", " "), index, BLANK if number else before)
        for number, part in enumerate(text.split())
    ]


def _in_order(block: Sequence[list[Part]]) -> Iterator[Part]:
    """Yield the parts of lines without blank line between them, cell by cell.

    Where cells nearly touch, extractors write the first lines of several cells on one line, and
    what was wrapped of them under it.
    """
    cells = _side_by_side(block[0])
    wrapped = [index for index, cell in enumerate(cells) if not is_figure(cell[-1].text)]
    if len(block) == 1 or len(cells) == 1 or not wrapped:
        yield from (part for line in block for part in line)
        return
    lone = []
    for line in block[1:]:
        parts = _side_by_side(line)
        if len(parts) == len(wrapped):
            for index, part in zip(wrapped, parts, strict=True):
                cells[index] += [replace(part[0], before=LINE), *part[1:]]
        else:
            lone.append(line)
    if len(lone) < len(wrapped):
        wrapped.sort(key=lambda index: -len(text_of(cells[index])))
    for number, line in enumerate(lone):
        cells[wrapped[min(number, len(wrapped) - 1)]] += line
    for cell in cells:
        yield replace(cell[0], before=GAP)
        yield from cell[1:]


def _side_by_side(line: Sequence[Part]) -> list[list[Part]]:
    """Cut a line where a blank can only be one between two cells."""
    cells = [[line[0]]]
    for before, part in itertools.pairwise(line):
        last = part is line[-1] and bool(_LATIN.match(part.text))
        alone = last and (len(cells) == 1 or part.text[0].isdecimal())
        if is_hard(before, part) or alone:
            cells.append([part])
        else:
            cells[-1].append(part)
    return cells


def side_by_side(text: str) -> list[str]:
    """Cut a line where a blank can only be one between two cells.

    Example:
        >>> side_by_side("総額の30％ 2"), side_by_side("保存温度 期限"), side_by_side("2029 年")
        (['総額の30％', '2'], ['保存温度', '期限'], ['2029 年'])
    """
    parts = [Part(part, 0, BLANK) for part in text.split()]
    return [text_of(cell) for cell in _side_by_side(parts)]


def kind_of(cell: str) -> str:
    """Tell what kind of cell a text would be."""
    if is_figure(cell):
        return "figure"
    if is_empty_mark(cell):
        return "dash"
    if cell[0].isdecimal():
        return "digit"
    if len(cell) <= _SHORT:
        return "short"
    return "middle" if len(cell) <= _MIDDLE else "long"


def text_of(parts: Sequence[Part]) -> str:
    """Join the parts of a cell."""
    lines: list[str] = []
    for part in parts:
        if part.before == BLANK and lines:
            lines[-1] += f" {part.text}"
        else:
            lines.append(part.text)
    return join_lines(lines)
