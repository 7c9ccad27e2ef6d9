"""The documents of the corpus: their list, and each of them to be read side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Route

from policy_align.web.downloads import download_bitext
from policy_align.web.reading import page_of, read_doubtful, read_page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from policy_align.bitext import Bitext
    from policy_align.web.reading import Reading
    from policy_align.web.site import Site

FORMATS = ("tmx", "tsv", "jsonl", "html")
_MOST_DIGITS = 6


class DocumentPages:
    """The pages of the documents.

    Args:
        site: What all pages share.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return the routes of these pages."""
        return [
            Route("/documents", self.index),
            Route("/documents/{name}", self.read),
            Route("/documents/{name}/place", self.place),
            Route("/documents/{name}/file.{suffix}", self.download),
        ]

    def index(self, request: Request) -> Response:
        """Answer with the list of documents."""
        corpus = self._site.library.corpus
        return self._site.page(request, "documents.html", descriptions=corpus.descriptions)

    def read(self, request: Request) -> Response:
        """Answer with a page of a document."""
        bitext = self._bitext(request)
        return self._site.page(
            request,
            "reading.html",
            bitext=bitext,
            description=self._site.library.corpus.descriptions[bitext.name],
            reading=reading_of(bitext, request),
            doubtful=asks_for_doubtful(request),
        )

    def place(self, request: Request) -> Response:
        """Answer with the place of a pair in its document.

        Look-ups link here, so that a document need not be read before someone wants to.
        """
        bitext = self._bitext(request)
        wanted = request.query_params.get("id")
        number = next((n for n, pair in enumerate(bitext, 1) if pair.id == wanted), None)
        if number is None:
            raise HTTPException(404)
        page = page_of(number)
        address = self._site.links(request)("documents", bitext.name, page=page if page > 1 else "")
        return RedirectResponse(f"{address}#p{number}", 303)

    def download(self, request: Request) -> Response:
        """Answer with a document as a file."""
        suffix = request.path_params["suffix"]
        if suffix not in FORMATS:
            raise HTTPException(404)
        return download_bitext(self._bitext(request), suffix)

    def _bitext(self, request: Request) -> Bitext:
        corpus = self._site.library.corpus
        name = request.path_params["name"]
        if name not in corpus:
            raise HTTPException(404)
        return corpus[name]


def reading_of(bitext: Bitext, request: Request) -> Reading:
    """Return the page of a document that a request asks for."""
    page = request.query_params.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= _MOST_DIGITS else 1
    return (read_doubtful if asks_for_doubtful(request) else read_page)(bitext, number)


def asks_for_doubtful(request: Request) -> bool:
    """Tell whether only the pairs that may be wrong are asked for."""
    return request.query_params.get("show") == "doubtful"
