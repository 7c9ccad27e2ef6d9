"""The gold standard of the corpus as pairs, and look-ups in it."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.conftest import GOLD

from policy_align import load_embedder
from policy_align.folding import search_key
from policy_align.model import Pair
from policy_align.terms.background import Background
from policy_align.terms.lookup import renderings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from policy_align.model import Language
    from policy_align.results import TermResult
    from policy_align.terms.glossary import GlossaryEntry

NAME = "2030-carbon-peak"


@pytest.fixture(scope="session")
def gold_pairs() -> list[Pair]:
    """Return the sentence pairs that have both sides."""
    lines = (GOLD / f"{NAME}.sentences.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Pair(f"{NAME}:{row['id']}", NAME, row["path"], row["kind"], row["zh"], row["ja"], 1.0)
        for row in map(json.loads, lines)
        if row["zh"] and row["ja"]
    ]


@pytest.fixture(scope="session")
def gold_terms() -> dict[str, set[str]]:
    """Return the renderings of each Chinese term as search keys."""
    terms: dict[str, set[str]] = {}
    for line in (GOLD / f"{NAME}.terms.tsv").read_text(encoding="utf-8").splitlines():
        zh, ja, *_ = line.split("\t")
        terms.setdefault(zh, set()).add(search_key(ja))
    return terms


def look_up(  # noqa: PLR0913 - as the look-up itself
    pairs: Sequence[Pair],
    background: Background,
    query: str,
    language: Language = "zh",
    *,
    glossary: Sequence[GlossaryEntry] = (),
    limit: int = 10,
) -> TermResult:
    """Look a term up as a corpus of these pairs does."""
    key = search_key(query)
    hits = [pair for pair in pairs if key in search_key(getattr(pair, language))]
    return renderings(
        query,
        language,
        hits,
        total=len(hits),
        background=background,
        encode=load_embedder().encode,
        glossary=glossary,
        limit=limit,
        citation=lambda pair: pair.id,
    )


@pytest.fixture(scope="session")
def find(gold_pairs: list[Pair]) -> Callable[..., TermResult]:
    """Return a look-up in the gold standard."""
    return partial(look_up, gold_pairs, Background.of(gold_pairs))
