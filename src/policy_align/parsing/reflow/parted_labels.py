"""Labels that stand on a line without the text they belong to.

A wide blank after a label (``第三條　主管機關…``) is a border to extractors that look for columns:
they write the label as a line of its own, and at times the rest of its line only after the lines
below it. Typographers set the label of a chapter above its title, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.rows import usual_width
from policy_align.parsing.lines.wording import last_mark
from policy_align.parsing.numbering.counting import LabelCounter
from policy_align.parsing.numbering.labels import Opening, opening_label, parse_label
from policy_align.parsing.reflow.lone_numbers import join_numbers
from policy_align.parsing.reflow.spaced_titles import join_spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

_DIVISIONS = frozenset({"part", "subpart", "chapter", "division", "article"})
_POINTS = frozenset({"plain", "paren", "half", "circled"})
_ENDINGS = frozenset("。！？；：!?｡")
_MOST_ROWS = 40
_LONGEST_LABEL = 20
_NEARLY_FULL = 0.7


def join_labels(rows: Sequence[Row]) -> list[Row]:
    """Put labels that stand alone before the text they belong to.

    Args:
        rows: All rows of one language in reading order.

    Returns:
        The rows; a label that continues the numbering and the line after it are one row.
    """
    rows = join_numbers(list(join_spaced(rows)))
    openings = [_opening(row.text) for row in rows]
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
            labels = _labels_from(index - 1, rows, openings)
            dealt = _deal(labels, _texts_from(index - 1 + len(labels), rows, openings))
            if dealt:
                counter.see(openings[index + len(labels) - 2].label)  # type: ignore[union-attr]
                index += len(labels) - 1 + sum(map(len, dealt))
                joined += _joined(labels, dealt)
                continue
            if opening_label(row.text):
                texts = _in_order(row, _texts_from(index, rows, openings), full)
        counter.see(opening.label)
        if texts:
            row = row.followed_by(texts[0])
            index += len(texts)
        joined += [row, *texts[1:]]
    return joined


def _opening(text: str) -> Opening | None:
    """Find the label that a row begins with, or the number that it is."""
    opening = opening_label(text)
    if opening is not None or text.isascii() or len(text) > _LONGEST_LABEL:
        return opening
    label = parse_label(text)
    return Opening(label, text, len(text), closed=False) if label else None


def _is_alone(row: Row, opening: Opening) -> bool:
    """Whether a row is a label and nothing else; a mere number may be one of anything."""
    if opening.end < len(row.text):
        return False
    if opening.label.style in _DIVISIONS:
        return True
    counts = opening.closed or opening.label.numerals == "han" or not row.text.isascii()
    return opening.label.style in _POINTS and counts


def _labels_from(
    index: int, rows: Sequence[Row], openings: Sequence[Opening | None]
) -> Sequence[Row]:
    """Return the labels alone that count on from the one of a row."""
    counter = LabelCounter()
    end = index
    while end < min(len(rows), index + _MOST_ROWS):
        opening = openings[end]
        if opening is None or not _is_alone(rows[end], opening):
            break
        if end > index and not counter.expects(opening.label):
            break
        counter.see(opening.label)
        end += 1
    return rows[index:end]


def _deal(labels: Sequence[Row], rows: Sequence[Row]) -> list[Sequence[Row]]:
    """Return the rows of each of several labels, if they are as many texts that end."""
    texts: list[Sequence[Row]] = []
    first = 0
    for end, row in enumerate(rows, start=1):
        if last_mark(row.text) in _ENDINGS:
            texts.append(rows[first:end])
            first = end
    return texts if len(labels) == len(texts) > 1 else []


def _joined(labels: Sequence[Row], texts: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """Yield the rows of several texts, each with its label before it."""
    for label, rows in zip(labels, texts, strict=True):
        yield label.followed_by(rows[0])
        yield from rows[1:]


def _texts_from(
    index: int, rows: Sequence[Row], openings: Sequence[Opening | None]
) -> Sequence[Row]:
    """Return the rows up to the next label."""
    end = index
    last = min(len(rows), index + _MOST_ROWS)
    while end < last and not openings[end] and rows[end].line.role == "body":
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
