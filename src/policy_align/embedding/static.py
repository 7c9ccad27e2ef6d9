"""Static models (a table of token vectors), used with numpy alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from policy_align.embedding.texts import without_surrogates
from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

# How model2vec and sentence-transformers call the table in the file.
_TABLES = ("embeddings", "embedding.weight")
# Texts that are embedded at once: their different tokens are widened to 32 bits together.
_BATCH = 2_048


class StaticEmbedder:
    """A static model in the format that model2vec and sentence-transformers share.

    A text is the sum of the vectors of its tokens (each times a weight, if the model has weights).
    Both libraries give the same vectors; this class needs neither, nor torch.

    Args:
        folder: Folder with ``model.safetensors``, ``tokenizer.json`` and ``config.json``.
        name: Name for signatures.

    Attributes:
        name: Name of the model, with the version that its configuration states.

    Raises:
        InputError: If the folder holds no usable model.
    """

    def __init__(self, folder: Path, name: str) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            tensors = load_file(folder / "model.safetensors")
            self._vectors = next(tensors[key] for key in _TABLES if key in tensors)
            self._weights = tensors.get("weights")
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            version = _version(folder / "config.json")
            if "mapping" in tensors or len(self._vectors) != self._tokenizer.get_vocab_size():
                raise ValueError("one vector per token is needed")  # noqa: TRY301
        except Exception as error:  # the readers raise many kinds
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise InputError(
                folder, f"not a usable model ({reason})", "train or copy it again"
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
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
        sums = np.zeros((len(sentences), self._vectors.shape[1]), dtype=np.float32)
        for begin in range(0, len(sentences), _BATCH):
            texts = [without_surrogates(text) for text in sentences[begin : begin + _BATCH]]
            encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
            tokens = [encoding.ids for encoding in encodings]
            used, places = np.unique(
                np.concatenate([np.asarray(ids, np.intp) for ids in tokens]), return_inverse=True
            )
            table, end = self._widen(used), 0
            for row, ids in enumerate(tokens, begin):
                start, end = end, end + len(ids)
                np.add.reduce(table[places[start:end]], axis=0, out=sums[row])
        return sums

    def _widen(self, tokens: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the vectors of some tokens, weighted, in 32 bits."""
        vectors = self._vectors[tokens].astype(np.float32)
        if self._weights is not None:
            vectors *= self._weights[tokens, None].astype(np.float32)
        return vectors


def _version(config: Path) -> str | None:
    """Return the version that the configuration states, if it does."""
    if not config.exists():
        return None
    version = json.loads(config.read_text(encoding="utf-8")).get("version")
    return None if version is None else str(version)
