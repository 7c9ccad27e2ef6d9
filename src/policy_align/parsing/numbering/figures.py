"""Labels that look like figures: ``2．10分間`` is point 2 after 1, ``2.2　人材`` follows 2.1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.numbering.labels import Label, Opening, opening_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_Count: TypeAlias = tuple[str, tuple[int, ...]]

_BLANK = r"[ \t\u3000\u00a0\u2000-\u200a\u202f]"
_NUMBER = r"[0-9０-９]{1,2}"
_BEFORE_FIGURE = re.compile(rf"{_BLANK}*({_NUMBER}[.．])(?=[0-9０-９]+[^\W\d_])")
_BEFORE_UNIT = re.compile(rf"{_BLANK}*({_NUMBER}(?:[.．]{_NUMBER}){{1,2}}){_BLANK}+(?=[^\W\d_])")
_PARTS = re.compile(r"[0-9０-９]+")
_POINTS = (".", "．")
_PAIR = 2


def openings_of(texts: Sequence[str]) -> list[Opening | None]:
    """Find the labels that texts begin with, those that look like figures included.

    Args:
        texts: Paragraphs or lines in reading order.

    Returns:
        For each text its label, if it has one. What may be a figure is a label where it counts
        on from the last label that is printed alike, and the next one from it, if there is one.

    Example:
        >>> [bool(each) for each in openings_of(["1．公園", "2．10分間徒歩圏", "3．バス"])]
        [True, True, True]
        >>> [bool(each) for each in openings_of(["1．公園", "2．5万本の植樹", "2．バス"])]
        [True, False, True]
    """
    openings = [opening_label(text) for text in texts]
    doubtful = {
        index: label
        for index, (text, opening) in enumerate(zip(texts, openings, strict=True))
        if opening is None and (label := _doubtful(text)) is not None
    }
    if not doubtful:
        return openings
    candidates = [opening or doubtful.get(index) for index, opening in enumerate(openings)]
    known = set(range(len(texts))) - doubtful.keys()
    before = _counting(candidates, known, range(len(texts)), _counts_on)
    after = _counting(candidates, known, range(len(texts) - 1, -1, -1), _leads_on)
    for index in before & after:
        openings[index] = candidates[index]
    return openings


def _doubtful(text: str) -> Opening | None:
    """Read the figure that a text begins with as a label."""
    match = _BEFORE_FIGURE.match(text)
    if match:
        number = int(match[1][:-1])
        return Opening(Label("plain", number, "digit"), match[1], match.end(), closed=True)
    match = _BEFORE_UNIT.match(text)
    if match is None:
        return None
    parts = _PARTS.findall(match[1])
    label = Label("plain", int(parts[-1]), "pair" if len(parts) == _PAIR else "triple")
    return Opening(label, match[1], match.end(), closed=False)


def _counting(
    candidates: Sequence[Opening | None],
    known: set[int],
    order: Iterable[int],
    fits: Callable[[_Count, tuple[int, ...] | None], bool],
) -> set[int]:
    """Go through the labels in one direction and find those that fit the last one seen."""
    last: dict[str, tuple[int, ...]] = {}
    found = set()
    for index in order:
        opening = candidates[index]
        count = _count(opening) if opening else None
        if count is None:
            continue
        if index not in known:
            if not fits(count, last.get(count[0])):
                continue
            found.add(index)
        last[count[0]] = count[1]
    return found


def _count(opening: Opening) -> _Count | None:
    """Return how a label of Arabic numerals is printed, and its numbers."""
    if opening.label.style != "plain" or opening.label.numerals not in {"digit", "pair", "triple"}:
        return None
    printed = opening.text[-1] if opening.text.endswith(_POINTS) else opening.label.numerals
    return printed, tuple(map(int, _PARTS.findall(opening.text)))


def _counts_on(count: _Count, last: tuple[int, ...] | None) -> bool:
    """Whether a doubtful label follows the last one that is printed alike."""
    numbers = count[1]
    return last is not None and last == (*numbers[:-1], numbers[-1] - 1)


def _leads_on(count: _Count, following: tuple[int, ...] | None) -> bool:
    """Whether the next label that is printed alike follows a doubtful one, or begins anew.

    Few write a full-width point in decimal fractions, so that it may be the last one.
    """
    printed, numbers = count
    if following == (*numbers[:-1], numbers[-1] + 1):
        return True
    return printed != "." and (following is None or following[-1] == 1)
