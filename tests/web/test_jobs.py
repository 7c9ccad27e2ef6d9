"""Documents that are dropped on the page: aligned, shown, kept or not."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from lxml import html

from policy_align import InputError, load_corpus
from policy_align.web.jobs import BusyError, Jobs
from policy_align.web.library import Library, document_name

from .support import hostile_document, token_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response
    from starlette.testclient import TestClient

PATIENCE = 60


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    held = Jobs(most=2)
    yield held
    held.close()


def send(page: TestClient, *paths: Path, **fields: str) -> Response:
    """Send files as the form on the page does."""
    token = token_of(page.get("/add").text)
    files = [("files", (path.name, path.read_bytes())) for path in paths]
    return page.post("/jobs", data={"token": token} | fields, files=files, follow_redirects=False)


def wait(page: TestClient, address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not page.get(f"{address}/progress").json()["ended"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def aligned_job(page: TestClient, *paths: Path) -> str:
    """Send files and wait until they are aligned; return the address of the job."""
    answer = send(page, *paths)
    assert answer.status_code == 303
    address = answer.headers["location"]
    wait(page, address)
    return str(address)


def test_a_pair_of_files_is_aligned_shown_and_kept(
    own_page: TestClient, notice: tuple[Path, Path], own: Path
) -> None:
    address = aligned_job(own_page, *notice)
    shown = own_page.get(address)
    tree = html.document_fromstring(shown.text)
    assert "二、重点任务" in shown.text
    assert "二、重点任務" in shown.text
    assert tree.xpath("//form[contains(@action, '/keep')]")
    assert own_page.get("/api/search?q=绿地").json()["total"] == 0
    for suffix in ("tmx", "tsv", "html"):
        assert "公園" in own_page.get(f"{address}/file.{suffix}").text

    form = {"token": token_of(shown.text), "name": "../my: notice"}
    kept = own_page.post(f"{address}/keep", data=form)
    assert kept.status_code == 200
    assert kept.url.path.replace("%20", " ") == "/documents/my notice"
    assert own_page.get("/api/search?q=绿地").json()["total"] > 0
    assert sorted(path.name for path in own.glob("my notice*")) == [
        "my notice.json",
        "my notice.jsonl",
    ]
    assert own_page.post(f"{address}/keep", data=form).status_code == 409


def test_a_name_that_is_taken_is_refused_in_one_line(
    own_page: TestClient, notice: tuple[Path, Path]
) -> None:
    address = aligned_job(own_page, *notice)
    form = {"token": token_of(own_page.get(address).text), "name": "hostile"}
    answer = own_page.post(f"{address}/keep", data=form)
    assert answer.status_code == 409
    problem = html.document_fromstring(answer.text).xpath("//*[@role='alert']")[0].text_content()
    assert "choose another name" in problem
    assert "\n" not in problem.strip()


def test_a_corpus_that_is_only_read_says_so(page: TestClient, notice: tuple[Path, Path]) -> None:
    address = aligned_job(page, *notice)
    shown = page.get(address)
    assert "--corpus DIR" in shown.text
    assert "/keep" not in shown.text
    form = {"token": token_of(shown.text), "name": "mine"}
    assert page.post(f"{address}/keep", data=form).status_code == 409


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"\n\n", "empty"),
        ("broken.pdf", b"%PDF-1.7\nnothing", "broken.pdf"),
        ("chinese.txt", "推动能源绿色低碳转型。\n大力发展新能源。\n".encode(), "only Chinese"),
        ("<b>bold.txt", b"\x00\x01\x02", "bold.txt"),
    ],
)
def test_a_document_that_cannot_be_used_shows_one_line(
    page: TestClient, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    address = aligned_job(page, path)
    tree = html.document_fromstring(page.get(address).text)
    problem = tree.xpath("//*[@role='alert']")[0].text_content().strip()
    assert reason in problem
    assert "\n" not in problem
    assert "/tmp" not in problem  # noqa: S108 - a part of what must not be shown
    assert not tree.xpath("//b[text()='bold.txt']")


def test_no_file_is_refused_in_words(page: TestClient) -> None:
    token = token_of(page.get("/add").text)
    answer = page.post("/jobs", data={"token": token}, files=[("files", ("", b""))])
    assert answer.status_code == 400
    assert "No file was chosen" in answer.text


def test_three_files_are_refused(page: TestClient, notice: tuple[Path, Path]) -> None:
    assert send(page, *notice, notice[0]).status_code == 400


def test_a_document_can_be_discarded(page: TestClient, notice: tuple[Path, Path]) -> None:
    address = aligned_job(page, *notice)
    token = token_of(page.get(address).text)
    answer = page.post(f"{address}/discard", data={"token": token})
    assert answer.url.path == "/add"
    assert page.get(address).status_code == 404


def test_jobs_are_bounded_in_number(jobs: Jobs, tmp_path: Path) -> None:
    for number in range(2):
        jobs.submit("x", [("x.txt", _file(tmp_path / f"{number}.txt"))])
    with pytest.raises(BusyError):
        jobs.submit("x", [("x.txt", _file(tmp_path / "more.txt"))])


def test_finished_jobs_make_room_and_leave_no_file(jobs: Jobs, tmp_path: Path) -> None:
    done = []
    for number in range(3):
        job = jobs.submit("x", [("x.txt", _file(tmp_path / f"{number}.txt"))])
        done.append(job.id)
        deadline = time.monotonic() + PATIENCE
        while not (held := jobs.get(job.id)) or not held.ended:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    assert jobs.get(done[0]) is None
    assert jobs.get(done[2]) is not None
    deadline = time.monotonic() + PATIENCE
    while any(jobs._root.iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_closing_stops_what_is_running_and_removes_everything(tmp_path: Path) -> None:
    jobs = Jobs()
    jobs.submit("x", [("x.txt", _file(tmp_path / "x.txt"))])
    jobs.close()
    assert not jobs._root.exists()


def test_two_files_of_one_name_are_kept_apart(
    page: TestClient, notice: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "ja").mkdir()
    pair = [notice[n].rename(tmp_path / side / "notice.txt") for n, side in enumerate(("zh", "ja"))]
    address = aligned_job(page, *pair)
    assert "二、重点任務" in page.get(address).text


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("plan", "plan"), ("../../etc/passwd", "etc passwd"), ("", "document"), (".hidden", "hidden")],
)
def test_names_of_documents_are_safe(wanted: str, name: str) -> None:
    assert document_name(wanted) == name
    assert len(document_name("长" * 500)) <= 80


def test_readers_keep_their_corpus_while_one_adds(own: Path) -> None:
    library = Library(partial(load_corpus, own), own)
    before = library.corpus
    added = hostile_document()
    with pytest.raises(InputError, match="name"):
        library.keep(added, before.descriptions["hostile"])
    assert library.corpus is before


def _file(path: Path) -> Path:
    path.write_text("推动能源转型。\nエネルギー転換を進める。\n", encoding="utf-8")
    return path
