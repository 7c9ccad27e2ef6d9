"""How texts are shown: cut at what is highlighted, tagged with their language, made harmless."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from policy_align.folding import fold_han
from policy_align.formats.characters import legal
from policy_align.formats.html import UNSURE_BELOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policy_align.model import Language, Pair
    from policy_align.results import Span

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_TRADITIONAL_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text.

    Attributes:
        text: The piece.
        marked: Whether it is to be highlighted.
    """

    text: str
    marked: bool


def segments(text: str, spans: Iterable[Span] = ()) -> Iterator[Segment]:
    """Cut a text at the spans that are to be highlighted.

    Args:
        text: The text.
        spans: Spans in it, ascending, without overlaps; what lies outside it is left out.

    Yields:
        The pieces in order, without characters that no page can show.

    Example:
        >>> [piece.text for piece in segments("推动碳达峰。", [(2, 5)])]
        ['推动', '碳达峰', '。']
    """
    place = 0
    for start, end in spans:
        first, last = max(start, place), min(end, len(text))
        if first < last:
            if place < first:
                yield Segment(legal(text[place:first]), marked=False)
            yield Segment(legal(text[first:last]), marked=True)
            place = last
    if place < len(text):
        yield Segment(legal(text[place:]), marked=False)


def is_unsure(pair: Pair) -> bool:
    """Tell whether a pair has both sides but may well be wrong."""
    return bool(pair.zh and pair.ja) and pair.score < UNSURE_BELOW


@lru_cache(maxsize=4096)
def language_tag(text: str, language: Language) -> str:
    """Return the tag for the ``lang`` attribute, which decides the shapes of the characters.

    Args:
        text: The text.
        language: Its language.

    Returns:
        ``ja``; or, for Chinese, ``zh-Hant`` where many of its characters have another,
        simplified shape, else ``zh-Hans``.

    Example:
        >>> language_tag("產業發展", "zh"), language_tag("产业发展", "zh")
        ('zh-Hant', 'zh-Hans')
    """
    if language == "ja":
        return "ja"
    characters = "".join(_HAN.findall(text))
    changed = sum(
        before != after for before, after in zip(characters, fold_han(characters), strict=True)
    )
    # Some simplified characters (碳) fold to a shape that they share with Japanese; they are few.
    traditional = changed > _TRADITIONAL_SHARE * len(characters) and _has_traditional(characters)
    return "zh-Hant" if traditional else "zh-Hans"


def _has_traditional(characters: str) -> bool:
    """Tell whether a text has a character that the simplified character set lacks."""
    try:
        characters.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False
