"""Ruby, the readings of kanji in small type, which extraction writes as lines above the text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.lines.rows import Row

_READINGS = re.compile(r"[ぁ-ゖー]+(?:[ \u3000]+[ぁ-ゖー]+)+")
_WORD = re.compile(r"[\u4e00-\u9fff々]+")
_FEWEST = 2


def ruby_of(rows: Sequence[Row]) -> list[int]:
    """Find the lines that hold nothing but the readings of the line below.

    Args:
        rows: The rows of one file in reading order.

    Returns:
        Indices of the rows that are groups of hiragana, each the reading of a word below it;
        none where it is one line alone.

    Example:
        >>> from policy_align.parsing.lines.rows import rows_of
        >>> from policy_align.parsing.lines.source import Line, Source
        >>> text = ("ちゃ　せいさん", "茶の生産量", "きそく　さだ", "この規則を定める。")
        >>> ruby_of(rows_of(Source("text", tuple(Line(line, 1, 1) for line in text)))[0])
        [0, 2]
    """
    found = [
        index
        for index, (row, below) in enumerate(pairwise(rows))
        if _READINGS.fullmatch(row.text) and _reads(row.text.split(), below.text)
    ]
    return found if len(found) >= _FEWEST else []


def _reads(groups: Sequence[str], text: str) -> bool:
    """Whether each group may be the reading of a word of its own: none of them stands there."""
    label = opening_label(text)
    words = _WORD.findall(text[label.end :] if label else text)
    return len(words) >= len(groups) and not any(
        group in text for group in groups if len(group) > 1
    )
