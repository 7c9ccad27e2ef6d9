"""The command line as a user meets it: what is printed, written and refused."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from policy_align.bitext import Bitext
from policy_align.cli import main
from policy_align.cli.build import _counts
from policy_align.formats import read_bitext
from policy_align.model import Pair

COMMANDS = ("align", "build", "convert", "evaluate", "parse")


def refused(capsys: pytest.CaptureFixture[str], *argv: object) -> str:
    """Run a command that must be refused; return the one line that it prints."""
    assert main([str(arg) for arg in argv]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("policy-align: ")
    return captured.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert command in capsys.readouterr().out


@pytest.mark.parametrize("argv", [[], ["no-such-command"], ["align"]])
def test_bad_usage_exits_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(argv)
    assert stop.value.code == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert message.endswith("--help\n")


def test_a_name_that_begins_with_a_dash_is_told_how_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "-plan.txt").write_text("推动发展。", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["policy-align", "parse", "-plan.txt"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert capsys.readouterr().err.endswith("; write policy-align parse -- -plan.txt\n")


def test_align_writes_every_output(
    notice: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = [tmp_path / "notice.tmx", tmp_path / "notice.jsonl"]
    options = [arg for output in outputs for arg in ("-o", str(output))]
    assert main(["align", *map(str, notice), *options]) == 0
    assert capsys.readouterr().out == ""
    tmx, jsonl = (read_bitext(output) for output in outputs)
    assert tmx.pairs == jsonl.pairs
    assert ("二、重点任务", "二、重点任務") in {(pair.zh, pair.ja) for pair in jsonl}


def test_align_prints_jsonl_without_outputs(
    notice: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["align", *map(str, notice)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0]["zh"] == "关于推进城市绿地建设的通知"
    assert [row["section"] for row in rows if row["zh"].startswith("各区每年")] == ["二/（一）"]


def test_align_below_the_sentence(
    notice: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["align", *map(str, notice), "--level", "clause"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ("为改善城市环境，", "都市環境を改善するため、") in {(r["zh"], r["ja"]) for r in rows}


def test_align_reads_standard_input(
    notice: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    zh, ja = notice
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(zh.read_bytes())))
    assert main(["align", "-", str(ja)]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 10


def test_bad_standard_input_is_called_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert main(["align", "-"]) == 2
    assert capsys.readouterr().err.startswith("policy-align: standard input: the file is empty")


def test_standard_input_that_is_closed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["align", "-"]) == 2
    assert capsys.readouterr().err.startswith("policy-align: standard input: it is closed")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no such device")
def test_standard_output_that_is_full(notice: tuple[Path, Path]) -> None:
    command = [sys.executable, "-m", "policy_align", "parse", *map(str, notice)]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("policy-align: standard output: No space left on device; ")
    assert ended.stderr.count("\n") == 1


def test_parse_shows_both_trees(
    notice: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["parse", *map(str, notice), "--report"]) == 0
    out = capsys.readouterr().out
    assert "（一） 扩大公园面积" in out
    assert "（一） 公園面積の拡大" in out


def test_parse_as_json(notice: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", *map(str, notice), "--json"]) == 0
    zh, ja = json.loads(capsys.readouterr().out)
    assert (zh["language"], ja["language"]) == ("zh", "ja")
    assert [s["title"] for s in ja["sections"]][:2] == ["全体要求", "重点任務"]
    assert zh["sentences"][0]["first_line"] == 1


def test_evaluate_reads_any_two_formats(
    notice: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmx, gold = tmp_path / "notice.tmx", tmp_path / "gold.jsonl"
    main(["align", *map(str, notice), "-o", str(tmx)])
    rows = [{"zh": pair.zh, "ja": pair.ja} for pair in read_bitext(tmx)]
    rows[2]["ja"] = "別の文。"
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    capsys.readouterr()
    assert main(["evaluate", str(tmx), str(gold), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["strict"]["right"] == len(rows) - 1
    assert main(["evaluate", str(tmx), str(gold), "--errors"]) == 0
    assert "+ 为改善城市环境，现就推进绿地建设通知如下。\t別の文。" in capsys.readouterr().out


def test_convert_there_and_back(notice: tuple[Path, Path], tmp_path: Path) -> None:
    first, tmx, second = (tmp_path / name for name in ("a.jsonl", "b.tmx", "c.jsonl"))
    main(["align", *map(str, notice), "-o", str(first)])
    assert main(["convert", str(first), str(tmx)]) == 0
    assert main(["convert", str(tmx), str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()


def test_missing_empty_and_strange_files_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.tmx"
    sources: dict[str, bytes] = {
        "empty.txt": b"",
        "blank.txt": b" \n\n\x0c\n",
        "binary.txt": bytes(range(256)) * 40,
        "english.txt": b"An action plan for peaking emissions.\n" * 20,
        "chinese.txt": "一、总体要求\n为改善环境，制定本方案。\n".encode() * 20,
        "japanese.txt": "一、全体要求\n環境を改善するため、本計画を定める。\n".encode() * 20,
        "broken.pdf": b"%PDF-1.4\nnothing here",
    }
    for name, data in sources.items():
        (tmp_path / name).write_bytes(data)
    for source in [*sources, "missing.txt", "."]:
        line = refused(capsys, "align", tmp_path / source, "-o", out)
        assert str(tmp_path / source) in line
        assert not out.exists()


def test_output_that_cannot_be_written_is_refused_before_the_work(
    notice: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for output in (tmp_path / "no" / "such" / "folder.tmx", tmp_path / "plan.docx", notice[0]):
        assert str(output) in refused(capsys, "align", *notice, "-o", output)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notice.ja.txt", "notice.zh.txt"]


def test_forbidden_characters_never_reach_a_tmx(notice: tuple[Path, Path], tmp_path: Path) -> None:
    zh, ja = notice
    text = zh.read_text(encoding="utf-8").replace("鼓励", "鼓\x00励\x01\uffff")
    text = text.replace("养护。", "养护。\x0b\ufffe")
    zh.write_text(text, encoding="utf-8")
    out = tmp_path / "out.tmx"
    assert main(["align", str(zh), str(ja), "-o", str(out)]) == 0
    assert not {"\x00", "\x01", "\x0b", "\ufffe", "\uffff"} & set(out.read_text(encoding="utf-8"))
    assert "鼓励居民参与树木养护。" in {pair.zh for pair in read_bitext(out)}


def test_build_counts_as_unsure_what_the_pages_mark() -> None:
    def pair(number: int, ja: str, score: float) -> Pair:
        return Pair(
            f"plan:{number}", "plan", "", "sentence", "能源。", ja, score, (number,), (number,)
        )

    pairs = (pair(1, "エネルギー。", 0.9), pair(2, "エネルギー。", 0.99), pair(3, "", 0.1))
    assert _counts(Bitext("plan", pairs))[-1] == 1
