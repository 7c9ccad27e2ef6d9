"""What the aligner knows of each sentence by itself: vectors, bags of tokens, lengths, marks.

One ``Side`` holds one language of a bitext as arrays with a row for each sentence. Everything
in it adds up: the row of a merge of sentences is the sum of their rows, so that every sentence
is read and embedded once, however many merges are weighed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

import numpy as np

from policy_align.aligning.quantities import number_tokens
from policy_align.folding import fold_han
from policy_align.model import Kind
from policy_align.parsing.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

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

BAGS = ("han", "bigram", "number", "latin")
"""Kinds of tokens that both languages may share."""

_EPSILON = 1e-6
_FEW = 4
"""Sentences below which a mean says little."""

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U000323af]+")
_LATIN = re.compile(r"[a-z][a-z0-9]*(?:[.+#_-][a-z0-9]+)*")
_LIGHT = re.compile(r"[\x00-\x7f]")
_SPACE = re.compile(r"\s+")
_MARKS = (
    re.compile(r"[，、；,;]"),
    re.compile(r"[？?]"),
    re.compile(r"[「『“”\"]"),
    re.compile(r"[（(]"),
    re.compile(r"[《≪〈『]"),
    re.compile(r"[。！!]"),
)
_NOTE = re.compile(r"^[\s（(\[［【〔※＊*]*(?:訳者?注|译者?注|訳註|译註|注[：:）)])")
_END_CLASS = {
    **dict.fromkeys("。.．!！｡", 1),
    **dict.fromkeys("？?", 2),
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
class Bag:
    """Sets of tokens, one for each sentence, as rows of a sparse matrix.

    Attributes:
        starts: n + 1 offsets into ``tokens``.
        tokens: Token numbers, ascending within a sentence, none twice.
        weights: Square root of the rarity of each token, so that the product of two rows is
            the rarity of what they share.
    """

    starts: NDArray[np.int64]
    tokens: NDArray[np.int32]
    weights: NDArray[np.float32]

    def take(self, rows: NDArray[np.int64]) -> Bag:
        """Return some of the rows."""
        sizes = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        at = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], sizes)
        return Bag(starts.astype(np.int64), self.tokens[at], self.weights[at])


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
        vectors: (n, d) float32 sums of token vectors (or weighted sentence vectors).
        bags: Shared tokens by kind, see ``BAGS``.
        lengths: (n,) lengths in characters; Latin letters, digits and ASCII signs count half.
        marks: (n, k) counts of punctuation that tends to be kept in translation.
        ends: (n,) class of the final mark: none, full stop, question, colon, comma.
        starts: (n,) class of the first mark: none, quote, bracket, dash or bullet, title.
        labels: (n,) number of the label at the beginning, equal where style and number are
            equal; -1 where there is none.
        notes: (n,) whether the sentence is marked as a translator's note.
        centre: (d,) mean direction of the vectors, drawn to nothing where there are few.
        layout: Paragraphs, kinds and sections, where the sentences come from a document.
    """

    vectors: NDArray[np.float32]
    bags: dict[str, Bag]
    lengths: NDArray[np.float64]
    marks: NDArray[np.float64]
    ends: NDArray[np.int8]
    starts: NDArray[np.int8]
    labels: NDArray[np.int32]
    notes: NDArray[np.bool_]
    centre: NDArray[np.float32]
    layout: Layout | None = None

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.lengths)

    def take(self, rows: NDArray[np.int64]) -> Side:
        """Return some of the sentences as a side of their own.

        Args:
            rows: Indices, rising.

        Returns:
            The side of these sentences; rarities and centre stay those of the whole.
        """
        layout = self.layout
        return Side(
            vectors=self.vectors[rows],
            bags={kind: bag.take(rows) for kind, bag in self.bags.items()},
            lengths=self.lengths[rows],
            marks=self.marks[rows],
            ends=self.ends[rows],
            starts=self.starts[rows],
            labels=self.labels[rows],
            notes=self.notes[rows],
            centre=self.centre,
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
    vectors = [_vectors(t, n, embedder) for t, n in zip((zh, ja), lengths, strict=True)]
    keys = [[_key(text) for text in texts] for texts in (zh, ja)]
    bags = {
        kind: _bags([_TOKENS[kind](key) for key in keys[0]], [_TOKENS[kind](k) for k in keys[1]])
        for kind in BAGS
    }
    labels = _labels([*zh, *ja])
    sides = [
        Side(
            vectors=vectors[i],
            bags={kind: pair[i] for kind, pair in bags.items()},
            lengths=lengths[i],
            marks=np.array([_marks(text) for text in texts], float).reshape(-1, len(_MARKS)),
            ends=np.array([_end(text) for text in texts], np.int8),
            starts=np.array([_START_CLASS.get(t.strip()[:1], 0) for t in texts], np.int8),
            labels=labels[: len(zh)] if i == 0 else labels[len(zh) :],
            notes=np.array([bool(_NOTE.match(text)) for text in texts], np.bool_),
            centre=_centre(vectors[i]),
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


def _vectors(
    texts: Sequence[str], lengths: NDArray[np.float64], embedder: Embedder
) -> NDArray[np.float32]:
    """Return a summable vector for each sentence."""
    encode_sums = getattr(embedder, "encode_sums", None)
    if encode_sums is not None:
        return np.asarray(encode_sums(list(texts)), np.float32)
    units = np.asarray(embedder.encode(list(texts)), np.float32)
    return units * np.maximum(lengths, 1)[:, None].astype(np.float32)


def _centre(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean direction of the vectors."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    units = vectors / np.maximum(norms, _EPSILON)
    centre: NDArray[np.float32] = (units.sum(0) / (len(units) + _FEW)).astype(np.float32)
    return centre


def _key(text: str) -> str:
    return fold_han(unicodedata.normalize("NFKC", text).lower())


def _han(key: str) -> Iterable[str]:
    return (char for run in _HAN.findall(key) for char in run)


def _bigrams(key: str) -> Iterable[str]:
    return (run[i : i + 2] for run in _HAN.findall(key) for i in range(len(run) - 1))


_TOKENS = {"han": _han, "bigram": _bigrams, "number": number_tokens, "latin": _LATIN.findall}


def _bags(zh: list[Iterable[str]], ja: list[Iterable[str]]) -> tuple[Bag, Bag]:
    """Number the tokens of both sides and weigh them by rarity (inverse document frequency)."""
    sets = [[set(tokens) for tokens in side] for side in (zh, ja)]
    counts = [Counter(token for row in side for token in row) for side in sets]
    numbers = {token: i for i, token in enumerate(counts[0] | counts[1])}
    share = np.array(
        [max(counts[0][t] / max(len(zh), 1), counts[1][t] / max(len(ja), 1)) for t in numbers]
    )
    total = len(zh) + len(ja) + 8
    weights = np.sqrt(np.log((total + 8) / (share * total + 1))).astype(np.float32)
    bags = []
    for side in sets:
        rows = [np.array(sorted(numbers[t] for t in row), np.int32) for row in side]
        tokens = np.concatenate([np.zeros(0, np.int32), *rows])
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        bags.append(
            Bag(starts, tokens, weights[tokens] if len(weights) else np.zeros(0, np.float32))
        )
    return bags[0], bags[1]


def _marks(text: str) -> list[int]:
    return [len(pattern.findall(text)) for pattern in _MARKS]


def _end(text: str) -> int:
    body = text.rstrip(_CLOSERS)
    if _QUESTION.search(body):
        return 2
    return _END_CLASS.get(body[-1:], 0)


def _labels(texts: Sequence[str]) -> NDArray[np.int32]:
    numbers: dict[tuple[str, int, int], int] = {}
    found = []
    for text in texts:
        opening = opening_label(text)
        known = opening is not None and opening.closed and opening.label.style != "bullet"
        found.append(
            numbers.setdefault(opening.label.value, len(numbers)) if known and opening else -1
        )
    return np.array(found, np.int32)
