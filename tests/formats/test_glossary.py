from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from policy_align.corpus import load_corpus
from policy_align.errors import InputError
from policy_align.formats.glossary import COLUMNS, read_glossary, write_terms
from policy_align.model import Pair
from policy_align.results import Hit, Term
from policy_align.terms.glossary import GlossaryEntry

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = Hit(
    Pair("plan:1", "plan", "三", "table", "抽水蓄能\t电站", "揚水発電\n所", 0.9, (1,), (1,), 5, 6),
    ((0, 4),),
    ((0, 4),),
    "国发〔2021〕23号, 三, zh p. 5 / ja p. 6",
)
TERMS = [
    Term("能源", "エネルギー", 0, 1.0, (), "glossary", None),
    Term("抽水蓄能", "揚水発電", 4, 0.9712, (("揚水", 2), ("くみ上げ蓄電", 1)), "corpus", EXAMPLE),
    Term("=1+1", "@SUM", 1, 0.5, (), "corpus", None),
    Term("#标签", "タグ\x00\x0b", 1, 0.5, (), "corpus", None),
]


def test_a_table_of_terms_is_plain(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    write_terms(TERMS, path)
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == list(COLUMNS)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert rows[2] == [
        "抽水蓄能", "揚水発電", "4", "0.9712", "揚水 (2×), くみ上げ蓄電 (1×)", "corpus",
        "抽水蓄能 电站", "揚水発電 所", "国发〔2021〕23号, 三, zh p. 5 / ja p. 6",
    ]  # fmt: skip
    assert rows[3][:2] == ["=1+1", "@SUM"]


def test_a_spreadsheet_reads_the_characters_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    write_terms(TERMS, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[3][:2] == ["'=1+1", "'@SUM"]
    assert not any(cell[:1] in tuple("=+-@") for row in rows for cell in row if cell)


def test_omegat_gets_no_header_and_no_lost_line(tmp_path: Path) -> None:
    path = tmp_path / "terms.utf8"
    write_terms(TERMS, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# Glossary in tab-separated format -*- coding: utf-8 -*-"
    assert [line.split("\t")[:2] for line in lines[1:]] == [
        ["能源", "エネルギー"], ["抽水蓄能", "揚水発電"], ["=1+1", "@SUM"], ["＃标签", "タグ"],
    ]  # fmt: skip
    assert lines[2].split("\t")[2] == "4×, score 0.97; also: 揚水 (2×), くみ上げ蓄電 (1×)"


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".utf8", ".tbx"])
def test_what_was_written_is_read_as_a_glossary(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"terms{suffix}"
    write_terms(TERMS[:3], path)
    entries = read_glossary(path)
    assert [
        (entry.zh, entry.ja) for entry in entries if entry.ja not in ("揚水", "くみ上げ蓄電")
    ] == [(term.zh, term.ja) for term in TERMS[:3]]


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".utf8", ".tbx"])
def test_a_list_without_terms_can_be_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"terms{suffix}"
    write_terms([], path)
    assert path.is_file()


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".utf8", ".tbx"])
def test_what_fails_leaves_the_old_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"terms{suffix}"
    path.write_text("old")
    broken = Term("能源", "x", 1, 1.0, (("a", 1, 2),), "corpus", None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unpack"):
        write_terms([*TERMS, broken], path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_unknown_places_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no known term list"):
        write_terms(TERMS, tmp_path / "terms.xlsx")
    with pytest.raises(InputError, match="no folder"):
        write_terms(TERMS, tmp_path / "no" / "terms.tsv")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("g.tsv", "能源\tエネルギー\tmy note\n产业\t産業\n"),
        ("g.tsv", "\ufeffJapanese\tnote\tzh-CN\r\nエネルギー\tmy note\t能源\r\n産業\t\t产业\r\n"),
        ("g.txt", "# words\n\nエネルギー\t能源\tmy note\n産業\t产业\n产业\t\n"[:-4]),
        ("g.utf8", " 能源 \t エネルギー \tmy note\n产业\t産業\n能源\tエネルギー\tmy note\n"),
        ("g.csv", 'zh;ja;comment\n能源;エネルギー;"my note"\n产业;産業;\n'),
        ("g.csv", "能源,エネルギー,my note\n产业,産業\n"),
    ],
)
def test_tables_of_users_are_read(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8", newline="")
    assert read_glossary(path) == (
        GlossaryEntry("能源", "エネルギー", "my note"),
        GlossaryEntry("产业", "産業"),
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("g.tsv", "能源\tエネルギー\n产业\n", r"g\.tsv:2: a term or its translation is missing"),
        ("g.tsv", "", "the file is empty"),
        ("g.tsv", "zh\tja\n", "no Chinese–Japanese term"),
        ("g.xlsx", "x", "no known term list"),
        ("g.csv", None, "no such file"),
        ("g.tbx", "<martif><text>", "not well-formed XML"),
        ("g.tbx", "<tmx/>", "not a TBX file"),
    ],
)
def test_glossaries_that_cannot_be_used(
    tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_glossary(path)


def test_a_corpus_is_loaded_with_a_glossary(tmp_path: Path) -> None:
    from policy_align.formats.jsonl import write_jsonl

    (tmp_path / "g.tsv").write_text("能源\tエネルギー\n", encoding="utf-8")
    write_jsonl([EXAMPLE.pair], tmp_path / "plan.jsonl")
    corpus = load_corpus(tmp_path, glossary=tmp_path / "g.tsv")
    assert corpus._glossary == (GlossaryEntry("能源", "エネルギー"),)
