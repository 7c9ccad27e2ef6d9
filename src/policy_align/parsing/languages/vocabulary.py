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
    from collections.abc import Sequence

_RUN = re.compile(f"{HAN.pattern}{{2,}}")
_SURE = 4.0
_UNSEEN = 0.5
_MOST = 1.0
_MOST_OF_A_LINE = 3.0


def vocabulary_bonus(texts: Sequence[str], emissions: Sequence[float]) -> list[float]:
    """Weigh in which language the words of every unsure line occur.

    Args:
        texts: The lines of a file.
        emissions: What each tells about its language by itself.

    Returns:
        The log-odds for Chinese of each line; 0 for those that are sure.

    Example:
        >>> texts = ["推动各项措施落地。", "各措置を着実に実施する。", "保障措施", "保障措置"]
        >>> zh, ja = vocabulary_bonus(texts, [5.0, -9.0, 0.3, 0.3])[2:]
        >>> zh > 0, ja < 0
        (True, True)
    """
    sure: tuple[list[str], list[str]] = ([], [])
    for text, value in zip(texts, emissions, strict=True):
        if abs(value) >= _SURE:
            sure[value < 0].extend(_RUN.findall(text))
    zh, ja = map(side_by_side, sure)
    ratio = (ja.total() + 1) / (zh.total() + 1)
    bonus = []
    for text, value in zip(texts, emissions, strict=True):
        weight = 0.0
        unsure = _RUN.findall(text) if abs(value) < _SURE else ()
        for pair, count in side_by_side(unsure).items():
            if pair in zh or pair in ja:
                odds = log((zh[pair] + _UNSEEN) / (ja[pair] + _UNSEEN) * ratio)
                weight += count * max(-_MOST, min(_MOST, odds))
        bonus.append(max(-_MOST_OF_A_LINE, min(_MOST_OF_A_LINE, weight)))
    return bonus
