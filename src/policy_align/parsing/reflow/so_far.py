"""What the lines of a text so far tell: the open sentence and brackets, and the next label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policy_align.parsing.lines.characters import CLOSERS, OPENERS, PARTNER
from policy_align.parsing.numbering.figures import openings_of
from policy_align.parsing.numbering.labels import Label, opening_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.numbering.labels import Opening

LONGEST_TITLE = 80
"""Characters of the longest title; of the paragraph so far no more matter."""

AT_ANY_PLACE = {"bullet", "appendix"}
"""Styles of labels that number nothing."""

_BRACKET = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")
_STOPS = frozenset("。！？｡")
_LISTED = {"han", "formal"}
_COUNTED = 2.5
_LONGEST_OPEN = 400
_WHOLE_BRACKET = 4.0


class SoFar:
    """The paragraph so far, up to the length that matters."""

    def __init__(self) -> None:
        self.text = ""
        self._sentence = ""
        self._stopped = False

    @property
    def in_prose(self) -> bool:
        """Whether a sentence has ended, and another one that is no list item has begun."""
        return self._stopped and bool(self._sentence) and opening_label(self._sentence) is None

    def see(self, text: str) -> None:
        """Add a line."""
        stop = max(map(text.rfind, _STOPS))
        self._stopped = self._stopped or stop >= 0
        begun = text[stop + 1 :] if stop >= 0 else self._sentence + text
        self._sentence = begun[:LONGEST_TITLE].lstrip(CLOSERS)
        self.text = (self.text + text)[: LONGEST_TITLE + 1]


class Numbering:
    """The labels seen so far, to tell the next number from a number in running text."""

    def __init__(self, rows: Sequence[Row]) -> None:
        openings = openings_of([row.text for row in rows])
        self._openings = {
            row.text: opening for row, opening in zip(rows, openings, strict=True) if opening
        }
        self._all = {opening.label.value for opening in openings if opening}
        self._last: dict[tuple[str, str], int] = {}
        self._recent: Label | None = None
        self._blanks: dict[tuple[str, str], str] = {}

    def see(self, text: str) -> None:
        """Note the label that a line begins with, if it continues the numbering."""
        opening = self._openings.get(text)
        if opening is None:
            return
        label = opening.label
        if opening.text.strip("（()）") == "イ":
            # The second sign of one order of kana and the first one of the other.
            self._last[label.style, "iroha"] = 1
        if self._fits(label) or label.numerals == "kana":
            self._recent = label
            self._last[label.style, label.numerals] = label.number
            self._blanks[label.style, label.numerals] = _blank_after(opening, text)

    def expects(self, text: str) -> float:
        """Weigh the label that a line begins with as the start of a paragraph."""
        opening = self._openings.get(text)
        if opening is None:
            return 0.0
        if opening.label.style in AT_ANY_PLACE:
            return 0.5 if opening.text == "・" else 3.0
        if not self._fits(opening.label):
            return 0.5 if opening.closed else 0.0
        counts = self._counts_on(opening, text)
        return (3.5 if opening.closed else 1.0) + _COUNTED * counts

    def _counts_on(self, opening: Opening, text: str) -> bool:
        """Whether a label is the one after the last label of all, or the first of several.

        A label set off by a blank that is wider than those between words need not be the last.
        """
        label = opening.label
        if label.number == 1:
            return label.numerals in _LISTED and (label.style, 2, 0) in self._all
        if label.number != self._last.get((label.style, label.numerals), 0) + 1:
            return False
        # Formal numerals stand nowhere else, so it does not matter what they enclose.
        blank = _blank_after(opening, text)
        if not opening.closed and blank == self._blanks.get((label.style, label.numerals)) != " ":
            return True
        recent = self._recent
        return label.numerals == "formal" or (recent is not None and recent.style == label.style)

    def _fits(self, label: Label) -> bool:
        last = self._last.get((label.style, label.numerals))
        if label.number <= 1:
            return True
        if last is None:
            # An extract begins with any number.
            return (label.style, label.number + 1, 0) in self._all
        return 0 <= label.number - last <= 2  # noqa: PLR2004


def _blank_after(opening: Opening, text: str) -> str:
    """Return the blank between a label and the text that it opens."""
    printed = text[: opening.end]
    return printed[len(printed.rstrip()) :]


class Brackets:
    """The brackets and quotes of the paragraph so far, within a bounded distance."""

    def __init__(self) -> None:
        self._stack: list[str] = []
        self._length = 0
        self._whole = False

    @property
    def verdict(self) -> float:
        """Weigh whether the paragraph is open inside a bracket, or one closed bracket."""
        if self._stack:
            return -3.0
        return _WHOLE_BRACKET if self._whole else 0.0

    def see(self, text: str) -> None:
        """Follow the brackets of a line."""
        opened = self._whole if self._length else text[0] in OPENERS
        self._length += len(text)
        for bracket in _BRACKET.finditer(text):
            char = bracket[0]
            if char in OPENERS:
                self._stack.append(char)
            elif PARTNER[char] in self._stack:
                while self._stack.pop() != PARTNER[char]:
                    pass
                opened = opened and (bool(self._stack) or bracket.end() == len(text))
        self._whole = opened
        if self._length > _LONGEST_OPEN:
            self._stack.clear()

    def reset(self) -> None:
        """Forget what is open, at the end of a paragraph."""
        self._stack.clear()
        self._length = 0
