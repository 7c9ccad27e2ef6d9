"""Embedding pieces of text that come back again and again."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policy_align.terms.linking import Encode


class Remembered:
    """An embedding that remembers the vectors of many texts.

    Args:
        encode: The embedding.
        most: How many texts to remember; then it begins anew.
    """

    def __init__(self, encode: Encode, most: int = 1 << 15) -> None:
        self._encode, self._most = encode, most
        self._rows: dict[str, int] = {}
        self._table = np.empty((0, 0), dtype=np.float32)
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts.

        Args:
            texts: n texts.

        Returns:
            float32 array of shape (n, d), as the embedding gives it.
        """
        with self._lock:
            unknown = [text for text in dict.fromkeys(texts) if text not in self._rows]
            if len(self._rows) + len(unknown) > self._most:
                self._rows = {}
                unknown = list(dict.fromkeys(texts))
            if unknown:
                self._keep(unknown)
            rows = [self._rows[text] for text in texts]
            vectors: NDArray[np.float32] = self._table[rows]
            return vectors

    def _keep(self, texts: Sequence[str]) -> None:
        vectors = self._encode(texts)
        known = len(self._rows)
        size = known + len(texts)
        if size > len(self._table):
            grown = np.empty((2 * size, vectors.shape[1]), dtype=np.float32)
            grown[:known] = self._table[:known] if known else 0.0
            self._table = grown
        self._table[known:size] = vectors
        self._rows.update(zip(texts, range(known, size), strict=True))
