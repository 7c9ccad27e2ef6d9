"""Twins: of two lines that are nearly equal, such as dates and signatures, one is in each language.

So what they have in common, that neither has kana for example, tells nothing. The language of
one tells that of the other, and the first one is likely in the language that the file begins
with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from policy_align.folding import fold_han
from policy_align.parsing.languages.vocabulary import SURE
from policy_align.parsing.lines.characters import HAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_FIGURES = re.compile(r"\d+")
_ALIKE = 0.6
_LONG = 60
_TELLS = 3.0
_LEADS = 2.0
_WHOLE = 10  # characters of a line that is hardly a cell of a table


class Twins:
    """The twins among the lines of a file.

    Args:
        texts: The lines of one file in reading order.
        aside: Which of them are left out: headings, as those of a table of contents are
            repeated in the same language, and rows of tables, which resemble each other.
        emissions: What each tells about its language by itself.

    Attributes:
        leading: Log-odds that the first of two equal lines is the Chinese one.

    Example:
        >>> lines = ["东州市长　李明", "2030年5月12日", "東州市市長　李明", "2030年5月12日"]
        >>> Twins(lines, [False] * 4, [2.0, 0.0, 1.0, 0.0]).compared([2.0, 0.0, 1.0, 0.0])
        [0.5, 0.0, -0.5, -0.0]
    """

    def __init__(
        self, texts: Sequence[str], aside: Sequence[bool], emissions: Sequence[float]
    ) -> None:
        keys = ["".join(text.split()) for text in texts]
        first = next((value for value in emissions if abs(value) >= SURE), 0.0)
        self.leading = _LEADS * (first > 0) - _LEADS * (first < 0)
        short = [index for index, key in enumerate(keys) if not aside[index] and len(key) < _LONG]
        unsure = {index for index in short if abs(emissions[index]) < SURE}
        self._lengths = list(map(len, keys))
        equal = _pairs(sorted(unsure), keys.__getitem__)
        paired = {index for pair in equal for index in pair}
        near = _pairs(
            (index for index in short if index not in paired and HAN.search(keys[index])),
            lambda index: fold_han(keys[index][0] + keys[index][-1]),
        )
        self._named = [pair for pair in equal if HAN.search(keys[pair[0]])]
        self._named += (
            (one, other)
            for one, other in near
            if (one in unsure or other in unsure) and _are_alike(keys[one], keys[other])
        )
        self._pairs = equal + [pair for pair in self._named if pair[0] not in paired]

    def compared(self, emissions: Sequence[float]) -> list[float]:
        """Leave of what twins tell by themselves only the difference, and add their order.

        Args:
            emissions: What each line tells about its language by itself.

        Returns:
            The same with what the pair tells instead of what each twin tells.
        """
        compared = list(emissions)
        for one, other in self._named:
            difference = (emissions[one] - emissions[other]) / 2
            leading = self.leading * min(1.0, self._lengths[one] / _WHOLE)
            compared[one] = difference + leading
            compared[other] = -difference - leading
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


def _pairs(indices: Iterable[int], key: Callable[[int], str]) -> list[tuple[int, int]]:
    """Return the lines of which exactly two have the same key."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index in indices:
        places[key(index)].append(index)
    return [(found[0], found[1]) for found in places.values() if len(found) == 2]  # noqa: PLR2004


def _are_alike(text: str, other: str) -> bool:
    """Whether two texts have most pairs of adjacent characters in common, and all figures."""
    if _FIGURES.findall(text) != _FIGURES.findall(other):
        return False
    pairs, others = set(pairwise(fold_han(text))), set(pairwise(fold_han(other)))
    common = 2 * len(pairs & others)
    return common > 0 and common >= _ALIKE * (len(pairs) + len(others))
