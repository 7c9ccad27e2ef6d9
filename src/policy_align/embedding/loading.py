"""Loading an embedding model by name or path."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError

if TYPE_CHECKING:
    from policy_align.embedding.protocol import Embedder

BUNDLED = "bundled"
_STATIC = "StaticEmbedding"


@lru_cache(maxsize=4)
def load_embedder(name: str = BUNDLED) -> Embedder:
    """Load an embedding model.

    Args:
        name: ``bundled`` for the model that comes with the library (no download, no GPU, no
            torch), else the name or the folder of any sentence-transformers model, such as
            ``sentence-transformers/LaBSE``.

    Returns:
        The model. Loading the same one again returns the same object.

    Raises:
        InputError: If there is no such model, or it cannot be reached.

    Example:
        >>> vectors = load_embedder().encode(["碳达峰", "炭素排出ピークアウト"])
        >>> vectors.shape[0], str(vectors.dtype)
        (2, 'float32')
    """
    from policy_align.embedding.static import StaticEmbedder
    from policy_align.embedding.transformer import TransformerEmbedder

    if name == BUNDLED:
        return StaticEmbedder(Path(str(files("policy_align") / "data" / "model")), BUNDLED)
    folder = Path(name)
    if folder.is_file():
        raise InputError(
            name, "a model is a folder, this is a file", "give the folder of the model"
        )
    if _is_static(folder):
        return StaticEmbedder(folder, folder.name)
    return TransformerEmbedder(name)


def _is_static(folder: Path) -> bool:
    """Tell whether a folder holds a static model, which needs no torch."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return str(modules[0]["type"]).endswith(_STATIC)
    except (OSError, ValueError, LookupError, TypeError):
        return False
