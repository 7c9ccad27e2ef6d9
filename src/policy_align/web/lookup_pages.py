"""The look-up: the page, and the pieces of it that the page's script asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.routing import Route

from policy_align.errors import InputError, PolicyAlignError
from policy_align.web.findings import look_up
from policy_align.web.query import PAGE_SIZE, BadQueryError, Query, read_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from policy_align.bitext import Bitext
    from policy_align.corpus import Description
    from policy_align.model import Language, Pair
    from policy_align.web.site import Site

NEIGHBOURS = 2
_MOST_EXAMPLES = 8
_SHORTEST_EXAMPLE, _LONGEST_EXAMPLE = 2, 10
_NUMBERING = re.compile(r"^(?:[^、．.）)\s]{0,6}[、．.）)]|第.{1,5}[章节条節条]|\d+[．.、])\s*")


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
            Route("/context", self.context),
        ]

    def page(self, request: Request) -> Response:
        """Answer with the whole page."""
        return self._answer(request, "lookup.html")

    def results(self, request: Request) -> Response:
        """Answer with what stands below the search box."""
        return self._answer(request, "results.html")

    def context(self, request: Request) -> Response:
        """Answer with the neighbours of a pair."""
        identifier = request.query_params.get("id", "")
        neighbours = self._neighbours(identifier)
        status = 200 if neighbours else 404
        return self._site.page(
            request, "context.html", status, neighbours=neighbours, centre=identifier
        )

    def _answer(self, request: Request, template: str) -> Response:
        try:
            query = read_query(request.query_params)
        except BadQueryError as error:
            shown = Query(q=request.query_params.get("q", "")[:PAGE_SIZE])
            return self._page(request, template, shown, problem=error, status=400)
        if not query.q:
            return self._page(request, template, query, welcome=self._welcome())
        try:
            findings = look_up(self._site.library, query)
        except InputError as error:
            problem = BadQueryError("error.input", reason=error.reason, source=error.source)
            return self._page(request, template, query, problem=problem, status=400)
        return self._page(request, template, query, findings=findings)

    def _page(
        self, request: Request, template: str, query: Query, status: int = 200, **values: object
    ) -> Response:
        library = self._site.library
        found: dict[str, object] = {"findings": None, "problem": None, "welcome": None}
        return self._site.page(
            request,
            template,
            status,
            query=query,
            documents=library.corpus,
            page_size=PAGE_SIZE,
            neighbours=self._neighbours(query.open),
            descriptions=library.corpus.descriptions,
            issuers=_issuers(library.corpus.descriptions.values()),
            **(found | values),
        )

    def _neighbours(self, identifier: str) -> Sequence[Pair]:
        if not identifier:
            return ()
        try:
            return self._site.library.corpus.context(identifier, NEIGHBOURS)
        except (KeyError, PolicyAlignError):
            return ()

    def _welcome(self) -> dict[str, object]:
        corpus = self._site.library.corpus
        first = next(iter(corpus), None)
        examples = _examples(corpus[first]) if first is not None else []
        return {"documents": len(corpus), "examples": examples}


def _issuers(descriptions: Iterable[Description]) -> list[dict[str, str]]:
    """Return the issuers of the corpus, each once."""
    found = {each.issuer.get("zh", ""): each.issuer for each in descriptions}
    return [issuer for name, issuer in sorted(found.items()) if name]


def _examples(bitext: Bitext) -> list[tuple[str, Language]]:
    """Return short headings of a document, in either language, to try the look-up with."""
    headings = [pair for pair in bitext if pair.kind == "heading" and pair.zh and pair.ja]
    found: dict[str, Language] = {}
    for number, pair in enumerate(headings):
        language: Language = "ja" if number % 2 else "zh"
        text = _NUMBERING.sub("", pair.ja if number % 2 else pair.zh).rstrip("。．. ")
        if _SHORTEST_EXAMPLE <= len(text) <= _LONGEST_EXAMPLE:
            found.setdefault(text, language)
    return list(found.items())[:_MOST_EXAMPLES]
