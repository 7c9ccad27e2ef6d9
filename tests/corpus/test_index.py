from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import unicodedata
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.corpus.conftest import JA, ZH, make_pairs

from policy_align.corpus.digests import fit
from policy_align.corpus.index import IndexStore, refresh
from policy_align.corpus.index.documents import Source
from policy_align.corpus.index.grams import fold_block
from policy_align.corpus.index.pieces import FREQUENT, find_frequent
from policy_align.corpus.memory import MemoryStore
from policy_align.corpus.query import Query
from policy_align.corpus.scope import Scope
from policy_align.corpus.store import Background
from policy_align.errors import InputError
from policy_align.folding import search_key
from policy_align.formats.jsonl import write_jsonl
from policy_align.model import Pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

DOCUMENTS = {"plan": make_pairs("plan", 700, 1), "law": make_pairs("law", 300, 2)}


def write(folder: Path, documents: Mapping[str, Sequence[Pair]]) -> dict[str, Path]:
    for name, pairs in documents.items():
        write_jsonl(pairs, folder / f"{name}.jsonl")
    return {name: folder / f"{name}.jsonl" for name in documents}


def index_of(folder: Path, documents: Mapping[str, Sequence[Pair]]) -> IndexStore:
    paths = write(folder, documents)
    refresh(folder / "index", paths)
    return IndexStore(folder / "index", paths)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[IndexStore, MemoryStore]:
    return index_of(tmp_path_factory.mktemp("corpus"), DOCUMENTS), MemoryStore(DOCUMENTS)


keys = st.one_of(
    st.lists(st.sampled_from(ZH + JA), min_size=1, max_size=3).map("".join),
    st.sampled_from(DOCUMENTS["plan"]).map(lambda pair: pair.zh or pair.ja or "x"),
    st.text(st.sampled_from("\x00\x1e\x7f\ud800\"'*^(){}:的"), min_size=1, max_size=4),
).map(search_key)
queries = st.builds(
    Query,
    st.lists(keys.filter(bool), min_size=1, max_size=3).map(tuple),
    st.lists(keys.filter(bool), max_size=2).map(tuple),
)
scopes = st.builds(
    Scope,
    st.sampled_from([None, "zh", "ja"]),
    st.sampled_from([None, frozenset(), frozenset({"plan"}), frozenset({"law"})]),
    st.sampled_from(["", "一", search_key("一/（一）"), "三"]),
    st.sampled_from([0.0, 0.5, 1.0]),
)


@given(query=queries, scope=scopes, limit=st.integers(0, 30), offset=st.integers(0, 50))
@settings(max_examples=150, deadline=None)
def test_the_index_finds_what_looking_through_everything_finds(
    stores: tuple[IndexStore, MemoryStore], query: Query, scope: Scope, limit: int, offset: int
) -> None:
    index, memory = stores
    found = index.find(query, scope, limit=limit, offset=offset)
    assert found == memory.find(query, scope, limit=limit, offset=offset)
    assert index.count(query, scope) == found.total
    assert index.sample(query, scope, 10**6) == memory.sample(query, scope, 10**6)


@pytest.mark.parametrize("character", "的の水龍")
@pytest.mark.parametrize("language", [None, "zh", "ja"])
def test_single_characters_are_found_with_and_without_a_map(
    stores: tuple[IndexStore, MemoryStore], character: str, language: None
) -> None:
    index, memory = stores
    for documents in (None, frozenset({"law"})):
        scope = Scope(language, documents)
        query = Query((search_key(character),))
        assert index.find(query, scope, limit=9, offset=3) == memory.find(
            query, scope, limit=9, offset=3
        )


@given(st.lists(st.text(), max_size=5))
@settings(max_examples=100, deadline=None)
def test_keys_of_a_block_are_search_keys(texts: list[str]) -> None:
    assert fold_block(texts).keys() == [fit(search_key(text)) for text in texts]


