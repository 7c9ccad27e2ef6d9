"""What a user's own glossary says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term pair of a user's glossary.

    Attributes:
        zh: The Chinese term.
        ja: The Japanese term.
        note: A remark of the user.
    """

    zh: str
    ja: str
    note: str = ""
