"""Writing the trained table as a model folder that model2vec and sentence-transformers load."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import save_file

if TYPE_CHECKING:
    from pathlib import Path

    import torch
    from tokenizers import Tokenizer

_STATIC = "sentence_transformers.models.StaticEmbedding"
_NORMALIZE = "sentence_transformers.models.Normalize"


def export(table: torch.Tensor, tokenizer: Tokenizer, folder: Path) -> None:
    """Write a model folder.

    Every vector is stored in 8 bits a value with a scale of its own (symmetric, by the largest
    absolute value), which model2vec calls the weight of the token.

    Args:
        table: Token vectors, shape (vocabulary, dimension).
        tokenizer: The tokenizer.
        folder: Where to write; made if need be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    vectors = table.numpy().astype(np.float32)
    # The unknown token says nothing: neither loader shall let it count.
    vectors[0] = 0.0
    scales = np.abs(vectors).max(axis=1) / 127
    scales[scales == 0] = 1.0
    quantised = np.rint(vectors / scales[:, None]).astype(np.int8)
    save_file({"embeddings": quantised, "weights": scales}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    version = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()[:8]
    _write_json(
        folder / "config.json",
        {
            "model_type": "model2vec",
            "normalize": True,
            "max_length": None,
            "embedding_dtype": "int8",
            "version": version,
        },
    )
    modules = [
        {"idx": 0, "name": "0", "path": ".", "type": _STATIC},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": _NORMALIZE},
    ]
    _write_json(folder / "modules.json", modules)
    _write_json(
        folder / "config_sentence_transformers.json",
        {"similarity_fn_name": "cosine", "prompts": {}, "default_prompt_name": None},
    )


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
