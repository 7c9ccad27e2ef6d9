"""A bitext: the aligned pairs of a document, with the two documents where they are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from pandas import DataFrame

    from policy_align.model import Document, Pair


@dataclass(frozen=True, slots=True)
class Bitext(Sequence["Pair"]):
    """Aligned pairs in the order of the Chinese document.

    A bitext is a sequence: iterate over it, index it, take its length.

    Attributes:
        name: Name of the document.
        pairs: The aligned pairs, omissions and additions included.
        zh: The Chinese document, where the bitext was made from documents.
        ja: The Japanese document, likewise.
        signature: What made the alignment (version, model, weights), to be reported with
            every figure measured on it; empty where it is not known.
    """

    name: str
    pairs: tuple[Pair, ...]
    zh: Document | None = None
    ja: Document | None = None
    signature: str = ""

    @overload
    def __getitem__(self, index: int) -> Pair: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Pair, ...]: ...
    def __getitem__(self, index: int | slice) -> Pair | tuple[Pair, ...]:
        """Return one pair, or several as a tuple."""
        return self.pairs[index]

    def __iter__(self) -> Iterator[Pair]:
        """Yield the pairs in document order."""
        return iter(self.pairs)

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.pairs)

    def __repr__(self) -> str:
        """Return one line, however long the document is."""
        return f"<Bitext {self.name!r}: {len(self)} pairs>"

    def clauses(self) -> Bitext:
        """Split every pair into minimal clause pairs, below the sentence.

        Returns:
            A bitext of the same document whose pairs are clauses; their ids continue those
            of the sentence pairs, as in ``plan:12.3``.
        """
        from policy_align.aligning.clauses import split_clauses

        return split_clauses(self)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the bitext; the suffix of the file decides the format.

        Args:
            path: Where to write, such as ``plan.tmx`` or ``plan.jsonl``. The file is
                written whole or not at all.

        Raises:
            InputError: If the suffix names no known format.
        """
        from policy_align.formats import write_bitext

        write_bitext(self, path)

    def to_pandas(self) -> DataFrame:
        """Return the pairs as a data frame, one row per pair, one column per field.

        Returns:
            The frame; the index counts the pairs from 0.

        Raises:
            MissingExtraError: If pandas is not installed.
        """
        from policy_align.formats.notebook import data_frame

        return data_frame(self)

    def _repr_html_(self) -> str:
        """Show the texts side by side in a notebook."""
        from policy_align.formats.notebook import table

        return table(self)
