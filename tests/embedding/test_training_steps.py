"""The steps of the training: data, dictionaries, pieces, vectors."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

pytest.importorskip("sentencepiece")
torch = pytest.importorskip("torch")

from embedder import general  # noqa: E402
from embedder.data import find_sources, gold_source, hold_out, read_pairs  # noqa: E402
from embedder.dictionaries import (  # noqa: E402
    Chinese,
    pair_names,
    pair_words,
    read_jmdict,
    read_names,
)
from embedder.tokenizer import count_words, train_tokenizer  # noqa: E402
from embedder.training import capped  # noqa: E402

TABLES = """
CREATE TABLE Kanji (ID INTEGER PRIMARY KEY, idseq INTEGER, text TEXT);
CREATE TABLE Kana (ID INTEGER PRIMARY KEY, idseq INTEGER, text TEXT);
CREATE TABLE Sense (ID INTEGER PRIMARY KEY, idseq INTEGER);
CREATE TABLE SenseGloss (sid INTEGER, lang TEXT, text TEXT);
CREATE TABLE misc (sid INTEGER, text TEXT);
CREATE TABLE NEKanji (ID INTEGER PRIMARY KEY, idseq INTEGER, text TEXT);
CREATE TABLE NEKana (ID INTEGER PRIMARY KEY, idseq INTEGER, text TEXT);
CREATE TABLE NETranslation (ID INTEGER PRIMARY KEY, idseq INTEGER);
CREATE TABLE NETransType (tid INTEGER, text TEXT);
CREATE TABLE NETransGloss (tid INTEGER, text TEXT);
INSERT INTO Kanji (idseq, text) VALUES (1, '大統領'), (2, '硝子');
INSERT INTO Kana (idseq, text) VALUES (1, 'だいとうりょう'), (2, 'ガラス'), (3, 'ハリケーン');
INSERT INTO Sense VALUES (10, 1), (20, 2), (30, 3);
INSERT INTO SenseGloss VALUES (10, NULL, 'president (of a country)'), (20, 'eng', 'glass'),
    (20, 'ger', 'Glas'), (30, '', 'A hurricane');
INSERT INTO misc VALUES (20, 'word usually written using kana alone');
INSERT INTO NEKanji (idseq, text) VALUES (4, '虎武');
INSERT INTO NEKana (idseq, text) VALUES (4, 'とらたけ'), (5, 'トランプ'), (6, 'ロンドン');
INSERT INTO NETranslation VALUES (40, 4), (50, 5), (60, 6);
INSERT INTO NETransType VALUES (40, 'surname'), (50, 'surname'), (60, 'place');
INSERT INTO NETransGloss VALUES (40, 'Toratake'), (50, 'Trump'), (60, 'London');
"""
CHINESE = [
    Chinese("总统", name=False, glosses=("president (of a country)", "CL:個|个[ge4]")),
    Chinese("飓风", name=False, glosses=("hurricane",)),
    Chinese("特朗普", name=True, glosses=("Donald Trump (1946-), American business magnate",)),
    Chinese("伦敦", name=True, glosses=("London, capital of United Kingdom",)),
]
COMMON = {"总统": 1e-4, "飓风": 1e-5, "大統領": 1e-4}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "jamdict.db")) as made:
        made.executescript(TABLES)
    return tmp_path / "jamdict.db"


def test_dictionaries_meet_in_their_glosses(database: Path) -> None:
    words = read_jmdict(database)
    assert words == {"president": {"大統領"}, "glass": {"ガラス"}, "hurricane": {"ハリケーン"}}
    assert pair_words(CHINESE, words, COMMON) == [("总统", "大統領"), ("飓风", "ハリケーン")]


def test_names_meet_by_what_they_transliterate(database: Path) -> None:
    names = read_names(database)
    assert names == {"Trump": {("トランプ", True)}, "London": {("ロンドン", False)}}
    assert pair_names(CHINESE, names, {}) == [("伦敦", "ロンドン"), ("特朗普", "トランプ")]


def test_vague_glosses_pair_nothing() -> None:
    chinese = [Chinese(f"词{n}语", name=False, glosses=("thing",)) for n in range(21)]
    assert pair_words(chinese, {"thing": {f"もの{n}" for n in range(20)}}, {}) == []


def test_only_sources_that_may_be_shipped_are_used(tmp_path: Path) -> None:
    for name in ("sent_odoo", "term_cldr", "sent_mozilla_www", "mine"):
        (tmp_path / f"{name}.tsv").write_text("能源\tエネルギー\n", encoding="utf-8")
    sources = {source.name: source for source in find_sources(tmp_path)}
    assert sources.keys() == {"cldr", "mine"}
    assert sources["cldr"].word
    assert sources["mine"].licence == "not stated"


def test_pairs_are_cleaned_and_documents_read(tmp_path: Path) -> None:
    lines = ["能源\tエネルギー", "能源 \tエネルギー", "产业\t産業", "\t空", "ＣＯ2 排放\tCO2の排出"]
    (tmp_path / "mine.tsv").write_text("\n".join(lines), encoding="utf-8")
    gold = tmp_path / "plan.sentences.jsonl"
    gold.write_text(json.dumps({"zh": "行动", "ja": "アクション"}) + "\n", encoding="utf-8")
    pairs = read_pairs([*find_sources(tmp_path), gold_source(gold)])
    assert [(pair.zh, pair.ja, pair.source) for pair in pairs] == [
        ("能源", "エネルギー", "mine"),
        ("ＣＯ2 排放", "CO2の排出", "mine"),
        ("行动", "アクション", "plan"),
    ]
    train, held = hold_out(pairs, 0.5, random.Random(1))  # noqa: S311
    assert sorted(map(id, [*train, *held])) == sorted(map(id, pairs))


def test_pieces_fold_and_keep_numbers_apart() -> None:
    words = count_words(["能源产业2030年", "エネルギー産業25%", "產業 ２０３０年"] * 40)
    assert words["2030"] == 80
    tokenizer = train_tokenizer(words, 1_000)
    spelled = [tokenizer.encode(text).tokens for text in ("産業", "产业", "產業")]
    assert spelled[0] == spelled[1] == spelled[2]
    for text in ("第2030年", "25%増"):
        pieces = tokenizer.encode(text).tokens
        assert all(piece.isdigit() or not any(map(str.isdigit, piece)) for piece in pieces)


def test_no_vector_is_left_longer_than_the_median() -> None:
    table = torch.tensor([[3.0, 4.0], [0.0, 1.0], [0.0, 2.0]])
    assert torch.allclose(capped(table), torch.tensor([[1.2, 1.6], [0.0, 1.0], [0.0, 2.0]]))


def test_general_text_is_counted_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    lists = {"zh": {"的": 0.04, "總統": 0.01}, "ja": {"の": 0.05, "総統": 0.02, "稀": 1e-9}}
    monkeypatch.setattr(general, "frequencies", lists.__getitem__)
    words = general.general_words(1_000)
    assert words == {"的": 40, "の": 50, "总统": 30}
    tokenizer = train_tokenizer(words, 100)
    shares = general.general_frequencies(tokenizer)
    assert float(shares.sum()) == pytest.approx(1, abs=1e-5)
    assert shares[tokenizer.token_to_id("的")] == pytest.approx(0.4, abs=0.07)


def test_lists_of_general_text_have_no_numbers() -> None:
    pytest.importorskip("wordfreq")
    found = general.frequencies("zh")
    assert found["总统"] > found["飓风"] > 0
    assert not any(map(str.isdigit, "".join(found)))
