"""The application: the pages, the JSON, the files, and who may ask for them."""

from __future__ import annotations

import secrets
import threading
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from policy_align.errors import PolicyAlignError
from policy_align.web.api import Api
from policy_align.web.document_pages import DocumentPages
from policy_align.web.downloads import Downloads
from policy_align.web.job_pages import JobPages
from policy_align.web.jobs import Jobs
from policy_align.web.lookup_pages import LookupPages
from policy_align.web.security import Guard, Hosts
from policy_align.web.site import Site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from policy_align.web.library import Library


def create_app(library: Library, hosts: Hosts | None = None) -> Starlette:
    """Make the application.

    Args:
        library: The corpus to be looked up.
        hosts: The names under which it may be addressed; by default those of the loopback
            interface.

    Returns:
        An ASGI application.
    """
    site = Site(library, Jobs(), secrets.token_urlsafe(24))
    rooms = (LookupPages, DocumentPages, JobPages, Downloads, Api)
    static = StaticFiles(directory=Path(__file__).parent / "static")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        threading.Thread(target=library.warm, name="warm", daemon=True).start()
        yield
        site.jobs.close()

    async def refuse(request: Request, error: Exception) -> Response:
        return _refusal(site, request, error)

    return Starlette(
        routes=[
            *(route for room in rooms for route in room(site).routes()),
            Mount("/static", static, name="static"),
        ],
        middleware=[Middleware(Guard, hosts=hosts or Hosts())],
        exception_handlers={HTTPException: refuse, PolicyAlignError: refuse, Exception: refuse},
        lifespan=lifespan,
    )


def _refusal(site: Site, request: Request, error: Exception) -> Response:
    """Say in one line what went wrong, as a page or as JSON."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    message = str(error) if isinstance(error, PolicyAlignError) else ""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": message or f"status {status}"}, status)
    return site.page(request, "error.html", status, code=status, message=message)
