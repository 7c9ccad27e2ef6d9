"""Habits: what blank lines, indents, trailing blanks and labels mean in a file.

That differs from file to file, so it is learned from the line breaks that are clear without them
(naive Bayes with the file as its own training data).
"""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policy_align.parsing.lines.rows import Row

Habit: TypeAlias = tuple[str, "int | str"]
Habits: TypeAlias = tuple[Habit, ...]

_ROUNDS = 3
_CLEAR = 3.0
_MOST = 3.5
_CENTRED = 6
_PRIORS = {
    "gap": {0: (1.0, 2.0), 1: (1.0, 0.5), 2: (1.0, 0.3), 3: (1.0, 0.2)},
    "hollow": {0: (1.0, 1.0), 1: (1.0, 0.5), 2: (1.0, 0.3), 3: (1.0, 0.2)},
    "trailing": {0: (1.0, 1.0), 1: (1.0, 1.0)},
    "indent": {-1: (1.0, 1.0), 0: (1.0, 2.0), 1: (1.5, 0.4), 2: (1.0, 1.0)},
}
_KINDS = (("gap", "hollow"), ("trailing",), ("indent",))


def habits_of(before: Row, after: Row, shift: int) -> Habits:
    """Describe a line break by what only the habits of the file can interpret.

    Args:
        before: The row before it.
        after: The row after it.
        shift: By how much that is indented more than most rows of its page.

    Returns:
        What there is to be interpreted.
    """
    indent = 0 if abs(shift) <= 1 else -1 if shift < 0 else 1 if shift <= _CENTRED else 2
    habits = ("trailing", int(before.trailing)), ("indent", indent)
    if after.page != before.page:
        return habits
    return (*habits, ("hollow" if after.hollow else "gap", min(after.empty + after.hollow, 3)))


def decide(breaks: Sequence[tuple[float, Habits]]) -> list[bool]:
    """Decide which line breaks end a paragraph, learning the habits of the file on the way.

    Args:
        breaks: For each what speaks for the end of a paragraph, and its habits.

    Returns:
        Whether each ends one.

    Example:
        >>> blank, none = (("gap", 1),), (("gap", 0),)
        >>> decide([(5.0, blank), (-5.0, none), (0.1, blank), (0.1, none)])
        [True, False, True, False]
    """
    numbers: dict[Habits, int] = {}
    kinds = [numbers.setdefault(habits, len(numbers)) for _, habits in breaks]
    scores = [score for score, _ in breaks]
    for _ in range(_ROUNDS):
        weights = _learn(list(numbers), kinds, scores)
        sums = [sum(weights.get(habit, 0.0) for habit in habits) for habits in numbers]
        scores = [score + sums[kind] for (score, _), kind in zip(breaks, kinds, strict=True)]
    return [score > 0 for score in scores]


def _learn(
    habits: Sequence[Habits], kinds: Sequence[int], scores: Sequence[float]
) -> dict[Habit, float]:
    """Estimate what each habit tells from the breaks that are clear."""
    ends = _count(
        habits, (kind for kind, score in zip(kinds, scores, strict=True) if score >= _CLEAR)
    )
    goes_on = _count(
        habits, (kind for kind, score in zip(kinds, scores, strict=True) if score <= -_CLEAR)
    )
    weights: dict[Habit, float] = {}
    for names in _KINDS:
        values: dict[Habit, tuple[float, float]] = {
            (name, value): prior for name in names for value, prior in _PRIORS[name].items()
        }
        ended = sum(ends[habit] + prior[0] for habit, prior in values.items())
        joined = sum(goes_on[habit] + prior[1] for habit, prior in values.items())
        for habit, prior in values.items():
            share_ended = (ends[habit] + prior[0]) / ended
            share_joined = (goes_on[habit] + prior[1]) / joined
            weights[habit] = _capped(log(share_ended / share_joined))
    for habit in (ends | goes_on).keys() - weights.keys():
        weights[habit] = _capped(log((ends[habit] + 1) / (goes_on[habit] + 1)))
    return weights


def _count(habits: Sequence[Habits], kinds: Iterable[int]) -> Counter[Habit]:
    """Count how often each habit occurs among breaks, given the numbers of their habits."""
    counts: Counter[Habit] = Counter()
    for kind, count in Counter(kinds).items():
        for habit in habits[kind]:
            counts[habit] += count
    return counts


def _capped(weight: float) -> float:
    return max(-_MOST, min(_MOST, weight))
