"""Counting: which label is the next one of its numbering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.parsing.numbering.systems import rank_of, style_key, usual_rank

if TYPE_CHECKING:
    from policy_align.parsing.numbering.labels import Label
    from policy_align.parsing.numbering.systems import Key


class LabelCounter:
    """The numbering of one language up to a line.

    Example:
        >>> from policy_align.parsing.numbering.labels import parse_label
        >>> counter = LabelCounter()
        >>> counter.see(parse_label("第一条"))
        >>> counter.expects(parse_label("第二条")), counter.expects(parse_label("第九条"))
        (True, False)
    """

    def __init__(self) -> None:
        self._last: dict[Key, int] = {}
        self._anew: set[Key] = set()

    def expects(self, label: Label) -> bool:
        """Whether a label follows the last one of its style, or begins anew."""
        key = style_key(label)
        if key not in self._last or (key in self._anew and label.number == 1):
            return label.number == 1
        return label.number == self._last[key] + 1

    def see(self, label: Label) -> None:
        """Note a label: what usually lies inside it may begin anew or run on."""
        rank = usual_rank(label)
        self._anew |= {key for key in self._last if rank_of(key) > rank}
        self._anew.discard(style_key(label))
        self._last[style_key(label)] = label.number
