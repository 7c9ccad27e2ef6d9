"""Numbers of sections that extraction wrote on lines of their own.

A wide blank after the number of a heading (``2.1　产量``) is a border to extractors that look for
columns, and numbers one below the other are written before the titles that belong to them. A mere
number may be anything: the cell of a table, a mark of a footnote. It is a section's where
all numbers count through the text, each has a short line to name it, and text follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.measure import INSIDE_SENTENCE
from policy_align.parsing.lines.rows import usual_width
from policy_align.parsing.lines.wording import is_date, last_mark
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

_Number: TypeAlias = tuple[int, ...]

_NUMBER = re.compile(r"[0-9]{1,2}(?:[.．][0-9]{1,2}){0,2}")
_ENDINGS = frozenset("。！？；：!?｡")
_MOST_STACKED = 3
_FEWEST = 2
_FEWEST_LETTERS = 2
_NAME = 0.6
_NEARLY_FULL = 0.7


@dataclass(frozen=True, slots=True)
class _Headings:
    """Numbers one below the other, and after them as many short lines.

    Attributes:
        first: The row of the first number.
        numbers: The numbers.
    """

    first: int
    numbers: tuple[_Number, ...]


def join_numbers(rows: Sequence[Row]) -> list[Row]:
    """Put the numbers of sections that stand alone before their titles.

    Args:
        rows: All rows of one language in reading order.

    Returns:
        The rows; a number that counts on and the title it belongs to are one row.
    """
    chain = list(_counted(rows))
    if len({number[0] for headings in chain for number in headings.numbers}) < _FEWEST:
        return list(rows)
    joined: list[Row] = []
    done = 0
    for headings in chain:
        count = len(headings.numbers)
        joined += rows[done : headings.first]
        for index in range(headings.first, headings.first + count):
            joined.append(rows[index].followed_by(rows[index + count]))
        done = headings.first + 2 * count
    return [*joined, *rows[done:]]


def _counted(rows: Sequence[Row]) -> Iterator[_Headings]:
    """Yield the numbers that count through the rows."""
    if not rows:
        return
    full = usual_width(rows)
    last: _Number = (0,)
    index = 0
    while index < len(rows):
        headings = _headings(rows, index, last, full)
        if headings is None:
            last = _printed(rows[index], last)
            index += 1
            continue
        yield headings
        last = headings.numbers[-1]
        index = headings.first + 2 * len(headings.numbers)


def _printed(row: Row, last: _Number) -> _Number:
    """Return the number of a heading that is whole, if it counts on."""
    match = _NUMBER.match(row.text)
    opening = opening_label(row.text) if match else None
    if match is None or opening is None or opening.closed:
        return last
    number = _read(match[0])
    return number if _counts_on(number, last) else last


def _headings(rows: Sequence[Row], index: int, last: _Number, full: int) -> _Headings | None:
    """Return the numbers that stand at a row, if they count on and have names."""
    numbers: list[_Number] = []
    for row in rows[index : index + _MOST_STACKED]:
        number = _read(row.text) if _NUMBER.fullmatch(row.text) else None
        if number is None or not _counts_on(number, numbers[-1] if numbers else last):
            break
        numbers.append(number)
    end = index + 2 * len(numbers)
    names = rows[index + len(numbers) : end]
    if not numbers or len(names) < len(numbers):
        return None
    if not all(_is_name(row, full) for row in names) or not _is_text(rows[end : end + 1], full):
        return None
    return _Headings(index, tuple(numbers))


def _read(text: str) -> _Number:
    return tuple(map(int, re.split("[.．]", text)))


def _counts_on(number: _Number, last: _Number) -> bool:
    """Whether a number is the next one of its level, or the first one inside the last."""
    level = len(number)
    if level <= len(last):
        return number[:-1] == last[: level - 1] and number[-1] == last[level - 1] + 1
    return number == (*last, 1)


def _is_name(row: Row, full: int) -> bool:
    """Whether a row may be the title of a section; 附则 is one, too."""
    opening = opening_label(row.text)
    return (
        sum(map(str.isalpha, row.text)) >= _FEWEST_LETTERS
        and display_width(row.text) <= _NAME * full
        and last_mark(row.text) not in _ENDINGS
        and not INSIDE_SENTENCE.search(row.text)
        and not is_date(row.text)
        and (opening is None or opening.label.style == "appendix")
    )


def _is_text(following: Sequence[Row], full: int) -> bool:
    """Whether text follows, or another heading."""
    return any(
        INSIDE_SENTENCE.search(row.text)
        or last_mark(row.text) in _ENDINGS
        or display_width(row.text) >= _NEARLY_FULL * full
        or opening_label(row.text)
        or _NUMBER.fullmatch(row.text)
        for row in following
    )
