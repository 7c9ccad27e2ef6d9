"""Train a Chinese–Japanese embedding model: ``python scripts/train_embedder.py DATA_DIR OUT_DIR``.

DATA_DIR holds files of ``zh<TAB>ja`` lines (``.tsv`` or ``.tsv.gz``). Files that the table
``embedder/sources.json`` knows are used if their licence permits and weighted as it says; all
others are used as they are, so the same command trains a model for a field of your own.
OUT_DIR becomes a folder that ``policy-align align --model OUT_DIR`` and ``SentenceTransformer``
load. The same data, seed and versions give the same bytes.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys
import time
from pathlib import Path

import torch

from embedder.card import write_card
from embedder.data import find_sources, gold_source, hold_out, read_pairs
from embedder.export import export
from embedder.general import general_words
from embedder.tokenizer import count_words, train_tokenizer
from embedder.training import Settings, train


def main() -> int:
    """Train, export, describe."""
    args = _arguments()
    settings = Settings(
        **{field.name: getattr(args, field.name) for field in dataclasses.fields(Settings)}
    )
    torch.set_num_threads(args.threads)
    begin = time.perf_counter()
    found = find_sources(args.data) + [gold_source(path) for path in args.also]
    sources = [source for source in found if source.name not in args.without]
    pairs = read_pairs(sources)
    if not pairs:
        print(f"{args.data}: no pairs found; give a folder of zh<TAB>ja files", file=sys.stderr)
        return 2
    luck = random.Random(settings.seed)  # noqa: S311 - not for secrets
    train_pairs, held = hold_out(pairs, args.held_out, luck)
    _say(begin, f"{len(sources)} files, {len(train_pairs)} pairs, {len(held)} held out")
    drawn = [pair for pair in train_pairs if luck.random() < pair.weight]
    words = count_words(text for pair in drawn for text in (pair.zh, pair.ja))
    if settings.general:
        words += general_words(settings.general)
    tokenizer = train_tokenizer(words, settings.vocabulary)
    _say(begin, f"{tokenizer.get_vocab_size()} pieces")
    table, figures = train(tokenizer, train_pairs, held, settings)
    export(table, tokenizer, args.out)
    write_card(args.out, sources, train_pairs, settings, figures)
    _say(begin, f"held-out P@1 {max(figures):.4f}; written to {args.out}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--held-out", type=float, default=0.01, help="share held out to stop early")
    parser.add_argument(
        "--also", type=Path, nargs="*", default=[], metavar="JSONL", help="aligned documents"
    )
    parser.add_argument(
        "--without", nargs="*", default=[], metavar="NAME", help="sources to leave out, to test on"
    )
    for field in dataclasses.fields(Settings):
        name = "--" + field.name.replace("_", "-")
        parser.add_argument(name, type=type(field.default), default=field.default)
    return parser.parse_args()


def _say(begin: float, text: str) -> None:
    print(f"[{time.perf_counter() - begin:6.0f} s] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
