"""The look-up: the page, and the pieces of it that the page's script asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response as EmptyResponse
from starlette.routing import Route

from policy_align.errors import InputError, PolicyAlignError
from policy_align.web.findings import look_up, look_up_evidence
from policy_align.web.query import PAGE_SIZE, BadQueryError, Query, read_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from policy_align.corpus import Description
    from policy_align.model import Pair
    from policy_align.web.findings import Findings
    from policy_align.web.library import Library
    from policy_align.web.site import Site

NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class _State:
    """What the page shows: one of findings, a problem and a welcome."""

    query: Query
    findings: Findings | None = None
    problem: BadQueryError | None = None
    welcome: dict[str, object] | None = None


class LookupPages:
    """The pages of the look-up.

    Args:
        site: What all pages share.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return the routes of these pages."""
        return [
            Route("/", self.page, name="lookup"),
            Route("/results", self.results),
            Route("/evidence", self.evidence),
            Route("/context", self.context),
        ]

    async def page(self, request: Request) -> Response:
        """Answer with the whole page."""
        return await self._complete(request, "lookup.html")

    async def results(self, request: Request) -> Response:
        """Answer with what stands below the search box."""
        return await self._complete(request, "results.html")

    def evidence(self, request: Request) -> Response:
        """Answer with the same at once; the renderings only if they are at hand."""
        return self._page(request, "results.html", self._state(request, look_up_evidence))

    def context(self, request: Request) -> Response:
        """Answer with the neighbours of a pair."""
        identifier = request.query_params.get("id", "")
        neighbours = self._neighbours(identifier)
        status = 200 if neighbours else 404
        return self._site.page(
            request, "context.html", status, neighbours=neighbours, centre=identifier
        )

    async def _complete(self, request: Request, template: str) -> Response:
        """Answer in full, but let only one at a time work renderings out.

        Those who wait take no thread meanwhile, and who has typed on does not wait any more.
        """
        state = await run_in_threadpool(self._state, request, look_up_evidence)
        if state.findings and state.findings.pending:
            async with self._site.turn:
                if await request.is_disconnected():
                    return EmptyResponse(status_code=204)
                state = await run_in_threadpool(self._state, request, look_up)
        return await run_in_threadpool(self._page, request, template, state)

    def _state(self, request: Request, answer: Callable[[Library, Query], Findings]) -> _State:
        try:
            query = read_query(request.query_params)
        except BadQueryError as error:
            return _State(Query(q=request.query_params.get("q", "")[:PAGE_SIZE]), problem=error)
        if not query.q:
            return _State(query, welcome=self._welcome())
        try:
            return _State(query, findings=answer(self._site.library, query))
        except InputError as error:
            problem = BadQueryError("error.input", reason=error.reason, source=error.source)
            return _State(query, problem=problem)

    def _page(self, request: Request, template: str, state: _State) -> Response:
        corpus = self._site.library.corpus
        return self._site.page(
            request,
            template,
            400 if state.problem else 200,
            query=state.query,
            findings=state.findings,
            problem=state.problem,
            welcome=state.welcome,
            neighbours=self._neighbours(state.query.open),
            documents=corpus,
            page_size=PAGE_SIZE,
            descriptions=corpus.descriptions,
            issuers=_issuers(corpus.descriptions.values()),
        )

    def _neighbours(self, identifier: str) -> Sequence[Pair]:
        if not identifier:
            return ()
        try:
            return self._site.library.corpus.context(identifier, NEIGHBOURS)
        except (KeyError, PolicyAlignError):
            return ()

    def _welcome(self) -> dict[str, object]:
        library = self._site.library
        return {"documents": len(library.corpus), "examples": library.examples()}


def _issuers(descriptions: Iterable[Description]) -> list[dict[str, str]]:
    """Return the issuers of the corpus, each once."""
    found = {each.issuer.get("zh", ""): each.issuer for each in descriptions}
    return [issuer for name, issuer in sorted(found.items()) if name]
