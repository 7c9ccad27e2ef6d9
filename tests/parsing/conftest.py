from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parents[2] / "corpus"
SEED = CORPUS / "raw" / "2030-carbon-peak.txt"


@pytest.fixture(scope="session")
def seed_beads() -> list[dict[str, Any]]:
    path = CORPUS / "gold" / "2030-carbon-peak.sentences.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="session")
def seed_structure() -> list[dict[str, Any]]:
    path = CORPUS / "gold" / "2030-carbon-peak.structure.json"
    result: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return result
