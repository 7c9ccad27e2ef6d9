"""Loading an embedding model by name, by path, or as an object."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_align.embedding.protocol import Embedder
from policy_align.errors import InputError

if TYPE_CHECKING:
    from os import PathLike

BUNDLED = "bundled"
_STATIC = "StaticEmbedding"
_BATCH_SIZE = 64


def load_embedder(
    model: str | PathLike[str] | Any = BUNDLED,  # noqa: ANN401 - it need have nothing but encode
    *,
    batch_size: int = _BATCH_SIZE,
    device: str | None = None,
    cached: bool = True,
) -> Embedder:
    """Load an embedding model.

    Args:
        model: ``bundled`` for the model that comes with the library (no download, no GPU, no
            torch); the name or the folder of any sentence-transformers model, such as
            ``sentence-transformers/LaBSE``; or any object with ``encode``.
        batch_size: Texts that a hub model reads at once.
        device: Where a hub model runs (``cpu``, ``cuda``, ``mps``); by default the best there is.
        cached: Whether the vectors of a hub model are kept on disk, so that a second run need
            not compute them. The environment variable ``POLICY_ALIGN_CACHE`` names the folder,
            or ``off``.

    Returns:
        The model. Loading the same one again returns the same object; an object that is an
        embedder already (it has a ``name``) is returned as it is.

    Raises:
        InputError: If there is no such model, or it cannot be reached.

    Example:
        >>> vectors = load_embedder().encode(["碳达峰", "炭素排出ピークアウト"])
        >>> vectors.shape[0], str(vectors.dtype)
        (2, 'float32')
    """
    if isinstance(model, (str, os.PathLike)):
        return _load(os.fspath(model), batch_size, device, cached)
    if isinstance(model, Embedder):
        return model
    if callable(getattr(model, "encode", None)):
        from policy_align.embedding.wrapping import ObjectEmbedder

        return ObjectEmbedder(model)
    reason = "not an embedding model: it has no method encode"
    raise InputError(type(model).__name__, reason, "give a name, a folder or an object with encode")


@lru_cache(maxsize=4)
def _load(name: str, batch_size: int, device: str | None, cached: bool) -> Embedder:  # noqa: FBT001
    from policy_align.embedding.static import StaticEmbedder

    if name == BUNDLED:
        return StaticEmbedder(Path(str(files("policy_align") / "data" / "model")), BUNDLED)
    folder = Path(name)
    if folder.is_file():
        raise InputError(
            name, "a model is a folder, this is a file", "give the folder of the model"
        )
    if _is_static(folder):
        return StaticEmbedder(folder, folder.name)
    from policy_align.embedding.transformer import TransformerEmbedder

    return TransformerEmbedder(name, batch_size, device, cached=cached)


def _is_static(folder: Path) -> bool:
    """Tell whether a folder holds a static model, which needs no torch."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return str(modules[0]["type"]).endswith(_STATIC) and modules[0]["path"] in {"", "."}
    except (OSError, ValueError, LookupError, TypeError):
        return False
