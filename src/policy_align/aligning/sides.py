"""What the aligner knows of each sentence by itself: vectors, bags of tokens, lengths, marks.

One ``Side`` holds one language of a bitext as arrays with a row for each sentence. Everything
in it adds up: the row of a merge of sentences is the sum of their rows, so that every sentence
is read and embedded once, however many merges are weighed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

import numpy as np

from policy_align.aligning.bags import BAGS, han, read_bags
from policy_align.aligning.labels import number_labels
from policy_align.aligning.vectors import Cloud, summable, token_sums, unit_rows
from policy_align.folding import fold_han
from policy_align.model import Kind

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from policy_align.aligning.bags import Bag
    from policy_align.embedding.protocol import Embedder
    from policy_align.model import Document

KINDS: tuple[str, ...] = get_args(Kind)

_ROLE = {
    **dict.fromkeys(("title", "heading", "caption", "docnum", "address", "signature", "date"), 1),
    "toc": 2,
    "table": 3,
    "footnote": 4,
}
"""Group of kinds; the rest is body text."""

EDGES = ("head", "tail")
"""The two ends of a sentence."""

_EDGE_SIZES = (12, 20)
"""Characters of an end, Chinese and Japanese."""

_LIGHT = re.compile(r"[\x00-\x7f]")
_SPACE = re.compile(r"\s+")
_MARKS = (
    re.compile(r"[，、；,;]"),
    re.compile(r"[？?]"),
    re.compile(r"[「『“”\"]"),
    re.compile(r"[（(]"),
    re.compile(r"[《≪〈『]"),
    re.compile(r"[。！!？?]"),
)
_NOTE = re.compile(r"^[\s（(\[［【〔※＊*]*(?:訳者?注|译者?注|訳註|译註|注[：:）)])")
QUESTION = 2
"""Class of the final mark of questions."""

_END_CLASS = {
    **dict.fromkeys("。.．!！｡", 1),
    **dict.fromkeys("？?", QUESTION),
    **dict.fromkeys("：:", 3),
    **dict.fromkeys("；;，,、", 4),
}
_CLOSERS = "）)」』”’】》〉］]｝}〕≫〗\"' \t\u3000"
_QUESTION = re.compile(r"(?:か。?|吗。?|呢。?)$")
_START_CLASS = {
    **dict.fromkeys('「『“"', 1),
    **dict.fromkeys("（([［〔", 2),
    **dict.fromkeys("—―─–•·・●■○◆※*-", 3),
    **dict.fromkeys("《≪【〈", 4),
}


@dataclass(frozen=True, slots=True)
class Edge:
    """How the sentences begin, or how they end.

    Attributes:
        cloud: Vectors of the first or last characters; without columns where the embedder
            gives no sums of token vectors.
        bag: The Han characters among them.
    """

    cloud: Cloud
    bag: Bag

    def take(self, rows: NDArray[np.int64]) -> Edge:
        """Return some of the rows."""
        return Edge(self.cloud.take(rows), self.bag.take(rows))


@dataclass(frozen=True, slots=True)
class Layout:
    """How the sentences of a document are laid out.

    Attributes:
        opens: (n,) whether each sentence is the first of its paragraph.
        closes: (n,) whether it is the last one.
        kinds: (n,) kind, as a number.
        roles: (n,) group of kinds that hardly ever translate those of another group.
        sections: (n,) number of the section that holds each sentence.
    """

    opens: NDArray[np.bool_]
    closes: NDArray[np.bool_]
    kinds: NDArray[np.int8]
    roles: NDArray[np.int8]
    sections: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a bitext, a row for each sentence.

    Attributes:
        cloud: Vectors of the sentences; they can be summed.
        bags: Shared tokens by kind, see ``BAGS``.
        lengths: (n,) lengths in characters; Latin letters, digits and ASCII signs count half.
        marks: (n, k) counts of punctuation that tends to be kept in translation.
        ends: (n,) class of the final mark: none, full stop, question, colon, comma.
        starts: (n,) class of the first mark: none, quote, bracket, dash or bullet, title.
        labels: (n,) number of the label at the beginning, see ``number_labels``.
        notes: (n,) whether the sentence is marked as a translator's note.
        edges: The first (``head``) and the last (``tail``) characters of each sentence.
        layout: Paragraphs, kinds and sections, where the sentences come from a document.
    """

    cloud: Cloud
    bags: dict[str, Bag]
    lengths: NDArray[np.float64]
    marks: NDArray[np.float64]
    ends: NDArray[np.int8]
    starts: NDArray[np.int8]
    labels: NDArray[np.int32]
    notes: NDArray[np.bool_]
    edges: dict[str, Edge]
    layout: Layout | None = None

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.lengths)

    def take(self, rows: NDArray[np.int64]) -> Side:
        """Return some of the sentences as a side of their own.

        Args:
            rows: Indices, rising.

        Returns:
            The side of these sentences; rarities and centres stay those of the whole.
        """
        layout = self.layout
        return Side(
            cloud=self.cloud.take(rows),
            bags={kind: bag.take(rows) for kind, bag in self.bags.items()},
            lengths=self.lengths[rows],
            marks=self.marks[rows],
            ends=self.ends[rows],
            starts=self.starts[rows],
            labels=self.labels[rows],
            notes=self.notes[rows],
            edges={name: edge.take(rows) for name, edge in self.edges.items()},
            layout=layout
            and Layout(
                layout.opens[rows],
                layout.closes[rows],
                layout.kinds[rows],
                layout.roles[rows],
                layout.sections[rows],
            ),
        )


