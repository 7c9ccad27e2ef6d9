"""Ranges of pair numbers: half-open, ascending, apart from each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray


class Range(NamedTuple):
    """Pair numbers from ``first`` up to, but not including, ``stop``."""

    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Ranges:
    """Some ranges, ascending and apart from each other."""

    parts: tuple[Range, ...]

    @staticmethod
    def join(ranges: Iterable[Range]) -> Ranges:
        """Join ranges that touch.

        Example:
            >>> Ranges.join([Range(5, 9), Range(0, 2), Range(2, 3)]).parts
            (Range(first=0, stop=3), Range(first=5, stop=9))
        """
        parts: list[Range] = []
        for each in sorted(ranges):
            if parts and parts[-1].stop == each.first:
                parts[-1] = Range(parts[-1].first, each.stop)
            elif each.stop > each.first:
                parts.append(each)
        return Ranges(tuple(parts))

    def choose(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return those of some ascending numbers that lie in the ranges."""
        parts = [
            numbers[slice(*np.searchsorted(numbers, [each.first, each.stop]))]
            for each in self.parts
        ]
        return np.concatenate(parts) if parts else numbers[:0]

    def probes(self, size: int) -> Iterator[Range]:
        """Yield what remains of a range from each of some evenly distant places."""
        ends = list(accumulate(each.stop - each.first for each in self.parts))
        part = 0
        for number in range(size if ends else 0):
            place = number * ends[-1] // size
            while place >= ends[part]:
                part += 1
            stop = self.parts[part].stop
            yield Range(stop - (ends[part] - place), stop)
