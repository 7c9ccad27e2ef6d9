"""Sentences: a paragraph cut at 。！？ and ；, never inside brackets or quotes.

A sentence ends at ``。``, ``！`` or ``？`` with the closing brackets and quotes after it, or at
the end of its paragraph. An ASCII ``.`` or ``?`` ends none, nor does ``：``. After a ``；``
in the middle of a paragraph the boundary is *soft*: both halves are sentences of the document,
and a pair of languages of which only one has the boundary joins them again (``ends_softly`` tells
which).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import PARTNER

if TYPE_CHECKING:
    from policy_align.model import Sentence

LONGEST_BRACKET = 600
"""Characters after which an opening bracket or quote counts as unbalanced."""

DEEPEST_BRACKET = 32
"""Open brackets that are kept in mind at once."""

_BRACKETS = re.compile(r"[（(「『“‘【《〈［\[｛{〔≪〖）)」』”’】》〉］\]｝}〕≫〗]")
_OPENERS = frozenset(PARTNER.values())
_STOPS = frozenset("。！？｡")
_STOP_OR_SOFT = re.compile(r"[。！？｡；]")
_TAIL = re.compile(r"[。！？｡!?）)」』”’】》〉］\]｝}〕≫〗]*")
_ROUND = frozenset("（([［〔")
_REMEMBERED = 4096  # paragraphs; each is cut to find its title, and again to be written
_SOFT_END = re.compile(r"；[）)」』”’】》]*$")


def ends_softly(sentence: Sentence, following: Sentence | None) -> bool:
    """Tell whether the boundary after a sentence is soft: a ``；`` inside a paragraph.

    Such a boundary counts only where the other language has one at the corresponding place;
    elsewhere the two sentences are one.

    Args:
        sentence: A sentence of a document.
        following: The next sentence of the same document, if there is one.

    Returns:
        ``True`` if the sentence ends in ``；`` and the next one is of the same paragraph.
    """
    return (
        following is not None
        and sentence.block == following.block
        and bool(_SOFT_END.search(sentence.text))
    )


@lru_cache(maxsize=_REMEMBERED)
def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Find the sentences of a paragraph.

    Args:
        text: The paragraph.

    Returns:
        Start and end of each sentence, blanks at its ends left out; together they hold every
        character of the text that is not blank.

    Example:
        >>> text = "甲（乙。丙）。丁；戊。"
        >>> [text[start:end] for start, end in split_sentences(text)]
        ['甲（乙。丙）。', '丁；', '戊。']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for at, opener in _stops(text):
        if at < start or (opener is not None and not _whole(text, start, opener)):
            continue
        tail = _TAIL.match(text, at + 1)
        end = tail.end() if tail and text[at] != "；" else at + 1
        start = _add(spans, text, start, end)
    _add(spans, text, start, len(text))
    return tuple(spans)


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> int:
    """Append a span without the blanks at its ends; return where the next one starts."""
    piece = text[start:end]
    if piece.strip():
        spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
    return end


def _stops(text: str) -> list[tuple[int, int | None]]:
    """List where sentences may end: at a stop, or at a bracket that closes after one.

    Returns:
        Positions in order; with a closing bracket, the position of its opening one.
    """
    outer = _outer_brackets(text)
    stops: list[tuple[int, int | None]] = [
        (closer, opener) for opener, closer in outer if text[closer - 1] in _STOPS
    ]
    current = 0
    for match in _STOP_OR_SOFT.finditer(text):
        at = match.start()
        while current < len(outer) and outer[current][1] < at:
            current += 1
        if current == len(outer) or at < outer[current][0]:
            stops.append((at, None))
    return sorted(stops, key=lambda stop: stop[0])


def _whole(text: str, start: int, opener: int) -> bool:
    """Whether what a bracket or quote holds is a sentence of its own.

    It is where the bracket opens the sentence (``（訳注：……。）``), and where a colon
    introduces the quote (``指出：“……。”``).
    """
    if text[opener] in _ROUND:
        return not text[start:opener].strip()
    return text[opener] == "“" and text[opener - 1 : opener] == "："


def _outer_brackets(text: str) -> list[tuple[int, int]]:
    """Find the balanced brackets and quotes that lie in no other, in order.

    A bracket that finds no partner within ``LONGEST_BRACKET`` characters binds nothing.
    """
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    for match in _BRACKETS.finditer(text):
        at, char = match.start(), match[0]
        while stack and (at - stack[0] > LONGEST_BRACKET or len(stack) > DEEPEST_BRACKET):
            del stack[0]
        if char in _OPENERS:
            stack.append(at)
            continue
        depth = next(
            (d for d in range(len(stack) - 1, -1, -1) if text[stack[d]] == PARTNER[char]), None
        )
        if depth is not None:
            opener = stack[depth]
            del stack[depth:]
            while pairs and pairs[-1][0] > opener:
                pairs.pop()
            pairs.append((opener, at))
    return pairs
