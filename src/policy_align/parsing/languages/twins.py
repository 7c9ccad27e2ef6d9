"""Twins: of two lines that are nearly equal, such as dates and signatures, one is in each language.

So what they have in common, that neither has kana for example, tells nothing. The language of
one tells that of the other, and the first one is likely in the language that the file begins
with.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from policy_align.folding import search_key
from policy_align.parsing.languages.vocabulary import SURE

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALIKE = 0.6
_TELLS = 3.0
_LEADS = 2.0


class Twins:
    """The twins among the lines of a file.

    Headings are left out: those of a table of contents are repeated in the same language.

    Args:
        texts: The lines of one file in reading order.
        labelled: Whether each opens with a label.
        emissions: What each tells about its language by itself.

    Attributes:
        leading: Log-odds that the first of two equal lines is the Chinese one.

    Example:
        >>> lines = ["东州市长　李明", "2030年5月12日", "東州市市長　李明", "2030年5月12日"]
        >>> Twins(lines, [False] * 4, [2.0, 0.0, 1.0, 0.0]).compared([2.0, 0.0, 1.0, 0.0])
        [0.5, 0.0, -0.5, -0.0]
    """

    def __init__(
        self, texts: Sequence[str], labelled: Sequence[bool], emissions: Sequence[float]
    ) -> None:
        self._pairs: list[tuple[int, int]] = []
        first = next((value for value in emissions if abs(value) >= SURE), 0.0)
        self.leading = _LEADS * (first > 0) - _LEADS * (first < 0)
        waiting: dict[str, tuple[int, str]] = {}
        for index, (text, value) in enumerate(zip(texts, emissions, strict=True)):
            if labelled[index]:
                continue
            key = search_key(text)
            ends = key[:1] + key[-1:]
            twin, other = waiting.get(ends, (index, ""))
            sure = abs(value) >= SURE and abs(emissions[twin]) >= SURE
            if not sure and _are_alike(key, other):
                self._pairs.append((twin, index))
                del waiting[ends]
            else:
                waiting[ends] = index, key

    def compared(self, emissions: Sequence[float]) -> list[float]:
        """Leave of what twins tell by themselves only the difference, and add their order.

        Args:
            emissions: What each line tells about its language by itself.

        Returns:
            The same with what the pair tells instead of what each twin tells.
        """
        compared = list(emissions)
        for one, other in self._pairs:
            difference = (emissions[one] - emissions[other]) / 2
            compared[one] = difference + self.leading
            compared[other] = -difference - self.leading
        return compared

    def bonus(self, states: Sequence[int]) -> list[float]:
        """Weigh that one is in each language.

        Args:
            states: The languages that the lines are taken to be in (0 Chinese, 1 Japanese).

        Returns:
            The log-odds for Chinese of each line.
        """
        bonus = [0.0] * len(states)
        for one, other in self._pairs:
            bonus[other] = _TELLS if states[one] else -_TELLS
        return bonus


def _are_alike(text: str, other: str) -> bool:
    """Whether two texts have most pairs of adjacent characters in common."""
    if text == other:
        return True
    pairs, others = set(pairwise(text)), set(pairwise(other))
    common = 2 * len(pairs & others)
    return common > 0 and common >= _ALIKE * (len(pairs) + len(others))