def test_every_white_space_and_every_shape_is_folded_in_a_block() -> None:
    texts = [chr(code) for code in range(0x110000) if chr(code).isspace()]
    texts += [chr(code) for code in range(0xA0, 0x30000, 7)]
    assert fold_block(texts).keys() == [fit(search_key(text)) for text in texts]
    assert all(unicodedata.category(char) != "Cc" for char in "".join(fold_block(texts).keys()))


def brute_force_pieces(keys: Sequence[str], longest: int = 8) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for key in keys:
        ends = ((start, end) for start in range(len(key)) for end in range(start + 1, len(key) + 1))
        counts.update({key[start:end] for start, end in ends if end - start <= longest})
    least = max(FREQUENT * len(keys), 2)
    return {piece: count for piece, count in counts.items() if count >= least}


def test_frequent_pieces_are_those_that_enough_texts_hold() -> None:
    keys = [search_key(pair.zh) for pair in DOCUMENTS["plan"]]
    block = fold_block(keys)
    pieces = find_frequent(block)
    assert set(pieces.texts) == set(brute_force_pieces(keys))
    held: dict[str, set[int]] = {piece: set() for piece in pieces.texts}
    for rows, texts in pieces.occurrences(block):
        for row, text in zip(rows.tolist(), texts.tolist(), strict=True):
            held[pieces.texts[row]].add(text)
    assert held == {
        piece: {number for number, key in enumerate(keys) if piece in key} for piece in held
    }


@given(st.lists(st.text(st.sampled_from("的水ab"), max_size=12), max_size=8))
@settings(max_examples=60, deadline=None)
def test_pieces_of_any_texts(keys: list[str]) -> None:
    block = fold_block(keys)
    assert set(find_frequent(block).texts) == set(brute_force_pieces(keys))


def test_long_repetition_makes_few_pieces() -> None:
    rng = random.Random(1)  # noqa: S311 - not a secret
    keys = ["".join(chr(0x4E00 + rng.randrange(900)) for _ in range(600))] * 50
    assert len(find_frequent(fold_block(keys)).texts) == 2000


def test_a_sample_of_many_hits_is_spread_over_the_corpus(
    stores: tuple[IndexStore, MemoryStore],
) -> None:
    index, memory = stores
    query, scope = Query(("能源",)), Scope("zh")
    found = index.sample(query, scope, 10)
    everything = memory.find(query, scope, limit=10**6, offset=0).pairs
    places = [everything.index(pair) for pair in found.pairs]
    assert found.total == len(everything) > 20
    assert places == sorted(set(places))
    assert len(places) == 10
    assert places[-1] - places[0] > len(everything) // 2


def test_neighbours_stay_in_their_document(stores: tuple[IndexStore, MemoryStore]) -> None:
    for store in stores:
        assert [pair.id for pair in store.neighbours("law:1", 2)] == ["law:1", "law:2", "law:3"]
        assert [pair.id for pair in store.neighbours("plan:700", 1)] == ["plan:699", "plan:700"]
        assert store.neighbours("law:301", 1) == ()


def test_both_stores_know_the_same_digests_and_background(
    stores: tuple[IndexStore, MemoryStore],
) -> None:
    index, memory = stores
    assert index.digests() == memory.digests()
    assert index.background() == memory.background()


def test_a_background_takes_in_what_is_looked_up() -> None:
    background = Background(("能源",), ("エネルギー",))
    pair = Pair("a:1", "a", "", "sentence", "電 力", "電力", 1.0)
    assert background.with_pairs([pair, pair]) == Background(
        ("能源", search_key("電力")), ("エネルギー", search_key("電力"))
    )
    known = replace(pair, zh="能 源", ja="エネルギー")
    assert background.with_pairs([known, replace(pair, ja="")]) is background


