"""The smallest pieces of a text that a rendering can begin and end with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from threading import local
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from policy_align.terms.words import is_word, split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from policy_align.model import Language

Role: TypeAlias = Literal[
    "noun",
    "numeral",
    "adjective",
    "adverb",
    "verb",
    "auxiliary",
    "particle",
    "prefix",
    "suffix",
    "point",
    "comma",
    "link",
    "open",
    "close",
]
ROLES: tuple[Role, ...] = get_args(Role)
SIGNS: frozenset[Role] = frozenset(("point", "comma", "link", "open", "close"))

_OPEN, _CLOSE = "（(《〈≪「『【〔［[“‘", "）)》〉≫」』】〕］]”’"
_LINK = "・･·／/－―‐-~～—–"
_COMMA = "、，,"
_PARTS = re.compile(
    r"[A-Za-zＡ-Ｚａ-ｚ]+|[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[ァ-ヺーヽヾｦ-ﾟ]+|[^\s]", re.DOTALL
)
_WORDLIKE = re.compile(r"\w")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ROLES: dict[str, Role] = {
    "助詞": "particle",
    "助動詞": "auxiliary",
    "接続詞": "particle",
    "接頭辞": "prefix",
    "接尾辞": "suffix",
    "動詞": "verb",
    "形容詞": "adjective",
    "形状詞": "adjective",
    "連体詞": "adjective",
    "副詞": "adverb",
}
_NUMERAL = "数詞"
_COPULA = ("な", "に", "で")
_UNINFLECTED = ("*", "終止形-一般", "連体形-一般", "語幹-一般", None)
# By the tags of jieba: whole ones first, then their first letters.
_ZH_ROLES: dict[str, Role] = {
    "vn": "noun",
    "an": "noun",
    "m": "numeral",
    "a": "adjective",
    "b": "adjective",
    "d": "adverb",
    "v": "verb",
    "u": "particle",
    "p": "particle",
    "c": "particle",
    "f": "suffix",
    "k": "suffix",
    "h": "prefix",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A smallest piece of a text.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        role: What it is good for in a term.
        base: The dictionary form of an inflected verb; empty where the text is that form.
    """

    start: int
    end: int
    role: Role
    base: str = ""


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
    return list(_japanese(text) if language == "ja" else _chinese(text))


def _chinese(text: str) -> Iterator[Unit]:
    for match in _PARTS.finditer(text):
        part = match.group()
        yield Unit(match.start(), match.end(), _sign(part) or _plain(part))


def with_words(text: str, units: Sequence[Unit]) -> tuple[list[Role], list[float]]:
    """Tell what Chinese units are as parts of words; this takes a dictionary.

    Args:
        text: A Chinese text.
        units: Its units.

    Returns:
        For each unit its role; and how surely a word begins with it: 1 or, inside a word made
        of words, 0.5, else 0.
    """
    roles: list[Role] = []
    begins: list[float] = []
    for word, tag in split_words(text):
        role = _ZH_ROLES.get(tag) or _ZH_ROLES.get(tag[0]) or "noun"
        roles += [role] * len(word)
        begins += [1.0, *(_inner_begin(word, place) for place in range(1, len(word)))]
    return (
        [roles[unit.start] if unit.role == "noun" else unit.role for unit in units],
        [begins[unit.start] for unit in units],
    )


def _inner_begin(word: str, place: int) -> float:
    """Tell how surely a word of its own begins inside a word."""
    parts = word[:place], word[place:]
    return 0.5 if all(len(part) > 1 and is_word(part) for part in parts) else 0.0


def _japanese(text: str) -> Iterator[Unit]:
    text = _SURROGATE.sub("\ufffd", text)  # the tagger takes no lone surrogates
    place = 0
    for word in _tagger()(text):
        start = text.find(word.surface, place)
        if start < 0:  # the tagger does not know the character
            continue
        place = start + len(word.surface)
        if len(word.surface) > 1 and any(map(_sign, word.surface)):
            yield from _parts(word.surface, start)
            continue
        role = _sign(word.surface)
        if role is None and word.feature.pos2 == _NUMERAL:
            role = "numeral"
        role = role or _ROLES.get(word.feature.pos1) or _plain(word.surface)
        inflected = word.feature.cForm not in _UNINFLECTED
        if role == "auxiliary" and (inflected or word.surface in _COPULA):
            role = "particle"
        inflected = inflected and role == "verb"
        yield Unit(start, place, role, (word.feature.orthBase or "") if inflected else "")


def _parts(word: str, start: int) -> Iterator[Unit]:
    """Split what the tagger took for one unknown word at its signs."""
    for part in _PARTS.finditer(word):
        role = _sign(part.group()) or _plain(part.group())
        yield Unit(start + part.start(), start + part.end(), role)


def _plain(part: str) -> Role:
    return "numeral" if part[0].isdigit() else "noun"


def _sign(part: str) -> Role | None:
    for signs, role in _KINDS:
        if part in signs:
            return role
    return None if _WORDLIKE.search(part) or part in "%％‰℃㎡" else "point"


_KINDS: tuple[tuple[str, Role], ...] = (
    (_OPEN, "open"),
    (_CLOSE, "close"),
    (_LINK, "link"),
    (_COMMA, "comma"),
)


# A tagger keeps what it has read last, so each thread needs its own.
_OF_THREAD = local()


def _tagger() -> Callable[[str], list]:  # type: ignore[type-arg]
    from fugashi import Tagger

    if not hasattr(_OF_THREAD, "tagger"):
        _OF_THREAD.tagger = Tagger()
    tagger: Callable[[str], list] = _OF_THREAD.tagger  # type: ignore[type-arg]
    return tagger
