"""Adding a document: drop it, see it aligned, keep it or not."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from policy_align.corpus import Description
from policy_align.errors import PolicyAlignError
from policy_align.web.document_pages import asks_for_doubtful, reading_of
from policy_align.web.downloads import download_bitext
from policy_align.web.jobs import STAGES, BusyError
from policy_align.web.library import document_name
from policy_align.web.security import is_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from policy_align.bitext import Bitext
    from policy_align.web.jobs import Job
    from policy_align.web.site import Site

_MOST_FILES = 2
_CHUNK = 1 << 20
_FORMATS = ("tmx", "tsv", "html")


class JobPages:
    """The pages on which documents are added.

    Args:
        site: What all pages share.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return the routes of these pages."""
        return [
            Route("/add", self.form),
            Route("/jobs", self.submit, methods=["POST"]),
            Route("/jobs/{id}", self.show),
            Route("/jobs/{id}/progress", self.progress),
            Route("/jobs/{id}/keep", self.keep, methods=["POST"]),
            Route("/jobs/{id}/discard", self.discard, methods=["POST"]),
            Route("/jobs/{id}/file.{suffix}", self.download),
        ]

    def form(self, request: Request) -> Response:
        """Answer with the form for files."""
        return self._site.page(request, "add.html", problem="")

    async def submit(self, request: Request) -> Response:
        """Take one or two files and queue the job."""
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FILES) as form:
            self._check(form)
            files = [each for each in form.getlist("files") if isinstance(each, UploadFile)]
            files = [each for each in files if each.filename]
            if not files:
                return self._site.page(request, "add.html", 400, problem="add.none")
            return await run_in_threadpool(self._queue, request, files)

    def show(self, request: Request) -> Response:
        """Answer with how far a job is, or with the document once it is aligned."""
        job = self._job(request)
        if job.bitext is None:
            return self._site.page(request, "job.html", job=job, stages=STAGES)
        return self._preview(request, job, job.bitext)

    def progress(self, request: Request) -> Response:
        """Answer with how far a job is, for the page's script."""
        job = self._job(request)
        return JSONResponse(
            {"stage": job.stage, "step": job.step, "ended": job.ended, "zh": job.zh, "ja": job.ja}
        )

    async def keep(self, request: Request) -> Response:
        """Add an aligned document to the user's corpus."""
        async with request.form(max_files=0) as form:
            self._check(form)
            name = str(form.get("name", ""))
        return await run_in_threadpool(self._keep, request, name)

    async def discard(self, request: Request) -> Response:
        """Forget a document."""
        async with request.form(max_files=0) as form:
            self._check(form)
        self._site.jobs.discard(self._job(request).id)
        return RedirectResponse(self._site.links(request)("add"), 303)

    def download(self, request: Request) -> Response:
        """Answer with an aligned document as a file."""
        job, suffix = self._job(request), request.path_params["suffix"]
        if job.bitext is None or suffix not in _FORMATS:
            raise HTTPException(404)
        return download_bitext(job.bitext, suffix)

    def _queue(self, request: Request, files: Sequence[UploadFile]) -> Response:
        name = document_name(Path(files[0].filename or "").stem)
        with tempfile.TemporaryDirectory() as folder:
            paths = [_save(Path(folder) / str(n), file) for n, file in enumerate(files)]
            names = [file.filename or "" for file in files]
            try:
                job = self._site.jobs.submit(name, list(zip(names, paths, strict=True)))
            except BusyError:
                return self._site.page(request, "add.html", 503, problem="add.busy")
        return RedirectResponse(self._site.links(request)("jobs", job.id), 303)

    def _keep(self, request: Request, wanted: str) -> Response:
        job = self._job(request)
        if job.bitext is None or job.stage == "kept":
            raise HTTPException(409)
        name = document_name(wanted or job.name)
        bitext = _renamed(job.bitext, name)
        try:
            self._site.library.keep(bitext, Description(name, title=_title(bitext)))
        except PolicyAlignError as error:
            return self._preview(request, job, job.bitext, problem=str(error), status=409)
        self._site.jobs.mark_kept(job.id)
        return RedirectResponse(self._site.links(request)("documents", name), 303)

    def _preview(
        self, request: Request, job: Job, bitext: Bitext, *, problem: str = "", status: int = 200
    ) -> Response:
        return self._site.page(
            request,
            "preview.html",
            status,
            job=job,
            bitext=bitext,
            description=Description(job.name, title=_title(bitext)),
            reading=reading_of(bitext, request),
            doubtful=asks_for_doubtful(request),
            problem=problem,
        )

    def _job(self, request: Request) -> Job:
        job = self._site.jobs.get(request.path_params["id"])
        if job is None:
            raise HTTPException(404)
        return job

    def _check(self, form: FormData) -> None:
        if not is_token(form.get("token"), self._site.token):
            raise HTTPException(403)


def _save(path: Path, file: UploadFile) -> Path:
    with path.open("wb") as target:
        while chunk := file.file.read(_CHUNK):
            target.write(chunk)
    return path


def _title(bitext: Bitext) -> dict[str, str]:
    """Return the title that the document itself has."""
    found = next((pair for pair in bitext if pair.kind == "title"), None)
    sides = {"zh": found.zh, "ja": found.ja} if found else {}
    return {language: text for language, text in sides.items() if text}


def _renamed(bitext: Bitext, name: str) -> Bitext:
    """Give a document another name, and its pairs the identifiers that go with it."""
    pairs = tuple(
        replace(pair, doc=name, id=f"{name}:{pair.id.rpartition(':')[2]}") for pair in bitext
    )
    return replace(bitext, name=name, pairs=pairs)
