"""A corpus of two documents, one of them hostile, and the page on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from policy_align import load_corpus
from policy_align.web.library import Library

from .support import client, hostile_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

    from policy_align import Bitext


@pytest.fixture(scope="session")
def aligned(seed: Bitext, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the corpus that the tests read."""
    folder = tmp_path_factory.mktemp("aligned")
    seed.save(folder / f"{seed.name}.jsonl")
    hostile_document().save(folder / "hostile.jsonl")
    description = '{"title": {"zh": "<u>敌意</u>", "ja": "敵意"}, "issuer": {"zh": "<s>某部</s>"}}'
    (folder / "hostile.json").write_text(description, encoding="utf-8")
    return folder


@pytest.fixture
def own(aligned: Path, tmp_path: Path) -> Path:
    """Give a corpus folder of the user's own, with one document."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "hostile.jsonl").write_bytes((aligned / "hostile.jsonl").read_bytes())
    return folder


@pytest.fixture(scope="session")
def page(aligned: Path) -> Iterator[TestClient]:
    """Open the page on the corpus that is only read."""
    with client(Library(partial(load_corpus, aligned))) as opened:
        yield opened


@pytest.fixture
def own_page(own: Path) -> Iterator[TestClient]:
    """Open the page on the user's own corpus."""
    with client(Library(partial(load_corpus, own), own)) as opened:
        yield opened
