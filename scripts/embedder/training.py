"""The training: contrastive, with early stopping on pairs that are held out."""

from __future__ import annotations

import math
import random
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from tqdm import tqdm

from embedder.data import Pair, batches
from embedder.general import general_frequencies
from embedder.network import CompositeEmbedding, features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Settings:
    """What a training run depends on, beside the data.

    Attributes:
        vocabulary: Number of pieces.
        dimension: Size of the vectors.
        epochs: Most passes over the data.
        patience: Passes without a better held-out figure after which training ends.
        batch: Pairs in a batch; each is contrasted with all others of its batch.
        rate: Highest learning rate.
        scale: What cosines are multiplied by in the loss (inverse temperature).
        dropout: Share of the tokens that are left out.
        general: Words of general text in each language that the pieces are learnt from, beside
            the pairs; 0 for pieces and weights that suit the field of the pairs alone.
        seed: Seed of everything random.
    """

    vocabulary: int = 32_000
    dimension: int = 400
    epochs: int = 6
    patience: int = 3
    batch: int = 1_024
    rate: float = 4e-3
    scale: float = 20.0
    dropout: float = 0.1
    general: int = 3_000_000
    seed: int = 1


def train(
    tokenizer: Tokenizer, pairs: Sequence[Pair], held: Sequence[Pair], settings: Settings
) -> tuple[torch.Tensor, list[float]]:
    """Train the token vectors.

    Args:
        tokenizer: The tokenizer.
        pairs: Pairs to train on.
        held: Pairs to measure on after every pass.
        settings: The settings.

    Returns:
        The best table of token vectors, shape (vocabulary, dimension), and the held-out
        retrieval P@1 (mean of both directions) after every pass.
    """
    rng = random.Random(settings.seed)  # noqa: S311 - not for secrets
    torch.manual_seed(settings.seed)
    torch.use_deterministic_algorithms(mode=True)
    zh, ja = _tokens(tokenizer, [p.zh for p in pairs]), _tokens(tokenizer, [p.ja for p in pairs])
    held_zh, held_ja = (
        _tokens(tokenizer, [p.zh for p in held]),
        _tokens(tokenizer, [p.ja for p in held]),
    )
    network = CompositeEmbedding(
        tokenizer,
        settings.dimension,
        _frequencies(tokenizer, [*zh, *ja], settings.general),
        settings.dropout,
        settings.seed,
    )
    loss = MultipleNegativesRankingLoss(
        SentenceTransformer(modules=[network], device="cpu"),
        scale=settings.scale,
        directions=("query_to_doc", "doc_to_query"),
        partition_mode="per_direction",
    )
    optimizer = torch.optim.Adam(network.parameters(), lr=settings.rate, betas=(0.9, 0.98))
    expected = sum(pair.weight for pair in pairs) / settings.batch * settings.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, expected))
    best, figures = network.table(), []
    for _ in range(settings.epochs):
        network.train()
        drawn = batches(pairs, settings.batch, rng)
        for batch in tqdm(drawn, disable=not sys.stderr.isatty(), leave=False):
            optimizer.zero_grad()
            sides = [features([side[i] for i in batch]) for side in (zh, ja)]
            loss(sides, torch.empty(0)).backward()
            optimizer.step()
            schedule.step()
        network.eval()
        table = network.table()
        figures.append(retrieval(table, held_zh, held_ja))
        print(f"pass {len(figures)}: held-out P@1 {figures[-1]:.4f}", file=sys.stderr, flush=True)
        if figures[-1] == max(figures):
            best = table
        elif len(figures) - figures.index(max(figures)) > settings.patience:
            break
    return capped(best), figures


def capped(table: torch.Tensor) -> torch.Tensor:
    """Shorten the vectors that are longer than the median one.

    Rare tokens grow long where they tell the texts of the training data apart; in other fields
    such a token may stand in every other sentence.

    Args:
        table: Token vectors, shape (vocabulary, dimension).
    """
    lengths = table.norm(dim=1, keepdim=True).clamp_min(1e-9)
    return table * (lengths.median() / lengths).clamp_max(1.0)


@torch.no_grad()
def retrieval(
    table: torch.Tensor, zh: Sequence[Sequence[int]], ja: Sequence[Sequence[int]]
) -> float:
    """Return the share of texts whose translation is the nearest, mean of both directions."""
    sides = []
    for texts in (zh, ja):
        packed = features(texts)
        vectors = torch.nn.functional.embedding_bag(packed["input_ids"], table, packed["offsets"])
        sides.append(torch.nn.functional.normalize(vectors))
    similarity = sides[0] @ sides[1].T
    right = torch.arange(len(similarity))
    return sum(float((similarity.argmax(axis) == right).float().mean()) for axis in (0, 1)) / 2


def _tokens(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)]


def _frequencies(
    tokenizer: Tokenizer, texts: Sequence[Sequence[int]], general: int
) -> torch.Tensor:
    """Return how frequent tokens are in general text or, if that is not wanted, in the pairs."""
    if general:
        return general_frequencies(tokenizer)
    flat = torch.tensor([token for text in texts for token in text])
    counts = torch.bincount(flat, minlength=tokenizer.get_vocab_size()).float()
    return counts / counts.sum()


def _rate(step: int, expected: float) -> float:
    """Warm up over the first twentieth, then follow a half cosine down to a twentieth."""
    warm = max(1.0, expected / 20)
    if step < warm:
        return (step + 1) / warm
    done = min(1.0, (step - warm) / max(1.0, expected - warm))
    return 0.05 + 0.95 * (1 + math.cos(math.pi * done)) / 2
