"""How a term was rendered: the look-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from policy_align.model import Language, Pair
    from policy_align.results import TermResult
    from policy_align.terms.background import Background
    from policy_align.terms.glossary import GlossaryEntry
    from policy_align.terms.linking import Encode


def renderings(
    query: str,
    language: Language,
    pairs: Sequence[Pair],
    *,
    total: int,
    background: Background,
    encode: Encode | None,
    glossary: Sequence[GlossaryEntry] = (),
    limit: int = 10,
    citation: Callable[[Pair], str],
) -> TermResult:
    """Find how a term was rendered in pairs that hold it.

    Args:
        query: The term, or any piece of text.
        language: The side on which the pairs hold it.
        pairs: Pairs whose side ``language`` holds the folded query, at most a few hundred.
        total: Number of all such pairs, where ``pairs`` is a sample of them.
        background: A sample of the corpus, in which pieces of text are counted.
        encode: Embeds texts of both languages; ``None`` for look-up without a model.
        glossary: The user's own term pairs, which come first.
        limit: The most renderings to return.
        citation: Tells where a pair stands.

    Returns:
        The renderings, the most likely first.
    """
    raise NotImplementedError
