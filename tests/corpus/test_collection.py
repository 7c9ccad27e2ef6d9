from __future__ import annotations

import json
import os
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from tests.corpus.conftest import make_pairs

from policy_align.bitext import Bitext
from policy_align.corpus import Corpus, Description, load_corpus
from policy_align.errors import InputError
from policy_align.model import Pair

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLAN = [
    Pair("plan:1", "plan", "", "title", "碳达峰行动方案", "炭素排出ピークアウト行動計画", 0.99,
         (1,), (1,), 1, 1),
    Pair("plan:2", "plan", "三/（一）", "sentence", "积极发展抽水蓄能 和风电。",
         "揚水 発電と風力発電を積極的に発展させる。", 0.9, (2,), (2,), 5, 6),
    Pair("plan:3", "plan", "三/（一）/1", "sentence", "调整产业结构。", "產業構造を調整する。", 0.4,
         (3,), (3,), 5, 6),
    Pair("plan:4", "plan", "三/（二）", "sentence", "发展水电。", "", 0.7, (4,), (), 6, 0),
]  # fmt: skip
LAW = [
    Pair(
        "law:1", "law", "第一章", "sentence", "发展可再生能源。", "再生可能エネルギーを発展。", 0.8
    )
]
DESCRIPTIONS = {
    "plan": {
        "title": {"zh": "碳达峰行动方案", "ja": "行動計画"},
        "issuer": {"zh": "国务院", "ja": "国務院"},
        "document_number": {"zh": "国发〔2021〕23号", "ja": "国発[2021]23号"},
        "date": "2021-10-24",
    },
    "law": {"title": {"ja": "再生可能エネルギー法"}, "issuer": "全国人大", "date": "2009-12-26"},
}


@pytest.fixture(params=["in memory", "by an index"])
def corpus(
    request: pytest.FixtureRequest,
    make_corpus: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Corpus:
    if request.param == "by an index":
        monkeypatch.setattr("policy_align.corpus.opening._SMALL", 0)
    return load_corpus(make_corpus({"plan": PLAN, "law": LAW}, **DESCRIPTIONS))


def found(corpus: Corpus, query: str, **options: object) -> list[str]:
    return [hit.pair.id for hit in corpus.search(query, **options)]  # type: ignore[arg-type]


def test_either_language_is_searched_and_what_was_found_is_marked(corpus: Corpus) -> None:
    (hit,) = corpus.search("産業")
    assert hit.pair == PLAN[2]
    assert [hit.pair.zh[start:end] for start, end in hit.zh_spans] == ["产业"]
    assert [hit.pair.ja[start:end] for start, end in hit.ja_spans] == ["產業"]
    assert hit.citation == "国发〔2021〕23号, 三/（一）/1, zh p. 5 / ja p. 6"


def test_white_space_in_the_text_does_not_matter(corpus: Corpus) -> None:
    (hit,) = corpus.search("揚水発電")
    assert [hit.pair.ja[start:end] for start, end in hit.ja_spans] == ["揚水 発電"]
    assert hit.zh_spans == ()


def test_one_language_can_be_asked_for(corpus: Corpus) -> None:
    assert found(corpus, "产业", language="zh") == ["plan:3"]
    assert found(corpus, "揚水", language="zh") == []
    (hit,) = corpus.search("发展", language="ja", document="law")
    assert (hit.zh_spans, len(hit.ja_spans)) == ((), 1)


def test_words_combine(corpus: Corpus) -> None:
    assert found(corpus, "发展") == ["law:1", "plan:2", "plan:4"]
    assert found(corpus, "发展 風力") == ["plan:2"]
    assert found(corpus, "抽水蓄能 揚水発電") == ["plan:2"]
    assert found(corpus, "发展 -水") == ["law:1"]
    assert found(corpus, '"发展 水电"') == ["plan:4"]
    assert found(corpus, "發展 水電") == ["plan:4"]
    assert found(corpus, "不存在") == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"document": "plan"}, ["plan:2", "plan:4"]),
        ({"document": "23号"}, ["plan:2", "plan:4"]),
        ({"document": "エネルギー法"}, ["law:1"]),
        ({"section": "三"}, ["plan:2", "plan:4"]),
        ({"section": "三/(一)"}, ["plan:2"]),
        ({"section": "三/（一"}, []),
        ({"issuer": "国務院"}, ["plan:2", "plan:4"]),
        ({"issuer": "人大"}, ["law:1"]),
        ({"issuer": "公司"}, []),
        ({"since": "2010"}, ["plan:2", "plan:4"]),
        ({"since": "2009-12-26", "until": "2009-12"}, ["law:1"]),
        ({"until": "2021"}, ["law:1", "plan:2", "plan:4"]),
        ({"until": "2021-10-23"}, ["law:1"]),
        ({"min_score": 0.8}, ["law:1", "plan:2"]),
        ({"min_score": 0.8, "section": "三"}, ["plan:2"]),
        ({"limit": 1}, ["law:1"]),
        ({"limit": 2, "offset": 1}, ["plan:2", "plan:4"]),
        ({"limit": 5, "offset": 9}, []),
        ({"limit": 0}, []),
    ],
)
def test_filters_and_pages(corpus: Corpus, options: dict[str, object], expected: list[str]) -> None:
    assert found(corpus, "发展", **options) == expected


