"""Where a pair stands, in words that can be quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_align.corpus.description import Description
    from policy_align.model import Pair


def cite(pair: Pair, description: Description | None = None) -> str:
    """Say where a pair stands.

    Args:
        pair: The pair.
        description: What is known about its document.

    Returns:
        Document number (else the title, else the name), section and pages; for a pair without
        section and page its number in the document.

    Example:
        >>> from policy_align.model import Pair
        >>> pair = Pair("plan:7", "plan", "三/（一）", "item", "能源", "エネルギー", 1.0, zh_page=5)
        >>> cite(pair)
        'plan, 三/（一）, zh p. 5'
        >>> cite(Pair("memory:12", "memory", "", "sentence", "能源", "エネルギー", 1.0))
        'memory, no. 12'
    """
    pages = " / ".join(
        f"{side} p. {page}" for side, page in (("zh", pair.zh_page), ("ja", pair.ja_page)) if page
    )
    number = pair.id.rpartition(":")[2]
    places = [part for part in (pair.section, pages) if part] or [f"no. {number}"]
    return ", ".join([_document(pair, description), *places])


def _document(pair: Pair, description: Description | None) -> str:
    if description is None:
        return pair.doc
    for known in (description.document_number, description.title):
        for language in ("zh", "ja"):
            if known.get(language):
                return known[language]
    return description.name or pair.doc
