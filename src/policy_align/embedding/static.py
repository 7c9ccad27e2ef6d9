"""Static models (a table of token vectors), used with numpy alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_SURROGATES = re.compile("[\ud800-\udfff]")


class StaticEmbedder:
    """A static model in the format that model2vec and sentence-transformers share.

    Args:
        folder: Folder with ``model.safetensors``, ``tokenizer.json`` and ``config.json``.
        name: Name for signatures.

    Attributes:
        name: Name of the model, with the version that its configuration states.

    Raises:
        InputError: If the folder holds no usable model.
    """

    def __init__(self, folder: Path, name: str) -> None:
        from model2vec import StaticModel

        try:
            self._model = StaticModel.from_pretrained(folder)
        except Exception as error:  # the loaders raise many kinds
            raise InputError(
                folder, f"not a usable model ({error})", "train or copy it again"
            ) from error
        version = self._model.config.get("version")
        self.name = f"{name}-{version}" if version else name

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences.

        Args:
            sentences: n texts of either language, of any length.

        Returns:
            float32 array of shape (n, d); rows are L2-normalised, a row of zeros for a text
            of which the model knows nothing.
        """
        sums = self.encode_sums(sentences)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        unit: NDArray[np.float32] = np.divide(
            sums, lengths, out=np.zeros_like(sums), where=lengths > 0
        )
        return unit

    def encode_sums(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences as the sum of their token vectors.

        The sum over the parts of a text is the sum of the text (as far as the parts are cut
        into the same tokens), so a merge of sentences need not be embedded again.

        Args:
            sentences: n texts of either language, of any length.

        Returns:
            float32 array of shape (n, d), not normalised.
        """
        sums = np.zeros((len(sentences), self._model.dim), dtype=np.float32)
        clean = [_SURROGATES.sub("", sentence) for sentence in sentences]
        for row, tokens in enumerate(self._model.tokenize(clean)):
            if tokens:
                vectors = self._model.embedding[tokens].astype(np.float32)
                if self._model.weights is None:
                    sums[row] = vectors.sum(axis=0)
                else:
                    sums[row] = self._model.weights[tokens] @ vectors
        return sums
