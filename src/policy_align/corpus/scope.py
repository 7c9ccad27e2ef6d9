"""Which documents and which parts of them a search goes through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.folding import search_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policy_align.corpus.description import Description
    from policy_align.model import Language

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a search goes.

    Attributes:
        language: The side that must hold the words; ``None`` for either.
        documents: Names of the documents; ``None`` for all.
        section: Key of the section that must hold a pair, itself or one above it; empty for any.
        min_score: Least score of a pair.
    """

    language: Language | None = None
    documents: frozenset[str] | None = None
    section: str = ""
    min_score: float = 0.0

    def holds_section(self, section: str) -> bool:
        """Tell whether a section is the one asked for or lies in it."""
        key = search_key(section)
        return key == self.section or key.startswith(f"{self.section}/")


def select_documents(
    descriptions: Mapping[str, Description],
    *,
    document: str | None = None,
    issuer: str | None = None,
    since: str = "",
    until: str = "",
) -> frozenset[str] | None:
    """Choose documents by what is known about them.

    Args:
        descriptions: The descriptions by name.
        document: Name of the document, or a part of its title or its number.
        issuer: A part of the name of who issued it.
        since: First date of issue, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        until: Last date of issue, likewise; documents of unknown date are left out.

    Returns:
        Their names; ``None`` where nothing restricts them.

    Raises:
        InputError: If no document is called as ``document`` says, or a date is none.
    """
    for date in (since, until):
        if date and not _DATE.fullmatch(date):
            raise InputError(repr(date), "this is not a date", "write 2021, 2021-10 or 2021-10-24")
    chosen = dict(descriptions)
    if document is not None:
        chosen = _by_name(chosen, document)
    if issuer is not None:
        key = search_key(issuer)
        chosen = {
            name: each
            for name, each in chosen.items()
            if any(key in search_key(text) for text in each.issuer.values())
        }
    if since:
        chosen = {name: each for name, each in chosen.items() if each.date >= since}
    if until:
        chosen = {
            name: each
            for name, each in chosen.items()
            if each.date and each.date[: len(until)] <= until
        }
    unrestricted = document is None and issuer is None and not since and not until
    return None if unrestricted else frozenset(chosen)


def _by_name(descriptions: Mapping[str, Description], document: str) -> dict[str, Description]:
    if document in descriptions:
        return {document: descriptions[document]}
    key = search_key(document)
    found = {
        name: each
        for name, each in descriptions.items()
        if any(
            key in search_key(text)
            for text in (name, *each.title.values(), *each.document_number.values())
        )
    }
    if not found or not key:
        advice = "give its name, its number or a part of its title"
        raise InputError(document, "no document of the corpus is called so", advice)
    return found
