"""Parquet: typed, lossless, and clear where it cannot be had."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from policy_align.bitext import Bitext
from policy_align.errors import InputError, MissingExtraError
from policy_align.formats import read_bitext
from tests.formats.test_jsonl import PAIR, any_pairs

if TYPE_CHECKING:
    from policy_align.model import Pair

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


@given(any_pairs)
def test_what_is_written_comes_back(pairs: list[Pair]) -> None:
    bitext = Bitext("plan", tuple(pairs), signature="policy_align test")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        bitext.save(path)
        back = read_bitext(path)
    texts = ("id", "doc", "section", "zh", "ja")
    clean = [
        replace(p, **{t: getattr(p, t).encode(errors="ignore").decode() for t in texts})
        for p in pairs
    ]
    assert back == replace(bitext, pairs=tuple(clean))


def test_columns_have_types_and_hold_no_null(tmp_path: Path) -> None:
    Bitext("plan", (PAIR, replace(PAIR, ja="", ja_ids=(), ja_page=0))).save(tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert types["score"] == "double"
    assert types["zh_page"] == "int32"
    assert types["zh_ids"].startswith("list<")
    assert all(column.null_count == 0 for column in table.columns)


def test_a_translation_column_is_read(tmp_path: Path) -> None:
    rows = [{"translation": {"zh": "甲", "ja": "あ"}, "score": None}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "memo.parquet")
    bitext = read_bitext(tmp_path / "memo.parquet")
    assert [(p.id, p.zh, p.ja, p.score) for p in bitext] == [("memo:1", "甲", "あ", 1.0)]


def test_bad_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"no parquet")
    with pytest.raises(InputError, match="not a Parquet file"):
        read_bitext(tmp_path / "a.parquet")
    pq.write_table(pa.table({"zh": ["甲"]}), tmp_path / "b.parquet")
    with pytest.raises(InputError, match="no column ja"):
        read_bitext(tmp_path / "b.parquet")


def test_without_pyarrow_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"policy-align\[parquet\]"):
        Bitext("plan", (PAIR,)).save(tmp_path / "a.parquet")
    assert not list(tmp_path.iterdir())
