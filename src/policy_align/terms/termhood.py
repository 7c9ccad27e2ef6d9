"""What speaks for a phrase with its rendering being a term of a list."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from policy_align.terms.background import usual_share
from policy_align.terms.evidence import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policy_align.terms.background import Background
    from policy_align.terms.linking import Floats
    from policy_align.terms.phrases import Phrase

_TAGS = ("n", "v", "vn", "a", "d", "m", "r", "l", "z", "s", "t", "j", "i")
PHRASE = (
    "words",
    "words beyond three",
    "one word",
    "two words",
    "short words",
    "verbs",
    "phrase before stop",
    "phrase after stop",
    "phrase fixed before",
    "phrase fixed after",
    "cut before",
    "cut after",
    "torn before",
    "torn after",
    "nested",
    "frequent",
    *(f"head {tag}" for tag in _TAGS),
    *(f"tail {tag}" for tag in _TAGS),
)
PAIR = ("chance", "chance back", "back first", "inverted", "objects", "bias")
SIGNALS = (*PHRASE, *PAIR, *NAMES)
_OBJECTS = "をがは"
_LONG = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """How a phrase stands in the texts.

    Attributes:
        phrase: The phrase.
        text: How it is written.
        key: Its search key.
        count: Number of pairs that hold it as a phrase.
        nested: Share of these in which a phrase stands around it that is as frequent.
    """

    phrase: Phrase
    text: str
    key: str
    count: int
    nested: float


def phrase_signals(standing: Standing, background: Background) -> list[float]:
    """Return the values of ``PHRASE``.

    Args:
        standing: The phrase.
        background: Where pieces of text are counted.

    Returns:
        The values.
    """
    words, tags = standing.phrase.words, standing.phrase.tags
    before, after = background.neighbours(standing.key, "zh")
    return [
        float(len(words)),
        float(max(len(words) - _LONG, 0)),
        float(len(words) == 1),
        float(len(words) == 2),  # noqa: PLR2004 - two words
        float(sum(len(word) == 1 for word in words)),
        float(tags.count("v")),
        _stops(before),
        _stops(after),
        usual_share(before),
        usual_share(after),
        cohesion(before, standing.key[: len(words[0])], background, before=True),
        cohesion(after, standing.key[-len(words[-1]) :], background, before=False),
        float(standing.phrase.torn_before),
        float(standing.phrase.torn_after),
        standing.nested,
        math.log(standing.count),
        *(float(_has(tags[0], tag)) for tag in _TAGS),
        *(float(_has(tags[-1], tag)) for tag in _TAGS),
    ]


def _has(tag: str, kind: str) -> bool:
    return tag == kind or (kind == "n" and tag.startswith("n"))


def _stops(neighbours: Sequence[str]) -> float:
    return sum(not char.isalnum() for char in neighbours) / max(len(neighbours), 1)


def cohesion(
    neighbours: Sequence[str], word: str, background: Background, *, before: bool
) -> float:
    """Tell how surely an edge of a phrase cuts through a word that the dictionary lacks.

    Args:
        neighbours: The characters that stand there.
        word: The word of the phrase at this edge.
        background: Where pieces of text are counted.
        before: Whether it is the edge before the phrase.

    Returns:
        How often word and usual neighbour occur together, as a share of the occurrences of the
        rarer one; discounted for few occurrences.
    """
    letters = Counter(char for char in neighbours if char.isalnum())
    if not letters:
        return 0.0
    usual, count = letters.most_common(1)[0]
    both = len(background.pairs(usual + word if before else word + usual, "zh"))
    rarer = min(len(background.pairs(part, "zh")) for part in (usual, word))
    share = both / max(rarer, 1) * (1 - 1 / (both + 1))
    return share * count / len(neighbours)


@cache
def load_termhood() -> Floats:
    """Return the fitted weight of each of ``SIGNALS``."""
    text = files("policy_align").joinpath("terms/weights.json").read_text(encoding="utf-8")
    return order(json.loads(text)["list"])


def order(weights: Mapping[str, float]) -> Floats:
    """Order weights by name."""
    return np.array([weights.get(name, 0.0) for name in SIGNALS])


def pair_signals(
    chance: float, back: float, *, first: bool, inverted: bool, ja: str
) -> list[float]:
    """Return the values of ``PAIR``.

    Args:
        chance: Probability of the rendering.
        back: Probability of the phrase as a rendering of its rendering.
        first: Whether the phrase is the best rendering of its rendering.
        inverted: Whether what begins the phrase ends the rendering, as with verb and object.
        ja: The rendering.

    Returns:
        The values.
    """
    objects = sum(char in _OBJECTS for char in ja)
    return [chance, back, float(first), float(inverted), float(objects), 1.0]
