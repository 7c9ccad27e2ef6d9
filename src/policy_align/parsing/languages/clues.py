"""Clues: what the lines around a line tell about its language.

Each clue is a log-odds for Chinese, given the language that the other lines are taken to be in.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from math import log
from typing import TYPE_CHECKING

from policy_align.parsing.languages.vocabulary import SURE, sure_pairs, vocabulary_bonus
from policy_align.parsing.lines.characters import display_width
from policy_align.parsing.lines.wording import (
    CONTENTS_TITLE,
    is_date,
    is_document_number,
    last_mark,
)
from policy_align.parsing.numbering.counting import LabelCounter
from policy_align.parsing.numbering.pairs import LabelPairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.languages.twins import Twins
    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.numbering.labels import Opening

_ENDINGS = frozenset("。！？；：!?｡")
_COLUMN_CAP = 5.0
_NUMBERED = 5.0
_HABIT = 3.0
_IN_CONTENTS = re.compile(r"[.．…‥・·]{2}[ \d]*$")
_CONTINUED = 2.0
_COMPLETED = 3.0
_WORD = 3.0
_AWAITED = 5.0
_UNSEEN = 0.5
_NUMERALS = re.compile(r"[0-9]+|[０-９]+|[〇一二三四五六七八九十百]+|[ア-ン]|[A-Za-z]+|[①-⑳]")
_FIRST_NUMERAL = str.maketrans(
    {
        **dict.fromkeys("0123456789", "1"),
        **dict.fromkeys("０１２３４５６７８９", "１"),
        **dict.fromkeys("〇二三四五六七八九十百", "一"),
    }
)


class Clues:
    """The clues of one file.

    Args:
        rows: All rows in reading order.
        openings: The label with which each opens, if it does.
        emissions: What each row tells about its language by itself.
        twins: The twins among them.
        short: Width below which a line ends its paragraph.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        openings: Sequence[Opening | None],
        emissions: Sequence[float],
        twins: Twins,
        short: float,
    ) -> None:
        self._rows = rows
        self._openings = openings
        self._emissions = emissions
        self._twins = twins
        self._short = short
        texts = [row.text for row in rows]
        self._pairs = sure_pairs(texts, emissions)
        labels = LabelPairs(openings, emissions, twins.leading)
        self._constant = [
            sum(values)
            for values in zip(
                emissions,
                labels.bonus(emissions),
                vocabulary_bonus(texts, emissions, self._pairs),
                strict=True,
            )
        ]

    def weigh(self, states: Sequence[int]) -> list[float]:
        """Add up the evidence of every row, its own and what its neighbours tell.

        Args:
            states: The languages that the rows are taken to be in (0 Chinese, 1 Japanese).

        Returns:
            The log-odds for Chinese of each row.
        """
        rows, openings, emissions = self._rows, self._openings, self._emissions
        columns = (
            self._constant,
            _column_bonus(rows, emissions, states),
            _numbering_bonus(openings, states),
            _continuation_bonus(rows, openings, states, self._short),
            _completion_bonus(rows, openings, states, self._short),
            _word_bonus(rows, emissions, states, self._pairs),
            self._twins.bonus(states),
            _awaited_bonus(rows, openings, states),
        )
        return [sum(values) for values in zip(*columns, strict=True)]


def ends_paragraph(text: str, short: float) -> bool:
    """Whether a line looks like the last one of a paragraph."""
    if last_mark(text) in _ENDINGS or is_date(text) or is_document_number(text):
        return True
    return display_width(text) < short


