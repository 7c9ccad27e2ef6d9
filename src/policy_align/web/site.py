"""What the handlers share: the library, the jobs, and how pages are made."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from policy_align.corpus.citation import cite
from policy_align.formats.characters import legal
from policy_align.version import __version__
from policy_align.web.query import LONGEST_QUERY, LONGEST_VALUE
from policy_align.web.security import MOST_UPLOAD
from policy_align.web.views import is_unsure, language_tag, segments
from policy_align.web.wording import LANGUAGES, NAMES, choose_language, wording

if TYPE_CHECKING:
    from starlette.requests import Request

    from policy_align.web.jobs import Jobs
    from policy_align.web.library import Library


@dataclass(frozen=True, slots=True)
class Site:
    """What every handler needs.

    Attributes:
        library: The corpus.
        jobs: Documents that are being aligned.
        token: What a form must bring back.
        turn: Whoever works renderings out, which takes a whole core, holds this.
    """

    library: Library
    jobs: Jobs
    token: str
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def page(
        self, request: Request, template: str, status: int = 200, **values: object
    ) -> HTMLResponse:
        """Make a page in the language of the reader.

        Args:
            request: The request that it answers.
            template: File name of its template.
            status: Status of the answer.
            **values: What the template shows.

        Returns:
            The answer.
        """
        asked = request.query_params.get("ui", "")
        words = wording(choose_language(asked, request.headers.get("accept-language", "")))
        html = (
            _environment()
            .get_template(template)
            .render(
                t=words,
                ui=words.language,
                ui_tag=LANGUAGES[words.language],
                link=self.links(request),
                ui_links=_ui_links(request),
                token=self.token,
                keeps=self.library.keeps,
                **values,
            )
        )
        return HTMLResponse(html, status, {"Vary": "Accept-Language"})

    def links(self, request: Request) -> Links:
        """Return what makes links for the answer to a request."""
        asked = request.query_params.get("ui", "")
        return Links(asked if asked in LANGUAGES else "")


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links that keep the language of the interface, where the reader has chosen one.

    Attributes:
        ui: The language chosen; empty where it is that of the browser.
    """

    ui: str

    def __call__(self, *path: object, **parameters: object) -> str:
        """Return the address of a page of this server.

        Args:
            *path: The parts of its path.
            **parameters: Its parameters; those that are empty are left out.

        Returns:
            The address.

        Example:
            >>> Links("ja")("documents", "a/b", page=2)
            '/documents/a%2Fb?page=2&ui=ja'
        """
        given = {key: str(value) for key, value in parameters.items() if value not in {None, ""}}
        if self.ui:
            given["ui"] = self.ui
        address = "/" + "/".join(quote(str(part), safe="", errors="replace") for part in path)
        return f"{address}?{urlencode(given, errors='replace')}" if given else address


def _ui_links(request: Request) -> list[tuple[str, str, str]]:
    """Return tag, name and address of the same page in each language."""
    given = request.query_params.items()
    others = [(key, value[:LONGEST_VALUE]) for key, value in given if key != "ui"]
    return [
        (tag, NAMES[key], "?" + urlencode([*others, ("ui", key)], errors="replace"))
        for key, tag in LANGUAGES.items()
    ]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("policy_align.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tag"] = language_tag
    environment.filters["legal"] = legal
    environment.globals |= {
        "cite": cite,
        "is_unsure": is_unsure,
        "longest_query": LONGEST_QUERY,
        "most_upload": MOST_UPLOAD,
        "segments": segments,
        "version": __version__,
    }
    return environment
