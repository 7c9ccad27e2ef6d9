"""The plain data that the steps hand to each other: documents, sentences, beads and pairs.

Nothing here reads, writes or computes. A ``Document`` is one language side of a policy
document; a ``Bead`` links sentences of two documents by number; a ``Pair`` is a bead with
its text and provenance, ready to be exported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "ja"]

Kind: TypeAlias = Literal[
    "title",
    "docnum",
    "address",
    "heading",
    "lead",
    "sentence",
    "item",
    "bullet",
    "table",
    "caption",
    "footnote",
    "toc",
    "signature",
    "date",
    "note",
]

SectionKind: TypeAlias = Literal["section", "article", "item"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of text stands in its source.

    Attributes:
        page: Page on which it begins, counted from 1.
        first_line: First line of the source that holds a part of it, counted from 1 over the
            whole file (for a PDF: over the extracted lines).
        last_line: Last such line.
        box: For a PDF, left, bottom, right and top on ``page`` in points; else ``None``.
    """

    page: int
    first_line: int
    last_line: int
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading or other smallest unit of a document.

    Attributes:
        id: Number in its document, counted from 1.
        text: The document's own text: joined over line, column and page breaks, nothing
            else changed.
        kind: What the sentence is in the document.
        section: Labels from the root to the section that holds it, such as
            ``("三", "（一）", "1")``; empty in front matter.
        block: Number of its paragraph in the document, counted from 1.
        place: Where it stands in the source.
    """

    id: int
    text: str
    kind: Kind
    section: tuple[str, ...]
    block: int
    place: Place


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled node of the section tree.

    Attributes:
        path: Labels from the root to this node, without their closing punctuation.
        label: The label as printed, such as ``一、``, ``（一）`` or ``第1条``.
        title: The title without label and final punctuation; empty where there is none.
        kind: ``section`` for a titled division, ``article`` for 条, ``item`` for 款/项 and
            list items without a title.
        run_in: Whether the title shares its paragraph with the text that follows.
        sentence_id: The sentence that holds the label.
    """

    path: tuple[str, ...]
    label: str
    title: str
    kind: SectionKind
    run_in: bool
    sentence_id: int

    @property
    def level(self) -> int:
        """Depth in the tree, counted from 1."""
        return len(self.path)


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text of the source that is no part of the document: footers, page numbers and the like.

    Attributes:
        text: The text, as in the source.
        reason: Why it was set aside, such as ``page number`` or ``running header``.
        place: Where it stands in the source.
    """

    text: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """One language side of a policy document.

    Attributes:
        language: ``zh`` or ``ja``.
        name: Name of the document; both sides of a bitext share it.
        sentences: All sentences in reading order; ``sentences[i].id == i + 1``.
        sections: The section tree in reading order (parents before children).
        furniture: What was set aside, in reading order.
        source: Name of the file it came from, without folders.
        layout: How the two languages were laid out in the source, such as ``separate files``.
    """

    language: Language
    name: str
    sentences: tuple[Sentence, ...]
    sections: tuple[Section, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    source: str = ""
    layout: str = ""


@dataclass(frozen=True, slots=True)
class Bead:
    """A minimal group of sentences that translate each other.

    Attributes:
        zh: Indices of the Chinese sentences, ascending and adjacent; empty for an addition.
        ja: Indices of the Japanese sentences; empty for an omission.
        score: Probability that the bead is right, 0 to 1.
    """

    zh: tuple[int, ...]
    ja: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A bead with its text and where it comes from: one line of the parallel data.

    Attributes:
        id: Stable identifier, ``<doc>:<n>``.
        doc: Name of the document.
        section: Chinese labels joined by ``/``, such as ``三/（一）/1``; empty in front matter.
        kind: What the sentence is in the document.
        zh: Chinese text; empty where the Japanese has no counterpart.
        ja: Japanese text; empty where it was not translated.
        score: Probability that the pair is right, 0 to 1.
        zh_ids: Sentence numbers on the Chinese side.
        ja_ids: Sentence numbers on the Japanese side.
        zh_page: Page on which the Chinese begins; 0 where there is none.
        ja_page: Page on which the Japanese begins; 0 where there is none.
    """

    id: str
    doc: str
    section: str
    kind: Kind
    zh: str
    ja: str
    score: float
    zh_ids: tuple[int, ...] = field(default=())
    ja_ids: tuple[int, ...] = field(default=())
    zh_page: int = 0
    ja_page: int = 0