def _numbering_bonus(openings: Sequence[Opening | None], states: Sequence[int]) -> list[float]:
    """Weigh in which language a label continues the numbering, and is printed that way."""
    counters = (LabelCounter(), LabelCounter())
    shapes: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for opening, state in zip(openings, states, strict=True):
        if opening is not None:
            shapes[state][_shape(opening.text)] += 1
    bonus = []
    for opening, state in zip(openings, states, strict=True):
        if opening is None:
            bonus.append(0.0)
            continue
        fits = [counter.expects(opening.label) for counter in counters]
        shape = _shape(opening.text)
        own, other = (shapes[side][shape] - (side == state) for side in (0, 1))
        habit = max(-_HABIT, min(_HABIT, log((own + 1) / (other + 1))))
        bonus.append(_NUMBERED * (fits[0] - fits[1]) + habit)
        counters[state].see(opening.label)
    return bonus


def _shape(printed: str) -> str:
    """Return how a label is printed, its number left out: ``（一）``, ``(1)`` and ``１`` differ."""
    return _NUMERALS.sub(lambda match: match[0][0].translate(_FIRST_NUMERAL), printed)


def _word_bonus(
    rows: Sequence[Row],
    emissions: Sequence[float],
    states: Sequence[int],
    pairs: tuple[Counter[str], Counter[str]],
) -> list[float]:
    """Weigh in which language a row completes a word that the row before it left unfinished."""
    last = ["", ""]
    bonus = []
    for row, value, state in zip(rows, emissions, states, strict=True):
        weight = 0.0
        if abs(value) < SURE:
            seen = [
                0 if not before or last_mark(before) in _ENDINGS else own[before[-1] + row.text[0]]
                for before, own in zip(last, pairs, strict=True)
            ]
            weight = log((seen[0] + _UNSEEN) / (seen[1] + _UNSEEN))
        bonus.append(max(-_WORD, min(_WORD, weight)))
        last[state] = row.text
    return bonus


def _awaited_bonus(
    rows: Sequence[Row], openings: Sequence[Opening | None], states: Sequence[int]
) -> list[float]:
    """Weigh in which language text follows a label that stands alone.

    Where extractors write ``第一章``, ``第一章``, ``総則``, ``总则``, only that tells whose label
    is whose.
    """
    bonus = [0.0] * len(rows)
    awaited = [False, False]
    for index in range(len(rows) - 1, -1, -1):
        opening = openings[index]
        if opening is None or opening.label.style == "appendix":
            awaited[states[index]] = True
            continue
        if opening.end == len(rows[index].text):
            bonus[index] = _AWAITED * (awaited[0] - awaited[1])
        awaited[states[index]] = False
    return bonus


def _continuation_bonus(
    rows: Sequence[Row], openings: Sequence[Opening | None], states: Sequence[int], short: float
) -> list[float]:
    """Weigh whose text a row continues: what carries no label goes on where a text is open.

    Only short rows need this: the last words of a paragraph, such as ``行動。``.
    """
    ended = [True, True]
    bonus = []
    for row, opening, state in zip(rows, openings, states, strict=True):
        value = 0.0
        if ended[0] != ended[1] and (opening or display_width(row.text) < short):
            value = _CONTINUED if ended[0] == (opening is not None) else -_CONTINUED
        bonus.append(value)
        ended[state] = ends_paragraph(row.text, short)
    return bonus


def _completion_bonus(
    rows: Sequence[Row], openings: Sequence[Opening | None], states: Sequence[int], short: float
) -> list[float]:
    """Weigh whose text a row completes: one that is open before it, and begins anew after it."""
    anew = [True, True]
    begins: list[tuple[bool, bool]] = []
    for opening, state in zip(reversed(openings), reversed(states), strict=True):
        begins.append((anew[0], anew[1]))
        anew[state] = opening is not None
    is_open = [False, False]
    bonus = []
    for row, opening, state, after in zip(rows, openings, states, reversed(begins), strict=True):
        ends = ends_paragraph(row.text, short) or bool(_IN_CONTENTS.search(row.text))
        fits = [is_open[side] and after[side] for side in (0, 1)]
        completes = ends and opening is None and not CONTENTS_TITLE.match(row.text)
        bonus.append(_COMPLETED * (fits[0] - fits[1]) if completes else 0.0)
        is_open[state] = not ends
    return bonus


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
