"""Headers and footers of a file without page breaks: lines that come again with each language.

Where pages of two languages take turns, a page begins or ends where the language changes. A
header without kana may have been given to the language above it, so both sides of a change are
looked at.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import accumulate, chain, groupby, pairwise, takewhile
from typing import TYPE_CHECKING

from policy_align.model import Furniture
from policy_align.parsing.furniture.running_lines import LONGEST, RUNNING, STOP, bare, letters
from policy_align.parsing.lines.measure import INSIDE_SENTENCE
from policy_align.parsing.lines.wording import is_complete_title, is_date
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

_SHARE = 0.6
_FEWEST = 3
_FEWEST_OF_BOTH = 2  # where both languages have such lines
_LANGUAGES = 2
_FEWEST_LETTERS = 2
_EDGE = 4
_MOST_LINES = 2  # of the header and the footer of a page


def set_aside_between(rows: Sequence[Row]) -> tuple[list[Row], list[Furniture]]:
    """Set aside the lines that stand at most changes from one language to the other.

    Args:
        rows: The rows of one file in reading order, with their languages.

    Returns:
        The rows that remain, those below a header in the language of its page, and the
        furniture in reading order. Where more lines come again than headers and footers have,
        they are the text of a form, and stay.
    """
    left = list(rows)
    gone: list[Row] = []
    most = _MOST_LINES * len(_blocks(rows))
    while found := _at_changes(left):
        gone += [left[index] for index in found]
        if len(gone) > most:
            return list(rows), []
        left = [row for index, row in enumerate(_below_headers(left, found)) if index not in found]
    gone.sort(key=lambda row: row.line.number)
    return left, [Furniture(row.text, RUNNING, row.place) for row in gone]


def _at_changes(rows: Sequence[Row]) -> set[int]:
    """Find the lines that most changes of one kind have in common."""
    blocks = _blocks(rows)
    shared = [_shared(rows, changes) for changes in _kinds_of_changes(rows, blocks)]
    both = all(shared[kind] or shared[kind + _LANGUAGES] for kind in range(_LANGUAGES))
    fewest = _FEWEST_OF_BOTH if both else _FEWEST
    found = {index for on in chain(*shared) if len(on) >= fewest for index in on}
    return found - _titles(rows, blocks)


def _blocks(rows: Sequence[Row]) -> list[range]:
    """Return the runs of rows of one language."""
    lengths = [len(list(run)) for _, run in groupby(rows, key=lambda row: row.language)]
    ends = accumulate(lengths)
    return [range(end - length, end) for end, length in zip(ends, lengths, strict=True)]


def _kinds_of_changes(rows: Sequence[Row], blocks: Sequence[range]) -> list[list[list[int]]]:
    """Return the rows beside the beginnings of the blocks of each language, then the ends."""
    borders = [
        [*(_tail(rows, blocks[place - 1]) if place else ()), *block[:1]]
        for place, block in enumerate([*blocks, range(0)])
    ]
    turns = [range(first, len(blocks), _LANGUAGES) for first in range(_LANGUAGES)]
    return [[borders[place + end] for place in turn] for end in (0, 1) for turn in turns]


def _tail(rows: Sequence[Row], block: range) -> Iterator[int]:
    """Yield the rows at the end of a block that may be headers and titles, from the last one."""
    yield from takewhile(lambda index: _may_run(rows[index].text), block[: -_EDGE - 1 : -1])


def _shared(rows: Sequence[Row], changes: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the rows of each line that stands at most changes."""
    places: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for number, change in enumerate(changes):
        for index in change:
            if _may_run(rows[index].text):
                places[bare(rows[index].text)].setdefault(number, index)
    fewest = max(_FEWEST_OF_BOTH, _SHARE * len(changes))
    return [list(on.values()) for on in places.values() if len(on) >= fewest]


def _may_run(text: str) -> bool:
    """Whether a line may be a header or footer at all."""
    opening = opening_label(text)
    if len(text) > LONGEST or letters(text) < _FEWEST_LETTERS or STOP.search(text):
        return False
    return not (is_date(text) or (opening is not None and opening.closed))


def _titles(rows: Sequence[Row], blocks: Sequence[range]) -> set[int]:
    """Return the titles at the beginning of a language that have no other one below them."""
    return {
        block[0]
        for block in blocks[:_LANGUAGES]
        if _is_title(rows[block[0]].text)
        and not any(_is_title(rows[index].text) for index in block[1 : 1 + _EDGE])
    }


def _is_title(text: str) -> bool:
    return is_complete_title(text) and not INSIDE_SENTENCE.search(text)


def _below_headers(rows: Sequence[Row], found: set[int]) -> list[Row]:
    """Return the rows, those between a header and the language of its page in that language."""
    result = list(rows)
    blocks = _blocks(rows)
    headers = {bare(rows[block[0]].text) for block in blocks if block[0] in found}
    for block, following in pairwise(blocks):
        language = rows[following[0]].language
        tail = list(_tail(rows, block))
        opened = [at for at in tail if at in found and bare(rows[at].text) in headers]
        for index in tail[: tail.index(opened[-1])] if opened else ():
            result[index] = replace(rows[index], language=language)
    return result
