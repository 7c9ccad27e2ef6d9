"""How often a piece of text occurs, and in which pairs: the ground that association stands on."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from policy_align.folding import search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from policy_align.model import Language, Pair

_GAP = "\n"
_MEMORY = 1 << 17


class Background:
    """The folded texts of a sample of pairs.

    Args:
        zh: Keys of the Chinese texts.
        ja: Keys of the Japanese texts, in the same order.
    """

    def __init__(self, zh: Sequence[str], ja: Sequence[str]) -> None:
        self._texts = {"zh": _GAP.join(zh), "ja": _GAP.join(ja)}
        self._ends = {
            language: list(accumulate(len(text) + 1 for text in texts))
            for language, texts in (("zh", zh), ("ja", ja))
        }
        self.size = len(zh)
        self._base: Background | None = None
        self._found: dict[tuple[Language, str], NDArray[np.int32]] = {}
        self._fixed: dict[tuple[Language, str], tuple[float, float]] = {}

    def with_texts(self, zh: Sequence[str], ja: Sequence[str]) -> Background:
        """Return a background with more pairs, which remembers what this one has found.

        Args:
            zh: Keys of the Chinese texts.
            ja: Keys of the Japanese texts, in the same order.

        Returns:
            The background; this one stays as it is.
        """
        grown = Background(zh, ja)
        grown._base = self
        grown.size += self.size
        return grown

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Background:
        """Build the background from pairs; those without one side are passed over."""
        full = [(search_key(pair.zh), search_key(pair.ja)) for pair in pairs if pair.zh and pair.ja]
        return cls([zh for zh, _ in full], [ja for _, ja in full])

    def pairs(self, key: str, language: Language) -> NDArray[np.int32]:
        """Return the numbers of the pairs in which a key occurs, ascending.

        Args:
            key: A key that is not empty.
            language: On which side.

        Returns:
            int32 array.
        """
        found = self._found.get((language, key))
        if found is None:
            found = self._search(key, language)
            if self._base is not None:
                before = self._base.pairs(key, language)
                found = np.concatenate([before, found + np.int32(self._base.size)])
            if len(self._found) >= _MEMORY:
                self._found.clear()
            self._found[language, key] = found
        return found

    def neighbours(self, key: str, language: Language) -> tuple[list[str], list[str]]:
        """Return the characters before and after every occurrence of a key.

        Args:
            key: A key that is not empty.
            language: On which side.

        Returns:
            The characters before, the characters after; a line feed at the edge of a text.
        """
        text = self._texts[language]
        before, after = ([], []) if self._base is None else self._base.neighbours(key, language)
        place = text.find(key)
        while place >= 0:
            before.append(text[place - 1] if place else _GAP)
            after.append(text[place + len(key) : place + len(key) + 1] or _GAP)
            place = text.find(key, place + 1)
        return before, after

    def fixed(self, key: str, language: Language) -> tuple[float, float]:
        """Return how often the most usual neighbours stand before and after a key.

        Args:
            key: A key that is not empty.
            language: On which side.

        Returns:
            Shares of its occurrences.
        """
        known = self._fixed.get((language, key))
        if known is None:
            before, after = self.neighbours(key, language)
            known = usual_share(before), usual_share(after)
            if len(self._fixed) >= _MEMORY:
                self._fixed.clear()
            self._fixed[language, key] = known
        return known

    def _search(self, key: str, language: Language) -> NDArray[np.int32]:
        text, ends = self._texts[language], self._ends[language]
        numbers = []
        place = text.find(key)
        while place >= 0:
            number = bisect_right(ends, place)
            numbers.append(number)
            place = text.find(key, ends[number]) if number < len(ends) else -1
        return np.asarray(numbers, dtype=np.int32)


def usual_share(neighbours: Sequence[str]) -> float:
    """Return how often the most usual neighbour stands there, if it is a letter.

    Example:
        >>> usual_share(["新", "新", "的", "新"]), usual_share(["，", "，"]), usual_share(["新"])
        (0.75, 0.0, 0.0)
    """
    if len(neighbours) < 2:  # noqa: PLR2004 - what occurs once is not fixed
        return 0.0
    usual, count = Counter(neighbours).most_common(1)[0]
    return count / len(neighbours) if usual.isalnum() else 0.0
