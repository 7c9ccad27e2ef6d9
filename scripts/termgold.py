"""The term gold as questions with answers, for fitting and measuring term look-up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.folding import search_key
from policy_align.model import Pair

if TYPE_CHECKING:
    from policy_align.model import Language

NAME = "2030-carbon-peak"
FOLDER = Path(__file__).parents[1] / "corpus/gold"
GOLD = FOLDER / f"{NAME}.terms.tsv"


@dataclass(frozen=True)
class Question:
    """A term to look up.

    Attributes:
        term: The term.
        group: The Chinese term behind it.
        answers: Search keys of its right renderings.
    """

    term: str
    group: str
    answers: frozenset[str]


def read_pairs() -> list[Pair]:
    """Read the sentence pairs of the gold standard that have both sides."""
    lines = (FOLDER / f"{NAME}.sentences.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Pair(f"{NAME}:{row['id']}", NAME, row["path"], row["kind"], row["zh"], row["ja"], 1.0)
        for row in rows
        if row["zh"] and row["ja"]
    ]


def read_rows() -> list[tuple[str, str]]:
    """Read the term pairs of the gold standard."""
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


def read_questions() -> dict[Language, list[Question]]:
    """Read the term gold as questions in both directions."""
    rows = read_rows()
    forth = _collect([(zh, zh, ja) for zh, ja in rows])
    back = _collect([(ja, zh, zh) for zh, ja in rows])
    return {"zh": forth, "ja": back}


def _collect(rows: list[tuple[str, str, str]]) -> list[Question]:
    answers: dict[str, set[str]] = {}
    groups: dict[str, str] = {}
    for term, group, answer in rows:
        answers.setdefault(term, set()).add(search_key(answer))
        groups.setdefault(term, group)
    return [Question(term, groups[term], frozenset(known)) for term, known in answers.items()]
