"""Which language each line is in, decided jointly over the file.

A line with kana is Japanese and one with simplified characters Chinese, but many lines are
neither: ``三、重点任務``, a date, the tail ``行動。`` of a heading. Their language
follows from their neighbours and from how this file changes languages: after every paragraph, at
a blank line, at a page break, at an indented line. A hidden Markov model with two states joins
both kinds of evidence; how likely a change is at each kind of boundary is learned from the file
itself by repeated Viterbi decoding (Viterbi, 1967; Juang and Rabiner, 1990).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.characters import display_width
from policy_align.parsing.evidence import MOST, line_evidence
from policy_align.parsing.labels import Label, opening_label
from policy_align.parsing.numbering import Key, rank_of, style_key, usual_rank
from policy_align.parsing.wording import (
    is_complete_title,
    is_date,
    is_document_number,
    last_mark,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.model import Language
    from policy_align.parsing.rows import Row

Boundary: TypeAlias = tuple[bool, int, bool, bool, bool, str]

Situation: TypeAlias = tuple[Boundary, int, int]
Chances: TypeAlias = dict[Situation, float]

_ENDINGS = frozenset("。！？；：!?｡")
_CERTAIN = 60.0
_ROUNDS = 4
_PRIOR = 2.0
_FORCED = 200.0
_COLUMN_CAP = 5.0
_SHORT = 8
_FRONT = 12
_RAREST = 1e-4
_SURE = 4.0
_DATED = {"": 1.0, "before": 0.6, "after": 2.0}
_NUMBERED = 2.5
_CONTINUED = 2.0


def assign_languages(rows: Sequence[Row], layout: str | None = None) -> list[Row]:
    """Decide the language of every row jointly.

    Args:
        rows: The rows of one file in reading order.
        layout: How the languages are laid out, where the user forces it; see
            ``policy_align.parsing.layout``.

    Returns:
        The rows, each with its language.
    """
    if not rows:
        return []
    emissions = _emissions(rows)
    openings = [_label(row.text) for row in rows]
    repeats = _repeated_labels(openings)
    front = [row.text for row in rows[:_FRONT] if is_complete_title(row.text)]
    short = _usual_width(rows) - _SHORT
    boundaries = [
        _boundary(before, after, 1000 if before.text in front else short, repeated=repeated)
        for (before, after), repeated in zip(pairwise(rows), repeats[1:], strict=True)
    ]
    chances = _chances(emissions, boundaries, layout)
    states = _viterbi(emissions, boundaries, chances)
    for _ in range(_ROUNDS):
        informed = [
            sum(values)
            for values in zip(
                emissions,
                _column_bonus(rows, emissions, states),
                _numbering_bonus(openings, states),
                _continuation_bonus(rows, openings, states, short),
                strict=True,
            )
        ]
        chances = _chances([MOST * (1 - 2 * state) for state in states], boundaries, layout)
        again = _viterbi(informed, boundaries, chances)
        if again == states:
            break
        states = again
    return [
        replace(row, language="ja" if state else "zh")
        for row, state in zip(rows, states, strict=True)
    ]


def _emissions(rows: Sequence[Row]) -> list[float]:
    """Evidence of each row alone; what the reader of the file knows is certain."""
    known: dict[Language | None, float] = {"zh": _CERTAIN, "ja": -_CERTAIN, None: 0.0}
    return [
        known[row.language] or value
        for row, value in zip(rows, line_evidence(row.text for row in rows), strict=True)
    ]


def _usual_width(rows: Sequence[Row]) -> int:
    """Return the width that nine lines out of ten do not exceed."""
    widths = sorted(display_width(row.text) for row in rows)
    return widths[int(0.9 * (len(widths) - 1))]


def _boundary(before: Row, after: Row, short: float, *, repeated: bool) -> Boundary:
    """Describe the boundary between two rows by what a change of language may hang on."""
    return (
        _ends_paragraph(before.text, short),
        min(after.empty + after.hollow, 3),
        after.page != before.page or after.line.column != before.line.column,
        after.indent > before.indent,
        repeated,
        "before" if is_date(after.text) else "after" if is_date(before.text) else "",
    )


def _ends_paragraph(text: str, short: float) -> bool:
    """Whether a line looks like the last one of a paragraph."""
    if last_mark(text) in _ENDINGS or is_date(text) or is_document_number(text):
        return True
    return display_width(text) < short


def _label(text: str) -> Label | None:
    """Return the numbered label that a line opens with."""
    opening = opening_label(text)
    return opening.label if opening and opening.label.style != "bullet" else None


def _repeated_labels(openings: Sequence[Label | None]) -> list[bool]:
    """Mark the rows that open with the label with which the last labelled row opened."""
    last: tuple[str, int, int] | None = None
    marks = []
    for label in openings:
        value = label.value if label else None
        marks.append(value is not None and value == last)
        last = value or last
    return marks


def _numbering_bonus(openings: Sequence[Label | None], states: Sequence[int]) -> list[float]:
    """Weigh in which language a label continues the numbering."""
    counters = (_Numbering(), _Numbering())
    styles: tuple[Counter[Key], Counter[Key]] = (Counter(), Counter())
    for label, state in zip(openings, states, strict=True):
        if label is not None:
            styles[state][style_key(label)] += 1
    bonus = []
    for label, state in zip(openings, states, strict=True):
        if label is None:
            bonus.append(0.0)
            continue
        fits = [counter.expects(label) for counter in counters]
        own, other = (styles[side][style_key(label)] - (side == state) for side in (0, 1))
        habit = max(-_NUMBERED, min(_NUMBERED, log((own + 1) / (other + 1))))
        bonus.append(_NUMBERED * (fits[0] - fits[1]) + habit)
        counters[state].see(label)
    return bonus


def _continuation_bonus(
    rows: Sequence[Row], openings: Sequence[Label | None], states: Sequence[int], short: float
) -> list[float]:
    """Weigh whose text a row continues: what carries no label goes on where a text is open.

    Only short rows need this: the last words of a paragraph, such as ``行動。``.
    """
    ended = [True, True]
    bonus = []
    for row, label, state in zip(rows, openings, states, strict=True):
        value = 0.0
        if ended[0] != ended[1] and (label or display_width(row.text) < short):
            value = _CONTINUED if ended[0] == (label is not None) else -_CONTINUED
        bonus.append(value)
        ended[state] = _ends_paragraph(row.text, short)
    return bonus


class _Numbering:
    """The numbering of one language up to a line."""

    def __init__(self) -> None:
        self._last: dict[Key, int] = {}

    def expects(self, label: Label) -> bool:
        """Whether a label follows the last one of its style, or begins anew."""
        last = self._last.get(style_key(label))
        return label.number == 1 if last is None else label.number == last + 1

    def see(self, label: Label) -> None:
        """Note a label: what usually lies inside it may begin anew."""
        rank = usual_rank(label)
        self._last = {key: number for key, number in self._last.items() if rank_of(key) <= rank}
        self._last[style_key(label)] = label.number


def _shift_odds(chance: float, factor: float) -> float:
    """Multiply the odds of a chance."""
    return chance * factor / (1 - chance + chance * factor)


def _prior(boundary: Boundary, layout: str | None) -> tuple[float, float]:
    """Guess the chance of a change at a boundary, and how firmly to believe it."""
    ended, blank, broken, _, repeat, _ = boundary
    if layout == "paragraphs":
        return (0.9 if ended or blank else 0.05), _FORCED if ended else _PRIOR
    if layout == "pages":
        return (0.5 if broken else 0.02), _PRIOR
    if layout == "sections":
        return (0.1 if ended or blank else 0.001), _FORCED
    if layout == "halves":
        return 0.0005, _FORCED
    chance = 0.02 + 0.13 * ended + 0.08 * (blank > 0) + 0.1 * broken
    return (0.9 if repeat else chance), _PRIOR


def _chances(
    evidence: Sequence[float], boundaries: Sequence[Boundary], layout: str | None
) -> Chances:
    """Estimate from the rows that are sure how likely each boundary changes the language.

    The chance depends on the kind of boundary, the language before it, and on whether the
    language changed at the boundary before, too. Kinds that are rare in the file are taken to
    behave like all boundaries at the end, or in the middle, of a paragraph.
    """
    seen: Counter[Situation] = Counter()
    changed: Counter[Situation] = Counter()
    pooled: Counter[tuple[bool, int, bool]] = Counter()
    running = 0
    for index, boundary in enumerate(boundaries):
        before, after = evidence[index], evidence[index + 1]
        if abs(before) < _SURE or abs(after) < _SURE:
            running = 0
            continue
        change = before * after < 0
        situation = (boundary, int(before < 0), running)
        seen[situation] += 1
        changed[situation] += change
        pooled[boundary[0], running, change] += 1
        running = int(not change)
    chances = {}
    for boundary in set(boundaries):
        for running in (0, 1):
            chance, strength = _prior(boundary, layout)
            if layout is None:
                yes, no = (pooled[boundary[0], running, change] for change in (True, False))
                chance = (yes + 2 * chance) / (yes + no + 2)
            chance = _shift_odds(chance, _DATED[boundary[5]])
            for way in (0, 1):
                situation = (boundary, way, running)
                weighed = changed[situation] + chance * strength
                chances[situation] = weighed / (seen[situation] + strength)
    return chances


def _column_bonus(
    rows: Sequence[Row], emissions: Sequence[float], states: Sequence[int]
) -> list[float]:
    """Evidence from the column that a row stands in, learned from the rows that are sure."""
    counts: defaultdict[int, list[float]] = defaultdict(lambda: [1.0, 1.0])
    for row, value, state in zip(rows, emissions, states, strict=True):
        if row.line.column is not None and abs(value) > 1:
            counts[row.line.column][state] += 1
    bonus = {
        column: max(-_COLUMN_CAP, min(_COLUMN_CAP, 2 * log(zh / ja)))
        for column, (zh, ja) in counts.items()
    }
    return [bonus.get(row.line.column, 0.0) if row.line.column is not None else 0.0 for row in rows]


def _viterbi(
    emissions: Sequence[float], boundaries: Sequence[Boundary], chances: Chances
) -> list[int]:
    """Find the most likely sequence of languages (0 Chinese, 1 Japanese).

    A state is a language and whether the row before is in it, too.
    """
    change = {key: log(min(max(value, _RAREST), 1 - _RAREST)) for key, value in chances.items()}
    stay = {key: log(1 - min(max(value, _RAREST), 1 - _RAREST)) for key, value in chances.items()}
    never = float("-inf")
    scores = [emissions[0] / 2, never, -emissions[0] / 2, never]
    back: list[tuple[int, int, int, int]] = []
    for value, boundary in zip(emissions[1:], boundaries, strict=True):
        gain = value / 2
        from_zh = [scores[0] + change[boundary, 0, 0], scores[1] + change[boundary, 0, 1]]
        from_ja = [scores[2] + change[boundary, 1, 0], scores[3] + change[boundary, 1, 1]]
        keep_zh = [scores[0] + stay[boundary, 0, 0], scores[1] + stay[boundary, 0, 1]]
        keep_ja = [scores[2] + stay[boundary, 1, 0], scores[3] + stay[boundary, 1, 1]]
        scores = [
            max(from_ja) + gain,
            max(keep_zh) + gain,
            max(from_zh) - gain,
            max(keep_ja) - gain,
        ]
        back.append(
            (
                2 + (from_ja[1] > from_ja[0]),
                int(keep_zh[1] > keep_zh[0]),
                int(from_zh[1] > from_zh[0]),
                2 + (keep_ja[1] > keep_ja[0]),
            )
        )
    state = max(range(4), key=lambda index: scores[index])
    states = [state // 2]
    for pointers in reversed(back):
        state = pointers[state]
        states.append(state // 2)
    return states[::-1]
