"""A sample of the texts of a corpus, taken at places all over its files."""

from __future__ import annotations

from itertools import accumulate, islice
from typing import TYPE_CHECKING

from policy_align.corpus.index.grams import fold_block
from policy_align.corpus.index.pieces import find_frequent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.corpus.index.documents import Batch, Source
    from policy_align.corpus.index.pieces import Pieces

_PLACES = 64
_LONGEST = 1000


def frequent_pieces(sources: Sequence[Source]) -> tuple[Pieces, Pieces]:
    """Find the frequent pieces of a corpus.

    Args:
        sources: Its documents.

    Returns:
        The Chinese and the Japanese ones.
    """
    batches = list(_excerpts(sources))
    if not batches and sources:  # no file of lines: the beginning of the first one
        batches = list(islice(sources[0].batches(), 1))
    zh = [text[:_LONGEST] for batch in batches for text in batch.zh]
    ja = [text[:_LONGEST] for batch in batches for text in batch.ja]
    return find_frequent(fold_block(zh)), find_frequent(fold_block(ja))


def _excerpts(sources: Sequence[Source]) -> Iterator[Batch]:
    """Yield excerpts at even distances in bytes."""
    ends = list(accumulate(source.path.stat().st_size for source in sources))
    number = 0
    for step in range(_PLACES if ends else 0):
        place = step * ends[-1] // _PLACES
        while place >= ends[number] and number + 1 < len(ends):
            number += 1
        start = ends[number - 1] if number else 0
        batch = sources[number].excerpt(place - start)
        if batch is not None:
            yield batch
