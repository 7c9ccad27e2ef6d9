"""The term list of a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from policy_align.model import Pair
    from policy_align.results import Term
    from policy_align.terms.glossary import GlossaryEntry
    from policy_align.terms.linking import Encode

MIN_SCORE = 0.5


def extract_terms(
    pairs: Iterable[Pair],
    *,
    encode: Encode | None,
    glossary: Sequence[GlossaryEntry] = (),
    min_score: float = MIN_SCORE,
    citation: Callable[[Pair], str],
) -> list[Term]:
    """Extract the bilingual term list of pairs.

    Args:
        pairs: Aligned pairs; those without one side are passed over.
        encode: Embeds texts of both languages; ``None`` for extraction without a model.
        glossary: The user's own term pairs, which come first.
        min_score: Least probability of a term pair to be listed, 0 to 1.
        citation: Tells where a pair stands.

    Returns:
        The terms, glossary entries first, then the most frequent first.
    """
    raise NotImplementedError
