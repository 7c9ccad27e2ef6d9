"""Clauses: a sentence cut at its commas and semicolons, never inside brackets or quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import PARTNER

if TYPE_CHECKING:
    from policy_align.model import Language

_ENDS: dict[Language, frozenset[str]] = {
    "zh": frozenset("，；。！？,;"),
    "ja": frozenset("、，；。！？｡､,;"),
}
_ASCII_ENDS = frozenset(",;")
_OPENERS = frozenset(PARTNER.values())
_AFTER = frozenset(PARTNER) | frozenset("\"'，；。！？、 \t\u3000\u00a0")


def cut_clauses(text: str, language: Language) -> list[str]:
    """Cut a sentence into clauses.

    A Chinese clause ends at ``，`` or ``；``, a Japanese one at ``、`` or ``；``; the comma of
    lists (Chinese ``、``, Japanese ``・``) ends none. Brackets and quotes are never cut, commas
    of numbers (``2,000``) neither.

    Args:
        text: A sentence, or several.
        language: Its language.

    Returns:
        The clauses; joined they are the text.

    Example:
        >>> cut_clauses("到2030年，煤炭、石油（以下称“两高”，下同）减少。", "zh")
        ['到2030年，', '煤炭、石油（以下称“两高”，下同）减少。']
        >>> cut_clauses("2030年までに、石炭・石油を減らす。", "ja")
        ['2030年までに、', '石炭・石油を減らす。']
    """
    covered = _covered(text)
    clauses, start, at = [], 0, 0
    while at < len(text):
        if text[at] in _ENDS[language] and not covered[at] and not _inside_number(text, at):
            end = at + 1
            while end < len(text) and text[end] in _AFTER and text[end] not in _OPENERS:
                end += 1
            clauses.append(text[start:end])
            start = at = end
        else:
            at += 1
    if text[start:]:
        clauses.append(text[start:])
    return clauses


def _inside_number(text: str, at: int) -> bool:
    """Whether an ASCII comma or semicolon stands between two signs of one word or number."""
    return text[at] in _ASCII_ENDS and text[at + 1 : at + 2] not in ("", " ")


def _covered(text: str) -> bytearray:
    """Mark what stands inside balanced brackets or quotes; stray ones bind nothing."""
    covered = bytearray(len(text))
    stack: list[int] = []
    for at, char in enumerate(text):
        if char == '"':
            straight = next((k for k in stack if text[k] == '"'), None)
            opener = straight
        elif char in _OPENERS:
            opener = None
        elif char in PARTNER:
            opener = next((k for k in reversed(stack) if text[k] == PARTNER[char]), None)
            if opener is None:
                continue
        else:
            continue
        if opener is None:
            stack.append(at)
            continue
        del stack[stack.index(opener) :]
        covered[opener:at] = b"\1" * (at - opener)
    return covered
