"""CSV and TSV: for spreadsheets and back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from policy_align.errors import InputError
from policy_align.formats import read_bitext, write_bitext
from policy_align.formats.characters import legal
from policy_align.formats.jsonl import COLUMNS, iter_jsonl
from policy_align.formats.tabular import iter_table, write_table
from tests.conftest import GOLD
from tests.formats.test_jsonl import PAIR, any_pairs

if TYPE_CHECKING:
    from policy_align.model import Pair

SUFFIXES = (".csv", ".tsv")


def cells(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    delimiter = "," if path.suffix == ".csv" else "\t"
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def put(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(pairs=any_pairs)
def test_what_is_written_comes_back(suffix: str, pairs: list[Pair]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        write_table(pairs, path)
        back = list(iter_table(path))
    texts = ("id", "doc", "section", "zh", "ja")
    assert back == [replace(p, **{t: legal(getattr(p, t)) for t in texts}) for p in pairs]  # type: ignore[arg-type]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_gold_standard_comes_back(suffix: str, tmp_path: Path) -> None:
    pairs = list(iter_jsonl(GOLD / "2030-carbon-peak.sentences.jsonl"))
    write_table(pairs, tmp_path / f"a{suffix}")
    assert list(iter_table(tmp_path / f"a{suffix}")) == pairs
    assert read_bitext(tmp_path / f"a{suffix}").name == pairs[0].doc


def test_csv_for_excel(tmp_path: Path) -> None:
    write_table([PAIR], tmp_path / "a.csv")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,doc,")
    assert cells(tmp_path / "a.csv") == [
        list(COLUMNS),
        [
            "plan:1",
            "plan",
            "三/（一）",
            "heading",
            "能源",
            "エネルギー",
            "0.98",
            "4",
            "5 6",
            "1",
            "2",
        ],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''@", "＝1", "－1"]
)
def test_no_cell_of_a_csv_runs_as_a_formula(text: str, tmp_path: Path) -> None:
    pair = replace(PAIR, zh=text, ja=text, section=text, id=text)
    write_table([pair], tmp_path / "a.csv")
    assert cells(tmp_path / "a.csv")[1][4] == f"'{text}"
    assert list(iter_table(tmp_path / "a.csv")) == [pair]
    write_table([pair], tmp_path / "a.tsv")
    assert cells(tmp_path / "a.tsv")[1][4] == text
    assert list(iter_table(tmp_path / "a.tsv")) == [pair]


@pytest.mark.parametrize(
    "text", ["'引用'", "——总体部署", "a\tb", 'a"b', "a\r\nb", "能" * 1_000_000]
)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_other_text_stays_as_it_is(text: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    write_table([replace(PAIR, zh=text)], path)
    csv.field_size_limit(1 << 30)
    assert cells(path)[1][4] == text
    assert [pair.zh for pair in iter_table(path)] == [text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_two_columns_without_a_header(encoding: str, tmp_path: Path) -> None:
    text = '"双碳"目标\t「ダブル炭素」目標\r\n\n"他说""好"""\t彼は言った\n漏译\t\n'
    path = put(tmp_path, "memo.tsv", text, encoding)
    pairs = list(iter_table(path))
    assert [(pair.id, pair.zh, pair.ja) for pair in pairs] == [
        ("memo:1", '"双碳"目标', "「ダブル炭素」目標"),
        ("memo:2", '他说"好"', "彼は言った"),
        ("memo:3", "漏译", ""),
    ]
    assert {(pair.doc, pair.score, pair.kind) for pair in pairs} == {("memo", 1.0, "sentence")}


def test_a_long_first_line_without_a_header(tmp_path: Path) -> None:
    (pair,) = iter_table(put(tmp_path, "a.tsv", "能" * 1_000_000 + "\tあ"))
    assert len(pair.zh) == 1_000_000


@pytest.mark.parametrize(
    "text", ["note;ja-JP;zh-CN\nx;あ;甲\n", "\r\n日本語\t中文\r\nあ\t甲\r\n", "JA,ZH\nあ,甲"]
)
def test_columns_by_name_in_any_order(text: str, tmp_path: Path) -> None:
    assert [(pair.zh, pair.ja) for pair in iter_table(put(tmp_path, "a.csv", text))] == [
        ("甲", "あ")
    ]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.csv", "", "the file is empty"),
        ("a.tsv", "\n\n", "the file is empty"),
        ("a.csv", "甲,あ\n", "no column zh"),
        ("a.tsv", "甲\tあ\n乙\n", "a.tsv:2: this line has 1 columns"),
        ("a.tsv", "0.9\t甲\tあ\n", "a.tsv:1: this line has 3 columns"),
        ("a.tsv", "ああ\t甲\n", "the Japanese stands in the first column"),
        ("a.csv", "zh,ja\n甲\n", '"ja" is missing'),
        ("a.csv", "zh,ja\n甲,あ\n乙,い,x\n", "a.csv:3: this row has 3 cells"),
        ("a.csv", 'zh,ja\n"甲"x,あ\n', "a.csv:2: this row is damaged"),
        ("a.csv", 'zh,ja\n"甲,あ\n', "a.csv:2: this row is damaged"),
        ("a.csv", "zh,ja,score\n甲,あ,high\n", "a.csv:2: a number cannot be read"),
        ("a.csv", "zh,ja,score\n甲,あ,2\n", "a number from 0 to 1"),
        ("a.csv", "zh,ja,zh_ids\n甲,あ,1;2\n", "a number cannot be read"),
    ],
)
def test_bad_files_are_refused(name: str, text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=reason):
        list(iter_table(put(tmp_path, name, text)))


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        list(iter_table(put(tmp_path, "a.csv", "zh,ja\n能源,エネルギー\n", "shift_jisx0213")))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_through_the_registry_and_back(suffix: str, tmp_path: Path) -> None:
    first = read_bitext(GOLD / "2030-carbon-peak.sentences.jsonl")
    write_bitext(first, tmp_path / f"a{suffix}")
    write_bitext(read_bitext(tmp_path / f"a{suffix}"), tmp_path / "b.jsonl")
    assert read_bitext(tmp_path / "b.jsonl").pairs == first.pairs