def test_the_background_stays_small_and_even(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_align.corpus.index.writer.BACKGROUND", 50)
    documents = {f"d{i}": make_pairs(f"d{i}", 90, i) for i in range(4)}
    for count in range(1, 5):
        store = index_of(tmp_path, dict(list(documents.items())[:count]))
        assert 25 <= len(store.background().zh) <= 100


@pytest.mark.parametrize(
    "change",
    [
        lambda documents: documents | {"new": make_pairs("new", 40, 3)},
        lambda documents: documents | {"law": make_pairs("law", 200, 4)},
        lambda documents: {"plan": documents["plan"]},
        lambda documents: {"law": documents["law"], "new": make_pairs("new", 40, 3)},
    ],
    ids=["added", "changed", "removed", "mostly removed"],
)
def test_an_index_follows_the_documents(tmp_path: Path, change: object) -> None:
    index_of(tmp_path, DOCUMENTS)
    documents = change(DOCUMENTS)  # type: ignore[operator]
    store, memory = index_of(tmp_path, documents), MemoryStore(documents)
    for word in ("能源", "水", "的", "龍", "推進水"):
        for scope in (Scope(), Scope(min_score=0.5), Scope(documents=frozenset({"law"}))):
            query = Query((search_key(word),))
            found = store.find(query, scope, limit=10**6, offset=0)
            expected = memory.find(query, scope, limit=10**6, offset=0)
            assert sorted(found.pairs, key=repr) == sorted(expected.pairs, key=repr)
            assert found.total == expected.total
            assert store.find(query, scope, limit=7, offset=5).pairs == found.pairs[5:12]
    assert store.digests() == memory.digests()
    assert set(store.background().zh) <= set(memory.background().zh)


def test_nothing_is_read_again_that_has_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    batches = Source.batches
    monkeypatch.setattr(Source, "batches", lambda self: (read.append(self.name), batches(self))[1])
    paths = write(tmp_path, DOCUMENTS)
    refresh(tmp_path / "index", paths)
    assert read == ["plan", "law"]
    made = (tmp_path / "index").stat().st_ino
    refresh(tmp_path / "index", paths)
    assert (tmp_path / "index").stat().st_ino == made
    os.utime(paths["law"], ns=(1, 1))
    refresh(tmp_path / "index", paths | write(tmp_path, {"new": make_pairs("new", 9)}))
    assert read == ["plan", "law", "new"]


def test_a_change_of_equal_length_is_seen(tmp_path: Path) -> None:
    pair = Pair("a:1", "a", "", "sentence", "能源", "エネルギー", 1.0)
    paths = write(tmp_path, {"a": [pair]})
    refresh(tmp_path / "index", paths)
    paths["a"].write_bytes(paths["a"].read_bytes().replace("能源".encode(), "水电".encode()))
    os.utime(paths["a"], ns=(1, 1))
    refresh(tmp_path / "index", paths)
    store = IndexStore(tmp_path / "index", paths)
    assert store.count(Query(("水电",)), Scope()) == 1
    assert store.count(Query(("能源",)), Scope()) == 0


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 99, None])
def test_a_damaged_or_outdated_index_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    index_of(tmp_path, DOCUMENTS)
    if damage is None:
        with sqlite3.connect(tmp_path / "index") as connection:
            connection.execute("UPDATE meta SET value = 'older' WHERE name = 'stamp'")
    else:
        (tmp_path / "index").write_bytes(damage)
    store = index_of(tmp_path, DOCUMENTS)
    assert store.count(Query(("能源",)), Scope()) > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "law.jsonl", "plan.jsonl"]


def test_a_damaged_document_is_named_and_leaves_no_index(tmp_path: Path) -> None:
    paths = write(tmp_path, DOCUMENTS)
    with paths["law"].open("a") as file:
        file.write('{"zh": "能源"}\n')
    with pytest.raises(InputError, match=r"law\.jsonl:301: .*ja.* missing"):
        refresh(tmp_path / "index", paths)
    assert not (tmp_path / "index").exists()


def test_a_failed_update_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    index_of(tmp_path, DOCUMENTS)
    before = (tmp_path / "index").read_bytes()
    paths = write(tmp_path, {"plan": DOCUMENTS["plan"], "new": make_pairs("new", 3000)})
    with paths["new"].open("a") as file:
        file.write("[]\n")
    with pytest.raises(InputError, match="not a JSON object"):
        refresh(tmp_path / "index", paths)
    assert (tmp_path / "index").read_bytes() == before


