"""Documents whose sections, sentences and pairs are known, written in one marked form.

A block of the document is two lines, Chinese and Japanese, and blank lines part the blocks; ``-``
stands for the side that a block lacks. In a line

- ``{kind}`` in front says what the paragraph is, where it is no plain text;
- ``⟦title⟧`` marks the title of a section;
- ``‖`` ends a sentence where both languages end one (within a part, 。 and ； end sentences as
  they do in any text);
- ``[^1]`` cites a footnote, and ``{footnote}1 text`` is that footnote;
- `` | `` parts the cells of a ``{row}``.

A ``{contents}`` is the heading of a table of contents, which holds no sentence of the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.parsing.numbering.labels import opening_label
from policy_align.parsing.tree.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LANGUAGES = ("zh", "ja")

_KIND = re.compile(r"\{(\w+)\}")
_TITLE = re.compile(r"⟦(.*?)⟧")
_FINAL = re.compile(r"[。．.：:；;]+$")
_CITATION = re.compile(r"\[\^(\d+)\]")
_CELLS = " | "
_CLOSING_KINDS = {"signature", "date"}


@dataclass(frozen=True)
class Text:
    """A paragraph with what is known about it.

    Attributes:
        text: The paragraph as it is read.
        parts: Its sentences, grouped by what corresponds to one group of the other language.
        title: The title that stands in it, without final punctuation.
        kind: What it is, where it is no plain text.
        cells: The cells of a row.
        label: The number of a footnote.
        citations: Footnotes cited in it: place in the text and number.
    """

    text: str
    parts: tuple[tuple[str, ...], ...]
    title: str | None = None
    kind: str = ""
    cells: tuple[str, ...] = ()
    label: str = ""
    citations: tuple[tuple[int, str], ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences in order."""
        return tuple(sentence for part in self.parts for sentence in part)


@dataclass(frozen=True)
class Block:
    """A paragraph in both languages; one of them may be missing."""

    zh: Text | None
    ja: Text | None

    @property
    def kind(self) -> str:
        """What the paragraph is in the language that has it."""
        text = self.zh or self.ja
        return text.kind if text else ""

    def side(self, language: str) -> Text | None:
        text: Text | None = getattr(self, language)
        return text


@dataclass(frozen=True)
class Paper:
    """A document whose sections and sentences are known."""

    name: str
    blocks: tuple[Block, ...]

    def paragraphs(self, language: str) -> list[Text]:
        return [text for block in self.blocks if (text := block.side(language))]

    def titles(self, language: str) -> list[str]:
        return [text.title for text in self.paragraphs(language) if text.title]

    def sentences(self, language: str) -> list[str]:
        return [s for text in self.paragraphs(language) for s in text.sentences]


def read_marked(path: Path) -> Paper:
    """Read a marked document; its name is that of the file."""
    blocks = []
    for chunk in path.read_text("utf-8").strip().split("\n\n"):
        zh, ja = chunk.split("\n")
        blocks.append(Block(_marked(zh), _marked(ja)))
    return Paper(path.stem, tuple(blocks))


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that has no marks."""
    return tuple(text[start:end] for start, end in split_sentences(text))


def sections(blocks: Sequence[Block]) -> list[list[Block]]:
    """Cut a document before each heading of the highest level and each attached document."""
    top = next((style for block in blocks if (style := _style(block))), None)
    groups: list[list[Block]] = []
    for at, block in enumerate(blocks):
        if not groups or (top and _style(block) == top) or opens_a_page(blocks, at):
            groups.append([])
        groups[-1].append(block)
    return groups


def opens_a_page(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether a block begins an annex, or what is attached to a signed document."""
    if not at or blocks[at].kind != "title":
        return blocks[at].kind == "annex"
    return blocks[at - 1].kind in _CLOSING_KINDS


def _style(block: Block) -> str | None:
    """Return the style of the label with which a titled block opens."""
    text = block.zh or block.ja
    opening = opening_label(text.text) if text and text.title else None
    return f"{opening.label.style} {opening.label.numerals}" if opening else None


def _marked(line: str) -> Text | None:
    if line == "-":
        return None
    found = _KIND.match(line)
    kind = found[1] if found else ""
    line = line[found.end() :] if found else line
    if kind == "row":
        cells = tuple(line.split(_CELLS))
        return Text("".join(cells), (("".join(cells),),), kind=kind, cells=cells)
    label = ""
    if kind == "footnote":
        label, _, line = line.partition(" ")
    title = _TITLE.search(line)
    plain = re.sub("[⟦⟧]", "", line)
    parts = tuple(sentences_of(part) for part in _CITATION.sub("", plain).split("‖"))
    text, citations = _cited(plain.replace("‖", ""))
    known = _FINAL.sub("", title[1]) if title else None
    return Text(text, parts, known, kind, label=label, citations=citations)


def _cited(line: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Take the citations of footnotes out of a line; return them with their places."""
    text, citations, start = "", [], 0
    for match in _CITATION.finditer(line):
        text += line[start : match.start()]
        citations.append((len(text), match[1]))
        start = match.end()
    return text + line[start:], tuple(citations)
