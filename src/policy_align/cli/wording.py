"""Text of documents on a terminal: marked, measured, harmless."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policy_align.results import Span

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
# A document must not be able to send commands to the terminal.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    r"""Replace what a terminal would obey by spaces.

    Example:
        >>> printable("能源\x1b[2J\t发展")
        '能源 [2J 发展'
    """
    return _CONTROLS.sub(" ", text)


def marks_in_bold() -> bool:
    """Tell whether the output goes to a terminal that may be sent escapes (see no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def mark(text: str, spans: Sequence[Span]) -> str:
    """Mark pieces of a text: bold on a terminal (unless NO_COLOR is set), else in brackets.

    Args:
        text: The text.
        spans: The pieces, ascending, without overlaps.

    Returns:
        The text, ready to be printed.

    Example:
        >>> mark("太陽光発電と風力発電", [(3, 5), (8, 10)])
        '太陽光【発電】と風力【発電】'
    """
    opening, closing = (_BOLD, _PLAIN) if marks_in_bold() else ("【", "】")
    pieces, place = [], 0
    for start, end in spans:
        pieces += [printable(text[place:start]), opening, printable(text[start:end]), closing]
        place = end
    return "".join([*pieces, printable(text[place:])])


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal (UAX #11).

    Example:
        >>> width("2030年"), width("ｶﾞ"), width("が")
        (6, 2, 2)
    """
    return sum(map(_columns, text))


def fill_left(text: str, columns: int) -> str:
    """Cut a text on the left, or put spaces there, so that it takes some columns.

    Example:
        >>> fill_left("制定新一轮", 7), fill_left("轮", 7)
        (' 新一轮', '     轮')
    """
    kept = _cut(reversed(printable(text)), columns)[::-1]
    return " " * (columns - width(kept)) + kept


def fill_right(text: str, columns: int) -> str:
    """Cut a text on the right, or put spaces there, so that it takes some columns.

    Example:
        >>> fill_right("电站中长期", 7) + "|"
        '电站中 |'
    """
    kept = _cut(printable(text), columns)
    return kept + " " * (columns - width(kept))


def _cut(characters: Iterable[str], columns: int) -> str:
    kept = []
    for character in characters:
        columns -= _columns(character)
        if columns < 0:
            break
        kept.append(character)
    return "".join(kept)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
