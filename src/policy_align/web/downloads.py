"""What was found as a file: pairs for tools and spreadsheets, renderings as a glossary."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from policy_align.bitext import Bitext
from policy_align.formats import write_bitext
from policy_align.formats.glossary import write_terms
from policy_align.results import Term
from policy_align.web.findings import look_up, look_up_evidence
from policy_align.web.library import document_name
from policy_align.web.query import BadQueryError, read_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.requests import Request

    from policy_align.results import TermResult
    from policy_align.web.query import Query
    from policy_align.web.site import Site

MOST_PAIRS = 5000
"""Most pairs in one download."""

_TYPES = {
    "tmx": "application/x-tmx+xml",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "html": "text/html; charset=utf-8",
    "utf8": "text/plain; charset=utf-8",
    "tbx": "application/x-tbx",
}


class Downloads:
    """The downloads of a look-up.

    Args:
        site: What all pages share.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return the routes of the downloads."""
        return [
            Route("/download/pairs.{suffix}", self.pairs),
            Route("/download/terms.{suffix}", self.terms),
        ]

    def pairs(self, request: Request) -> Response:
        """Answer with the pairs that a look-up finds."""
        suffix = request.path_params["suffix"]
        if suffix not in {"tmx", "tsv"}:
            raise HTTPException(404)
        hits = look_up_evidence(self._site.library, _query(request), limit=MOST_PAIRS).evidence
        return download_bitext(Bitext(hits.query, tuple(hit.pair for hit in hits)), suffix)

    def terms(self, request: Request) -> Response:
        """Answer with the renderings as a term list."""
        suffix = request.path_params["suffix"]
        if suffix not in {"utf8", "tbx"}:
            raise HTTPException(404)
        query = _query(request)
        found = look_up(self._site.library, query, limit=1).terms
        if found is None:
            raise HTTPException(404)
        terms = list(_terms(found))
        if suffix == "utf8" and found.language == "ja":
            # In a glossary of OmegaT the language that is translated from stands first.
            terms = [replace(term, zh=term.ja, ja=term.zh) for term in terms]
        return attachment(suffix, _written(partial(write_terms, terms), suffix), query.q)


def download_bitext(bitext: Bitext, suffix: str) -> Response:
    """Answer with a bitext as a file to be saved, named after it."""
    content = _written(partial(write_bitext, bitext), suffix)
    return attachment(suffix, content, bitext.name)


def attachment(suffix: str, content: bytes, name: str) -> Response:
    """Answer with a file to be saved.

    Args:
        suffix: Its suffix, without the dot.
        content: What it holds.
        name: The name under which it is saved, without the suffix (RFC 6266, section 4.3).

    Returns:
        The answer.
    """
    encoded = quote(f"{document_name(name)}.{suffix}", safe="")
    disposition = f"attachment; filename=\"download.{suffix}\"; filename*=UTF-8''{encoded}"
    return Response(
        content, media_type=_TYPES[suffix], headers={"Content-Disposition": disposition}
    )


def _written(write: Callable[[Path], None], suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{suffix}"
        write(path)
        return path.read_bytes()


def _query(request: Request) -> Query:
    try:
        query = read_query(request.query_params)
    except BadQueryError as error:
        raise HTTPException(400) from error
    if not query.q:
        raise HTTPException(400)
    return replace(query, offset=0)


def _terms(found: TermResult) -> Iterator[Term]:
    for each in found:
        sides = (found.query, each.text) if found.language == "zh" else (each.text, found.query)
        example = each.examples[0] if each.examples else None
        yield Term(*sides, each.count, each.score, (), each.origin, example)
