"""The exported folder as its users load it; every value is compared."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from policy_align.bitext import Bitext
from policy_align.cli import main
from policy_align.corpus import Corpus, load_corpus
from policy_align.errors import InputError, MissingExtraError
from policy_align.exporting import export_hf
from policy_align.exporting.splits import assign_splits
from policy_align.formats.jsonl import iter_jsonl, row_of, write_jsonl
from policy_align.model import Pair
from policy_align.results import Hit, Term
from tests.conftest import CORPUS, GOLD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "2030-carbon-peak"
TERMS = (
    Term("碳达峰", "ピークアウト", 9, 0.9, (("炭素ピーク", 2),), "corpus", None),
    Term("能源", "エネルギー", 40, 0.99, (), "corpus", Hit(
        Pair("notice:1", "notice", "", "title", "能源", "エネルギー", 1.0), (), (), ""
    )),
)  # fmt: skip
HOSTILE = Pair(
    "notice:2",
    "notice",
    "一",
    "sentence",
    '"=<b>&amp;\ud800,\u2028"',
    "あ\nい\x00\t",
    0.25,
    (2,),
    (2, 3),
)


def halves(bitext: Bitext) -> Bitext:
    """Stand in for the clause aligner: cut every text in two."""
    parts = [
        replace(pair, id=f"{pair.id}.{n}", zh=zh, ja=ja)
        for pair in bitext
        for n, (zh, ja) in enumerate(
            [
                (pair.zh[: len(pair.zh) // 2], pair.ja[: len(pair.ja) // 2]),
                (pair.zh[len(pair.zh) // 2 :], pair.ja[len(pair.ja) // 2 :]),
            ],
            1,
        )
    ]
    return replace(bitext, pairs=tuple(parts))


@pytest.fixture(autouse=True)
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the aligner and the term extraction, which have tests of their own, out of this."""
    monkeypatch.setattr(Bitext, "clauses", halves)
    monkeypatch.setattr(Corpus, "extract_terms", lambda _self: list(TERMS))
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Make a corpus of two documents, one described and one hostile."""
    folder = tmp_path / "corpus" / "aligned"
    folder.mkdir(parents=True)
    pairs = [
        replace(pair, id=f"{NAME}:{n}", doc=NAME, section=f"{n // 60}/{n // 9}")
        for n, pair in enumerate(iter_jsonl(GOLD / f"{NAME}.sentences.jsonl"), 1)
    ]
    write_jsonl(pairs, folder / f"{NAME}.jsonl")
    described = json.loads((CORPUS / "raw" / f"{NAME}.json").read_text(encoding="utf-8"))
    described |= {"sha256": {"b.txt": "22", "a.txt": "11"}, "signature": "policy_align|test"}
    (folder / f"{NAME}.json").write_text(json.dumps(described), encoding="utf-8")
    title = replace(TERMS[1].example.pair, id="notice:1") if TERMS[1].example else HOSTILE
    write_jsonl([title, HOSTILE], folder / "notice.jsonl")
    return load_corpus(tmp_path / "corpus")


def loaded(folder: Path, config: str | None = None) -> dict[str, list[dict[str, Any]]]:
    datasets = pytest.importorskip("datasets")
    names = [config] if config else []
    found = datasets.load_dataset(str(folder), *names, cache_dir=str(folder.parent / "cache"))
    return {split: list(rows) for split, rows in found.items()}


def clean(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    if isinstance(value, str):
        return value.encode(errors="ignore").decode()
    return value


def flat(rows: dict[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for row in chain.from_iterable(rows.values()):
        texts = row.pop("translation", {})
        yield row | texts


def test_every_value_comes_back(corpus: Corpus, tmp_path: Path) -> None:
    counts = export_hf(corpus, tmp_path / "hf")
    pairs = {pair.id: pair for pair in corpus.pairs()}
    sentences = loaded(tmp_path / "hf")
    assert sentences == loaded(tmp_path / "hf", "sentences")
    assert {split: len(rows) for split, rows in sentences.items()} == {
        split: number for (table, split), number in counts.items() if table == "sentences"
    }
    expected = {
        name: {key: clean(value) for key, value in row_of(pair).items()}
        for name, pair in pairs.items()
    }
    splits = assign_splits(list(pairs.values()))
    for split, rows in sentences.items():
        assert {splits[row["id"]] for row in rows} == {split}
    assert {row["id"]: row for row in flat(sentences)} == expected

    clauses = list(flat(loaded(tmp_path / "hf", "clauses")))
    wanted = {pair.id: pair for bitext in corpus.values() for pair in halves(bitext)}
    assert len(clauses) == len(wanted)
    for row in clauses:
        pair = wanted[row["id"]]
        assert (row["zh"], row["ja"], row["score"]) == (clean(pair.zh), clean(pair.ja), pair.score)
        assert row["sentence_id"] == row["id"].rpartition(".")[0]


def test_training_pairs_have_two_columns(corpus: Corpus, tmp_path: Path) -> None:
    export_hf(corpus, tmp_path / "hf")
    rows = loaded(tmp_path / "hf", "pairs")
    assert {tuple(row) for part in rows.values() for row in part} == {("anchor", "positive")}
    found = {(row["anchor"], row["positive"]) for part in rows.values() for row in part}
    assert found == {
        (pair.zh.strip(), pair.ja.strip())
        for pair in corpus.pairs() if pair.zh and pair.ja and pair.score >= 0.5
    }  # fmt: skip


def test_terms_and_documents(corpus: Corpus, tmp_path: Path) -> None:
    export_hf(corpus, tmp_path / "hf")
    first, second = loaded(tmp_path / "hf", "terms")["train"]
    assert first["variants"] == [{"text": "炭素ピーク", "count": 2}]
    assert (second["zh"], second["count"], second["example_id"]) == ("能源", 40, "notice:1")
    described, bare = loaded(tmp_path / "hf", "documents")["train"]
    assert described["date"] == "2021-10-24"
    assert described["number_zh"] == "国发〔2021〕23号"
    assert (described["files"], described["sha256"]) == (["a.txt", "b.txt"], ["11", "22"])
    assert described["signature"] == "policy_align|test"
    assert "SMBC" in described["rights_ja"]
    assert (bare["doc"], bare["date"], bare["files"], bare["pairs"]) == ("notice", "", [], 2)


def test_line_aligned_text(corpus: Corpus, tmp_path: Path) -> None:
    export_hf(corpus, tmp_path / "hf")
    found = set()
    for split in ("train", "validation", "test"):
        sides = [
            (tmp_path / "hf" / "text" / f"{split}.{side}").read_text(encoding="utf-8").split("\n")
            for side in ("zh", "ja")
        ]
        found |= set(zip(*sides, strict=True))
    assert ("能源", "エネルギー") in found
    assert ("国发〔2021〕23号", "国発[2021]23 号") in found


def test_the_card_says_what_it_must(corpus: Corpus, tmp_path: Path) -> None:
    export_hf(corpus, tmp_path / "hf", name="Zh: ja", gold=GOLD)
    card = (tmp_path / "hf" / "README.md").read_text(encoding="utf-8")
    for text in (
        'pretty_name: "Zh: ja"', "sha256 `11`", "policy_align|test", "国发〔2021〕23号",
        "whole documents",
        f"| {NAME} | 1.0000 | 1.0000 | 1.0000 | 1.0000 |", "SMBC", "notice, zh: not stated",
        "1 more documents have no gold standard", "| `pairs` | train |",
    ):  # fmt: skip
        assert text in card


def test_a_single_document_is_split_by_section_and_the_card_says_so(
    corpus: Corpus, tmp_path: Path
) -> None:
    del corpus
    (tmp_path / "corpus" / "aligned" / "notice.jsonl").unlink()
    export_hf(load_corpus(tmp_path / "corpus"), tmp_path / "hf")
    assert "**sections**" in (tmp_path / "hf" / "README.md").read_text(encoding="utf-8")
    assert set(loaded(tmp_path / "hf")) == {"train", "validation", "test"}


def test_the_same_corpus_gives_the_same_bytes(corpus: Corpus, tmp_path: Path) -> None:
    def digests() -> dict[str, str]:
        return {
            str(path.relative_to(tmp_path / "hf")): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (tmp_path / "hf").rglob("*")
            if path.is_file()
        }

    export_hf(corpus, tmp_path / "hf")
    first = digests()
    export_hf(corpus, tmp_path / "hf")
    assert digests() == first


def test_croissant_describes_every_file(corpus: Corpus, tmp_path: Path) -> None:
    export_hf(corpus, tmp_path / "hf")
    described = json.loads((tmp_path / "hf" / "croissant.json").read_text(encoding="utf-8"))
    files = {each["contentUrl"]: each["sha256"] for each in described["distribution"]}
    assert files == {
        str(path.relative_to(tmp_path / "hf")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (tmp_path / "hf" / "data").rglob("*.parquet")
    }
    assert described["datePublished"] == "2021-10-24"


@pytest.mark.filterwarnings("ignore")
def test_croissant_is_valid_and_gives_the_rows(corpus: Corpus, tmp_path: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    export_hf(corpus, tmp_path / "hf")
    data = mlcroissant.Dataset(jsonld=str(tmp_path / "hf" / "croissant.json"))
    assert not data.metadata.ctx.issues.errors
    (row, *_) = data.records("documents/train")
    assert row["documents/train/title_zh"].decode().startswith("国务院关于印发")
    texts = {row["pairs/train/anchor"].decode() for row in data.records("pairs/train")}
    assert texts == {row["anchor"] for row in loaded(tmp_path / "hf", "pairs")["train"]}


def test_other_folders_are_left_alone(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    with pytest.raises(InputError, match="something else"):
        export_hf(corpus, tmp_path / "mine")
    with pytest.raises(InputError, match="no folder"):
        export_hf(corpus, tmp_path / "no" / "hf")
    with pytest.raises(InputError, match="a file"):
        export_hf(corpus, tmp_path / "mine" / "thesis.txt")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_without_pyarrow_the_extra_is_named_and_nothing_is_left(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"policy-align\[parquet\]"):
        export_hf(corpus, tmp_path / "hf")
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_the_command(corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del corpus
    assert main(["export", "hf", str(tmp_path / "hf"), "--corpus", str(tmp_path / "corpus")]) == 0
    captured = capsys.readouterr()
    assert "documents  train              2" in captured.out
    assert f'load_dataset("{tmp_path / "hf"}")' in captured.err


def test_a_corpus_folder_is_a_data_set_itself(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "corpus" / "README.md").write_bytes((CORPUS / "README.md").read_bytes())
    # Half a character, which JSON can hold and a column of text cannot.
    whole = [replace(pair, zh=clean(pair.zh)) for pair in corpus["notice"]]
    write_jsonl(whole, tmp_path / "corpus" / "aligned" / "notice.jsonl")
    rows = loaded(tmp_path / "corpus")["train"]
    assert rows == [row_of(pair) for pair in [*corpus[NAME], *whole]]
