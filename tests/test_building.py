"""The main job: what is built from what, and that it can be interrupted."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from policy_align.building import build_corpus, find_documents
from policy_align.cli import main
from policy_align.errors import InputError
from policy_align.formats import read_bitext
from tests.conftest import CORPUS


@pytest.fixture
def folder(notice: tuple[Path, Path], tmp_path: Path) -> Path:
    """Lay out a corpus of three documents."""
    raw = tmp_path / "corpus" / "raw"
    raw.mkdir(parents=True)
    for file in notice:
        shutil.copy(file, raw)
        shutil.copy(file, raw / file.name.replace("notice", "a-notice"))
    mixed = "".join(file.read_text(encoding="utf-8") for file in notice)
    (raw / "mixed.txt").write_text(mixed, encoding="utf-8")
    (raw / "notice.json").write_text('{"issuer": {"zh": "市人民政府"}}', encoding="utf-8")
    (raw / "README.md").write_text("no document", encoding="utf-8")
    return raw.parent


def test_documents_are_found_by_name(folder: Path) -> None:
    found = {document.name: len(document.files) for document in find_documents(folder / "raw")}
    assert found == {"a-notice": 2, "mixed": 1, "notice": 2}


def test_build_writes_pairs_and_description(folder: Path) -> None:
    assert all(built.error is None for built in build_corpus(folder))
    names = sorted(path.name for path in (folder / "aligned").iterdir())
    assert names == sorted(
        f"{name}{suffix}"
        for name in ("a-notice", "mixed", "notice")
        for suffix in (".json", ".jsonl", ".tmx")
    )
    description = json.loads((folder / "aligned" / "notice.json").read_text(encoding="utf-8"))
    assert description["issuer"] == {"zh": "市人民政府"}
    assert set(description["sha256"]) == {"notice.zh.txt", "notice.ja.txt"}
    one, two = (read_bitext(folder / "aligned" / f"{n}.jsonl") for n in ("mixed", "notice"))
    assert [(p.zh, p.ja) for p in one] == [(p.zh, p.ja) for p in two]


def test_build_twice_gives_the_same_bytes(folder: Path) -> None:
    list(build_corpus(folder))
    first = {path.name: path.read_bytes() for path in (folder / "aligned").iterdir()}
    list(build_corpus(folder))
    assert first == {path.name: path.read_bytes() for path in (folder / "aligned").iterdir()}


def test_an_interrupted_build_goes_on_where_it_stopped(folder: Path) -> None:
    run = build_corpus(folder)
    assert next(run).name == "a-notice"
    run.close()
    assert [built.bitext is None for built in build_corpus(folder)] == [True, False, False]
    assert [built.bitext is None for built in build_corpus(folder)] == [False] * 3


def test_an_interrupted_build_does_a_changed_document_again(folder: Path) -> None:
    run = build_corpus(folder)
    next(run)
    run.close()
    with (folder / "raw" / "a-notice.zh.txt").open("a", encoding="utf-8") as file:
        file.write("附件：清单\n")
    assert next(build_corpus(folder)).bitext is not None


def test_one_bad_document_does_not_stop_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "raw" / "bad.txt").write_bytes(b"")
    assert main(["build", str(folder)]) == 2
    captured = capsys.readouterr()
    assert "bad.txt" in captured.err
    assert captured.err.count("\n") == 1
    assert "failed" in captured.out
    assert (folder / "aligned" / "notice.tmx").exists()
    assert not (folder / "aligned" / "bad.jsonl").exists()


@pytest.mark.parametrize("text", ["[]", "{"])
def test_a_bad_description_is_refused(folder: Path, text: str) -> None:
    (folder / "raw" / "notice.json").write_text(text, encoding="utf-8")
    errors = [built.error for built in build_corpus(folder) if built.error]
    assert [type(error) for error in errors] == [InputError]


def test_what_is_no_file_is_no_document(folder: Path) -> None:
    os.mkfifo(folder / "raw" / "pipe.txt")
    (folder / "raw" / "folder.pdf").mkdir()
    assert len(find_documents(folder / "raw")) == 3


@pytest.mark.parametrize("name", ["mixed.PDF", "mixed.zh.txt", "notice.docx", "notice.zh.html"])
def test_two_files_of_one_name_are_refused(folder: Path, name: str) -> None:
    (folder / "raw" / name).write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="it has the name of"):
        find_documents(folder / "raw")


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def read_or_fail(path: Path) -> bytes:
        if path.name == "mixed.txt":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_or_fail)
    errors = {built.name: built.error for built in build_corpus(folder)}
    assert "it cannot be read (Permission denied)" in str(errors.pop("mixed"))
    assert not any(errors.values())


def test_nothing_to_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        find_documents(tmp_path / "raw")
    with pytest.raises(InputError, match="no document"):
        find_documents(tmp_path)


def test_only_one_language_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "plan.zh.txt").write_text("一、总体要求\n" * 30, encoding="utf-8")
    (built,) = build_corpus(tmp_path)
    assert "plan.zh.txt" in str(built.error)


def test_the_aligned_corpus_is_what_its_raw_documents_become(tmp_path: Path) -> None:
    shutil.copytree(CORPUS / "raw", tmp_path / "raw")
    assert all(built.error is None for built in build_corpus(tmp_path))
    rebuilt, committed = (
        {path.name: path.read_bytes() for path in (folder / "aligned").iterdir()}
        for folder in (tmp_path, CORPUS)
    )
    assert rebuilt == committed
