"""Headings: which labelled paragraphs have a title, and which are articles or list items.

A title is short, names something rather than saying it, and its siblings are alike. So whole
groups of siblings are judged at once, in both languages where both are there: ``（一）指导思想。``
followed by text is a heading, ``（一）取得执业许可证；`` after ``下列条件：`` an item.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.tree.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.model import SectionKind
    from policy_align.parsing.numbering.systems import Node

Group: TypeAlias = tuple[tuple[tuple[int, int], ...], int]

_ANNEXES = {"annex", "appendix"}
_DIVISIONS = {"part", "subpart", "chapter", "division", *_ANNEXES}
_LISTS = {"paragraph", "item", "subitem"}
_FINAL = re.compile(r"[。．.：:；;！？!?\s\u3000]+$")
_FIGURES = re.compile(r"(?:[ \u3000]+[0-9][0-9,.]*[%％]?){2}(?:[ \u3000]|$)")
"""Cells of a table that extraction wrote on one line."""

_SENTENCE = re.compile(r"[。！？；：]|\t|[ \u3000]{2}")
_CLAUSE = re.compile(
    r"[，；;]|(?:する|した|れる|られる|いる|ある|なる|ない|せる|える|こと|もの|場合|とき|である"
    r"|うる|得る|行う|定める|的)[。；、]?$"
)
_STOPS = ("。", "：", ":")
_LONGEST_TITLE = 60
_GOOD_TITLE = 40
_FEWEST_CELLS = 3
_INTRODUCES = re.compile(
    r"[：:]$|(?:次の|以下の|左の|次に)[^。]{0,30}(?:とおり|通り|各号|いずれか|もの|者|掲げる)[^。]*。$"
)
_CAPTION = re.compile(r"[（(【\[]([^（）()【】\[\]。]{1,30})[)）】\]]")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a labelled paragraph is.

    Attributes:
        node: Its place in the tree.
        kind: ``section`` if it has a title, ``article`` or ``item`` if not.
        title: The title without label and final punctuation, else empty.
        end: Where in the paragraph the title ends; 0 without a title.
        run_in: Whether text follows the title in the same paragraph.
    """

    node: Node
    kind: SectionKind
    title: str
    end: int
    run_in: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The labelled paragraphs of one language side.

    Attributes:
        texts: All paragraphs.
        nodes: The tree.
        labelled: The numbers of the paragraphs that are nodes.
        roles: What the reader of the file knows of each paragraph.
    """

    texts: Sequence[str]
    nodes: Sequence[Node]
    labelled: frozenset[int]
    roles: Sequence[str]


def find_headings(*outlines: Outline) -> list[list[Heading]]:
    """Tell headings from articles and items, with the evidence of all language sides.

    Args:
        *outlines: The trees of one document in one or two languages.

    Returns:
        For each outline its headings, articles and items in reading order.
    """
    evidence: defaultdict[Group, list[float]] = defaultdict(list)
    for outline in outlines:
        scores: defaultdict[Group, list[float]] = defaultdict(list)
        for node in outline.nodes:
            scores[_group(node)].append(_title_score(node, outline))
        for group, values in scores.items():
            evidence[group].append(sum(values) / len(values))
    titled = {group for group, values in evidence.items() if sum(values) > 0}
    return [[_heading(node, outline, titled) for node in outline.nodes] for outline in outlines]


def _group(node: Node) -> Group:
    """Name the group of siblings that a node belongs to, alike in both languages."""
    above = []
    parent = node.parent
    while parent is not None:
        above.append((_class(parent), parent.label.number))
        parent = parent.parent
    return tuple(above), _class(node)


def _class(node: Node) -> int:
    """Tell apart what the numbers of two languages may not be compared across."""
    style = node.label.style
    if style in _ANNEXES:
        return 0
    return 1 if style in _DIVISIONS else 2 if style == "article" else 3


def _title_score(node: Node, outline: Outline) -> float:
    """Weigh whether a labelled paragraph begins with a title."""
    if node.label.style in _DIVISIONS:
        return 9.0
    if node.label.style in _LISTS:
        return -9.0
    first, rest = _first_sentence(outline.texts[node.index], node)
    if not first:
        return 0.0
    if _FIGURES.search(first):
        return -9.0
    score = _wording_score(first)
    if rest:
        score += 1.0
    else:
        score += _alone_score(node, outline, first)
    if _is_listed(node, outline):
        score -= 3.0
    if node.label.style == "article":
        return score - 4.0 if first.endswith(("。", "：", ":")) else score - 1.5 * bool(rest)
    return score - 2.0 if _inside_article(node) else score


def _wording_score(first: str) -> float:
    """Weigh the length and the wording of what may be a title."""
    score = 1.0 if len(first) <= _GOOD_TITLE else -1.0 if len(first) <= _LONGEST_TITLE else -4.0
    if _CLAUSE.search(first):
        score -= 2.5
    return score - 3.0 if first.endswith(("；", ";")) else score


def _alone_score(node: Node, outline: Outline, first: str) -> float:
    """Weigh a sentence that is a paragraph of its own as a title."""
    stopped = first.endswith(_STOPS)
    if _has_text(node, outline):
        return 1.5 if stopped else 3.0
    if node.children:
        return -3.0 if _INTRODUCES.search(first) else 0.5 if stopped else 3.0
    return -2.0


def _first_sentence(text: str, node: Node) -> tuple[str, str]:
    """Return the first sentence after the label, and what follows it in the paragraph."""
    spans = split_sentences(text)
    if not spans:
        return "", ""
    end = spans[0][1]
    return text[node.opening.end : end].strip(), text[end:].strip()


def _has_text(node: Node, outline: Outline) -> bool:
    """Whether text without label follows, that belongs to no part inside this one.

    What follows the last sibling may belong to the section around it: it counts where text
    follows the others, too.
    """
    siblings = node.parent.children if node.parent else []
    if len(siblings) > 1 and node is siblings[-1]:
        own = all(other.children or _has_text(other, outline) for other in siblings[:-1])
        return own and _is_followed(node, outline)
    return _is_followed(node, outline)


def _is_followed(node: Node, outline: Outline) -> bool:
    """Whether a paragraph without label follows."""
    following = node.index + 1
    if following == len(outline.texts) or following in outline.labelled:
        return False
    return outline.roles[following] != "footnote"


def _is_listed(node: Node, outline: Outline) -> bool:
    """Whether the group of a node is introduced as a list."""
    siblings = node.parent.children if node.parent else []
    first = siblings[0] if siblings else node
    return first.index > 0 and bool(_INTRODUCES.search(outline.texts[first.index - 1]))


def _inside_article(node: Node) -> bool:
    above = node.parent
    while above is not None:
        if above.label.style == "article":
            return True
        above = above.parent
    return False


def _heading(node: Node, outline: Outline, titled: set[Group]) -> Heading:
    """Describe a node, given which groups have titles."""
    text = outline.texts[node.index]
    first, rest = _first_sentence(text, node)
    plain_kind: SectionKind = "article" if node.label.style == "article" else "item"
    if _group(node) not in titled or (len(first) > 2 * _LONGEST_TITLE and rest):
        caption = _CAPTION.match(text, node.opening.end)
        title = caption[1] if caption and plain_kind == "article" else ""
        return Heading(node, plain_kind, title, 0, run_in=False)
    end = split_sentences(text)[0][1]
    kind: SectionKind = "article" if node.label.style == "article" else "section"
    title = _FINAL.sub("", first).lstrip("：: \u3000")
    if not title and node.label.style in _ANNEXES:
        title = _title_below(node, outline)
    return Heading(node, kind, title, end, bool(rest))


def _title_below(node: Node, outline: Outline) -> str:
    """Return the title of what carries its label on a line alone.

    That of an annex is the next paragraph, unless that is as short as what follows: a cell of
    several that extraction wrote one below the other. 附则 is its own title.
    """
    if node.label.style == "appendix":
        return node.opening.text
    if not _is_followed(node, outline) or outline.roles[node.index + 1] != "body":
        return ""
    text, *following = outline.texts[node.index + 1 : node.index + 1 + _FEWEST_CELLS]
    if len(text) > _LONGEST_TITLE or _SENTENCE.search(text):
        return ""
    cells = [
        other for other in following if len(other) >= len(text) and not _SENTENCE.search(other)
    ]
    return text if len(cells) < _FEWEST_CELLS - 1 else ""
