"""Aligned texts to make problems from: line-aligned files, gold beads, clause gold."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from policy_align.aligning.sides import KINDS
from policy_align.folding import search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_TAG_KIND = {"h1": "title", "h2": "heading", "h3": "heading", "li": "item", "row": "table"}
_SENTENCE = re.compile(r"[^。！？]*(?:[。！？]+[」』”’）)]*|$)")
_DRIFT = 0.1
"""Most that the shares of corresponding sentences of a segment may differ."""


@dataclass(frozen=True)
class Segment:
    """An aligned segment of a line-aligned text.

    Attributes:
        zh: Chinese text.
        ja: Japanese text.
        block: Number of its paragraph.
        kind: What it is in the document.
    """

    zh: str
    ja: str
    block: int
    kind: str


Text: TypeAlias = "list[Segment]"


def read_sets(path: Path) -> dict[str, list[Text]]:
    """Read line-aligned sets.

    Args:
        path: A file of ``zh<TAB>ja`` lines (plain or gzipped), or a folder that holds
            ``NAME.zh.txt`` and ``NAME.ja.txt`` with, where a set has several documents,
            ``NAME.docs.tsv`` (document and tag of each line).

    Returns:
        For each set its documents.
    """
    if path.is_file():
        return {path.name.split(".")[0]: [_read_table(path)]}
    sets = {}
    for file in sorted(path.glob("*.zh.txt")):
        name = file.name.removesuffix(".zh.txt")
        zh = file.read_text(encoding="utf-8").splitlines()
        ja = file.with_name(f"{name}.ja.txt").read_text(encoding="utf-8").splitlines()
        docs = file.with_name(f"{name}.docs.tsv")
        rows = (
            [line.split("\t") for line in docs.read_text(encoding="utf-8").splitlines()]
            if docs.exists()
            else [[name]] * len(zh)
        )
        documents: dict[str, Text] = {}
        for block, (row, left, right) in enumerate(zip(rows, zh, ja, strict=True)):
            kind = _TAG_KIND.get(row[1] if len(row) > 1 else "", "sentence")
            documents.setdefault(row[0], []).append(Segment(left, right, block, kind))
        sets[name] = list(documents.values())
    return sets


def _read_table(path: Path) -> Text:
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return _without_repeats(Segment(row[0], row[1], n, "sentence") for n, row in enumerate(rows))


def _without_repeats(segments: Iterable[Segment]) -> Text:
    """Leave out segments of which one side repeats that of a segment before."""
    seen: set[str] = set()
    result = []
    for segment in segments:
        keys = {f"zh{search_key(segment.zh)}", f"ja{search_key(segment.ja)}"}
        if seen.isdisjoint(keys):
            result.append(segment)
        seen |= keys
    return result


def read_gold(paths: Sequence[Path]) -> dict[str, list[Text]]:
    """Read gold beads as sets of one document each.

    Args:
        paths: JSONL files with ``zh`` and ``ja``; ``NAME.….jsonl`` or ``NAME/gold.jsonl``.

    Returns:
        For each file its document; null beads are left out.
    """
    sets = {}
    for path in paths:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        sets[set_name(path)] = [
            [
                Segment(
                    row["zh"],
                    row["ja"],
                    row.get("block", number),
                    row["kind"] if row["kind"] in KINDS else "sentence",
                )
                for number, row in enumerate(rows)
                if row["zh"] and row["ja"]
            ]
        ]
    return sets


def set_name(path: Path) -> str:
    """Name the set that a gold file (``NAME.….jsonl`` or ``NAME/gold.jsonl``) holds."""
    return path.parent.name if path.stem == "gold" else path.stem.split(".")[0]


def read_clauses(path: Path) -> list[list[tuple[str, str]]]:
    """Read clause gold: for each sentence its clause beads."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [[(bead["zh"], bead["ja"]) for bead in row["beads"]] for row in rows]


def in_sentences(document: Text) -> Text:
    """Cut segments into sentences where both languages have as many, in like proportions."""
    return [part for segment in document for part in _sentences(segment)]


def _sentences(segment: Segment) -> Text:
    zh = [part for part in _SENTENCE.findall(segment.zh) if part.strip()]
    ja = [part for part in _SENTENCE.findall(segment.ja) if part.strip()]
    alike = len(zh) == len(ja) > 1 and all(
        abs(len(a) / len(segment.zh) - len(b) / len(segment.ja)) < _DRIFT
        for a, b in zip(zh, ja, strict=True)
    )
    if not alike:
        return [segment]
    return [replace(segment, zh=a, ja=b) for a, b in zip(zh, ja, strict=True)]


def resized(documents: Sequence[Text], size: int) -> list[Text]:
    """Join short documents and cut long ones, so that none has more than ``size`` segments."""
    result: list[Text] = [[]]
    for document in documents:
        for start in range(0, len(document), size):
            part = document[start : start + size]
            if result[-1] and len(result[-1]) + len(part) > size:
                result.append([])
            result[-1] = result[-1] + part
    return result
