"""Lines that hold a cell of each language, parted by a mere blank.

Text extractors put the cells of a table row on one line where each is one line long:
``（二）工作原则。 （二）業務原則。``. Such a line is cut at the blank that has Chinese on one side
and Japanese on the other; files in which that happens have the languages in the same order
throughout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import chain
from math import inf
from typing import TYPE_CHECKING

from policy_align.parsing.columns.cuts import (
    Cut,
    Room,
    best_cut,
    clearest,
    cuts_at_blanks,
    printed_width,
)
from policy_align.parsing.languages.evidence import weigher
from policy_align.parsing.lines.rows import close_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policy_align.model import Language
    from policy_align.parsing.languages.evidence import Weigher
    from policy_align.parsing.lines.rows import Row

_NEXT_PARAGRAPH = re.compile(
    r"(?<=。)[ \u3000]+(?=——|――|──|[（(][一二三四五六七八九十0-9]{1,3}[)）]"
    r"|[一二三四五六七八九十]{1,3}、)"
)
_FEWEST = 3
_FEWEST_SHARE = 0.02
_MOST_SHARE = 0.6  # of the lines of a file of very few
_CONSISTENT = 0.75
_SURE = 4.0
_FEWEST_LINES = 8
_USUAL = 0.9


@dataclass(frozen=True, slots=True)
class Mixture:
    """The lines of a file that hold both languages.

    Attributes:
        weigh: Tells how Chinese a text of the file is.
        candidates: Where each line may be cut, by its number.
        order: The language on the left and that on the right.
        cuts: Where each line that holds both languages is to be cut, by its number.
        room: How wide the columns are, where that shows.
    """

    weigh: Weigher
    candidates: dict[int, list[Cut]]
    order: tuple[Language, Language] = ("zh", "ja")
    cuts: dict[int, Cut] = field(default_factory=dict)
    room: Room = field(default_factory=Room)

    @property
    def sign(self) -> int:
        """1 where Chinese stands on the left, -1 where on the right, 0 where no line is mixed."""
        return 0 if not self.cuts else 1 if self.order[0] == "zh" else -1


def find_mixture(texts: Sequence[str]) -> Mixture:
    """Find the lines of a file that hold both languages.

    Args:
        texts: Its lines.

    Returns:
        Where to cut them; nowhere where too few lines are like that.

    Example:
        >>> texts = ["发展目标 発展の目標", "推进 推進する", "转型 転換へ", "2021年 2021 年"]
        >>> mixture = find_mixture(texts)
        >>> [texts[n][cut.start :] for n, cut in mixture.cuts.items()]
        ['発展の目標', '推進する', '転換へ', '2021 年']
    """
    parted = [text.split() for text in texts]
    weigh = weigher(list(chain.from_iterable(parted)), inf)
    cuts = {
        index: found
        for index, parts in enumerate(parted)
        if len(parts) > 1 and (found := cuts_at_blanks(texts[index], weigh))
    }
    mixture = Mixture(weigh, cuts)
    clear = {index: best for index, found in cuts.items() if (best := clearest(found))}
    if not clear:
        return mixture
    zh_first = sum(cut.lean > 0 for cut in clear.values()) / len(clear)
    if max(zh_first, 1 - zh_first) < _CONSISTENT:
        return mixture
    sign = 1 if zh_first >= _CONSISTENT else -1
    room = _room(list(_parts(texts, clear)), sign, weigh)
    usual = len(clear) >= min(max(_FEWEST, _FEWEST_SHARE * len(texts)), _MOST_SHARE * len(texts))
    if not usual and not all(room.is_crowded(texts[index]) for index in clear):
        return mixture
    chosen = {
        index: best
        for index in (range(len(texts)) if usual else clear)
        if (best := best_cut(texts[index], cuts.get(index, []), sign, room, weigh))
    }
    order: tuple[Language, Language] = ("zh", "ja") if sign > 0 else ("ja", "zh")
    return replace(mixture, order=order, cuts=chosen, room=room)


def _parts(texts: Sequence[str], cuts: Mapping[int, Cut]) -> Iterator[str]:
    """Yield the lines, cut where they are cut."""
    for index, text in enumerate(texts):
        cut = cuts.get(index)
        if cut is None:
            yield text
        else:
            yield text[: cut.end]
            yield text[cut.start :]


def _room(texts: Sequence[str], sign: int, weigh: Weigher) -> Room:
    """Measure the columns by the lines that are surely in one language."""
    widths: tuple[list[float], list[float]] = ([], [])
    for text in texts:
        value = sign * weigh(text)
        if abs(value) >= _SURE:
            widths[value < 0].append(printed_width(text.strip()))
    if min(map(len, widths)) < _FEWEST_LINES:
        return Room()
    left, right = (sorted(column)[int(_USUAL * (len(column) - 1))] for column in widths)
    return Room(left, right)


def split_mixed(rows: Sequence[Row]) -> list[Row]:
    """Cut the rows that hold both languages.

    Args:
        rows: The rows of one file in reading order.

    Returns:
        The rows; the parts of one that was cut know their languages.
    """
    rows = [part for row in rows for part in _paragraphs(row)]
    known = [row.language is not None or row.line.column is not None for row in rows]
    mixture = find_mixture(
        ["" if skip else row.text for row, skip in zip(rows, known, strict=True)]
    )
    result: list[Row] = []
    for index, row in enumerate(rows):
        cut = mixture.cuts.get(index)
        if cut is None:
            result.append(row)
            continue
        left, right = mixture.order
        one, other = close_up(row.text[: cut.end]), close_up(row.text[cut.start :])
        first = replace(row, text=one, language=left, trailing=False)
        second = replace(row, text=other, language=right, empty=0, hollow=0)
        result += [first, second]
    return result


def _paragraphs(row: Row) -> Iterator[Row]:
    """Yield the parts of a row that holds several labelled paragraphs."""
    parts = _NEXT_PARAGRAPH.split(row.text) if " " in row.text else [row.text]
    if len(parts) == 1 or row.line.box is not None:
        yield row
        return
    for number, part in enumerate(parts):
        if number:
            yield replace(row, text=part, line=replace(row.line, opens=True), empty=0, hollow=0)
        else:
            yield replace(row, text=part)
