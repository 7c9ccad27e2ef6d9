"""The smallest pieces of a text that a rendering can begin and end with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from policy_align.model import Language

Role: TypeAlias = Literal[
    "content", "prefix", "suffix", "verb", "particle", "point", "link", "open", "close"
]

_OPEN, _CLOSE = "（(《〈≪「『【〔［[“‘", "）)》〉≫」』】〕］]”’"
_LINK = "・･·／/－―‐-~～"
_JA_PARTS = re.compile(
    r"[A-Za-zＡ-Ｚａ-ｚ]+|[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[ァ-ヺーヽヾｦ-ﾟ]+|[^\s]", re.DOTALL
)
_ZH_PARTS = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]+|[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[^\s]", re.DOTALL)
_WORDLIKE = re.compile(r"\w")
_ROLES: dict[str, Role] = {
    "助詞": "particle",
    "助動詞": "particle",
    "接続詞": "particle",
    "接頭辞": "prefix",
    "接尾辞": "suffix",
    "動詞": "verb",
}
# Grammatical words of Chinese written with one character.
_ZH_PARTICLES = frozenset("的了和与及或等在对将把被为以于是从向由其之而并也都又则所该各")


@dataclass(frozen=True, slots=True)
class Unit:
    """A smallest piece of a text.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        role: What it is good for in a term.
    """

    start: int
    end: int
    role: Role


def split_units(text: str, language: Language) -> list[Unit]:
    """Split a text into its smallest pieces.

    Args:
        text: A sentence.
        language: Its language.

    Returns:
        The pieces in order: for Japanese the short units of UniDic, for Chinese the
        characters, with runs of Latin letters and of digits in one piece. White space is in
        none of them.
    """
    return _japanese(text) if language == "ja" else _chinese(text)


def _chinese(text: str) -> list[Unit]:
    units = []
    for match in _ZH_PARTS.finditer(text):
        part = match.group()
        role = _sign(part) or ("particle" if part in _ZH_PARTICLES else "content")
        units.append(Unit(match.start(), match.end(), role))
    return units


def _japanese(text: str) -> list[Unit]:
    units: list[Unit] = []
    place = 0
    for word in _tagger()(text):
        start = text.find(word.surface, place)
        if start < 0:  # the tagger does not know the character
            continue
        place = start + len(word.surface)
        sign = _sign(word.surface)
        known = _ROLES.get(word.feature.pos1, "content")
        if sign is None and len(word.surface) > 1 and any(map(_sign, word.surface)):
            units.extend(_parts(word.surface, start))
        else:
            units.append(Unit(start, place, sign or known))
    return units


def _parts(word: str, start: int) -> list[Unit]:
    """Split what the tagger took for one unknown word at its signs."""
    return [
        Unit(start + part.start(), start + part.end(), _sign(part.group()) or "content")
        for part in _JA_PARTS.finditer(word)
    ]


def _sign(part: str) -> Role | None:
    if part in _OPEN:
        return "open"
    if part in _CLOSE:
        return "close"
    if part in _LINK:
        return "link"
    return None if _WORDLIKE.search(part) or part in "%％‰℃㎡" else "point"


@cache
def _tagger() -> Callable[[str], list]:  # type: ignore[type-arg]
    from fugashi import Tagger

    tagger: Callable[[str], list] = Tagger()  # type: ignore[type-arg]
    return tagger
