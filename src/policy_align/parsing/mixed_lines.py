"""Lines that hold a cell of each language, parted by a mere blank.

Text extractors put the cells of a table row on one line where each is one line long:
``（二）工作原则。 （二）業務原則。``. Such a line is cut at the blank that has Chinese on one side
and Japanese on the other; files in which that happens have the languages in the same order
throughout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from policy_align.folding import search_key
from policy_align.parsing.evidence import line_evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.model import Language
    from policy_align.parsing.rows import Row

_BLANK = re.compile(r"(?<=\S)[ \t\u3000\u00a0]+(?=\S)")
_CLEAR = 1.5
_FEWEST = 3
_FEWEST_SHARE = 0.02
_CONSISTENT = 0.85
_MOST_BLANKS = 12


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place where a row may be cut.

    Attributes:
        left: What stands before the blank.
        right: What stands after it.
        lean: How much more Chinese the left side is than the right one.
        clear: Whether the two sides are clearly in different languages.
        twins: Whether the two sides say the same, as two equal dates do.
    """

    left: str
    right: str
    lean: float
    clear: bool
    twins: bool


def split_mixed(rows: Sequence[Row]) -> list[Row]:
    """Cut the rows that hold both languages.

    Args:
        rows: The rows of one file in reading order.

    Returns:
        The rows; the parts of one that was cut know their languages.
    """
    cuts = _cuts(rows)
    clear = [best for found in cuts.values() if (best := _clearest(found)) is not None]
    if len(clear) < max(_FEWEST, _FEWEST_SHARE * len(rows)):
        return list(rows)
    zh_first = sum(cut.lean > 0 for cut in clear) / len(clear)
    if max(zh_first, 1 - zh_first) < _CONSISTENT:
        return list(rows)
    sign = 1 if zh_first > _CONSISTENT else -1
    order: tuple[Language, Language] = ("zh", "ja") if sign > 0 else ("ja", "zh")
    result: list[Row] = []
    for index, row in enumerate(rows):
        fitting = [
            cut for cut in cuts.get(index, ()) if cut.twins or (cut.clear and cut.lean * sign > 0)
        ]
        best = max(fitting, key=lambda cut: (cut.clear, cut.lean * sign), default=None)
        result += [row] if best is None else _parts(row, best, order)
    return result


def _clearest(cuts: Sequence[_Cut]) -> _Cut | None:
    """Return the cut that parts the languages best, if one does so clearly."""
    return max((cut for cut in cuts if cut.clear), key=lambda cut: abs(cut.lean), default=None)


def _cuts(rows: Sequence[Row]) -> dict[int, list[_Cut]]:
    """List where each row may be cut, by its number."""
    places = [
        (index, row.text[: blank.start()], row.text[blank.end() :])
        for index, row in enumerate(rows)
        if row.language is None and row.line.column is None
        for blank in _blanks(row.text)
    ]
    values = line_evidence([text for _, *sides in places for text in sides])
    cuts: dict[int, list[_Cut]] = {}
    for number, (index, left, right) in enumerate(places):
        one, other = values[2 * number : 2 * number + 2]
        clear = one * other < 0 and min(abs(one), abs(other)) >= _CLEAR
        cuts.setdefault(index, []).append(
            _Cut(left, right, one - other, clear, _say_the_same(left, right))
        )
    return cuts


def _blanks(text: str) -> Iterator[re.Match[str]]:
    """Yield the blanks of a line, unless it has so many that it is spaced out."""
    found = list(_BLANK.finditer(text))
    if len(found) <= _MOST_BLANKS:
        yield from found


def _say_the_same(left: str, right: str) -> bool:
    """Tell whether two texts are equal but for the shapes of their characters."""
    return search_key(left) == search_key(right)


def _parts(row: Row, cut: _Cut, order: tuple[Language, Language]) -> list[Row]:
    """Cut a row into its two parts."""
    first = replace(row, text=cut.left, language=order[0], trailing=False)
    return [first, replace(row, text=cut.right, language=order[1], empty=0, hollow=0)]
