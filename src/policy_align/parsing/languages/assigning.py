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
from itertools import pairwise, product
from math import log
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from policy_align.parsing.languages.clues import Clues, ends_paragraph
from policy_align.parsing.languages.evidence import MOST
from policy_align.parsing.languages.twins import Twins
from policy_align.parsing.languages.vocabulary import SURE
from policy_align.parsing.lines.rows import usual_width
from policy_align.parsing.lines.wording import (
    is_complete_title,
    is_date,
)
from policy_align.parsing.numbering.labels import opening_label
from policy_align.parsing.numbering.systems import Key, style_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

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
        tabled: How the second one goes on with the table in which both stand, if they do.
        bare: Whether the first one is a label and nothing else.
    """

    ended: bool
    blank: int
    broken: bool
    indented: bool
    repeated: bool
    dated: str
    opens: Key | None
    tabled: Link | None
    bare: bool


Situation: TypeAlias = tuple[int, int]
"""The language before a boundary, and whether the one before that was passed without a change."""
Chances: TypeAlias = dict[Situation, float]
Link: TypeAlias = Literal["figures", "words", "other"]
"""How a row goes on with a table: without words, with words, or with the other language's."""

_CERTAIN = 60.0
_ROUNDS = 4
_PRIOR = 2.0
_FORCED = 200.0
_TABLED: dict[Link, float] = {"words": 0.02, "figures": 0.001, "other": 0.98}
_SHORT = 8
_FRONT = 12
_RAREST = 1e-4
_DATED = {"": 1.0, "before": 0.6, "after": 2.0}


class Boundaries:
    """The boundaries between the rows of a file; those that are alike are of one kind.

    Args:
        boundaries: All of them in reading order.
    """

    def __init__(self, boundaries: Iterable[Boundary]) -> None:
        numbers: dict[Boundary, int] = {}
        self.order = [numbers.setdefault(boundary, len(numbers)) for boundary in boundaries]
        self.kinds = list(numbers)


def assign_languages(
    rows: Sequence[Row],
    evidence: Sequence[float],
    links: Sequence[Link | None],
    layout: str | None = None,
) -> list[Row]:
    """Decide the language of every row jointly.

    Args:
        rows: The rows of one file in reading order.
        evidence: What each tells about its language by itself; see ``line_evidence``.
        links: How each row goes on with a table in which the row before it stands, too.
        layout: How the languages are laid out, where the user forces it; see
            ``policy_align.parsing.layout``.

    Returns:
        The rows, each with its language.
    """
    if not rows:
        return []
    openings = [_opening(row.text) for row in rows]
    emissions = _emissions(rows, evidence)
    aside = [
        label is not None or row.line.role == "table"
        for label, row in zip(openings, rows, strict=True)
    ]
    twins = Twins([row.text for row in rows], aside, emissions)
    emissions = twins.compared(emissions)
    repeats = _repeated_labels(openings)
    front = [row.text for row in rows[:_FRONT] if is_complete_title(row.text)]
    short = usual_width(rows) - _SHORT
    clues = Clues(rows, openings, emissions, twins, short)
    boundaries = Boundaries(
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
            pairwise(rows), repeats[1:], pairwise(openings), links[1:], strict=True
        )
    )
    chances = _chances(emissions, boundaries, layout)
    states = _viterbi(emissions, boundaries, chances)
    for _ in range(_ROUNDS):
        chances = _chances([MOST * (1 - 2 * state) for state in states], boundaries, layout)
        again = _viterbi(clues.weigh(states), boundaries, chances)
        if again == states:
            break
        states = again
    assigned = [
        row.in_language("ja" if state else "zh") for row, state in zip(rows, states, strict=True)
    ]
    return _follow_citations(assigned, evidence)


def _follow_citations(rows: Sequence[Row], evidence: Sequence[float]) -> list[Row]:
    """Give footnotes whose own words leave it open the language of the text that cites them."""
    if all(row.line.cited_by is None for row in rows):
        return list(rows)
    languages = {row.line.number: row.language for row in rows if row.line.cited_by is None}
    followed: list[Row] = []
    for row, value in zip(rows, evidence, strict=True):
        language = row.language
        if row.line.cited_by is not None and abs(value) >= SURE:
            language = "zh" if value > 0 else "ja"
        elif row.line.cited_by is not None:
            language = languages.get(row.line.cited_by, language)
        followed.append(row.in_language(language))
    return followed