def test_the_total_counts_all_pages(corpus: Corpus) -> None:
    result = corpus.search("发展", limit=1, offset=2)
    assert (result.total, result.offset, len(result), result[0].pair.id) == (3, 2, 1, "plan:4")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"document": "no such"}, "no document of the corpus"),
        ({"document": ""}, "no document of the corpus"),
        ({"limit": -1}, "negative"),
        ({"offset": -1}, "negative"),
        ({"since": "yesterday"}, "not a date"),
        ({"until": "2021-1"}, "not a date"),
    ],
)
def test_what_cannot_be_asked_is_said(
    corpus: Corpus, options: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        corpus.search("发展", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["'", '"x" OR y', "zh:发展", "*", "(", "NEAR(a b)", "^发", "a+b"])
def test_nothing_in_a_query_is_a_command(corpus: Corpus, word: str) -> None:
    assert found(corpus, word) == []


def test_very_long_queries_are_answered(corpus: Corpus) -> None:
    assert found(corpus, "发展" * 30_000) == []
    assert found(corpus, " ".join(f"词{number}" for number in range(60))) == []
    with pytest.raises(InputError, match="too many words"):
        corpus.search(" ".join(f"词{number}" for number in range(5000)))


def test_context(corpus: Corpus) -> None:
    assert corpus.context("plan:2") == tuple(PLAN[:3])
    assert corpus.context("plan:4", 2) == tuple(PLAN[1:])
    assert corpus.context("plan:1", 0) == (PLAN[0],)
    assert corpus.context("law:1", 3) == tuple(LAW)
    assert corpus.context("plan:9") == ()


def test_citations_use_what_is_known(corpus: Corpus) -> None:
    assert corpus.cite(LAW[0]) == "再生可能エネルギー法, 第一章"
    assert corpus.cite(PLAN[3]) == "国发〔2021〕23号, 三/（二）, zh p. 6"
    assert corpus.cite(Pair("tm:12", "tm", "", "sentence", "a", "b", 1.0)) == "tm, no. 12"


def test_an_added_document_is_found_and_stays(corpus: Corpus, tmp_path: Path) -> None:
    assert found(corpus, "量子") == []
    pair = Pair("new:1", "new", "", "sentence", "发展量子通信。", "量子通信を発展。", 0.9)
    corpus.add(
        Bitext("new", (pair,)),
        Description("new", title={"zh": "量子"}, date="2024-01-01"),
    )
    assert found(corpus, "量子") == ["new:1"]
    assert corpus["new"][0] == pair
    again = load_corpus(tmp_path / "corpus")
    assert list(again) == ["law", "new", "plan"]
    assert again.search("量子")[0].citation == "量子, no. 1"
    assert again.descriptions["new"].date == "2024-01-01"
    with pytest.raises(InputError, match="has a document of this name"):
        corpus.add(Bitext("new", ()))


@pytest.mark.parametrize("name", ["", "../evil", "a/b", ".hidden", "a\x00b", "a\nb", "長" * 99])
def test_a_name_must_be_that_of_a_file(corpus: Corpus, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match="cannot be the name of a file"):
        corpus.add(Bitext(name, tuple(PLAN)))
    assert sorted(tmp_path.rglob("*")) == before


def test_the_shipped_corpus_and_a_single_file_are_only_read(
    make_corpus: Callable[..., Path],
) -> None:
    single = load_corpus(make_corpus({"plan": PLAN}) / "aligned" / "plan.jsonl")
    with pytest.raises(InputError, match="cannot be added"):
        single.add(Bitext("new", tuple(LAW)))
    with pytest.raises(InputError, match="cannot be added"):
        Corpus({}).add(Bitext("new", tuple(LAW)))


def test_a_corpus_of_one_large_file_keeps_its_index_in_the_cache(
    make_corpus: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_align.corpus.opening._SMALL", 0)
    monkeypatch.setenv("POLICY_ALIGN_CACHE", str(tmp_path / "cache"))
    folder = make_corpus({"plan": PLAN}) / "aligned"
    assert found(load_corpus(folder / "plan.jsonl"), "发展") == ["plan:2", "plan:4"]
    assert [path.name for path in folder.iterdir()] == ["plan.jsonl"]
    assert len(list((tmp_path / "cache").iterdir())) == 1
    monkeypatch.setenv("POLICY_ALIGN_CACHE", "off")
    with pytest.raises(InputError, match="no place for an index"):
        load_corpus(folder / "plan.jsonl").search("发展")


def test_what_the_engine_says_is_passed_on(
    make_corpus: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("policy_align.corpus.opening._SMALL", 0)
    monkeypatch.setattr("policy_align.corpus.index.refreshing.create", fail)
    with pytest.raises(InputError, match=r"no index can be made there .*disk is full"):
        load_corpus(make_corpus({"plan": PLAN})).search("发展")


def test_an_index_beside_the_documents_is_no_document(
    make_corpus: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_align.corpus.opening._SMALL", 0)
    folder = make_corpus({"plan": PLAN})
    load_corpus(folder).search("发展")
    assert (folder / "aligned" / ".index.sqlite").is_file()
    assert list(load_corpus(folder)) == ["plan"]


def test_many_threads_open_a_corpus_once(
    make_corpus: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from policy_align.corpus import collection

    opened: list[int] = []
    open_store = collection.open_store

    def count(*args: object) -> object:
        opened.append(1)
        return open_store(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(collection, "open_store", count)
    corpus = load_corpus(make_corpus({"plan": make_pairs("plan", 500)}))
    threads = [threading.Thread(target=corpus.search, args=("水",)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1


def test_descriptions_beside_the_documents_are_read(make_corpus: Callable[..., Path]) -> None:
    folder = make_corpus({"plan": PLAN}, plan={"issuer": "国务院", "date": 7, "other": []})
    assert load_corpus(folder).descriptions["plan"] == Description(
        "plan", issuer={"zh": "国务院", "ja": "国务院"}
    )
    (folder / "aligned" / "plan.json").write_text(json.dumps([1]))
    with pytest.raises(InputError, match="not a JSON object"):
        load_corpus(folder).search("发展", issuer="国")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind")
def test_a_folder_that_cannot_be_written_to_is_searched(
    make_corpus: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_align.corpus.opening._SMALL", 0)
    monkeypatch.setenv("POLICY_ALIGN_CACHE", str(tmp_path / "cache"))
    folder = make_corpus({"plan": PLAN})
    (folder / "aligned").chmod(0o555)
    assert found(load_corpus(folder), "发展") == ["plan:2", "plan:4"]
