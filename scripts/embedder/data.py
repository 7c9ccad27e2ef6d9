"""Training pairs: which sources, cleaned how, and how often each is seen."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.folding import search_key

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

SOURCES = Path(__file__).with_name("sources.json")
SHIPPABLE = ("permissive", "attribution", "cc-by-sa")
LONGEST = 400
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A training pair.

    Attributes:
        zh: Chinese text.
        ja: Japanese text.
        weight: How often it is seen in an epoch, on average.
        source: Name of the source it belongs to.
        word: Whether it is a word or name rather than a sentence.
    """

    zh: str
    ja: str
    weight: float
    source: str
    word: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A file of training pairs and what is known about it.

    Attributes:
        path: The file, ``zh<TAB>ja`` lines, plain or gzipped.
        name: Name of the source.
        word: Whether it holds words rather than sentences.
        licence: Its licence; ``not stated`` for a file that the table does not know.
        weight: How often its pairs are seen in an epoch, on average.
    """

    path: Path
    name: str
    word: bool
    licence: str
    weight: float


def find_sources(folder: Path) -> list[Source]:
    """List the usable files of a folder.

    Files named ``sent_NAME`` or ``term_NAME`` whose NAME stands in ``sources.json`` are used if
    their licence class may be shipped; every other ``.tsv`` or ``.tsv.gz`` file is used as it
    is, as sentences (words if it is named ``term_…``).

    Args:
        folder: Where the files are.

    Returns:
        The files in the order of their names.
    """
    known = json.loads(SOURCES.read_text(encoding="utf-8"))
    found = []
    for path in sorted([*folder.glob("*.tsv"), *folder.glob("*.tsv.gz")]):
        stem = path.name.split(".")[0]
        kind, _, name = stem.partition("_")
        entry = known.get(name) if kind in {"sent", "term"} else None
        if entry and entry["class"] not in SHIPPABLE:
            continue
        licence = entry["licence"] if entry else "not stated"
        weight = float(entry["weight"]) if entry else 1.0
        found.append(Source(path, name if entry else stem, kind == "term", licence, weight))
    return found


def gold_source(path: Path) -> Source:
    """Describe a file of aligned sentences of the corpus (JSONL with ``zh`` and ``ja``)."""
    return Source(path, path.name.split(".")[0], word=False, licence="as the document", weight=2.0)


def read_pairs(sources: list[Source]) -> list[Pair]:
    """Read and clean the pairs of all sources.

    Empty sides, overlong texts, pairs that are equal after folding and repeated pairs are dropped.
    """
    seen: set[tuple[str, str]] = set()
    pairs = []
    for source in sources:
        for zh, ja in _rows(source.path):
            key = search_key(zh), search_key(ja)
            if not all(key) or max(map(len, key)) > LONGEST or key in seen or key[0] == key[1]:
                continue
            seen.add(key)
            pairs.append(Pair(zh, ja, source.weight, source.name, source.word))
    return pairs


def hold_out(pairs: list[Pair], share: float, rng: random.Random) -> tuple[list[Pair], list[Pair]]:
    """Split off a random share of the sentences for early stopping.

    Args:
        pairs: All pairs.
        share: Share of the sentences to hold out.
        rng: The source of randomness.

    Returns:
        The pairs to train on, and those held out.
    """
    held = {i for i, pair in enumerate(pairs) if not pair.word and rng.random() < share}
    train = [pair for i, pair in enumerate(pairs) if i not in held]
    return train, [pairs[i] for i in sorted(held)]


def batches(pairs: Sequence[Pair], size: int, rng: random.Random) -> list[list[int]]:
    """Draw the batches of one pass by the weights of the pairs.

    Words are contrasted with words and sentences with sentences: among their like they are
    harder to tell apart.

    Args:
        pairs: All pairs.
        size: Pairs in a batch.
        rng: The source of randomness.

    Returns:
        Numbers of pairs, batch by batch.
    """
    drawn: dict[bool, list[int]] = {False: [], True: []}
    for number, pair in enumerate(pairs):
        whole = int(pair.weight)
        times = whole + (rng.random() < pair.weight - whole)
        drawn[pair.word] += [number] * times
    cut = []
    for numbers in drawn.values():
        rng.shuffle(numbers)
        cut += [numbers[i : i + size] for i in range(0, len(numbers), size)]
    rng.shuffle(cut)
    return cut


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    for line in filter(None, text.split("\n")):
        if path.suffix == ".jsonl":
            row = json.loads(line)
            cells = [row["zh"], row["ja"]]
        else:
            cells = line.split("\t")
        if len(cells) > 1:
            yield _clean(cells[0]), _clean(cells[1])


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