def _emissions(rows: Sequence[Row], evidence: Sequence[float]) -> list[float]:
    """Evidence of each row alone; what the reader of the file knows is certain."""
    known: dict[Language | None, float] = {"zh": _CERTAIN, "ja": -_CERTAIN, None: 0.0}
    return [known[row.language] or value for row, value in zip(rows, evidence, strict=True)]


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

    def add(self, kind: Hashable, count: int, *, change: bool) -> None:
        """Count boundaries."""
        self._seen[kind] += count
        self._changed[kind] += count * change

    def chance(self, kind: Hashable, prior: float, strength: float) -> float:
        """Return the share of changes, drawn towards a prior."""
        return (self._changed[kind] + prior * strength) / (self._seen[kind] + strength)


def _chances(
    evidence: Sequence[float], boundaries: Boundaries, layout: str | None
) -> list[Chances]:
    """Estimate from the rows that are sure how likely each boundary changes the language.

    The chance depends on the kind of boundary, the language before it, and on whether the
    language changed at the boundary before, too. Kinds that are rare in the file are taken to
    behave like all boundaries with the same label, and at the end or in the middle of a
    paragraph.
    """
    exact, labelled, pooled = _Tally(), _Tally(), _Tally()
    for (kind, way, running, change), count in _sure_boundaries(evidence, boundaries).items():
        boundary = boundaries.kinds[kind]
        exact.add((kind, way, running), count, change=change)
        labelled.add((boundary.opens, boundary.repeated, way), count, change=change)
        if not boundary.repeated:
            pooled.add((boundary.ended, boundary.bare, running), count, change=change)
    chances: list[Chances] = []
    for kind, boundary in enumerate(boundaries.kinds):
        prior, strength = _prior(boundary, layout)
        own: Chances = {}
        for way, running in product((0, 1), (0, 1)):
            chance = prior
            if layout is None and not boundary.tabled:
                if not boundary.repeated:
                    chance = pooled.chance((boundary.ended, boundary.bare, running), chance, _PRIOR)
                if boundary.opens:
                    opens = (boundary.opens, boundary.repeated, way)
                    chance = labelled.chance(opens, chance, _PRIOR)
            chance = _shift_odds(chance, _DATED[boundary.dated])
            own[way, running] = exact.chance((kind, way, running), chance, strength)
        chances.append(own)
    return chances


def _sure_boundaries(
    evidence: Sequence[float], boundaries: Boundaries
) -> Counter[tuple[int, int, int, bool]]:
    """Count the boundaries between rows that are sure.

    Returns:
        How often the language changed, or did not, at each kind in each situation.
    """
    counts: Counter[tuple[int, int, int, bool]] = Counter()
    running = 0
    for kind, (before, after) in zip(boundaries.order, pairwise(evidence), strict=True):
        if abs(before) < SURE or abs(after) < SURE:
            running = 0
            continue
        change = before * after < 0
        counts[kind, int(before < 0), running, change] += 1
        running = int(not change)
    return counts


def _viterbi(
    emissions: Sequence[float], boundaries: Boundaries, chances: Sequence[Chances]
) -> list[int]:
    """Find the most likely sequence of languages (0 Chinese, 1 Japanese).

    A state is a language and whether the row before is in it, too.
    """
    moves = list(map(_moves, chances))
    never = float("-inf")
    zh_new, zh_on, ja_new, ja_on = emissions[0] / 2, never, -emissions[0] / 2, never
    back: list[tuple[int, int, int, int]] = []
    for value, kind in zip(emissions[1:], boundaries.order, strict=True):
        gain = value / 2
        changes, stays = moves[kind]
        zh_to_ja, zh_on_to_ja = zh_new + changes[0], zh_on + changes[1]
        ja_to_zh, ja_on_to_zh = ja_new + changes[2], ja_on + changes[3]
        zh_stays, zh_on_stays = zh_new + stays[0], zh_on + stays[1]
        ja_stays, ja_on_stays = ja_new + stays[2], ja_on + stays[3]
        back.append(
            (
                2 + (ja_on_to_zh > ja_to_zh),
                int(zh_on_stays > zh_stays),
                int(zh_on_to_ja > zh_to_ja),
                2 + (ja_on_stays > ja_stays),
            )
        )
        zh_new = max(ja_to_zh, ja_on_to_zh) + gain
        zh_on = max(zh_stays, zh_on_stays) + gain
        ja_new = max(zh_to_ja, zh_on_to_ja) - gain
        ja_on = max(ja_stays, ja_on_stays) - gain
    scores = (zh_new, zh_on, ja_new, ja_on)
    state = max(range(4), key=lambda index: scores[index])
    states = [state // 2]
    for pointers in reversed(back):
        state = pointers[state]
        states.append(state // 2)
    return states[::-1]


def _moves(chances: Chances) -> tuple[list[float], list[float]]:
    """Return the log-probabilities of a change and of none in the four situations."""
    likely = [
        min(max(chances[way, running], _RAREST), 1 - _RAREST)
        for way, running in product((0, 1), (0, 1))
    ]
    return [log(chance) for chance in likely], [log(1 - chance) for chance in likely]
