"""The network: token vectors that are made of a vector of the piece and vectors of its characters.

A piece that is rare in training still gets a meaning from its characters, and Chinese and
Japanese pieces that share characters share a part of their vectors. When training is over, the
sum is written out as one plain table (``table``), so that nothing of this is needed to use it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer


class CompositeEmbedding(StaticEmbedding):
    """A static embedding whose token vectors are composed while it is trained.

    Args:
        tokenizer: The tokenizer.
        dimension: Size of the vectors.
        frequencies: Relative frequency of every token in the training text; frequent tokens
            start short, as in smooth inverse frequency weighting (Arora, Liang and Ma, 2017).
        dropout: Share of the tokens of a text that are left out in training.
        seed: Seed of the initial vectors.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        dimension: int,
        frequencies: torch.Tensor,
        dropout: float,
        seed: int,
    ) -> None:
        super().__init__(tokenizer, embedding_dim=dimension)
        generator = torch.Generator().manual_seed(seed)
        pieces = [tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())]
        characters = {char: i for i, char in enumerate(sorted({c for p in pieces for c in p}))}
        spelled = [[characters[char] for char in piece] for piece in pieces]
        self.register_buffer(
            "spelling", torch.tensor([i for s in spelled for i in s]), persistent=False
        )
        starts = torch.tensor([0, *(len(s) for s in spelled)]).cumsum(0)
        self.register_buffer("starts", starts, persistent=False)
        scale = 1 / math.sqrt(dimension)
        self.characters = nn.Embedding(len(characters), dimension)
        self.characters.weight.data.normal_(0, scale, generator=generator)
        self.embedding.weight.data.normal_(0, scale / 2, generator=generator)
        smooth = 1e-3
        self.weights = nn.Parameter(torch.log(smooth / (smooth + frequencies)))
        self.dropout = dropout
        self.generator = torch.Generator().manual_seed(seed + 1)

    def compose(self, tokens: torch.Tensor) -> torch.Tensor:
        """Return the vectors of some tokens, shape (n, dimension)."""
        begin, end = self.starts[tokens], self.starts[tokens + 1]
        lengths = end - begin
        offsets = torch.cat([lengths.new_zeros(1), lengths.cumsum(0)[:-1]])
        index = torch.arange(int(lengths.sum())) - torch.repeat_interleave(offsets - begin, lengths)
        spelled = nn.functional.embedding_bag(
            self.spelling[index], self.characters.weight, offsets, mode="mean"
        )
        vectors = self.embedding.weight[tokens] + spelled
        return vectors * self.weights[tokens].exp()[:, None]

    def forward(self, features: dict[str, torch.Tensor], **_: object) -> dict[str, torch.Tensor]:
        """Embed tokenized texts as the mean of their token vectors."""
        tokens, offsets = features["input_ids"], features["offsets"]
        used, places = torch.unique(tokens, return_inverse=True)
        table = self.compose(used)
        kept = torch.ones(len(tokens))
        if self.training and self.dropout:
            kept = (torch.rand(len(tokens), generator=self.generator) >= self.dropout).float()
        features["sentence_embedding"] = nn.functional.embedding_bag(
            places, table, offsets, mode="sum", per_sample_weights=kept
        )
        return features

    @torch.no_grad()
    def table(self) -> torch.Tensor:
        """Return the vectors of all tokens, shape (vocabulary, dimension)."""
        return self.compose(torch.arange(self.num_embeddings))


def features(texts: Sequence[Sequence[int]]) -> dict[str, torch.Tensor]:
    """Pack tokenized texts as the embedding takes them."""
    lengths = torch.tensor([0, *(len(text) for text in texts)])
    flat = [token for text in texts for token in text]
    return {"input_ids": torch.tensor(flat, dtype=torch.long), "offsets": lengths.cumsum(0)[:-1]}
