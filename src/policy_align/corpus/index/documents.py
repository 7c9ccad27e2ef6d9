"""The files of a corpus as the index reads them: pair after pair, with the place of each."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from itertools import accumulate, islice
from math import isnan
from typing import TYPE_CHECKING, Any

from policy_align.errors import InputError
from policy_align.formats.jsonl import dump_pair, parse_pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from policy_align.model import Pair

_BYTES = 1 << 20
_PAIRS = 2000
_EXCERPT = 120
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Batch:
    """Some pairs of a file, column by column.

    Attributes:
        zh: Their Chinese texts.
        ja: Their Japanese texts.
        scores: Their scores.
        sections: Their sections.
        names: Hashes of their identifiers.
        places: Where their lines begin in the file; nothing where the file has no such lines.
        lines: The pairs as lines of JSON, where the file has no such lines.
    """

    zh: list[str]
    ja: list[str]
    scores: list[float]
    sections: list[str]
    names: list[int]
    places: list[int]
    lines: list[bytes]


class Source:
    """A file of aligned pairs.

    Args:
        name: Name of the document.
        path: The file.
    """

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path
        self._hash = hashlib.blake2b(digest_size=16)

    def batches(self) -> Iterator[Batch]:
        """Yield the pairs in the order of the file.

        Raises:
            InputError: If the file is damaged.
        """
        if self.path.suffix.lower() == ".jsonl":
            return self._read_lines()
        return self._read_pairs()

    def excerpt(self, place: int) -> Batch | None:
        """Return some pairs from a place in the file on, as far as they can be read there."""
        if self.path.suffix.lower() != ".jsonl":
            return None
        with self.path.open("rb") as file:
            file.seek(place)
            if place:
                file.readline()
            lines = [line for line in islice(file, _EXCERPT) if line.strip()]
        try:
            return _parse(lines, [], self, 0) if lines else None
        except InputError:  # whoever reads all of it will say so
            return None

    def digest(self) -> bytes:
        """Return the hash of what was read."""
        return self._hash.digest()

    def _read_lines(self) -> Iterator[Batch]:
        count = place = 0
        with self.path.open("rb") as file:
            while lines := file.readlines(_BYTES):
                data = b"".join(lines)
                self._hash.update(data)
                places = [place, *accumulate(map(len, lines), initial=place)][1:]
                place = places.pop()
                if count == 0 and lines[0].startswith(_BOM):
                    lines[0] = lines[0][len(_BOM) :]
                    places[0] += len(_BOM)
                kept = [
                    (line, start) for line, start in zip(lines, places, strict=True) if line.strip()
                ]
                if kept:
                    texts, starts = zip(*kept, strict=True)
                    yield _parse(texts, list(starts), self, count)
                    count += len(kept)

    def _read_pairs(self) -> Iterator[Batch]:
        from policy_align.formats import read_bitext

        self._hash.update(self.path.read_bytes())
        pairs = iter(read_bitext(self.path))
        while some := list(islice(pairs, _PAIRS)):
            yield _batch(some, [], [dump_pair(pair).encode() for pair in some])


def file_digest(path: Path) -> bytes:
    """Return the hash of a file, as ``Source.digest`` would."""
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
    return digest.digest()


def name_hash(identifier: str) -> int:
    """Return a number for the identifier of a pair, to find it by."""
    return zlib.crc32(identifier.encode(errors="surrogatepass"))


def _parse(lines: Sequence[bytes], places: list[int], source: Source, before: int) -> Batch:
    """Parse lines of JSON; all at once where they are as this library writes them."""
    try:
        rows: Any = json.loads(b"[" + b",".join(lines) + b"]")
        batch = Batch(
            [row["zh"] for row in rows],
            [row["ja"] for row in rows],
            [row["score"] for row in rows],
            [row["section"] for row in rows],
            [name_hash(row["id"]) for row in rows],
            places,
            [],
        )
        if _is_sound(batch, len(lines)):
            return batch
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    return _batch(list(_parse_one_by_one(lines, source, before)), places, [])


def _is_sound(batch: Batch, size: int) -> bool:
    """Tell whether there is one row a line, with values of the right types."""
    texts = (*batch.zh, *batch.ja, *batch.sections)
    return (
        len(batch.zh) == size
        and set(map(type, texts)) == {str}
        and set(map(type, batch.scores)) <= {float, int}
        and min(batch.scores) >= 0
        and max(batch.scores) <= 1
        and not isnan(sum(batch.scores))
    )


def _parse_one_by_one(lines: Sequence[bytes], source: Source, before: int) -> Iterator[Pair]:
    for number, line in enumerate(lines, before + 1):
        yield parse_line(line, source.name, source.path, number)


def parse_line(line: bytes, name: str, path: Path, number: int) -> Pair:
    """Make a pair of a line of JSON.

    Args:
        line: The line.
        name: Name of the document, for a pair without identifier.
        path: The file.
        number: Number of the pair in it, counted from 1.

    Returns:
        The pair.

    Raises:
        InputError: If the line is damaged.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    return parse_pair(row, f"{path}:{number}", f"{name}:{number}")


def _batch(pairs: Sequence[Pair], places: list[int], lines: list[bytes]) -> Batch:
    return Batch(
        [pair.zh for pair in pairs],
        [pair.ja for pair in pairs],
        [pair.score for pair in pairs],
        [pair.section for pair in pairs],
        [name_hash(pair.id) for pair in pairs],
        places,
        lines,
    )
