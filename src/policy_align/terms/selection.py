"""Which of the phrases that overlap or share a rendering a term list keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.folding import search_key
from policy_align.terms.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from policy_align.results import Span


def uncrossed(scores: Mapping[str, float], texts: Iterable[str]) -> set[str]:
    """Return the phrases that some text has without a better one across their edge.

    Args:
        scores: Score of each phrase, by search key.
        texts: The Chinese texts.

    Returns:
        Their search keys. A phrase inside another one crosses none.
    """
    kept: set[str] = set()
    for text in texts:
        spans = [(phrase.start, phrase.end) for phrase in phrases(text)]
        keys = {span: search_key(text[slice(*span)]) for span in spans}
        known = [span for span in spans if keys[span] in scores]
        taken: list[Span] = []
        for span in sorted(known, key=lambda span: -scores[keys[span]]):
            if not any(_cross(span, other) for other in taken):
                taken.append(span)
                kept.add(keys[span])
    return kept


def _cross(left: Span, right: Span) -> bool:
    (a, b), (c, d) = sorted((left, right))
    return a < c < b < d


def unrivalled(renderings: Mapping[str, str], scores: Mapping[str, float]) -> set[str]:
    """Return the phrases that hold, and are held by, no better one with the same rendering.

    Args:
        renderings: Search key of the rendering of each phrase, by the phrase's.
        scores: Score of each phrase.

    Returns:
        The search keys of the phrases.

    Example:
        >>> renderings = {"热泵": "ヒートポンプ", "推行热泵": "ヒートポンプ"}
        >>> unrivalled(renderings, {"热泵": 2.0, "推行热泵": 1.0})
        {'热泵'}
    """
    kept: dict[str, list[str]] = {}
    for phrase in sorted(renderings, key=lambda phrase: -scores[phrase]):
        others = kept.setdefault(renderings[phrase], [])
        if all(phrase not in other and other not in phrase for other in others):
            others.append(phrase)
    return {phrase for same in kept.values() for phrase in same}
