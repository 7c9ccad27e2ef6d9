"""``policy-align validate`` as a translator meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.validation.deviations import BASE

from policy_align.cli import main
from policy_align.formats import read_bitext

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Write a memory with three things wrong."""
    path = tmp_path / "memory.tmx"
    text = (
        BASE.replace("能源", " 能源").replace("エネルギー", "R&D").replace("到2030", "&#2;到2030")
    )
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clean_file_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.tmx").write_text(BASE, encoding="utf-8")
    assert main(["validate", str(tmp_path / "a.tmx")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'a.tmx'}: 3 units, nothing found\n"


def test_findings_are_told_in_plain_words(memory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(memory)]) == 1
    out = capsys.readouterr().out
    assert "3 units, 3 problems" in out
    assert (
        "error: line 6, unit 1: white space around the source\n"
        "  what tools do: the segment never matches exactly, so the translation is not found\n"
        "  how to mend it: delete it at the beginning and the end\n"
    ) in out
    assert "error: line 7, unit 1: a bare & (&D)" in out
    assert "error: line 12, unit 3: &#2; stands for a character that XML forbids" in out


def test_findings_as_json(memory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(memory), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"bare-ampersand": 1, "illegal-reference": 1, "white-space": 1}
    assert [each["line"] for each in report["findings"]] == [6, 7, 12]
    assert (report["units"], report["clean"]) == (3, False)


def test_fix_writes_a_copy_beside_the_file_or_where_it_is_told(
    memory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = memory.read_bytes()
    assert main(["validate", str(memory), "--fix"]) == 1
    copy = tmp_path / "memory.fixed.tmx"
    assert read_bitext(copy)[0].ja == "R&D"
    assert main(["validate", str(memory), "--fix", str(tmp_path / "b.tmx")]) == 1
    assert (tmp_path / "b.tmx").read_bytes() == copy.read_bytes()
    assert memory.read_bytes() == before
    assert "3 units" in capsys.readouterr().err
    assert main(["validate", str(memory), "--fix"]) == 2
    assert "exists already" in capsys.readouterr().err


def test_fix_replaces_the_file_itself_only_when_it_is_named(memory: Path) -> None:
    assert main(["validate", str(memory), "--fix", str(memory)]) == 1
    assert main(["validate", str(memory)]) == 0


def test_what_was_left_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(BASE.replace("<seg>産業</seg>", "<seg/>"), encoding="utf-8")
    assert main(["validate", str(path), "--fix"]) == 1
    assert "left out: 1 × unit without a text in both languages" in capsys.readouterr().err


def test_what_is_no_tmx_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.tmx").write_bytes(b"PK\x03\x04")
    for name in ("a.tmx", "missing.tmx", "."):
        assert main(["validate", str(tmp_path / name), "--fix"]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.tmx"]
