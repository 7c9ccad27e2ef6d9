"""Which stretches of a text can be a rendering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from policy_align.terms.units import ROLES, SIGNS, with_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from policy_align.model import Language
    from policy_align.terms.linking import Floats, Side
    from policy_align.terms.units import Role, Unit

_LONGEST = 16
_NO_START: dict[Language, frozenset[Role]] = {
    "zh": SIGNS - {"open"},
    "ja": SIGNS - {"open"} | {"particle", "auxiliary"},
}
_NO_END: dict[Language, frozenset[Role]] = {
    "zh": SIGNS - {"close"},
    "ja": SIGNS - {"close"} | {"particle", "prefix"},
}
_LIGHT_VERB = "する"


@dataclass(frozen=True, slots=True)
class Profile:
    """The stretches of a text that can be a rendering, and what is needed to judge them.

    Stretches hold no sentence mark, their brackets are balanced, and they neither begin nor end
    with a grammatical word or a sign.

    Attributes:
        spans: Array (stretches, 2): first unit and the unit after the last.
        roles: Array (units + 2,): numbers of the roles in ``ROLES``, one more at both edges.
        content: Array (units,): 1 for what carries meaning, else 0.
        begins: Array (units + 1,): how surely a word begins there; 1 at the end.
    """

    spans: NDArray[np.intp]
    roles: NDArray[np.intp]
    content: Floats
    begins: Floats

    @classmethod
    def of(cls, side: Side, language: Language) -> Profile:
        """Look for the stretches of a text."""
        if language == "zh":
            roles, begins = with_words(side.text, side.units)
        else:
            roles, begins = [unit.role for unit in side.units], [1.0] * len(side.units)
        edge = len(ROLES)
        empty = SIGNS | {"particle", "auxiliary"} if language == "ja" else SIGNS
        return cls(
            _spans(side, language),
            np.array([edge, *map(ROLES.index, roles), edge], dtype=np.intp),
            np.array([role not in empty for role in roles], dtype=np.float64),
            np.array([*begins, 1.0]),
        )


def _spans(side: Side, language: Language) -> NDArray[np.intp]:
    units = side.units
    spans = [
        (first, end)
        for first in range(len(units))
        if units[first].role not in _NO_START[language]
        for end in _ends(units, first)
        if units[end - 1].role not in _NO_END[language] and not _is_light(side, end - 1, language)
    ]
    return np.array(spans, dtype=np.intp).reshape(-1, 2)


def _ends(units: Sequence[Unit], first: int) -> Iterator[int]:
    """Yield where balanced stretches end that begin with a unit."""
    depth = 0
    for place in range(first, min(first + _LONGEST, len(units))):
        role = units[place].role
        depth += (role == "open") - (role == "close")
        if role == "point" or depth < 0:
            return
        if not depth:
            yield place + 1


def _is_light(side: Side, place: int, language: Language) -> bool:
    """Tell whether a unit is the verb that makes a verb of the noun before it."""
    unit = side.units[place]
    if language != "ja" or unit.role != "verb":
        return False
    return (unit.base or side.text[unit.start : unit.end]) == _LIGHT_VERB


def written(side: Side, first: int, end: int) -> str:
    """Return a stretch as it is to be quoted: an inflected verb at its end in dictionary form."""
    last = side.units[end - 1]
    stop = last.start if last.base else last.end
    return side.text[side.units[first].start : stop] + last.base
