"""What a conversion leaves out, told in words before anybody misses it."""

from __future__ import annotations

import json
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.formats.characters import legal
from policy_align.formats.jsonl import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from os import PathLike

    from policy_align.bitext import Bitext

_KNOWN = frozenset({*COLUMNS, "translation"})
_FEW = 8


def lost_in_reading(path: str | PathLike[str]) -> list[str]:
    """Say what a file holds that a bitext has no place for.

    Args:
        path: A file that ``read_bitext`` has read.

    Returns:
        One sentence for each loss, without a full stop.
    """
    source = Path(path)
    return list(_READING.get(source.suffix.lower(), _nothing)(source))


def lost_in_writing(bitext: Bitext, path: str | PathLike[str]) -> list[str]:
    """Say what of a bitext a format has no place for.

    Args:
        bitext: The bitext.
        path: The file to write; its suffix says the format.

    Returns:
        One sentence for each loss, without a full stop.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".html":
        return ["a page is for reading: it cannot be converted back"]
    losses: list[str] = []
    if suffix in {".jsonl", ".csv", ".tsv"} and bitext.signature:
        losses.append(
            f"{suffix} has no place for the signature of the alignment, {bitext.signature}"
        )
    if suffix != ".jsonl":
        bears = legal if suffix != ".parquet" else _whole
        texts = chain.from_iterable(
            (pair.id, pair.doc, pair.section, pair.zh, pair.ja) for pair in bitext
        )
        number = sum(bears(text) != text for text in texts)
        if number:
            losses.append(f"characters that {suffix} cannot hold were left out of {number} texts")
    return losses


def _whole(text: str) -> str:
    """Drop halves of characters."""
    return text.encode(errors="ignore").decode()


def _nothing(_path: Path) -> Iterator[str]:
    """Say that all is read."""
    return iter(())


def _of_tmx(path: Path) -> Iterator[str]:
    from policy_align.formats.tmx import iter_tmx
    from policy_align.formats.tmx_units import elements

    skipped: Counter[str] = Counter()
    for _ in iter_tmx(path, skipped=lambda _number, reason: skipped.update([reason])):
        pass
    for reason, number in skipped.items():
        yield f"left out: {number} × unit with {reason}"
    codes = sum(len(segment) > 0 for segment in elements(path, ("seg",)))
    if codes:
        yield f"left out: the formatting codes of {codes} × segment"


def _of_table(path: Path) -> Iterator[str]:
    from policy_align.formats.tabular import column_names

    return _of_names(column_names(path), "columns")


def _of_jsonl(path: Path) -> Iterator[str]:
    names: dict[str, None] = {}
    with path.open("rb") as file:
        for line in file:
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                names |= dict.fromkeys(json.loads(line.removeprefix(b"\xef\xbb\xbf")))
    return _of_names(names, "keys")


def _of_parquet(path: Path) -> Iterator[str]:
    from policy_align.formats.parquet import import_pyarrow

    return _of_names(import_pyarrow().parquet.read_schema(path).names, "columns")


def _of_names(names: Iterable[str], what: str) -> Iterator[str]:
    unknown = [name for name in names if name not in _KNOWN]
    if unknown:
        more = f" and {len(unknown) - _FEW} more" if len(unknown) > _FEW else ""
        yield f"{what} without a place in a pair were left out: {' '.join(unknown[:_FEW])}{more}"


_READING: dict[str, Callable[[Path], Iterator[str]]] = {
    ".tmx": _of_tmx,
    ".csv": _of_table,
    ".tsv": _of_table,
    ".jsonl": _of_jsonl,
    ".parquet": _of_parquet,
}
