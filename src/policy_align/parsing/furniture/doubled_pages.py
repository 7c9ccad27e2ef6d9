"""Pages that stand twice, one copy directly after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.parsing.furniture.page_numbers import page_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

_FEWEST_CHARACTERS = 60


def doubled_rows(rows: Sequence[Row], keys: Sequence[str]) -> Iterator[int]:
    """Find the rows of pages, or of runs of pages, that repeat those directly before them.

    Where the pages are not known, a printed page number tells that a page is repeated: lines
    that are the same in both languages, such as tables of figures, stand twice as well.

    Args:
        rows: The rows of one file in reading order.
        keys: Their texts without what may differ between two copies.

    Yields:
        Indices of the rows of the second copies, in order.
    """
    following = _next_places(keys)
    distance = length = 0
    for index, key in enumerate(keys):
        if distance and index + distance < len(keys) and key == keys[index + distance]:
            length += 1
        else:
            distance = following[index] - index
            length = 1 if distance else 0
        if distance and length == distance:
            length = 0
            if _are_pages(rows, index + 1 - distance, distance):
                yield from range(index + 1, index + 1 + distance)


def _next_places(keys: Sequence[str]) -> list[int]:
    """Return where each text stands next; its own place where it does not stand again."""
    places: dict[str, int] = {}
    result = list(range(len(keys)))
    for index in reversed(result):
        result[index], places[keys[index]] = places.get(keys[index], index), index
    return result


def _are_pages(rows: Sequence[Row], first: int, length: int) -> bool:
    """Whether a run of rows and its copy are whole pages with some text."""
    copy = rows[first : first + length]
    if sum(len(row.text) for row in copy) < _FEWEST_CHARACTERS:
        return False
    borders = (first, first + length, first + 2 * length)
    if all(_begins_page(rows, index) for index in borders):
        return True
    numbers = (page_number(row.text) for row in copy)
    return any(number is not None and number.marked for number in numbers)


def _begins_page(rows: Sequence[Row], index: int) -> bool:
    return index in (0, len(rows)) or rows[index].page != rows[index - 1].page
