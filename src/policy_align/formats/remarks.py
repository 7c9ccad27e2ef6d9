"""What is said of a term in formats that have room for a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_align.results import Term


def remark(term: Term) -> str:
    """Say in a few words how well a term is attested, for formats that have room for a note.

    Args:
        term: The term.

    Returns:
        Count, score and the other renderings with their counts.

    Example:
        >>> from policy_align.results import Term
        >>> remark(Term("因地制宜", "地域の実情に応じ", 3, 0.9, (("適地適作", 1),), "corpus", None))
        '3×, score 0.90; also: 適地適作 (1×)'
    """
    if term.origin == "glossary":
        known = "from the glossary" + (f", {term.count}× in the corpus" if term.count else "")
    else:
        known = f"{term.count}×, score {term.score:.2f}"
    return known + (f"; also: {listed_variants(term)}" if term.variants else "")


def listed_variants(term: Term) -> str:
    """List the other renderings of a term with their counts, for a person to read."""
    return ", ".join(f"{text} ({count}×)" for text, count in term.variants)
