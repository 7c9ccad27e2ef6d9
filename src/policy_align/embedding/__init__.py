"""Embedding: sentences of both languages as vectors of one space."""

from policy_align.embedding.loading import load_embedder
from policy_align.embedding.protocol import Embedder

__all__ = ["Embedder", "load_embedder"]
