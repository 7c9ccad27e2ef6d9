"""Lines that hold a cell of each language, parted by a mere blank.

Text extractors put the cells of a table row on one line where each is one line long:
``（二）工作原则。 （二）業務原則。``. Such a line is cut at the blank that has Chinese on one side
and Japanese on the other; files in which that happens have the languages in the same order
throughout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from policy_align.folding import search_key
from policy_align.parsing.evidence import line_evidence
from policy_align.parsing.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.model import Language
    from policy_align.parsing.rows import Row

_BLANK = re.compile(r"(?<=\S)[ \t\u3000\u00a0]+(?=\S)")
_NEXT_PARAGRAPH = re.compile(
    r"(?<=。)[ \u3000]+(?=——|――|──|[（(][一二三四五六七八九十0-9]{1,3}[)）]"
    r"|[一二三四五六七八九十]{1,3}、)"
)
_CLEAR = 1.5
_FEWEST = 3
_FEWEST_SHARE = 0.02
_CONSISTENT = 0.85
_MOST_BLANKS = 12
_WIDE = 2


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a line may be cut.

    Attributes:
        end: Where the left part ends.
        start: Where the right part starts.
        lean: How much more Chinese the left part is than the right one.
        clear: Whether the two parts are clearly in different languages.
        twins: Whether the two parts have the same label, or are equal, as two dates are.
    """

    end: int
    start: int
    lean: float
    clear: bool
    twins: bool


@dataclass(frozen=True, slots=True)
class Mixture:
    """The lines of a file that hold both languages.

    Attributes:
        order: The language on the left and that on the right.
        cuts: Where each such line is to be cut, by its number.
    """

    order: tuple[Language, Language] = ("zh", "ja")
    cuts: dict[int, Cut] = field(default_factory=dict)


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
    cuts = _cuts(texts)
    clear = [best for found in cuts.values() if (best := _clearest(found)) is not None]
    if len(clear) < max(_FEWEST, _FEWEST_SHARE * len(texts)):
        return Mixture()
    zh_first = sum(cut.lean > 0 for cut in clear) / len(clear)
    if max(zh_first, 1 - zh_first) < _CONSISTENT:
        return Mixture()
    sign = 1 if zh_first >= _CONSISTENT else -1
    chosen = {index: best for index, found in cuts.items() if (best := _best(found, sign))}
    return Mixture(("zh", "ja") if sign > 0 else ("ja", "zh"), chosen)


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
        first = replace(row, text=row.text[: cut.end], language=left, trailing=False)
        second = replace(row, text=row.text[cut.start :], language=right, empty=0, hollow=0)
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


def _clearest(cuts: Sequence[Cut]) -> Cut | None:
    """Return the cut that parts the languages best, if one does so clearly."""
    return max((cut for cut in cuts if cut.clear), key=lambda cut: abs(cut.lean), default=None)


def _best(cuts: Sequence[Cut], sign: int) -> Cut | None:
    """Return the cut of a line, given which language is on the left."""
    fitting = [cut for cut in cuts if cut.twins or (cut.clear and cut.lean * sign > 0)]
    # The evidence of long parts is capped, so that many blanks part them equally well.
    return max(
        fitting,
        key=lambda cut: (cut.twins, cut.clear, cut.lean * sign, cut.start - cut.end),
        default=None,
    )


def _cuts(texts: Sequence[str]) -> dict[int, list[Cut]]:
    """List where each line may be cut, by its number."""
    places = [(index, blank) for index, text in enumerate(texts) for blank in _blanks(text)]
    parts = [(blank.string[: blank.start()], blank.string[blank.end() :]) for _, blank in places]
    values = iter(line_evidence(text for sides in parts for text in sides))
    cuts: dict[int, list[Cut]] = {}
    for (index, blank), (left, right), one, other in zip(
        places, parts, values, values, strict=True
    ):
        clear = one * other < 0 and min(abs(one), abs(other)) >= _CLEAR
        twins = _correspond(left, right)
        cuts.setdefault(index, []).append(
            Cut(blank.start(), blank.end(), one - other, clear, twins)
        )
    return cuts


def _correspond(left: str, right: str) -> bool:
    """Tell whether two texts have the same label or are equal but for the shapes of characters."""
    one, other = opening_label(left.lstrip()), opening_label(right)
    if one and other and one.closed and other.closed and one.label.style != "bullet":
        return one.label.value == other.label.value
    return search_key(left) == search_key(right)


def _blanks(text: str) -> Iterator[re.Match[str]]:
    """Yield the blanks of a line; only the wide ones where it is spaced out."""
    found = list(_BLANK.finditer(text))
    if len(found) > _MOST_BLANKS:
        found = [blank for blank in found if len(blank[0]) >= _WIDE][:_MOST_BLANKS]
    yield from found
