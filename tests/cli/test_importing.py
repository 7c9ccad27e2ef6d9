from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_memory_is_imported_and_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tm.tsv").write_text("能源\tエネルギー\n产业\t産業\nlonely\n", encoding="utf-8")
    assert main(["import", "tm.tsv"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "tm: 2 pairs imported from tm.tsv; 0 known before, 1 units skipped\n"
    assert captured.err == "tm.tsv: unit 3 skipped: no Japanese text\n"
    assert main(["search", "產業", "--corpus", "corpus"]) == 0
    assert "tm, no. 2" in capsys.readouterr().out


def test_many_bad_units_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tm.tsv").write_text("能源\tエネルギー\n" + "x\n" * 50, encoding="utf-8")
    argv = [str(tmp_path / "tm.tsv"), "--corpus", str(tmp_path / "c"), "--name", "client"]
    assert main(["import", *argv]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("client: 1 pairs imported")
    assert captured.err.splitlines()[-1] == "… and 30 more units skipped"


def test_what_cannot_be_imported_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tm.tmx").write_text("<tmx>")
    assert main(["import", str(tmp_path / "tm.tmx"), "--corpus", str(tmp_path / "c")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "not well-formed XML" in captured.err
