"""Vocabulary: in which language the words of a line occur elsewhere in the file.

The characters of ``措施`` and ``措置`` are in the sets of both languages, but the lines of a file
whose language is sure tell which of them writes which word.
"""

from __future__ import annotations

import re
from math import log
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import HAN, side_by_side

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

SURE = 4.0
"""Log-odds of a line by itself from which its language counts as known."""

_RUN = re.compile(f"{HAN.pattern}{{2,}}")
_PAIR = re.compile(f"{HAN.pattern}{{2}}")
_UNSEEN = 0.5
_MOST = 1.0
_MOST_OF_A_LINE = 3.0


def sure_pairs(
    texts: Sequence[str], emissions: Sequence[float]
) -> tuple[Counter[str], Counter[str]]:
    """Count the pairs of characters that stand side by side in the sure lines of each language.

    Args:
        texts: The lines of a file.
        emissions: What each tells about its language by itself.

    Returns:
        The pairs of the Chinese lines and those of the Japanese ones.
    """
    sure: tuple[list[str], list[str]] = ([], [])
    for text, value in zip(texts, emissions, strict=True):
        if abs(value) >= SURE:
            sure[value < 0].append(text)
    zh, ja = map(side_by_side, sure)
    return zh, ja


def vocabulary_bonus(
    texts: Sequence[str],
    emissions: Sequence[float],
    pairs: tuple[Mapping[str, int], Mapping[str, int]],
) -> list[float]:
    """Weigh in which language the words of every unsure line occur.

    Args:
        texts: The lines of a file.
        emissions: What each tells about its language by itself.
        pairs: How often pairs of characters occur in the sure lines of each language.

    Returns:
        The log-odds for Chinese of each line; 0 for those that are sure.

    Example:
        >>> texts = ["推动各项措施落地。", "各措置を着実に実施する。", "保障措施", "保障措置"]
        >>> emissions = [5.0, -9.0, 0.3, 0.3]
        >>> zh, ja = vocabulary_bonus(texts, emissions, sure_pairs(texts, emissions))[2:]
        >>> zh > 0, ja < 0
        (True, True)
    """
    zh, ja = ({pair: n for pair, n in seen.items() if _PAIR.match(pair)} for seen in pairs)
    ratio = (sum(ja.values()) + 1) / (sum(zh.values()) + 1)
    bonus = [0.0] * len(texts)
    for index, value in enumerate(emissions):
        if abs(value) >= SURE:
            continue
        weight = 0.0
        for pair, count in side_by_side(_RUN.findall(texts[index])).items():
            if pair in zh or pair in ja:
                odds = log((zh.get(pair, 0) + _UNSEEN) / (ja.get(pair, 0) + _UNSEEN) * ratio)
                weight += count * max(-_MOST, min(_MOST, odds))
        bonus[index] = max(-_MOST_OF_A_LINE, min(_MOST_OF_A_LINE, weight))
    return bonus
