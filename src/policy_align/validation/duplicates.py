"""Units with the same source: which are one and the same, and which translation wins."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policy_align.validation.attributes import mended_date
from policy_align.validation.segments import mended
from policy_align.validation.units import properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policy_align.validation.tree import Element

ALTERNATIVE = "x-alternative"


@dataclass(frozen=True, slots=True)
class Use:
    """One unit of a source.

    Attributes:
        number: Number of the unit.
        line: Its line.
        target: Its translation.
        score: Its ``x-score``; 1 where it has none.
        date: When it was changed or made; empty where it does not say.
        scored: Whether it has an ``x-score``.
        alternative: Whether it is marked as one that shall not win.
        key: What tells it from a unit with the same texts.
    """

    number: int
    line: int
    target: str
    score: float
    date: str
    scored: bool
    alternative: bool
    key: int


@dataclass(slots=True)
class Sources:
    """All units by their source text.

    Attributes:
        repeated: Numbers of the units that a later one says again, word for word.
    """

    repeated: set[int] = field(default_factory=set)
    _groups: dict[str, dict[tuple[str, int], Use]] = field(default_factory=dict)

    def add(self, unit: Element, number: int, source: str, target: str) -> Use | None:
        """Add a unit.

        Args:
            unit: The unit.
            number: Its number.
            source: Its source text.
            target: Its translation.

        Returns:
            The earlier unit that says the same, or ``None``.
        """
        use = _use(unit, number, mended(target))
        source_key = mended(source)
        if not source_key or not use.target:
            return None
        group = self._groups.setdefault(source_key, {})
        earlier = group.pop((use.target, use.key), None)
        group[use.target, use.key] = use
        if earlier:
            self.repeated.add(earlier.number)
        return earlier

    def contested(self) -> Iterator[list[Use]]:
        """Yield the units of every source that has several translations."""
        for group in self._groups.values():
            if len({use.target for use in group.values()}) > 1:
                yield list(group.values())


def is_settled(group: list[Use]) -> bool:
    """Whether the file says on purpose which of several translations wins: the last one.

    Args:
        group: The units of one source in the order of the file.

    Returns:
        Whether all others are marked as alternatives, or all are scored and none of
        them is better.
    """
    last = group[-1]
    others = [use for use in group if use.target != last.target]
    if all(use.alternative for use in others) and not last.alternative:
        return True
    return all(use.scored for use in group) and all(use.score <= last.score for use in others)


def winner(group: list[Use]) -> Use:
    """Return the unit that shall win: the best-scored, the newest, the most usual, the last.

    Args:
        group: The units of one source.

    Returns:
        One of them.
    """
    counts = Counter(use.target for use in group)
    return max(
        group,
        key=lambda use: (
            not use.alternative, use.score, use.date, counts[use.target], use.number
        ),
    )  # fmt: skip


def _use(unit: Element, number: int, target: str) -> Use:
    props = list(properties(unit))
    values = dict(props)
    dates = [mended_date(unit.attributes.get(name, "")) for name in ("changedate", "creationdate")]
    score = _score(values.get("x-score", ""))
    kept = frozenset(prop for prop in props if prop[0] != ALTERNATIVE)
    return Use(
        number, unit.line, target, 1.0 if score is None else score,
        next((date for date in dates if date), ""), score is not None,
        ALTERNATIVE in values, hash(kept),
    )  # fmt: skip


def _score(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None
