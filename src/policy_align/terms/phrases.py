"""Which stretches of a Chinese text can be a term of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.terms.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORDS, _CHARACTERS = 6, 12
_HAN_WORD = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
# Amounts, dates and numbers of articles are no terms.
_COUNTED = re.compile(
    "(?:第|百分之)?[〇零一二三四五六七八九十百千万亿两]+"
    "(?:[个名年月日元条款项章节编次届类级批周天份倍种号]|小时)|第[〇零一二三四五六七八九十百]+"
)
# Tags of jieba that no term holds: particles, prepositions, conjunctions, interjections; nor
# pronouns and adverbs of one character.
_NEVER = ("u", "p", "c", "y", "e", "o")
_NEVER_SHORT = ("r", "d")
_NO_START = ("f", "k", "q")
_NO_END = ("b", "f", "ad", "h")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of whole words.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        words: Its words.
        tags: Their parts of speech, by the tags of jieba.
        torn_before: Whether it begins with a word of one character after another such word: the
            two may be a word that the dictionary lacks.
        torn_after: Whether it ends with one before another.
    """

    start: int
    end: int
    words: tuple[str, ...]
    tags: tuple[str, ...]
    torn_before: bool = False
    torn_after: bool = False


def phrases(text: str) -> Iterator[Phrase]:
    """Yield the stretches of whole words that can be a term.

    Args:
        text: A Chinese text.

    Yields:
        The stretches.

    Example:
        >>> [" ".join(phrase.words) for phrase in phrases("完善绿色电价政策。")]
        ['完善', '完善 绿色', '完善 绿色 电价', '完善 绿色 电价 政策', '绿色', '绿色 电价',
        '绿色 电价 政策', '电价', '电价 政策', '政策']
    """
    run: list[tuple[str, str]] = []
    place = 0
    for word, tag in split_words(text):
        if _can_be_part(word, tag):
            run.append((word, tag))
        else:
            yield from _stretches(run, place)
            run = []
        place += len(word)
    yield from _stretches(run, place)


def _can_be_part(word: str, tag: str) -> bool:
    if not _HAN_WORD.fullmatch(word) or tag.startswith(_NEVER):
        return False
    return len(word) > 1 or not tag.startswith(_NEVER_SHORT)


def _stretches(run: Sequence[tuple[str, str]], end_of_run: int) -> Iterator[Phrase]:
    place = end_of_run - sum(len(word) for word, _ in run)
    for first, (head, tag) in enumerate(run):
        start = place
        place += len(head)
        if tag.startswith(_NO_START):
            continue
        for last in range(first, min(first + _WORDS, len(run))):
            words, tags = zip(*run[first : last + 1], strict=True)
            length = sum(map(len, words))
            if length > _CHARACTERS:
                break
            if _COUNTED.match("".join(words)):
                continue
            if length > 1 and not tags[-1].startswith(_NO_END):
                torn = _torn(run, first - 1), _torn(run, last)
                yield Phrase(start, start + length, words, tags, *torn)


def _torn(run: Sequence[tuple[str, str]], place: int) -> bool:
    """Tell whether a word and the next one have one character each."""
    pair = run[max(place, 0) : place + 2]
    return len(pair) > 1 and place >= 0 and all(len(word) == 1 for word, _ in pair)
