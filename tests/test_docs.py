"""The guides as their readers follow them: every command and every example is run."""

from __future__ import annotations

import doctest
import io
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

import pytest

from policy_align.cli import main
from policy_align.corpus import Corpus, loading
from tests.conftest import CORPUS, ROOT

if TYPE_CHECKING:
    from pathlib import Path

GUIDES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
OLD_MEMORY = """\
<tmx version="1.4">
<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
 srclang="zh-CN" datatype="plaintext"/>
<body>
<tu><tuv xml:lang="zh-CN"><seg>能源 </seg></tuv><tuv xml:lang="ja-JP"><seg>エネルギー</seg></tuv>
</tu>
<tu><tuv xml:lang="zh-CN"><seg>研发</seg></tuv><tuv xml:lang="ja-JP"><seg>R&D</seg></tuv></tu>
<tu><tuv xml:lang="zh-CN"><seg>产业</seg></tuv><tuv xml:lang="ja-JP"><seg></seg></tuv></tu>
</body>
</tmx>
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the corpus from its raw files, as a reader of the guides has it."""
    folder = tmp_path_factory.mktemp("guide") / "corpus"
    shutil.copytree(CORPUS, folder, ignore=shutil.ignore_patterns("aligned"))
    with redirect_stdout(io.StringIO()):
        assert main(["build", str(folder)]) == 0
    return folder


@pytest.fixture
def workplace(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the folder in which a reader works."""
    shutil.copytree(built, tmp_path / "corpus")
    (tmp_path / "old-memory.tmx").write_text(OLD_MEMORY, encoding="utf-8")
    monkeypatch.setattr(loading, "_shipped", lambda: tmp_path / "corpus")
    # No guide shows the list itself, and it takes long to make.
    monkeypatch.setattr(Corpus, "extract_terms", lambda _self: [])
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_what_a_guide_shows_is_what_happens(guide: Path, workplace: Path) -> None:
    names: dict[str, object] = {}
    shell = Shell(workplace)
    for match in BLOCK.finditer(guide.read_text(encoding="utf-8")):
        kind, text = match.groups()
        if kind == "console":
            shell.run(text)
        elif ">>>" in text:
            run_examples(text, names, guide.name)
        else:
            compile(text, guide.name, "exec")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_lead_somewhere(guide: Path) -> None:
    for target in LINK.findall(guide.read_text(encoding="utf-8")):
        assert (guide.parent / target).exists(), target


def test_the_reference_is_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "build_api_reference.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0


def run_examples(text: str, names: dict[str, object], source: str) -> None:
    """Run the examples of a block; names that they set are there in the next."""
    test = doctest.DocTestParser().get_doctest(text, names, source, source, 0)
    said = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(test, out=said.write, clear_globs=False)
    names.update(test.globs)
    assert runner.failures == 0, said.getvalue()


class Shell:
    """Runs the commands of a block and compares what they print."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._code = 0

    def run(self, block: str) -> None:
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            said = self._said(command)
            assert doctest.OutputChecker().check_output(shown, said, FLAGS), f"$ {command}\n{said}"

    def _said(self, command: str) -> str:
        """Run one command; return what a terminal would show."""
        if command == "echo $?":
            return f"{self._code}\n"
        words = shlex.split(command)
        target = words.pop() if ">" in words else None
        if target:
            words.remove(">")
        assert words.pop(0) == "policy-align"
        out, terminal = io.StringIO(), io.StringIO()
        with redirect_stdout(out if target else terminal), redirect_stderr(terminal):
            self._code = main(words)
        if target:
            (self._folder / target).write_text(out.getvalue(), encoding="utf-8")
        return terminal.getvalue()
