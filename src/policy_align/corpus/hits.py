"""Pairs with what was found in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.keys import keyed
from policy_align.results import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policy_align.model import Language, Pair
    from policy_align.results import Span


def highlight(text: str, keys: Iterable[str]) -> tuple[Span, ...]:
    """Find where search keys occur in a text.

    Args:
        text: The text as it is stored.
        keys: Search keys.

    Returns:
        Spans of the text, ascending; those that touch or overlap are one.

    Example:
        >>> from policy_align.folding import search_key
        >>> highlight("太陽光発電と風力発電", [search_key("発電"), search_key("光発電")])
        ((2, 5), (8, 10))
    """
    folded = keyed(text)
    spans = sorted(span for key in keys for span in folded.find(key))
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def make_hit(pair: Pair, keys: Sequence[str], language: Language | None, citation: str) -> Hit:
    """Make a hit of a pair.

    Args:
        pair: The pair.
        keys: Search keys of what was looked for.
        language: The side in which it was looked for; ``None`` for both.
        citation: Where the pair stands.

    Returns:
        The hit with its spans.
    """
    zh = highlight(pair.zh, keys) if language != "ja" else ()
    ja = highlight(pair.ja, keys) if language != "zh" else ()
    return Hit(pair, zh, ja, citation)
