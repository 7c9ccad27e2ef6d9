"""The command: what it refuses, how it starts and how it ends."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from policy_align.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is to be refused
COMMAND = (sys.executable, "-m", "policy_align", "serve")


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the server until the end of the block; yield it and the address that it tells."""
    command = [*COMMAND, "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stderr
            line = process.stderr.readline()
            found = re.match(r"http://\S+", line)
            assert found, line
            yield process, found[0]
        finally:
            process.kill()


def refused(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["serve", *options]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    return captured.err


def test_it_answers_and_ends_clean_with_ctrl_c(own: Path) -> None:
    with served("--corpus", str(own)) as (process, address):
        with urlopen(address, timeout=20) as answer:  # noqa: S310 - our own server
            assert b"policy_align" in answer.read()
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "Traceback" not in rest


def test_a_corpus_may_begin_empty(tmp_path: Path) -> None:
    with served("--corpus", str(tmp_path)) as (_, address):
        for path in ("", "?q=%E7%A2%B3", "documents", "add"):
            with urlopen(address + path, timeout=20) as answer:  # noqa: S310 - our own server
                assert answer.status == 200


def test_a_port_in_use_is_one_line(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        message = refused(capsys, "--corpus", str(own), "--port", port)
    assert port in message
    assert "another program uses this port" in message


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.168.0.9", "example.org"])
def test_other_machines_are_kept_out_unless_asked_in(
    own: Path, capsys: pytest.CaptureFixture[str], host: str
) -> None:
    assert "--open-to-network" in refused(capsys, "--corpus", str(own), "--host", host)


def test_an_open_server_answers_to_its_address(own: Path) -> None:
    options = ("--corpus", str(own), "--host", EVERYWHERE, "--open-to-network")
    with served(*options) as (_, address):
        local = address.replace(EVERYWHERE, "127.0.0.1")
        with urlopen(local, timeout=20) as answer:  # noqa: S310 - our own server
            assert answer.status == 200


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_an_impossible_port_is_one_line(
    own: Path, capsys: pytest.CaptureFixture[str], port: str
) -> None:
    assert "port" in refused(capsys, "--corpus", str(own), "--port", port)


def test_a_missing_corpus_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no such corpus" in refused(capsys, "--corpus", str(tmp_path / "none"))


def test_without_the_extra_the_message_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "uvicorn" else find_spec(name)
    )
    assert 'pip install "policy-align[web]"' in refused(capsys)


def test_help_loads_no_framework() -> None:
    code = "import sys; from policy_align.cli import main; main(['--help'])"
    check = "import atexit; atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {check}; {code}"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=os.environ,
    )
    assert "serve" in done.stdout
    assert not {"starlette", "uvicorn", "jinja2"} & set(done.stderr.split())
