"""Every character of an input stands once, in order, in a sentence or among what was set aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from policy_align.lookalikes import ordinary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from policy_align.model import Document, Sentence
    from policy_align.parsing.lines.source import Source

REWRITTEN = "written as the ordinary characters"
COMPOSED = {"table", "footnote"}


def letters(text: str) -> Counter[str]:
    """Count the characters of a text that are not blank, as they are written in documents."""
    return Counter("".join(ordinary(text).split()))


def accounted(documents: Iterable[Document]) -> Counter[str]:
    """Count the characters in the sentences and among what was set aside."""
    total: Counter[str] = Counter()
    for document in documents:
        for sentence in document.sentences:
            total += letters(sentence.text)
        for piece in document.furniture:
            if not piece.reason.startswith(REWRITTEN):
                total += letters(piece.text)
    return total


def disordered(documents: Iterable[Document], source: Source) -> list[str]:
    """Return the sentences whose characters do not stand in this order in their lines.

    Rows of tables and footnotes are left out: their cells, marks and texts are put together from
    wherever they stand.
    """
    lines: defaultdict[int, str] = defaultdict(str)
    for line in source.lines:
        lines[line.number] += ordinary(line.text)
    return [
        sentence.text
        for document in documents
        for sentence in document.sentences
        if sentence.kind not in COMPOSED and not _in_order(sentence, lines)
    ]


def _in_order(sentence: Sentence, lines: Mapping[int, str]) -> bool:
    place = sentence.place
    rest = iter("".join(lines[n] for n in range(place.first_line, place.last_line + 1)))
    return all(char in rest for char in "".join(sentence.text.split()))
