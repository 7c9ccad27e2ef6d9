"""Corpora of random text, large and small."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from policy_align.formats.jsonl import write_jsonl
from policy_align.model import Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

ZH = [*"的水电风光，。（）A1%\"'-", "能源", "发展", "国务院", "关于", "推进", "产业", "碳达峰"]
JA = [*"の水電風光、。「」ａ１％ ", "能源", "發展", "國務院", "をについて", "推進", "産業", "炭ガ"]


def make_pairs(name: str, count: int, seed: int = 0) -> list[Pair]:
    """Make pairs of random text of few words, so that everything occurs often."""
    rng = random.Random(seed)  # noqa: S311 - not a secret
    pairs = []
    for number in range(1, count + 1):
        zh, ja = ("".join(rng.choices(words, k=rng.randrange(14))) for words in (ZH, JA))
        section = rng.choice(["", "一", "一/（一）", "一/（二）", "二"])
        score = round(rng.random(), 3)
        pairs.append(
            Pair(f"{name}:{number}", name, section, "sentence", zh, ja, score, (number,), (number,))
        )
    return pairs


@pytest.fixture
def make_corpus(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes documents into a corpus folder."""

    def write(documents: dict[str, Sequence[Pair]], **descriptions: dict[str, object]) -> Path:
        folder = tmp_path / "corpus" / "aligned"
        folder.mkdir(parents=True, exist_ok=True)
        for name, pairs in documents.items():
            write_jsonl(pairs, folder / f"{name}.jsonl")
        for name, values in descriptions.items():
            text = json.dumps(values, ensure_ascii=False)
            (folder / f"{name}.json").write_text(text, encoding="utf-8")
        return folder.parent

    return write