def read_sides(zh: Sequence[str], ja: Sequence[str], embedder: Embedder) -> tuple[Side, Side]:
    """Read both languages of a bitext.

    Args:
        zh: n Chinese sentences.
        ja: m Japanese sentences.
        embedder: What turns sentences into vectors; each is embedded once.

    Returns:
        The two sides; tokens, labels and rarities are numbered and weighed over both.
    """
    lengths = [np.array([_length(text) for text in texts]) for texts in (zh, ja)]
    keys = [[_key(text) for text in texts] for texts in (zh, ja)]
    distinct = [_distinct(side) for side in keys]
    clouds = [
        Cloud.of(summable(texts, sizes, embedder), rows)
        for texts, sizes, rows in zip((zh, ja), lengths, distinct, strict=True)
    ]
    bags = {kind: read_bags(keys, find) for kind, find in BAGS.items()}
    edges = _edges(keys, distinct, embedder)
    labels = number_labels(zh, ja)
    sides = [
        Side(
            cloud=clouds[i],
            bags={kind: pair[i] for kind, pair in bags.items()},
            lengths=lengths[i],
            marks=np.array([_marks(text) for text in texts], float).reshape(-1, len(_MARKS)),
            ends=np.array([_end(text) for text in texts], np.int8),
            starts=np.array([_START_CLASS.get(t.strip()[:1], 0) for t in texts], np.int8),
            labels=labels[i],
            notes=np.array([bool(_NOTE.match(text)) for text in texts], np.bool_),
            edges=edges[i],
        )
        for i, texts in enumerate((zh, ja))
    ]
    return sides[0], sides[1]


def read_document_sides(zh: Document, ja: Document, embedder: Embedder) -> tuple[Side, Side]:
    """Read two documents, with the layout of their sentences.

    Args:
        zh: The Chinese document.
        ja: The Japanese document.
        embedder: What turns sentences into vectors.

    Returns:
        The two sides.
    """
    texts = [[sentence.text for sentence in document.sentences] for document in (zh, ja)]
    sides = read_sides(texts[0], texts[1], embedder)
    left, right = (
        replace(side, layout=_layout(document))
        for side, document in zip(sides, (zh, ja), strict=True)
    )
    return left, right


def _layout(document: Document) -> Layout:
    """Note paragraph and kind of each sentence."""
    return make_layout(
        [sentence.block for sentence in document.sentences],
        [sentence.kind for sentence in document.sentences],
        [sentence.section for sentence in document.sentences],
    )


def make_layout(
    blocks: Sequence[int], kinds: Sequence[str], sections: Sequence[Hashable] = ()
) -> Layout:
    """Lay out sentences.

    Args:
        blocks: Number of the paragraph of each of n sentences.
        kinds: Kind of each sentence.
        sections: What names the section of each sentence; all in one section by default.

    Returns:
        The layout.
    """
    numbers = np.array(blocks, np.int64)
    names = {name: number for number, name in enumerate(dict.fromkeys(sections))}
    changes = np.diff(numbers, prepend=-1, append=-1) != 0 if len(numbers) else np.zeros(1, bool)
    return Layout(
        opens=changes[:-1],
        closes=changes[1:],
        kinds=np.array([KINDS.index(kind) for kind in kinds], np.int8),
        roles=np.array([_ROLE.get(kind, 0) for kind in kinds], np.int8),
        sections=np.array([names[s] for s in sections] if sections else [0] * len(kinds), np.int64),
    )


def _length(text: str) -> float:
    body = _SPACE.sub("", text)
    return len(body) - 0.5 * len(_LIGHT.findall(body))


def _edges(
    keys: Sequence[Sequence[str]], distinct: Sequence[NDArray[np.int64]], embedder: Embedder
) -> tuple[dict[str, Edge], dict[str, Edge]]:
    """Read the first and the last characters of the sentences of both sides."""
    sides: tuple[dict[str, Edge], dict[str, Edge]] = ({}, {})
    for name in EDGES:
        parts = [
            [_edge(key, name, size) for key in side]
            for side, size in zip(keys, _EDGE_SIZES, strict=True)
        ]
        for side, part, bag, rows in zip(
            sides, parts, read_bags(parts, han), distinct, strict=True
        ):
            sums = token_sums(part, embedder)
            vectors = np.zeros((len(part), 0), np.float32) if sums is None else unit_rows(sums)
            side[name] = Edge(Cloud.of(vectors, rows).in_half_precision(), bag)
    return sides


def _edge(key: str, name: str, size: int) -> str:
    body = _SPACE.sub("", key)
    return body[:size] if name == "head" else body[-size:]


def _distinct(keys: Sequence[str]) -> NDArray[np.int64]:
    """List the places of the texts that no text before repeats."""
    first: dict[str, int] = {}
    for place, key in enumerate(keys):
        first.setdefault(key, place)
    return np.array(list(first.values()), np.int64)


def _key(text: str) -> str:
    return fold_han(unicodedata.normalize("NFKC", text).lower())


def _marks(text: str) -> list[int]:
    return [len(pattern.findall(text)) for pattern in _MARKS]


def _end(text: str) -> int:
    body = text.rstrip(_CLOSERS)
    if _QUESTION.search(body):
        return QUESTION
    return _END_CLASS.get(body[-1:], 0)
