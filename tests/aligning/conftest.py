"""An embedder without a model, and the gold standard of the corpus as plain lists."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from policy_align.folding import search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

GOLD = Path(__file__).parent.parent.parent / "corpus/gold"


class HashEmbedder:
    """Signed hashes of folded characters and pairs of characters: knows no words at all."""

    name = "hash"
    dimensions = 256

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences."""
        vectors = np.zeros((len(sentences), self.dimensions), np.float32)
        for row, sentence in enumerate(sentences):
            key = search_key(sentence)
            for size in (1, 2):
                for at in range(len(key) - size + 1):
                    code = zlib.crc32(key[at : at + size].encode("utf-8", "replace"))
                    sign = 1 if code >> 20 & 1 else -1
                    vectors[row, code % self.dimensions] += sign
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(norms, 1e-9)


@pytest.fixture(scope="session")
def embedder() -> HashEmbedder:
    """Return an embedder that needs no model."""
    return HashEmbedder()


@pytest.fixture(scope="session")
def gold() -> list[tuple[str, str]]:
    """Return the gold beads of the document of the corpus that have both sides."""
    lines = (GOLD / "2030-carbon-peak.sentences.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [(row["zh"], row["ja"]) for row in rows if row["zh"] and row["ja"]]
