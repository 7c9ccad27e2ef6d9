"""Which language each line is in, decided jointly over the file.

A line with kana is Japanese and one with simplified characters Chinese, but many lines are
neither: ``三、重点任務``, a date, the tail ``行動。`` of a heading. Their language
follows from their neighbours and from how this file changes languages: after every paragraph, at
a blank line, at a page break, at an indented line. A hidden Markov model with two states joins
both kinds of evidence; how likely a change is at each kind of boundary is learned from the file
itself by repeated Viterbi decoding (Viterbi, 1967; Juang and Rabiner, 1990).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise, product
from math import log
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from policy_align.folding import search_key
from policy_align.parsing.languages.clues import SURE, Clues, ends_paragraph
from policy_align.parsing.languages.evidence import MOST, line_evidence
from policy_align.parsing.lines.characters import HAN, KANA
from policy_align.parsing.lines.rows import usual_width
from policy_align.parsing.lines.wording import (
    is_complete_title,
    is_date,
)
from policy_align.parsing.numbering.labels import opening_label
from policy_align.parsing.numbering.systems import Key, style_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from policy_align.model import Language
    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.numbering.labels import Opening


class Boundary(NamedTuple):
    """What a change of language between two rows may hang on.

    Attributes:
        ended: Whether the first one looks like the end of a paragraph.
        blank: Lines without text between them, at most three.
        broken: Whether a page or column ends between them.
        indented: Whether the second one is indented more.
        repeated: Whether the second one opens with the label of the last labelled row.
        dated: ``before`` a date, ``after`` one, or neither.
        opens: The style of the label with which the second one opens, if it does.
        tabled: Whether both are rows of a table, the second one with ``words`` or ``figures``
            or the ``head`` of the same table in the other language.
        bare: Whether the first one is a label and nothing else.
    """

    ended: bool
    blank: int
    broken: bool
    indented: bool
    repeated: bool
    dated: str
    opens: Key | None
    tabled: str
    bare: bool


Situation: TypeAlias = tuple[Boundary, int, int]
Chances: TypeAlias = dict[Situation, float]

_CERTAIN = 60.0
_ROUNDS = 4
_PRIOR = 2.0
_FORCED = 200.0
_TABLED = {"words": 0.02, "figures": 0.001, "head": 0.98}
_SHORT = 8
_FRONT = 12
_RAREST = 1e-4
_DATED = {"": 1.0, "before": 0.6, "after": 2.0}


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
    openings = [_opening(row.text) for row in rows]
    repeats = _repeated_labels(openings)
    front = [row.text for row in rows[:_FRONT] if is_complete_title(row.text)]
    short = usual_width(rows) - _SHORT
    clues = Clues(rows, openings, emissions, short)
    boundaries = [
        Boundary(
            ends_paragraph(before.text, 1000 if before.text in front else short),
            min(after.empty + after.hollow, 3),
            after.page != before.page or after.line.column != before.line.column,
            after.indent > before.indent,
            repeated,
            "before" if is_date(after.text) else "after" if is_date(before.text) else "",
            style_key(label.label) if label else None,
            tabled,
            last is not None and last.end == len(before.text),
        )
        for (before, after), repeated, (last, label), tabled in zip(
            pairwise(rows), repeats[1:], pairwise(openings), _tabled(rows), strict=True
        )
    ]
    chances = _chances(emissions, boundaries, layout)
    states = _viterbi(emissions, boundaries, chances)
    for _ in range(_ROUNDS):
        chances = _chances([MOST * (1 - 2 * state) for state in states], boundaries, layout)
        again = _viterbi(clues.weigh(states), boundaries, chances)
        if again == states:
            break
        states = again
    assigned = [
        replace(row, language="ja" if state else "zh")
        for row, state in zip(rows, states, strict=True)
    ]
    return _follow_citations(assigned)


def _follow_citations(rows: Sequence[Row]) -> list[Row]:
    """Give footnotes whose own words leave it open the language of the text that cites them."""
    if all(row.line.cited_by is None for row in rows):
        return list(rows)
    languages = {row.line.number: row.language for row in rows if row.line.cited_by is None}
    evidence = line_evidence(row.text for row in rows)
    followed: list[Row] = []
    for row, value in zip(rows, evidence, strict=True):
        language = row.language
        if row.line.cited_by is not None and abs(value) >= SURE:
            language = "zh" if value > 0 else "ja"
        elif row.line.cited_by is not None:
            language = languages.get(row.line.cited_by, language)
        followed.append(replace(row, language=language))
    return followed


def _tabled(rows: Sequence[Row]) -> Iterator[str]:
    """Tell of each row but the first whether it follows another one in a table, and what it is.

    A row that begins like the head of the table, but goes on otherwise, is the head of the same
    table in the other language.
    """
    head: Row | None = None
    for before, row in pairwise(rows):
        if row.line.role != "table":
            head = head if row.line.role == "footnote" else None  # a table runs on over notes
            yield ""
            continue
        head = head or (before if before.line.role == "table" else row)
        if before.line.role != "table":
            yield ""
        elif not (HAN.search(row.text) or KANA.search(row.text)):
            yield "figures"
        elif row.text != head.text and _begin_alike(row.text, head.text):
            head = row
            yield "head"
        else:
            yield "words"


def _begin_alike(text: str, other: str) -> bool:
    """Whether two rows of as many cells have the same word in the first one."""
    cells, others = text.split("\t"), other.split("\t")
    return len(cells) == len(others) > 1 and search_key(cells[0]) == search_key(others[0])


def _emissions(rows: Sequence[Row]) -> list[float]:
    """Evidence of each row alone; what the reader of the file knows is certain."""
    known: dict[Language | None, float] = {"zh": _CERTAIN, "ja": -_CERTAIN, None: 0.0}
    return [
        known[row.language] or value
        for row, value in zip(rows, line_evidence(row.text for row in rows), strict=True)
    ]


def _opening(text: str) -> Opening | None:
    """Return the numbered label that a line opens with."""
    opening = opening_label(text)
    return opening if opening and opening.label.style != "bullet" else None


def _repeated_labels(openings: Sequence[Opening | None]) -> list[bool]:
    """Mark the rows that open with the label with which the last labelled row opened."""
    last: tuple[str, int, int] | None = None
    marks = []
    for opening in openings:
        value = opening.label.value if opening else None
        marks.append(value is not None and value == last)
        last = value or last
    return marks


def _shift_odds(chance: float, factor: float) -> float:
    """Multiply the odds of a chance."""
    return chance * factor / (1 - chance + chance * factor)


def _prior(boundary: Boundary, layout: str | None) -> tuple[float, float]:
    """Guess the chance of a change at a boundary, and how firmly to believe it."""
    apart = boundary.ended or boundary.blank
    if boundary.tabled:
        return _TABLED[boundary.tabled], _FORCED
    if layout == "paragraphs":
        return (0.9 if apart else 0.05), _FORCED if boundary.ended else _PRIOR
    if layout == "pages":
        return (0.5 if boundary.broken else 0.02), _PRIOR
    if layout == "sections":
        return (0.1 if apart else 0.001), _FORCED
    if layout == "halves":
        return 0.0005, _FORCED
    chance = 0.02 + 0.13 * boundary.ended + 0.08 * (boundary.blank > 0) + 0.1 * boundary.broken
    return (0.9 if boundary.repeated else chance), _PRIOR


class _Tally:
    """How often a boundary of some kind changed the language, among the rows that are sure."""

    def __init__(self) -> None:
        self._seen: Counter[Hashable] = Counter()
        self._changed: Counter[Hashable] = Counter()

    def add(self, kind: Hashable, *, change: bool) -> None:
        """Count one boundary."""
        self._seen[kind] += 1
        self._changed[kind] += change

    def chance(self, kind: Hashable, prior: float, strength: float) -> float:
        """Return the share of changes, drawn towards a prior."""
        return (self._changed[kind] + prior * strength) / (self._seen[kind] + strength)


def _chances(
    evidence: Sequence[float], boundaries: Sequence[Boundary], layout: str | None
) -> Chances:
    """Estimate from the rows that are sure how likely each boundary changes the language.

    The chance depends on the kind of boundary, the language before it, and on whether the
    language changed at the boundary before, too. Kinds that are rare in the file are taken to
    behave like all boundaries with the same label, and at the end or in the middle of a
    paragraph.
    """
    exact, labelled, pooled = _Tally(), _Tally(), _Tally()
    running = 0
    for boundary, (before, after) in zip(boundaries, pairwise(evidence), strict=True):
        if abs(before) < SURE or abs(after) < SURE:
            running = 0
            continue
        change = before * after < 0
        way = int(before < 0)
        exact.add((boundary, way, running), change=change)
        labelled.add((boundary.opens, boundary.repeated, way), change=change)
        if not boundary.repeated:
            pooled.add((boundary.ended, boundary.bare, running), change=change)
        running = int(not change)
    chances = {}
    for boundary, running, way in product(set(boundaries), (0, 1), (0, 1)):
        chance, strength = _prior(boundary, layout)
        if layout is None and not boundary.tabled:
            if not boundary.repeated:
                chance = pooled.chance((boundary.ended, boundary.bare, running), chance, _PRIOR)
            if boundary.opens:
                kind = (boundary.opens, boundary.repeated, way)
                chance = labelled.chance(kind, chance, _PRIOR)
        chance = _shift_odds(chance, _DATED[boundary.dated])
        situation = (boundary, way, running)
        chances[situation] = exact.chance(situation, chance, strength)
    return chances


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
