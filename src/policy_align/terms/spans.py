"""Which stretches of a text can be a rendering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from policy_align.terms.units import ROLES, SIGNS, with_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from policy_align.model import Language
    from policy_align.terms.linking import Floats, Side
    from policy_align.terms.units import Role

_LONGEST = 16
_NO_START: dict[Language, frozenset[Role]] = {
    "zh": SIGNS - {"open"},
    "ja": SIGNS - {"open"} | {"particle", "auxiliary"},
}
_NO_END: dict[Language, frozenset[Role]] = {
    "zh": SIGNS - {"close"},
    "ja": SIGNS - {"close"} | {"particle", "prefix"},
}
_BREAKS = frozenset(("point", "open", "close"))
_LIGHT_VERB = "する"
_NUMBER = {role: number for number, role in enumerate(ROLES)}
INNER: dict[str, tuple[Role, ...]] = {
    "inner particles": ("particle", "auxiliary"),
    "inner commas": ("comma",),
    "inner links": ("link",),
    "inner brackets": ("open",),
    "inner verbs": ("verb",),
}


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
        weight: Array (stretches,): number of units of each that carry meaning.
        held: Array (kinds of ``INNER``, units + 1): how many units of each kind stand before a
            place; the last row counts where words begin.
    """

    spans: NDArray[np.intp]
    roles: NDArray[np.intp]
    content: Floats
    begins: Floats
    weight: Floats
    held: Floats

    @classmethod
    def of(cls, side: Side, language: Language) -> Profile:
        """Look for the stretches of a text."""
        if language == "zh":
            roles, begins = with_words(side.text, side.units)
        else:
            roles, begins = [unit.role for unit in side.units], [1.0] * len(side.units)
        edge = len(ROLES)
        empty = SIGNS | {"particle", "auxiliary"} if language == "ja" else SIGNS
        spans = _spans(side, language)
        content = np.array([role not in empty for role in roles], dtype=np.float64)
        kinds = [[role in inner for role in roles] for inner in INNER.values()]
        sums = before(content)
        return cls(
            spans,
            np.array([edge, *map(_NUMBER.__getitem__, roles), edge], dtype=np.intp),
            content,
            np.array([*begins, 1.0]),
            sums[spans[:, 1]] - sums[spans[:, 0]],
            before(np.array([*kinds, [begin == 1 for begin in begins]], dtype=np.float64)),
        )


def before(values: NDArray[Any]) -> Floats:
    """Return the sums (along the last axis) of what stands before each place, and of all."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums


def _spans(side: Side, language: Language) -> NDArray[np.intp]:
    roles = [unit.role for unit in side.units]
    can_end = [
        role not in _NO_END[language] and not _is_light(side, place, language)
        for place, role in enumerate(roles)
    ]
    spans = [
        (first, end)
        for first, role in enumerate(roles)
        if role not in _NO_START[language]
        for end in _ends(roles, first)
        if can_end[end - 1]
    ]
    return np.array(spans, dtype=np.intp).reshape(-1, 2)


def _ends(roles: Sequence[Role], first: int) -> Iterator[int]:
    """Yield where balanced stretches end that begin with a unit."""
    depth = 0
    for place, role in enumerate(roles[first : first + _LONGEST], first + 1):
        if role in _BREAKS:
            depth += (role == "open") - (role == "close")
            if role == "point" or depth < 0:
                return
        if not depth:
            yield place


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