def test_a_killed_update_leaves_the_index_usable(tmp_path: Path) -> None:
    index_of(tmp_path, {"law": DOCUMENTS["law"], "plan": DOCUMENTS["plan"]})
    write(tmp_path, {"new": make_pairs("new", 6000)})
    code = """
import os, sys
from pathlib import Path
from policy_align.corpus.index import refreshing
from policy_align.corpus.index.writer import Writer
add = Writer._add
def die_late(self, batch):
    if self._next >= 3000:
        os._exit(9)
    self._connection.execute("PRAGMA cache_size = 4")
    add(self, batch)
Writer._add = die_late
folder = Path(sys.argv[1])
refreshing.refresh(folder / "index", {p.stem: p for p in sorted(folder.glob("*.jsonl"))})
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == 9
    left_behind = [path for path in tmp_path.glob("index.*") if path.is_dir()]
    assert len(left_behind) == 1
    os.utime(left_behind[0], (1, 1))
    paths = {path.stem: path for path in tmp_path.glob("*.jsonl")}
    refresh(tmp_path / "index", paths)
    store = IndexStore(tmp_path / "index", paths)
    documents = DOCUMENTS | {"new": make_pairs("new", 6000)}
    query = Query((search_key("能源"),))
    assert store.count(query, Scope()) == MemoryStore(documents).count(query, Scope())
    assert not left_behind[0].exists()


def test_many_threads_search_while_documents_are_added(tmp_path: Path) -> None:
    store = index_of(tmp_path, DOCUMENTS)
    expected = MemoryStore(DOCUMENTS).count(Query(("能源",)), Scope())
    seen: list[int] = []

    def search() -> None:
        totals = (
            store.find(Query(("能源",)), Scope(), limit=limit, offset=0).total
            for limit in range(30)
        )
        seen.extend(totals)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(3):
        index_of(tmp_path, DOCUMENTS | {f"n{number}": make_pairs(f"n{number}", 50, number)})
    for thread in threads:
        thread.join()
    assert seen == [expected] * 120


def test_a_document_that_changed_after_loading_is_named(tmp_path: Path) -> None:
    store = index_of(tmp_path, DOCUMENTS)
    write(tmp_path, {"plan": [], "law": make_pairs("law", 900, 7)})
    with pytest.raises(InputError, match="changed since the corpus was loaded"):
        store.find(Query(("能源",)), Scope(), limit=50, offset=0)


def test_foreign_lines_are_read_like_by_the_format(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    lines = [
        '\ufeff{"zh": "能源", "ja": "エネルギー", "extra": [1]}',
        "",
        '{"zh": "水电", "ja": "水力発電", "id": 7, "score": 1}',
        '  {"ja": "風力", "zh": "风电", "kind": "unknown"}  ',
    ]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    refresh(tmp_path / "index", {"odd": path})
    store = IndexStore(tmp_path / "index", {"odd": path})
    pairs = store.find(Query(("水",)), Scope(), limit=9, offset=0).pairs
    assert [(pair.id, pair.zh, pair.score) for pair in pairs] == [("7", "水电", 1.0)]
    assert store.count(Query(("风电",)), Scope()) == 1
    assert [pair.zh for pair in store.neighbours("7", 1)] == ["能源", "水电", "风电"]


def test_other_formats_are_indexed_too(tmp_path: Path) -> None:
    from policy_align.bitext import Bitext

    path = tmp_path / "plan.tmx"
    Bitext("plan", tuple(DOCUMENTS["plan"])).save(path)
    refresh(tmp_path / "index", {"plan": path})
    store = IndexStore(tmp_path / "index", {"plan": path})
    found = store.find(Query((search_key("能源"),)), Scope("ja"), limit=5, offset=0)
    assert found.total > 5
    assert all("能源" in search_key(pair.ja) for pair in found.pairs)
