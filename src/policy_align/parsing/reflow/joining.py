"""Reflow: which line breaks end a paragraph, and which a layout engine put into one.

Every line break is judged by evidence: whether the next word would have fitted on the line,
how the line ends and the next one begins, whether the two together make up a word that occurs
elsewhere. What blank lines, indents and trailing blanks mean differs from file to file (see
``habits``).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import OPENERS, side_by_side
from policy_align.parsing.lines.measure import CANNOT_START, INSIDE_SENTENCE, Cut, measure_of
from policy_align.parsing.lines.paragraphs import Paragraph, cut_gap, join_rows, word_gap
from policy_align.parsing.lines.wording import (
    CONTENTS_TITLE,
    UNFINISHED,
    is_complete_title,
    is_contents_entry,
    is_date,
    is_document_number,
    is_enactment,
    last_mark,
)
from policy_align.parsing.numbering.labels import opening_label
from policy_align.parsing.reflow.habits import decide, habits_of
from policy_align.parsing.reflow.leads import part_leads
from policy_align.parsing.reflow.so_far import (
    AT_ANY_PLACE,
    LONGEST_TITLE,
    Brackets,
    Numbering,
    SoFar,
)
from policy_align.parsing.tables.finding import mark_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from policy_align.parsing.lines.measure import Measure
    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.reflow.habits import Habits

_STOPS = frozenset("。！？｡")
_COLONS = ("：", ":")
_SEMICOLONS = ("；", ";")
_COMMAS = tuple(f"，、,・／/＋+＝=～〜-‐－{OPENERS}")
_NEVER_STARTS = re.compile(r"に(?:関する|対する|係る|基づく|おける|よる|ついての|向けた)|のため")
_SELDOM_STARTS = re.compile(r"[のがにとでへも的](?!なお)")
_COUNTER = re.compile(r"(?:[个個箇かヵカヶ][月所年国國]|[万萬亿億][^\W\d_])")
_COUNTED = 6.0
_EXPECTED = 2.0
_PROSE = 2.0
_ADOPTED = re.compile(
    r"[（(〔][^（）()〔〕。]*[0-9０-９〇一二三四五六七八九十]\s*[年号號][^。]*[)）〕]"
)
"""When and by whom a document was adopted, below its title."""

_FIELD = re.compile(r"[^\W\d_]{1,6}[：:](?=\S)")
"""The name of what follows it: a source, a date, who asks and who answers."""

_FEWEST_ON_PAGE = 4


def reflow(rows: Sequence[Row], others: Sequence[Row] = ()) -> list[Paragraph]:
    """Join the rows of one language to paragraphs.

    Args:
        rows: All rows of the language in reading order, furniture removed.
        others: The rows of the other language in the same file, which were wrapped alike.

    Returns:
        The paragraphs in order, footnotes last: they stand in the middle of sentences that go
        on after them.
    """
    if not rows:
        return []
    rows = sorted(mark_tables(list(part_leads(rows))), key=lambda row: row.line.role == "footnote")
    measure = measure_of(rows, others)
    ends = decide(_judge(rows, measure))
    gap = cut_gap(measure.length) if isinstance(measure, Cut) else word_gap(rows)
    paragraphs: list[Paragraph] = []
    first = 0
    for index, end in enumerate([*ends, True], start=1):
        if end:
            paragraphs.append(join_rows(rows[first:index], gap))
            first = index
    return paragraphs


def _judge(rows: Sequence[Row], measure: Measure) -> list[tuple[float, Habits]]:
    """Weigh every line break by what does not depend on the habits of the file."""
    pairs = side_by_side(row.text for row in rows)
    margins = _margins(rows)
    numbering = Numbering(rows)
    brackets = Brackets()
    in_front = opens = True
    so_far = SoFar()
    breaks: list[tuple[float, Habits]] = []
    for before, after in pairwise(rows):
        numbering.see(before.text)
        brackets.see(before.text)
        so_far.see(before.text)
        indent = before.indent - margins[before.page]
        shift = after.indent - margins[after.page]
        # After the date of a notice follows the front matter of what it announces.
        in_front = is_date(before.text) or (in_front and not _ends_front(before.text))
        expected = numbering.expects(after.text)
        begins = expected >= _EXPECTED or _is_prose(after.text)
        score = (
            _by_ending(before, so_far, in_front=in_front, begins=begins)
            + _by_opening(after, expected)
            + measure.room(before, after, indent, opens=opens)
            - _by_word(before, after, pairs)
            + brackets.verdict
            + _by_reader(before, after)
        )
        habits = habits_of(before, after, shift)
        if expected < _EXPECTED:
            score -= _PROSE * so_far.in_prose
            habits += _label_habit(before) if opens else ()
        breaks.append((score, habits))
        opens = score > 0
        if opens:
            brackets.reset()
            so_far = SoFar()
    return breaks


def _by_ending(before: Row, so_far: SoFar, *, in_front: bool, begins: bool) -> float:
    """Weigh how the line ends; in front matter a short one is more often part of a title."""
    for score, ends in _ENDINGS:
        if ends(before.text):
            return score
    if before.text.endswith(_COLONS):
        return 4.0 if in_front else 2.0
    titled = _may_be_title(so_far.text)
    if titled and is_complete_title(so_far.text):
        return 3.0 if in_front else 1.0
    score = -4.0 if UNFINISHED.search(before.text) else -2.5
    opening = opening_label(before.text)
    if titled and opening and opening.closed and opening.label.style != "bullet":
        score += 1.5
    return score if (begins and titled) or not in_front else score - 2.0


def _is_prose(text: str) -> bool:
    """Whether a line is of running text, which goes on no title."""
    return _stops(text) or bool(INSIDE_SENTENCE.search(text))


def _stops(text: str) -> bool:
    """Whether a line ends in a full stop."""
    return last_mark(text) in _STOPS


def _ends_front(text: str) -> bool:
    """Whether a line is one of the text that follows titles, document number and the like."""
    opening = opening_label(text)
    return _stops(text) or (opening is not None and opening.label.style not in AT_ANY_PLACE)


_ENDINGS: tuple[tuple[float, Callable[[str], object]], ...] = (
    (1.5, _stops),
    (3.0, is_date),
    (3.0, is_document_number),
    (3.0, is_enactment),
    (3.0, is_contents_entry),
    (6.0, CONTENTS_TITLE.match),
    (0.5, lambda text: text.endswith(_SEMICOLONS)),
    (-6.0, lambda text: text.endswith(_COMMAS)),
)


def _may_be_title(text: str) -> bool:
    """Whether the text of a paragraph so far may be a title."""
    return len(text) <= LONGEST_TITLE and not INSIDE_SENTENCE.search(text)


def _by_opening(after: Row, expected: float) -> float:
    """Weigh how the next line begins."""
    for score, opens in _OPENINGS:
        if opens(after.text):
            return score
    return expected


_OPENINGS: tuple[tuple[float, Callable[[str], object]], ...] = (
    (-8.0, CANNOT_START.match),
    (-8.0, _NEVER_STARTS.match),
    (6.0, CONTENTS_TITLE.match),
    (-2.0, _SELDOM_STARTS.match),
    (6.0, is_date),
    (4.0, is_document_number),
    (4.0, _ADOPTED.fullmatch),
    (4.0, is_enactment),
    (1.0, _FIELD.match),
)


def _by_word(before: Row, after: Row, pairs: Counter[str]) -> float:
    """Weigh whether the characters at the break occur side by side inside lines."""
    if _stops(before.text):
        return 0.0
    if before.text[-1].isdecimal() and _COUNTER.match(after.text):
        return _COUNTED
    seen = pairs[before.text[-1] + after.text[0]]
    return min(2.5, 0.8 * log2(1 + seen))


def _by_reader(before: Row, after: Row) -> float:
    """Weigh what the reader of the file knows."""
    score = 0.0
    if after.line.opens is not None:
        score += 8.0 if after.line.opens else -6.0
    if before.line.role != after.line.role or after.line.role == "table":
        score += 12.0
    if before.line.size and after.line.size and abs(before.line.size - after.line.size) > 1:
        score += 3.0
    return score


def _label_habit(before: Row) -> Habits:
    """Describe the first line of a paragraph, if it has no stop, by the style of its label."""
    opening = None if _stops(before.text) else opening_label(before.text)
    return ((opening.label.style, opening.label.numerals),) if opening else ()


def _margins(rows: Sequence[Row]) -> dict[int, int]:
    """Return the most frequent indent of every page."""
    indents: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for row in rows:
        indents[row.page][row.indent] += 1
    everywhere = sum(indents.values(), Counter())
    usual = everywhere.most_common(1)[0][0]
    return {
        page: counts.most_common(1)[0][0] if counts.total() >= _FEWEST_ON_PAGE else usual
        for page, counts in indents.items()
    }
