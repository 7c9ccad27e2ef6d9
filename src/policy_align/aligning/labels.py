"""Labels of sentences, numbered so that those which correspond in two languages are equal.

``（一）`` of a Chinese law is ``一`` in Japanese, and ``1．`` below it ``イ``. Which style
of one side stands for which of the other is read off the numbers that occur with each.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from policy_align.parsing.numbering.labels import opening_label
from policy_align.parsing.numbering.systems import read_iroha, style_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from policy_align.parsing.numbering.labels import Label, Opening
    from policy_align.parsing.numbering.systems import Key

    Numbers: TypeAlias = dict[Key, Counter[int]]

_LEAST_SHARED = 0.5
_SAME_KEY = 0.25
_SAME_PLACE = 0.3


def number_labels(
    zh: Sequence[str], ja: Sequence[str]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Number the labels with which the sentences of two languages begin.

    Args:
        zh: n Chinese sentences.
        ja: m Japanese sentences.

    Returns:
        n and m numbers, equal where labels correspond; -1 where there is no label.

    Example:
        >>> zh, ja = number_labels(["（一）甲；", "（二）乙。"], ["一　あ", "二　い", "う"])
        >>> zh.tolist(), ja.tolist()
        ([0, 1], [0, 1, -1])
    """
    sides = [_labels(texts) for texts in (zh, ja)]
    styles = _corresponding(*(_numbers(labels) for labels in sides))
    ids: dict[Hashable, int] = {}
    found = []
    for labels, names in zip(sides, styles, strict=True):
        values = [label and _value(label, names) for label in labels]
        found.append([ids.setdefault(v, len(ids)) if v else -1 for v in values])
    left, right = (np.array(side, np.int32) for side in found)
    return left, right


def _labels(texts: Sequence[str]) -> list[Label | None]:
    """Return the labels; one that only a blank sets off counts where others stand beside it."""
    found = [(place, o) for place, text in enumerate(texts) if (o := opening_label(text))]
    openings = dict(read_iroha(found))
    open_ones = _numbers(o.label for o in openings.values() if not o.closed)
    labels = {place: o.label for place, o in openings.items() if _is_label(o, open_ones)}
    return [labels.get(place) for place in range(len(texts))]


def _is_label(opening: Opening, open_ones: Numbers) -> bool:
    if opening.closed:
        return opening.label.style != "bullet"
    numbers = open_ones[style_key(opening.label)]
    return numbers.keys() >= {1, 2} and opening.label.number - 1 in {0, *numbers}


def _numbers(labels: Iterable[Label | None]) -> Numbers:
    """Count the numbers that occur with each style, in the order of the first ones."""
    numbers: Numbers = {}
    for label in labels:
        if label:
            numbers.setdefault(style_key(label), Counter())[label.number] += 1
    return numbers


def _value(label: Label, names: dict[Key, int]) -> Hashable:
    name = names.get(style_key(label))
    return label.value if name is None else (name, label.number, label.branch)


def _corresponding(zh: Numbers, ja: Numbers) -> tuple[dict[Key, int], dict[Key, int]]:
    """Name the styles of both sides, alike where one stands for the other.

    Styles that share few numbers have no name: they are what they are in either language.
    """
    scores = {
        (a, b): _likeness(zh[a], ja[b]) + _SAME_KEY * (a == b) + _SAME_PLACE / (1 + abs(i - j))
        for i, a in enumerate(zh)
        for j, b in enumerate(ja)
        if _likeness(zh[a], ja[b]) >= _LEAST_SHARED
    }
    names: tuple[dict[Key, int], dict[Key, int]] = ({}, {})
    for a, b in sorted(scores, key=scores.__getitem__, reverse=True):
        if a not in names[0] and b not in names[1]:
            names[0][a] = names[1][b] = len(names[0])
    return names


def _likeness(zh: Counter[int], ja: Counter[int]) -> float:
    """Return how much of the numbers of two styles they share."""
    return 2 * (zh & ja).total() / (zh.total() + ja.total())
