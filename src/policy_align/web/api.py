"""The look-up as JSON, for translation tools and scripts; ``openapi.json`` describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

from policy_align.errors import PolicyAlignError
from policy_align.formats.jsonl import row_of
from policy_align.version import __version__
from policy_align.web.query import PAGE_SIZE, BadQueryError, read_limit, read_query
from policy_align.web.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from policy_align.results import Hit, Rendering
    from policy_align.web.query import Query
    from policy_align.web.site import Site


class Api:
    """The addresses that answer with JSON.

    Args:
        site: What all pages share.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/api/terms", self.terms),
            Route("/api/search", self.search),
            Route("/api/documents", self.documents),
            Route("/api/openapi.json", self.description),
        ]

    async def terms(self, request: Request) -> Response:
        """Answer with the renderings of a term."""
        async with self._site.turn:
            return await run_in_threadpool(self._answer, request, self._terms)

    def search(self, request: Request) -> Response:
        """Answer with the pairs that hold a text."""
        return self._answer(request, self._search)

    def documents(self, request: Request) -> Response:
        """Answer with the documents of the corpus."""
        del request
        corpus = self._site.library.corpus
        return JSONResponse([_described(asdict(each)) for each in corpus.descriptions.values()])

    def description(self, request: Request) -> Response:
        """Answer with the description of these addresses."""
        del request
        text = (files("policy_align.web") / "openapi.json").read_text(encoding="utf-8")
        described: dict[str, Any] = json.loads(text)
        described["info"]["version"] = __version__
        return JSONResponse(described)

    def _answer(self, request: Request, answer: Callable[[Query, int], object]) -> Response:
        try:
            query = read_query(request.query_params)
            limit = read_limit(request.query_params, PAGE_SIZE)
            return (
                JSONResponse(answer(query, limit)) if query.q else _refusal(_message("error.empty"))
            )
        except BadQueryError as error:
            return _refusal(_message(error.key, **error.values))
        except PolicyAlignError as error:
            return _refusal(str(error))

    def _terms(self, query: Query, limit: int) -> object:
        found = self._site.library.terms(query.q, query.language, limit)
        return {
            "query": found.query,
            "language": found.language,
            "total": found.total,
            "renderings": [_rendering(each) for each in found],
        }

    def _search(self, query: Query, limit: int) -> object:
        found = self._site.library.corpus.search(
            query.q, language=query.language, limit=limit, offset=query.offset, **query.filters
        )
        return {
            "query": found.query,
            "total": found.total,
            "offset": found.offset,
            "hits": [_hit(each) for each in found],
        }


def _rendering(rendering: Rendering) -> dict[str, object]:
    return {
        "text": rendering.text,
        "count": rendering.count,
        "share": round(rendering.share, 4),
        "score": round(rendering.score, 4),
        "sure": rendering.sure,
        "origin": rendering.origin,
        "examples": [_hit(each) for each in rendering.examples],
    }


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "pair": row_of(hit.pair),
        "zh_spans": [list(span) for span in hit.zh_spans],
        "ja_spans": [list(span) for span in hit.ja_spans],
        "citation": hit.citation,
    }


def _described(description: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in description.items() if key not in {"sha256", "signature"}}


def _message(key: str, **values: object) -> str:
    return wording("en")(key, **values)


def _refusal(message: str) -> Response:
    return JSONResponse({"error": message}, 400)
