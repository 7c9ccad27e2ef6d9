"""Numbering: which labels number something, and which lies inside which.

The nesting of label styles is read off the document: a style that restarts after each label of
another lies inside it. Where the document does not tell, the usual order decides. Numbering may
restart in every chapter or run on through the document; a label that fits neither is a
reference at the beginning of a paragraph, not a heading.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.numbering.figures import openings_of
from policy_align.parsing.numbering.labels import Label, Opening, section_label

if TYPE_CHECKING:
    from collections.abc import Sequence

Key: TypeAlias = tuple[str, str]

_USUAL_ORDER = (
    ("annex", ""),
    ("appendix", ""),
    ("part", ""),
    ("subpart", ""),
    ("chapter", ""),
    ("division", ""),
    ("article", ""),
    ("paragraph", ""),
    ("item", ""),
    ("subitem", ""),
    ("plain", "ordinal"),
    ("plain", "formal"),
    ("plain", "roman"),
    ("plain", "han"),
    ("paren", "han"),
    ("plain", "digit"),
    ("plain", "pair"),
    ("plain", "triple"),
    ("paren", "digit"),
    ("half", "digit"),
    ("circled", "digit"),
    ("plain", "kana"),
    ("plain", "iroha"),
    ("paren", "kana"),
    ("paren", "iroha"),
    ("plain", "latin"),
    ("paren", "roman"),
    ("paren", "latin"),
    ("half", "latin"),
)
_RANK = {key: rank for rank, key in enumerate(_USUAL_ORDER)}
_UNKNOWN_RANK = len(_RANK)
_USUAL = 0.6
_GAP = 3
_ORDINALS = {"part", "subpart", "chapter", "division", "article", "paragraph", "item", "subitem"}
_DIVISIONS = {"part", "subpart", "chapter", "division"}
_TOP = {"annex", "appendix"}
_ZEROS = ("0", "０")
_COMPOUND = {"pair", "triple"}
_LONGEST_TITLE = 40
_LONGEST_ANNEX = 60


@dataclass(slots=True)
class Node:
    """A labelled paragraph in its place in the tree.

    Attributes:
        index: Number of the paragraph.
        opening: Its label.
        parent: The node around it, if any.
        children: The nodes directly inside it.
    """

    index: int
    opening: Opening
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    @property
    def label(self) -> Label:
        """What the label says."""
        return self.opening.label

    @property
    def path(self) -> tuple[str, ...]:
        """Labels from the root to this node, as in section paths."""
        above = self.parent.path if self.parent else ()
        return (*above, section_label(self.opening.text))


def build_tree(texts: Sequence[str], skip: frozenset[int] = frozenset()) -> list[Node]:
    """Find the labelled paragraphs of a document and nest them.

    Args:
        texts: The paragraphs.
        skip: Paragraphs that cannot be part of the tree, such as a table of contents.

    Returns:
        The nodes in reading order, parents before children.
    """
    openings = [
        (index, opening)
        for index, opening in enumerate(openings_of(texts))
        if opening is not None and index not in skip and _may_number(opening, texts[index])
    ]
    openings = read_iroha(openings)
    builder = _Builder(openings, texts)
    for index, opening in openings:
        builder.add(index, opening)
    return builder.nodes


def read_iroha(openings: Sequence[tuple[int, Opening]]) -> list[tuple[int, Opening]]:
    """Read イ as the first sign where ロ follows, not as the second one after ア."""
    result = list(openings)
    for place, (index, opening) in enumerate(result[:-1]):
        label, following = opening.label, result[place + 1][1].label
        if opening.text.strip("（()） 、．.") == "イ" and following.numerals == "iroha":
            result[place] = (
                index,
                replace(opening, label=replace(label, number=1, numerals="iroha")),
            )
    return result


def _may_number(opening: Opening, text: str) -> bool:
    """Whether the label of a paragraph may number a part of the document."""
    if opening.label.style == "bullet":
        return False
    return opening.label.style not in _TOP or ("。" not in text and len(text) <= _LONGEST_ANNEX)


def usual_rank(label: Label) -> int:
    """Return how deep a style usually lies: small numbers contain large ones.

    Example:
        >>> from policy_align.parsing.numbering.labels import parse_label
        >>> usual_rank(parse_label("第一章")) < usual_rank(parse_label("第一条"))
        True
    """
    return rank_of(style_key(label))


def rank_of(key: Key) -> int:
    """Return how deep a style usually lies, given its key."""
    return _RANK.get(key, _UNKNOWN_RANK)


def style_key(label: Label) -> Key:
    """Name the style of a label as a document distinguishes styles."""
    if label.style in _ORDINALS or label.style in _TOP:
        return label.style, ""
    return label.style, label.numerals


class _Builder:
    """Nests the labels one after the other."""

    def __init__(self, openings: Sequence[tuple[int, Opening]], texts: Sequence[str]) -> None:
        self.nodes: list[Node] = []
        self._texts = texts
        self._outside = _outside(openings)
        self._stack: list[Node] = []
        self._last: dict[Key, int] = {}
        self._nested: set[tuple[Key, Key]] = set()
        self._coming: defaultdict[Key, Counter[int]] = defaultdict(Counter)
        for _, opening in openings:
            self._coming[style_key(opening.label)][opening.label.number] += 1

    def add(self, index: int, opening: Opening) -> None:
        """Put the next labelled paragraph into the tree, or leave it out."""
        label = opening.label
        key = style_key(label)
        self._coming[key][label.number] -= 1
        depth = self._depth(key, opening, index)
        if depth is None:
            return
        parent = self._stack[depth - 1] if depth else None
        if not (opening.closed or self._confirmed(opening, parent)):
            return
        del self._stack[depth:]
        node = Node(index, opening, parent)
        if parent:
            parent.children.append(node)
            self._nested.add((style_key(parent.label), key))
        self.nodes.append(node)
        self._stack.append(node)
        self._last[key] = label.number

    def _confirmed(self, opening: Opening, parent: Node | None) -> bool:
        """Whether a label without closing mark has a neighbour in the numbering, or a namesake.

        The only part of a section is known by the number of that section in its own (``3.1``), or
        by its likes in other sections.
        """
        key, number = style_key(opening.label), opening.label.number
        if self._last.get(key) == number - 1 != 0 or self._coming[key][number + 1] > 0:
            return True
        if parent is None or number != 1:
            return False
        if opening.label.numerals in _COMPOUND:
            return opening.text.startswith(f"{section_label(parent.opening.text)}.")
        return (style_key(parent.label), key) in self._nested

    def _depth(self, key: Key, opening: Opening, index: int) -> int | None:
        """Return the depth at which a label belongs, or ``None`` if it numbers nothing."""
        label = opening.label
        if label.style in _TOP:
            return 0
        levels = [d for d, node in enumerate(self._stack) if style_key(node.label) == key]
        # Of several numberings the one printed alike goes on, or else the innermost.
        levels.sort(key=lambda d: _mark(self._stack[d].opening) == _mark(opening))
        for depth in reversed(levels):
            if self._continues(self._stack[depth].label, label):
                return None if self._refers(self._stack[depth].label, label) else depth
        if levels and label.number == 1:
            introduced = index > 0 and self._texts[index - 1].endswith(("：", ":"))
            # Points (``1. ``) below chapters whose number a mere blank sets off (``1　``).
            inner = opening.closed and not self._stack[levels[-1]].opening.closed
            return len(self._stack) if introduced or inner else levels[-1]
        if levels or not self._may_begin(key, label.number, self._texts[index]):
            return None
        depth = len(self._stack)
        while depth and self._is_outside(key, style_key(self._stack[depth - 1].label)):
            depth -= 1
        return depth

    @staticmethod
    def _continues(last: Label, label: Label) -> bool:
        """Whether a label follows another one of the same style."""
        if label.number == last.number:
            return label.branch > last.branch
        return 0 < label.number - last.number <= (50 if label.style == "article" else _GAP)

    def _refers(self, last: Label, label: Label) -> bool:
        """Whether the number of an article is out of turn, as one between comes later.

        ``第十二条的规定`` at the beginning of a paragraph refers to an article.
        """
        coming = self._coming[style_key(label)]
        between = range(last.number + 1, label.number)
        return label.style == "article" and any(coming[number] for number in between)

    def _may_begin(self, key: Key, number: int, text: str) -> bool:
        """Whether a style may open with a number: at 1, running on, or in an extract."""
        if number <= 1:
            return True
        last = self._last.get(key)
        if last is None:
            title = key[0] in _DIVISIONS and len(text) <= _LONGEST_TITLE and "。" not in text
            return title or self._coming[key][number + 1] > 0
        return 0 < number - last <= _GAP

    def _is_outside(self, key: Key, other: Key) -> bool:
        """Whether labels of one style contain those of another."""
        usual = rank_of(key) < rank_of(other)
        seen = self._outside[key, other] - self._outside[other, key]
        return seen + (_USUAL if usual else -_USUAL) > 0


def _mark(opening: Opening) -> tuple[bool, bool]:
    """Describe how a number is printed: whether a mark closes it, and whether it is padded."""
    return opening.closed, opening.text.startswith(_ZEROS)


def _outside(openings: Sequence[tuple[int, Opening]]) -> Counter[tuple[Key, Key]]:
    """Count for pairs of styles how often the second one begins inside the first one."""
    counts: Counter[tuple[Key, Key]] = Counter()
    for (_, before), (_, after) in pairwise(openings):
        outer, inner = style_key(before.label), style_key(after.label)
        if outer != inner and after.label.number == 1 and before.label.style not in _TOP:
            counts[outer, inner] += 1
    return counts
