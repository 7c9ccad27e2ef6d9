"""What the characters of a line tell about its language, by themselves.

Kana are Japanese; Han characters are told apart by the character sets that hold them (see
``characters``), punctuation by which language prefers it.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import HAN, KANA, SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST = 14.0
"""Log-odds that no line exceeds, however long it is."""

_FEW_HAN = 3
_MANY_HAN = 12  # without kana, even where one of them is rare in Chinese
_CLEAR = 4
_ONLY_JAPANESE = re.compile(r"目\s*次$")
_JAPANESE_WORD = 5.0
_TELLING = -2.5  # one character that Chinese as this file writes it lacks
_KANALESS = 0.3
_KANALESS_MOST = 4.0
_SIGNS = {
    "，": 1.0,
    "“": 0.5,
    "”": 0.5,
    "《": 0.6,
    "》": 0.6,
    "—": 0.4,
    "「": -0.6,
    "」": -0.6,
    "・": -1.0,
    "ー": -1.5,
    "々": -1.0,
    "≪": -0.5,
    "≫": -0.5,
    "―": -0.4,
    "的": 0.4,
    "和": 0.3,
    "是": 0.8,
    "了": 0.4,
}


_SHAPES = {
    "simplified": {
        "simplified": 4.0,
        "chinese": 4.0,
        "japanese": -4.0,
        "unsimplified": -3.0,
        "traditional": -1.0,
    },
    "traditional": {
        "simplified": 3.0,
        "chinese": 3.0,
        "japanese": -4.0,
        "reduced": -3.0,
        "traditional": 2.0,
    },
    "unknown": {
        "simplified": 3.0,
        "chinese": 3.0,
        "japanese": -4.0,
        "unsimplified": -1.0,
        "reduced": -0.5,
        "traditional": 0.5,
    },
}


class _Evidence(dict[str, float]):
    """Log-odds for Chinese of every character, looked up once each."""

    def __init__(self, writing: str) -> None:
        self.shapes = _SHAPES[writing]
        super().__init__(_SIGNS)
        if writing == "traditional":
            self["「"] = self["」"] = 0.0

    def __missing__(self, char: str) -> float:
        value = -4.0 if KANA.match(char) else self.shapes.get(SCRIPTS[char], 0.0)
        self[char] = value
        return value


def line_evidence(texts: Iterable[str]) -> list[float]:
    """Weigh what each line tells about its language by itself.

    Args:
        texts: The lines of one file; whether its Chinese is simplified or traditional is
            found from all of them.

    Returns:
        The log-odds for Chinese of each line: positive for Chinese, negative for Japanese,
        near zero where nothing tells.

    Example:
        >>> [value > 0 for value in line_evidence(["推动绿色发展。", "発展を推進する。"])]
        [True, False]
    """
    lines = list(texts)
    return list(map(weigher(lines), lines))


def weigher(texts: Sequence[str], most: float = MOST) -> Weigher:
    """Return what weighs a line or a part of one as ``line_evidence`` does.

    Args:
        texts: The lines of the file that it belongs to.
        most: Log-odds that no part exceeds.
    """
    return Weigher(_Evidence(_writing(texts)), most)


class Weigher:
    """Weighs texts by their characters; ``weigher`` makes one for a file.

    Args:
        evidence: The log-odds for Chinese of every character.
        most: Log-odds that no text exceeds.

    Example:
        >>> weigh = weigher(["推动绿色发展。", "発展を推進する。"])
        >>> weigh("绿色发展") > 0, weigh.leans("を发")
        (True, [0.0, -4.0, 0.0])
    """

    def __init__(self, evidence: Mapping[str, float], most: float) -> None:
        self._evidence = evidence
        self._most = most

    def __call__(self, text: str) -> float:
        """Return the log-odds for Chinese of a text."""
        values = list(map(self._evidence.__getitem__, text))
        value = sum(values)
        if _ONLY_JAPANESE.match(text):
            value -= _JAPANESE_WORD
        telling = min(values, default=0.0) <= _TELLING
        if "ー" not in text and not (telling and KANA.search(text)):  # all other kana tell
            few = _MANY_HAN if telling else _FEW_HAN
            han = len(HAN.findall(text))
            value += min(_KANALESS * max(0, han - few), _KANALESS_MOST)
        return max(-self._most, min(self._most, value))

    def leans(self, text: str) -> list[float]:
        """Return how Chinese the characters of a text are up to every place in it."""
        return list(accumulate(map(self._evidence.__getitem__, text), initial=0.0))


def _writing(lines: Sequence[str]) -> str:
    """Tell from the lines without kana whether the Chinese is simplified or traditional."""
    shapes: Counter[str] = Counter()
    for char, count in Counter("".join(text for text in lines if not KANA.search(text))).items():
        shapes[SCRIPTS[char]] += count
    simplified, traditional = shapes["simplified"], shapes["traditional"]
    if simplified > _CLEAR * traditional:
        return "simplified"
    return "traditional" if traditional > _CLEAR * simplified else "unknown"
