"""Documents that were dropped on the page: queued, aligned in a process of their own, shown."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from policy_align.errors import PolicyAlignError
from policy_align.web.worker import ORDER, RESULT, SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.bitext import Bitext

MOST_JOBS = 8
"""Jobs that are held at a time, finished ones included."""

_LONGEST_RUN = 900

Stage: TypeAlias = Literal["queued", "parsing", "aligning", "writing", "done", "kept", "failed"]
STAGES: tuple[Stage, ...] = ("queued", "parsing", "aligning", "writing", "done")
_ENDED = {"done", "kept", "failed"}


class BusyError(Exception):
    """Too many documents are being aligned."""


@dataclass(frozen=True, slots=True)
class Job:
    """A document on its way.

    Attributes:
        id: Identifier that cannot be guessed.
        name: Name of the document.
        files: Names of its files as the user knows them.
        stage: How far it is.
        zh: Number of Chinese sentences, once that is known.
        ja: Number of Japanese sentences, likewise.
        message: Why it failed; empty where it did not.
        bitext: The pairs, once it is done.
    """

    id: str
    name: str
    files: tuple[str, ...]
    stage: Stage = "queued"
    zh: int = 0
    ja: int = 0
    message: str = ""
    bitext: Bitext | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.stage in _ENDED

    @property
    def step(self) -> int:
        """Number of the stage, counted from 0."""
        return STAGES.index(self.stage) if self.stage in STAGES else len(STAGES) - 1


class Jobs:
    """The jobs of a server: one runs at a time, few wait, the oldest finished ones are forgotten.

    Args:
        most: Jobs that are held at a time.
    """

    def __init__(self, most: int = MOST_JOBS) -> None:
        self._most = most
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="align")
        self._root = Path(tempfile.mkdtemp(prefix="policy-align-"))
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    def submit(self, name: str, files: Sequence[tuple[str, Path]]) -> Job:
        """Take a document.

        Args:
            name: Its name.
            files: Name and place of its one or two files, which are moved.

        Returns:
            The job, which waits for its turn.

        Raises:
            BusyError: If too many are on their way already.
        """
        job = Job(secrets.token_urlsafe(12), name, tuple(file for file, _ in files))
        with self._lock:
            self._make_room()
            self._jobs[job.id] = job
        folder = self._root / job.id
        (folder / SOURCES).mkdir(parents=True)
        stored = [_store(folder / SOURCES, number, *file) for number, file in enumerate(files)]
        order = json.dumps({"name": name, "files": stored})
        (folder / ORDER).write_text(order, encoding="utf-8")
        self._pool.submit(self._run, job.id)
        return job

    def get(self, identifier: str) -> Job | None:
        """Return a job, or ``None`` where there is no such job any more."""
        with self._lock:
            return self._jobs.get(identifier)

    def mark_kept(self, identifier: str) -> None:
        """Note that the document was added to the corpus."""
        self._update(identifier, stage="kept")

    def discard(self, identifier: str) -> None:
        """Forget a job; one that is running is left to end first."""
        with self._lock:
            self._jobs.pop(identifier, None)

    def close(self) -> None:
        """Stop what is running and remove every file."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()
        self._pool.shutdown(wait=True)
        shutil.rmtree(self._root, ignore_errors=True)

    def _make_room(self) -> None:
        ended = [key for key, job in self._jobs.items() if job.ended]
        for key in ended[: max(0, len(self._jobs) - self._most + 1)]:
            del self._jobs[key]
        if len(self._jobs) >= self._most:
            raise BusyError

    def _run(self, identifier: str) -> None:
        folder = self._root / identifier
        try:
            if self.get(identifier) is not None:
                self._align(identifier, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _align(self, identifier: str, folder: Path) -> None:
        """Run the worker and follow what it says."""
        command = [sys.executable, "-m", "policy_align.web.worker", str(folder)]
        with subprocess.Popen(  # noqa: S603 - our own module, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        ) as process:
            self._process = process
            watch = threading.Timer(_LONGEST_RUN, process.kill)
            watch.start()
            if self._closed:
                process.kill()
            for line in process.stdout or ():
                with contextlib.suppress(ValueError, TypeError):
                    self._update(identifier, **json.loads(line))
            watch.cancel()
        self._process = None
        self._finish(identifier, folder / RESULT, process.returncode)

    def _finish(self, identifier: str, result: Path, code: int) -> None:
        from policy_align.formats import read_bitext

        job = self.get(identifier)
        if job is None or job.stage == "failed":
            return
        if code:
            stopped = f"{job.name}: the alignment was stopped; try a smaller document"
            self._update(identifier, stage="failed", message=stopped)
            return
        try:
            self._update(identifier, stage="done", bitext=read_bitext(result))
        except PolicyAlignError as error:
            self._update(identifier, stage="failed", message=str(error))

    def _update(self, identifier: str, **changes: object) -> None:
        known = {key: value for key, value in changes.items() if key in Job.__slots__}
        with self._lock:
            if identifier in self._jobs:
                self._jobs[identifier] = replace(self._jobs[identifier], **known)  # type: ignore[arg-type]


def _store(folder: Path, number: int, name: str, path: Path) -> str:
    """Move a file into the folder of its job under a harmless name; return that name."""
    from policy_align.web.library import document_name

    cleaned = document_name(name)
    stored = cleaned if not (folder / cleaned).exists() else f"{number} {cleaned}"
    shutil.move(path, folder / stored)
    return stored
