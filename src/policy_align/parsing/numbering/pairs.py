"""Pairs of labels: one that stands twice in the same place stands once in each language."""

from __future__ import annotations

from collections import defaultdict
from math import log
from typing import TYPE_CHECKING

from policy_align.parsing.numbering.systems import style_key, usual_rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.numbering.labels import Label, Opening

_SURE = 4.0
_MOST = 5.0
_DEEPEST = 8


class LabelPairs:
    """The labels of a file that stand twice under the same labels.

    How much a pair tells is learned from those whose languages are sure: in a file in which
    they are alike (a table of contents, say) the pairs tell nothing.

    Args:
        openings: The label with which each row opens, if it does.
        emissions: What each row tells about its language by itself.
        leading: Log-odds that the first of a pair is the Chinese one.
    """

    def __init__(
        self, openings: Sequence[Opening | None], emissions: Sequence[float], leading: float = 0.0
    ) -> None:
        self._pairs = _pairs(openings)
        sure = [
            emissions[one] * emissions[other] < 0
            for one, other in self._pairs
            if min(abs(emissions[one]), abs(emissions[other])) >= _SURE
        ]
        odds = (sum(sure) + 1) / (len(sure) - sum(sure) + 1)
        self._weight = max(0.0, min(_MOST, log(odds)))
        self._leading = leading if odds >= 1 else 0.0

    def bonus(self, emissions: Sequence[float]) -> list[float]:
        """Weigh that of two rows with a label the more Chinese one is Chinese, the other not.

        Args:
            emissions: What each row tells about its language by itself.
        """
        bonus = [0.0] * len(emissions)
        for one, other in self._pairs:
            lean = emissions[one] - emissions[other]
            bonus[one] = max(-self._weight, min(self._weight, lean)) + self._leading
            bonus[other] = -bonus[one]
        return bonus


def _pairs(openings: Sequence[Opening | None]) -> list[tuple[int, int]]:
    """Return the rows whose labels stand twice under the same labels."""
    places: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    above: list[Label] = []
    for index, opening in enumerate(openings):
        if opening is None:
            continue
        label = opening.label
        while above and usual_rank(above[-1]) >= usual_rank(label):
            above.pop()
        above = [*above, label][-_DEEPEST:]
        places[tuple((style_key(each), each.number, each.branch) for each in above)].append(index)
    return [(rows[0], rows[1]) for rows in places.values() if len(rows) == 2]  # noqa: PLR2004
