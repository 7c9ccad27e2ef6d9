"""Any sentence-transformers model, by name or path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class TransformerEmbedder:
    """A sentence-transformers model.

    Args:
        name: Name on the hub, or folder.

    Attributes:
        name: The name, without leading folders of a path.

    Raises:
        InputError: If there is no such model, or it cannot be reached.
    """

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name)
        except Exception as error:  # hub, files and frameworks raise many kinds
            advice = "check the name, or give the folder of a downloaded model"
            reason = f"the model cannot be loaded ({str(error).splitlines()[0]})"
            raise InputError(name, reason, advice) from error
        self.name = Path(name).name if Path(name).exists() else name

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences.

        Args:
            sentences: n texts of either language; what the model cannot hold of an overlong
                one is left out, as the model defines.

        Returns:
            float32 array of shape (n, d) with L2-normalised rows.
        """
        if not sentences:
            return np.zeros((0, self._model.get_sentence_embedding_dimension() or 0), np.float32)
        vectors = self._model.encode(
            list(sentences),
            batch_size=64,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=None,
        )
        return np.asarray(vectors, dtype=np.float32)
