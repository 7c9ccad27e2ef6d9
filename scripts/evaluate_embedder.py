"""Measure retrieval: ``python scripts/evaluate_embedder.py MODEL FILE.tsv [FILE.tsv …]``.

Each file holds ``zh<TAB>ja`` lines, gzipped or not (or JSONL with ``zh`` and ``ja``). For every
text the nearest of the other side is looked up; P@1 is the share of right ones. Character hashing
is measured beside it as a baseline that knows no translation.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policy_align import load_embedder
from policy_align.folding import search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policy_align import Embedder


class CharacterHashing:
    """The baseline: folded character unigrams and bigrams, hashed."""

    name = "character hashing"

    def encode(self, sentences: Sequence[str], size: int = 4096) -> NDArray[np.float32]:
        """Embed sentences as the square roots of their hashed n-gram counts."""
        vectors = np.zeros((len(sentences), size), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            key = search_key(sentence)
            for gram in (*key, *map("".join, pairwise(key))):
                vectors[row, zlib.crc32(gram.encode()) % size] += 1
        vectors = np.sqrt(vectors)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def precision(embedder: Embedder, pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """Return P@1 from Chinese to Japanese and back."""
    zh, ja = (embedder.encode([pair[side] for pair in pairs]) for side in (0, 1))
    similarity = zh @ ja.T
    right = np.arange(len(pairs))
    return tuple(float((similarity.argmax(axis) == right).mean()) for axis in (1, 0))  # type: ignore[return-value]


def read(path: Path) -> list[tuple[str, str]]:
    """Read the pairs of a file; those with an empty side are left out."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").splitlines()
    if path.suffix == ".jsonl":
        rows = [(row["zh"], row["ja"]) for row in map(json.loads, lines)]
    else:
        rows = [(cells[0], cells[1]) for cells in (line.split("\t") for line in lines)]
    return [row for row in rows if all(row)]


def main() -> None:
    """Print one line per file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("files", nargs="+", type=Path)
    args = parser.parse_args()
    embedders = (load_embedder(args.model), CharacterHashing())
    for path in args.files:
        pairs = read(path)
        for embedder in embedders:
            forth, back = precision(embedder, pairs)
            figures = f"zh→ja {forth:.3f}  ja→zh {back:.3f}  mean {(forth + back) / 2:.3f}"
            print(f"{path.name:40}{len(pairs):6}  {embedder.name:24} {figures}")


if __name__ == "__main__":
    main()
