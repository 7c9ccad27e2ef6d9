"""Models that the user brings as objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class ObjectEmbedder:
    """An object with ``encode`` that has no name, such as a ``SentenceTransformer``.

    Args:
        model: The object; ``encode`` takes a list of texts and returns one vector for each.

    Attributes:
        name: Name of the class of the object.
    """

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - it need have nothing but encode
        self.name = type(model).__name__
        self._model = model

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences.

        Args:
            sentences: n texts of either language.

        Returns:
            float32 array of shape (n, d); rows are L2-normalised (zeros stay zeros).
        """
        vectors = np.asarray(self._model.encode(list(sentences)), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
        unit: NDArray[np.float32] = np.divide(
            vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0
        )
        return unit
