from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from policy_align.cli import main
from policy_align.cli.wording import fill_left, fill_right, mark, width
from policy_align.formats.jsonl import write_jsonl
from policy_align.model import Pair

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = [
    Pair("plan:1", "plan", "三/（一）", "sentence", "积极发展抽水蓄能。",
         "揚水発電を積極的に発展させる。", 0.987, (1,), (1,), 5, 6),
    Pair("plan:2", "plan", "三", "sentence", "发展\x1b[31m水电\x07。",
         "水力を発展\u202eさせる。", 0.5),
    Pair("plan:3", "plan", "", "sentence", "", "発展のために。", 0.5),
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_jsonl(PAIRS, tmp_path / "plan.jsonl")
    values = {"document_number": {"zh": "国发〔2021〕23号"}, "date": "2021-10-24"}
    (tmp_path / "plan.json").write_text(json.dumps(values), encoding="utf-8")
    return tmp_path


def search(corpus: Path, *argv: str) -> int:
    return main(["search", *argv, "--corpus", str(corpus)])


def test_pairs_are_shown_with_marks_and_citation(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert search(corpus, "揚水發電") == 0
    captured = capsys.readouterr()
    assert captured.out == (
        "国发〔2021〕23号, 三/（一）, zh p. 5 / ja p. 6  [0.99]  plan:1\n"
        "  zh  积极发展抽水蓄能。\n"
        "  ja  【揚水発電】を積極的に発展させる。\n"
        "\n"
    )
    assert captured.err == "1 pair found\n"


def test_words_stand_in_one_column(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert search(corpus, "发展", "--kwic") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert {width(line.partition("【")[0]) for line in lines} == {40}
    assert {width(line.rpartition("  ")[0].rpartition("  ")[0]) for line in lines} == {80}


def test_other_programs_get_json(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert search(corpus, "发展", "--json", "--limit", "1", "--offset", "1") == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["query"], result["total"], result["offset"]) == ("发展", 3, 1)
    (hit,) = result["hits"]
    assert hit["id"] == "plan:2"
    assert hit["zh_spans"] == [[0, 2]]
    assert hit["citation"] == "国发〔2021〕23号, 三"


def test_a_document_cannot_command_the_terminal(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    search(corpus, "发展")
    search(corpus, "发展", "--kwic")
    out = capsys.readouterr().out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["不存在"], "no pairs found\n"),
        (["发展", "--limit", "2"], "3 pairs found; 1 to 2 shown\n"),
        (["发展", "--offset", "5"], "3 pairs found, none from 6 on\n"),
        (["发展 抽水"], "1 pair found\n"),
        (["发展", "抽水"], "1 pair found\n"),
        (["发展 -抽水"], "2 pairs found\n"),
        (["发展", "--language", "zh"], "2 pairs found\n"),
        (["发展", "--section", "三"], "2 pairs found\n"),
        (["发展", "--min-score", "0.9"], "1 pair found\n"),
        (["发展", "--until", "2020"], "no pairs found\n"),
        (["发展", "--since", "2021-10", "--document", "23号"], "3 pairs found\n"),
        (["发展", "--issuer", "国务院"], "no pairs found\n"),
    ],
)
def test_the_number_of_hits_is_said(
    corpus: Path, argv: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert search(corpus, *argv) == 0
    assert capsys.readouterr().err == message


@pytest.mark.parametrize(
    "argv",
    [[""], ["-- -发展"], ["发展", "--document", "none"], ["发展", "--since", "x"],
     ["发展", "--limit", "-1"]],
)  # fmt: skip
def test_what_cannot_be_looked_for_is_refused(
    corpus: Path, argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    argv = argv if not argv[0].startswith("--") else [*argv[0].split()]
    options = ["--corpus", str(corpus)]
    assert main(["search", *options, *argv]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1


def test_a_search_loads_nothing_heavy(corpus: Path) -> None:
    code = (
        "import sys; from policy_align.cli import main\n"
        f"main(['search', '发展', '--corpus', {str(corpus)!r}])\n"
        "heavy = {'torch', 'transformers', 'jieba', 'fugashi', 'lxml', 'pandas', 'model2vec'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_columns_are_filled_to_the_width() -> None:
    for columns in range(12):
        for text in ("能源abcデ", "a", "", "がか゚ｶﾞ", "👍🏽x"):
            assert width(fill_left(text, columns)) == columns
            assert width(fill_right(text, columns)) == columns


def test_marks_on_a_terminal_are_bold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert mark("a能源b", [(1, 3)]) == "a\x1b[1m能源\x1b[0mb"


def test_no_escape_is_printed_where_no_color_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert mark("a能源b", [(1, 3)]) == "a【能源】b"
