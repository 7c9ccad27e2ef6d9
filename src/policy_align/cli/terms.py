"""``policy-align terms``: how a term was rendered."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from policy_align.cli.options import add_json, hit_row
from policy_align.cli.wording import fill_right, mark, printable, width

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from policy_align.cli.options import Subparsers
    from policy_align.results import Hit, Rendering, TermResult

_DESCRIPTION = """\
Show how a term, or any piece of text, was rendered: how often, how surely, and where. The
language of the query is found out. Simplified, traditional and Japanese shapes of a character find
each other; width, case and white space do not matter. A question mark stands after what is not
sure."""

_UNSURE = 0.99  # what is not sure is never shown as certain
_WIDEST = 60


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "terms", help="show how a term was rendered", description=_DESCRIPTION
    )
    parser.add_argument("query", metavar="QUERY", help="a term or any piece of text")
    add_json(parser)
    parser.add_argument(
        "--language", choices=("zh", "ja"), help="language of the query (found out unless given)"
    )
    parser.add_argument("--limit", metavar="N", type=int, default=10, help="renderings (10)")
    add_corpus(parser)
    parser.set_defaults(run=run)


def add_corpus(parser: argparse.ArgumentParser) -> None:
    """Add where terms are looked up."""
    parser.add_argument("--corpus", metavar="DIR", help="the corpus (default: the one shipped)")
    parser.add_argument(
        "--glossary",
        metavar="FILE",
        help="your own term pairs, which come first: TSV, CSV, OmegaT (.utf8) or TBX",
    )


def run(args: argparse.Namespace) -> int:
    """Look the term up and print."""
    # For products as small as these, starting more threads takes longer than the work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from policy_align.corpus import load_corpus

    result = load_corpus(args.corpus, glossary=args.glossary).terms(
        args.query, language=args.language, limit=max(args.limit, 1)
    )
    if args.json:
        print(json.dumps(_as_json(result), ensure_ascii=False, indent=2))
    else:
        for line in _lines(result):
            print(line)
    print(_summary(result), file=sys.stderr)
    return 0


def _as_json(result: TermResult) -> dict[str, Any]:
    return {
        "query": result.query,
        "language": result.language,
        "total": result.total,
        "renderings": [_rendering_json(rendering) for rendering in result],
    }


def _rendering_json(rendering: Rendering) -> dict[str, Any]:
    return {
        "text": rendering.text,
        "count": rendering.count,
        "share": round(rendering.share, 4),
        "score": rendering.score,
        "sure": rendering.sure,
        "origin": rendering.origin,
        "examples": [hit_row(hit) for hit in rendering.examples],
    }


def _lines(result: TermResult) -> Iterator[str]:
    columns = min(max((width(each.text) for each in result), default=0), _WIDEST)
    for rendering in result:
        text = fill_right(rendering.text, max(columns, width(rendering.text)))
        share = f"{rendering.count:>5}×  {rendering.share:>4.0%}"
        yield f"{text}{share}  {_standing(rendering)}"
        for hit in rendering.examples[:1]:
            yield from _example(hit)


def _standing(rendering: Rendering) -> str:
    if rendering.origin == "glossary":
        return "glossary"
    if rendering.sure:
        return f"{rendering.score:.2f}"
    return f"{min(rendering.score, _UNSURE):.2f} ?"


def _example(hit: Hit) -> Iterator[str]:
    yield f"    zh  {mark(hit.pair.zh, hit.zh_spans)}"
    yield f"    ja  {mark(hit.pair.ja, hit.ja_spans)}"
    yield f"        {printable(hit.citation)}"


def _summary(result: TermResult) -> str:
    language = "Chinese" if result.language == "zh" else "Japanese"
    if not result.total:
        return "no pair holds the term" + (", but the glossary has it" if result else "")
    pairs = "1 pair holds" if result.total == 1 else f"{result.total} pairs hold"
    return f"{pairs} the {language} term"
