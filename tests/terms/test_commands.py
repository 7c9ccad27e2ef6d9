"""The commands terms and extract-terms as a user meets them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from policy_align.cli.main import main
from policy_align.formats.jsonl import write_jsonl

if TYPE_CHECKING:
    from pathlib import Path

    from policy_align.model import Pair


@pytest.fixture
def corpus(tmp_path: Path, gold_pairs: list[Pair]) -> str:
    path = tmp_path / "corpus" / "plan.jsonl"
    path.parent.mkdir()
    place = next(i for i, pair in enumerate(gold_pairs) if "数据中心" in pair.zh)
    part = gold_pairs[place : place + 40]
    write_jsonl([replace(pair, zh_ids=(1,), ja_ids=(1,)) for pair in part], path)
    return str(path.parent)


def test_terms_shows_renderings_and_an_example(
    corpus: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["terms", "数据中心", "--corpus", corpus]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("データセンター")
    assert "【数据中心】" in out
    assert "【データセンター】" in out
    assert err.endswith(" the Chinese term\n")


def test_terms_as_json(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "データセンター", "--json", "--limit", "1", "--corpus", corpus]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["language"], data["total"] > 0) == ("ja", True)
    (rendering,) = data["renderings"]
    assert rendering["text"] == "数据中心"
    example = rendering["examples"][0]
    assert example["zh"][slice(*example["zh_spans"][0])] == "数据中心"


def test_terms_finds_nothing(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "区块链", "--corpus", corpus]) == 0
    assert capsys.readouterr().err == "no pair holds the term\n"


def test_terms_with_a_glossary(
    corpus: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    glossary = tmp_path / "own.tsv"
    glossary.write_text("数据中心\tデータセンタ\n", encoding="utf-8")
    assert main(["terms", "数据中心", "--corpus", corpus, "--glossary", str(glossary)]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("データセンタ ")
    assert first.endswith("glossary")


def test_terms_refuses_an_empty_query(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "  ", "--corpus", corpus]) == 2
    assert "nothing to look for" in capsys.readouterr().err


def test_extract_terms_writes_lists(
    corpus: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, glossary = tmp_path / "terms.csv", tmp_path / "terms.utf8"
    command = ["extract-terms", "--corpus", corpus, "-o", str(table), "-o", str(glossary)]
    assert main(command) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert str(table) in err
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "数据中心\tデータセンター" in glossary.read_text(encoding="utf-8")


def test_extract_terms_refuses_unknown_formats_before_any_work(
    corpus: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract-terms", "--corpus", corpus, "-o", str(tmp_path / "terms.pdf")]) == 2
    assert "terms.pdf" in capsys.readouterr().err
