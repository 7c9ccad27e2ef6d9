"""What single characters tell."""

from __future__ import annotations

import unicodedata

from policy_align.parsing.lines.characters import display_width


def looked_up(char: str) -> int:
    """Return the width of a character as Unicode gives it."""
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F", "A"} else 1


def test_a_text_is_as_wide_as_its_characters() -> None:
    for first in range(0, 0x10000, 64):
        block = "".join(map(chr, range(first, first + 64)))
        assert display_width(f"推{block}进") == 4 + sum(map(looked_up, block))
