"""How frequent words are in general text, from the lists of the package ``wordfreq``.

Training pairs are of few fields. General frequencies keep the pieces and the weights of a model
from fitting these fields only.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import torch

from embedder.tokenizer import fold

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LANGUAGES = ("zh", "ja")
# Rarer words stand for next to nothing in the frequency of pieces.
_MOST = 200_000
_LONGEST = 20


def frequencies(language: str) -> dict[str, float]:
    """Return relative frequencies of words, most frequent first.

    Args:
        language: ``zh`` or ``ja``.
    """
    from wordfreq import get_frequency_dict

    found: dict[str, float] = get_frequency_dict(language, wordlist="large")
    # The lists count numbers by their shape only: 0000 for every year.
    words = [item for item in found.items() if not any(map(str.isdigit, item[0]))]
    return dict(sorted(words, key=lambda item: (-item[1], item[0])))


def general_words(tokens: int) -> Counter[str]:
    """Return how often words stand in general text, to learn pieces from.

    Args:
        tokens: Size of the text in words, for each language.
    """
    counts: Counter[str] = Counter()
    for language in LANGUAGES:
        for word, frequency in frequencies(language).items():
            if len(word) < _LONGEST:
                counts[fold(word)] += round(frequency * tokens)
    return +counts


def general_frequencies(tokenizer: Tokenizer) -> torch.Tensor:
    """Return the relative frequency of every piece in general text of both languages."""
    total = torch.zeros(tokenizer.get_vocab_size(), dtype=torch.float64)
    for language in LANGUAGES:
        words = dict(list(frequencies(language).items())[:_MOST])
        encodings = tokenizer.encode_batch_fast(list(words), add_special_tokens=False)
        tokens = [token for encoding in encodings for token in encoding.ids]
        weights = [
            weight
            for weight, encoding in zip(words.values(), encodings, strict=True)
            for _ in encoding.ids
        ]
        counts = torch.zeros_like(total)
        counts.index_add_(0, torch.tensor(tokens), torch.tensor(weights, dtype=torch.float64))
        total += counts / counts.sum() / len(LANGUAGES)
    return total.float()
