"""Assembly: paragraphs, headings and kinds put together to a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.model import Document, Section, Sentence
from policy_align.parsing.numbering.systems import build_tree
from policy_align.parsing.tree.annex_lists import annex_lists_of
from policy_align.parsing.tree.contents import contents_of
from policy_align.parsing.tree.headings import Heading, Outline, find_headings
from policy_align.parsing.tree.kinds import (
    cells_of,
    is_bullet_lead,
    is_closing_formula,
    is_lead,
    kinds_of,
)
from policy_align.parsing.tree.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.model import Furniture, Kind, Language
    from policy_align.parsing.lines.paragraphs import Paragraph
    from policy_align.parsing.numbering.systems import Node

_CAPTION = re.compile(r"[（(]([^（()）]{1,30})[)）]")


@dataclass(frozen=True, slots=True)
class Side:
    """One language side before it becomes a document.

    Attributes:
        language: Its language.
        paragraphs: Its paragraphs in reading order.
        furniture: What was set aside.
        source: Name of the file it came from.
    """

    language: Language
    paragraphs: Sequence[Paragraph]
    furniture: Sequence[Furniture]
    source: str


def assemble(sides: Sequence[Side], name: str, layout: str) -> list[Document]:
    """Make documents of the language sides of one policy document.

    Args:
        sides: One side, or both: headings are judged with the evidence of all.
        name: Name of the document.
        layout: How the languages were laid out.

    Returns:
        A document for each side.
    """
    contents = [contents_of([p.text for p in side.paragraphs]) for side in sides]
    outlines = []
    for side, skip in zip(sides, contents, strict=True):
        texts = [paragraph.text for paragraph in side.paragraphs]
        roles = [paragraph.rows[0].line.role for paragraph in side.paragraphs]
        aside = {index for index, role in enumerate(roles) if role != "body"}
        nodes = build_tree(texts, skip | aside | annex_lists_of(texts))
        outlines.append(Outline(texts, nodes, frozenset(node.index for node in nodes), roles))
    headings = find_headings(*outlines)
    documents = []
    for side, skip, found in zip(sides, contents, headings, strict=True):
        writer = _Writer(side, skip, {heading.node.index: heading for heading in found})
        writer.write()
        documents.append(
            Document(
                side.language,
                name,
                tuple(writer.sentences),
                tuple(writer.sections),
                tuple(side.furniture),
                side.source,
                layout,
            )
        )
    return documents


class _Writer:
    """Writes the sentences and sections of one side."""

    def __init__(self, side: Side, contents: frozenset[int], headings: dict[int, Heading]) -> None:
        self.sentences: list[Sentence] = []
        self.sections: list[Section] = []
        self._paragraphs = side.paragraphs
        self._headings = headings
        self._kinds = kinds_of(side.paragraphs, frozenset(headings), contents)

    def write(self) -> None:
        """Go through the paragraphs in order; footnotes come last."""
        node: Node | None = None
        closing = self._closing_start()
        order = [i for i, kind in enumerate(self._kinds) if kind != "footnote"]
        notes = [i for i, kind in enumerate(self._kinds) if kind == "footnote"]
        for index in order:
            heading = self._headings.get(index)
            if heading is not None:
                node = heading.node
                self._write_labelled(index, heading)
                continue
            if self._caption(index):
                self._write_sentences(
                    index, self._headings[index + 1].node.path, "heading", "heading"
                )
                continue
            while node is not None and self._leaves(node, index):
                node = node.parent
            outside = node is None or self._kinds[index] == "toc" or index >= closing
            self._write_plain(index, () if outside or node is None else node.path)
        for index in notes:
            self._write_plain(index, ())

    def _caption(self, index: int) -> str:
        """Return the title in a paragraph that names the article after it, as （目的） does."""
        following = self._headings.get(index + 1)
        if following is None or following.kind != "article" or self._kinds[index] != "note":
            return ""
        caption = _CAPTION.fullmatch(self._paragraphs[index].text)
        return caption[1] if caption else ""

    def _leaves(self, node: Node, index: int) -> bool:
        """Whether a paragraph without label is no part of the list item before it."""
        return self._kind_of(node) == "item" and self._kinds[index] != "bullet"

    def _kind_of(self, node: Node) -> str:
        return self._headings[node.index].kind

    def _closing_start(self) -> int:
        """Return the number of the first paragraph of the closing matter."""
        end = len(self._kinds)
        while end and self._kinds[end - 1] in {"signature", "date", "footnote", "note"}:
            end -= 1
        if not any(kind == "date" for kind in self._kinds[end:]):
            end = len(self._kinds)
        if (
            end
            and end - 1 not in self._headings
            and is_closing_formula(self._paragraphs[end - 1].text)
        ):
            end -= 1
        return end

    def _write_labelled(self, index: int, heading: Heading) -> None:
        """Write a heading, article or item with what follows it in its paragraph."""
        sentence_id = len(self.sentences) + 1
        if heading.end:
            first, rest = "heading", "sentence"
        elif heading.kind == "item":
            first = rest = "item"
        else:
            first = rest = "sentence"
        self._write_sentences(index, heading.node.path, first, rest)  # type: ignore[arg-type]
        self.sections.append(
            Section(
                heading.node.path,
                heading.node.opening.text,
                heading.title or (self._caption(index - 1) if index else ""),
                heading.kind,
                heading.run_in,
                sentence_id,
            )
        )

    def _write_plain(self, index: int, path: tuple[str, ...]) -> None:
        """Write a paragraph without label."""
        kind = self._kinds[index]
        text = self._paragraphs[index].text
        spans = split_sentences(text)
        first = text[spans[0][0] : spans[0][1]]
        rest = text[spans[0][1] :].strip()
        if kind == "bullet":
            lead = is_bullet_lead(first)
            self._write_sentences(
                index, path, "bullet" if lead else "item", "sentence" if lead else "item"
            )
        elif kind == "sentence" and is_lead(first, rest):
            self._write_sentences(index, path, "lead", "sentence")
        else:
            self._write_sentences(index, path, kind, kind)

    def _write_sentences(self, index: int, path: tuple[str, ...], first: Kind, rest: Kind) -> None:
        """Write the sentences of a paragraph."""
        paragraph = self._paragraphs[index]
        spans = ((0, len(paragraph.text)),) if first == "table" else split_sentences(paragraph.text)
        for number, (start, end) in enumerate(spans):
            text = paragraph.text[start:end]
            if first == "table":
                text = "\t".join(cells_of(text))
            kind = first if number == 0 else rest
            if kind == "sentence" and number and text.startswith(("（訳", "（译", "(訳", "(译")):
                kind = "note"
            self.sentences.append(
                Sentence(
                    len(self.sentences) + 1,
                    text,
                    kind,
                    path,
                    index + 1,
                    paragraph.place(start, end),
                )
            )
