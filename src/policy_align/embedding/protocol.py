"""What the aligner asks of an embedding model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


@runtime_checkable
class Embedder(Protocol):
    """Anything that turns sentences into vectors of one space for both languages.

    Attributes:
        name: Name of the model, as it stands in the signature of a result.
    """

    name: str

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences.

        Args:
            sentences: n texts, Chinese, Japanese or both.

        Returns:
            float32 array of shape (n, d); rows are L2-normalised (a row of zeros for a text
            of which the model knows nothing).
        """
        ...
