"""Labels that stand on a line without the text they belong to.

A wide blank after a label (``第三條　主管機關…``) is a border to extractors that look for columns:
they write the label as a line of its own, and at times the rest of its line only after the lines
below it. Typographers set the label of a chapter above its title, too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from policy_align.parsing.characters import display_width
from policy_align.parsing.counting import LabelCounter
from policy_align.parsing.labels import opening_label
from policy_align.parsing.rows import usual_width
from policy_align.parsing.wording import last_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.labels import Opening
    from policy_align.parsing.rows import Row

_DIVISIONS = frozenset({"part", "subpart", "chapter", "division", "article"})
_POINTS = frozenset({"plain", "paren", "half", "circled"})
_ENDINGS = frozenset("。！？；：!?｡")
_MOST_ROWS = 40
_NEARLY_FULL = 0.7


def join_labels(rows: Sequence[Row]) -> list[Row]:
    """Put labels that stand alone before the text they belong to.

    Args:
        rows: All rows of one language in reading order.

    Returns:
        The rows; a label that continues the numbering and the line after it are one row.
    """
    openings = [opening_label(row.text) for row in rows]
    if not rows:
        return []
    full = usual_width(rows)
    counter = LabelCounter()
    joined: list[Row] = []
    index = 0
    while index < len(rows):
        row, opening = rows[index], openings[index]
        index += 1
        if opening is None or opening.label.style == "bullet":
            joined.append(row)
            continue
        texts: Sequence[Row] = ()
        if _is_alone(row, opening) and counter.expects(opening.label):
            texts = _in_order(row, _texts_from(index, rows, openings), full)
        counter.see(opening.label)
        if texts:
            text = f"{row.text} {texts[0].text}"
            row = replace(row, text=text, trailing=texts[0].trailing)
            index += len(texts)
        joined += [row, *texts[1:]]
    return joined


def _is_alone(row: Row, opening: Opening) -> bool:
    """Whether a row is a label and nothing else; a mere number may be one of anything."""
    if opening.end < len(row.text):
        return False
    if opening.label.style in _DIVISIONS:
        return True
    counts = opening.closed or opening.label.numerals == "han" or not row.text.isascii()
    return opening.label.style in _POINTS and counts


def _texts_from(
    index: int, rows: Sequence[Row], openings: Sequence[Opening | None]
) -> Sequence[Row]:
    """Return the rows up to the next label."""
    end = index
    while end < min(len(rows), index + _MOST_ROWS) and not openings[end]:
        end += 1
    return rows[index:end]


def _in_order(label: Row, texts: Sequence[Row], full: int) -> Sequence[Row]:
    """Return the rows of a label in order.

    The last one continues the label where it breaks off at the full width after a row that ends
    a sentence.
    """
    if len(texts) < 2 or last_mark(texts[-2].text) not in _ENDINGS:  # noqa: PLR2004
        return texts
    last = texts[-1]
    width = display_width(label.text) + display_width(last.text)
    if last_mark(last.text) in _ENDINGS or width < _NEARLY_FULL * full:
        return texts
    return [last, *texts[:-1]]
