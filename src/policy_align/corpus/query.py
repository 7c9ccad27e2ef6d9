"""What a user types into a search: words, phrases in quotes, words that must not occur."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy_align.errors import InputError
from policy_align.folding import search_key

_QUOTES = {'"': '"', "“": "”", "„": "“”", "「": "」", "『": "』", "＂": "＂"}
_MINUS = "-－−"
_PHRASES = "|".join(
    f"{re.escape(opening)}[^{re.escape(closing)}]*[{re.escape(closing)}]"
    for opening, closing in _QUOTES.items()
)
_PART = re.compile(
    rf"(?P<minus>[{_MINUS}](?=\S))?(?:(?P<phrase>{_PHRASES})|(?P<word>\S+?))(?=\s|$)"
)

_MOST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Query:
    """What a pair must hold to be found.

    Attributes:
        wanted: Search keys that must all occur, each on either side.
        unwanted: Search keys of which none may occur.
    """

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()


def parse_query(text: str) -> Query:
    """Understand what a user typed.

    White space separates words, which must all occur; quotes (``"…"``, ``“…”``, ``「…」``) keep a
    phrase together; a minus in front of a word or a phrase excludes it.

    Args:
        text: What the user typed.

    Returns:
        The query.

    Raises:
        InputError: If nothing is left to look for.

    Example:
        >>> parse_query('抽水蓄能 "carbon peak" -風力')
        Query(wanted=('抽水蓄能', 'carbonpeak'), unwanted=('风力',))
    """
    wanted: dict[str, None] = {}
    unwanted: dict[str, None] = {}
    for part in _PART.finditer(text):
        key = search_key(part["phrase"][1:-1] if part["phrase"] else part["word"])
        if key:
            (unwanted if part["minus"] else wanted)[key] = None
    if len(wanted) + len(unwanted) > _MOST_WORDS:
        raise InputError("the query", "it has too many words", f"use {_MOST_WORDS} at most")
    if not wanted:
        raise InputError(repr(text), "there is nothing to look for", "name a word that must occur")
    return Query(tuple(wanted), tuple(unwanted))
