"""``policy-align search``: the concordance."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from policy_align.cli.options import add_json, hit_row
from policy_align.cli.wording import fill_left, fill_right, mark, marks_in_bold, printable, width

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from policy_align.cli.options import Subparsers
    from policy_align.results import Hit, SearchResult, Span

_DESCRIPTION = """\
Find the pairs that hold words, in either language. Several words must all occur; "…" or 「…」 keeps
a phrase together; -word excludes (write -- before a query that begins with a minus). Simplified,
traditional and Japanese shapes of a character find each other."""

# Columns beside the text of a line, and the fewest to show on a side of the word.
_BESIDE, _LEAST = 40, 12


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "search", help="find pairs by words of either language", description=_DESCRIPTION
    )
    parser.add_argument("query", metavar="QUERY", nargs="+", help="what to look for")
    add_json(parser)
    parser.add_argument("--kwic", action="store_true", help="one line per hit, words in one column")
    parser.add_argument("--corpus", metavar="DIR", help="the corpus (default: the one shipped)")
    parser.add_argument("--language", choices=("zh", "ja"), help="look at one side only")
    parser.add_argument(
        "--document", metavar="NAME", help="name, number or part of the title of a document"
    )
    parser.add_argument("--section", metavar="PATH", help="section, such as 三/（一）")
    parser.add_argument("--issuer", metavar="NAME", help="who issued the document, or a part of it")
    parser.add_argument(
        "--since", metavar="DATE", default="", help="first date of issue: 2021, 2021-10, 2021-10-24"
    )
    parser.add_argument("--until", metavar="DATE", default="", help="last date of issue")
    parser.add_argument(
        "--min-score", metavar="P", type=float, default=0.0, help="least score of a pair, 0 to 1"
    )
    parser.add_argument("--limit", metavar="N", type=int, default=20, help="hits to show (20)")
    parser.add_argument("--offset", metavar="N", type=int, default=0, help="hits to pass over (0)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Search and print."""
    from policy_align.corpus import load_corpus

    result = load_corpus(args.corpus).search(
        " ".join(args.query),
        language=args.language,
        document=args.document,
        section=args.section,
        issuer=args.issuer,
        since=args.since,
        until=args.until,
        min_score=args.min_score,
        limit=args.limit,
        offset=args.offset,
    )
    if args.json:
        print(json.dumps(_as_json(result), ensure_ascii=False, indent=2))
    else:
        for line in _kwic_lines(result) if args.kwic else _pair_lines(result):
            print(line)
    print(_summary(result), file=sys.stderr)
    return 0


def _as_json(result: SearchResult) -> dict[str, Any]:
    return {
        "query": result.query,
        "total": result.total,
        "offset": result.offset,
        "hits": [hit_row(hit) for hit in result],
    }


def _pair_lines(result: SearchResult) -> Iterator[str]:
    for hit in result:
        yield printable(f"{hit.citation}  [{hit.pair.score:.2f}]  {hit.pair.id}")
        for side, text, spans in _sides(hit):
            yield f"  {side}  {mark(text, spans)}"
        yield ""


def _kwic_lines(result: SearchResult) -> Iterator[str]:
    import shutil

    edge = max((shutil.get_terminal_size((120, 24)).columns - _BESIDE) // 2, _LEAST)
    for hit in result:
        for side, text, spans in _sides(hit):
            for start, end in spans:
                before = fill_left(text[:start], edge)
                word = mark(text[start:end], [(0, end - start)])
                taken = width(text[start:end]) + (0 if marks_in_bold() else width("【】"))
                after = fill_right(text[end:], max(edge - taken, _LEAST))
                yield f"{before}{word}{after}  {side}  {printable(hit.pair.id)}"


def _sides(hit: Hit) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    for side, text, spans in (
        ("zh", hit.pair.zh, hit.zh_spans),
        ("ja", hit.pair.ja, hit.ja_spans),
    ):
        if text:
            yield side, text, spans


def _summary(result: SearchResult) -> str:
    if not result.total:
        return "no pairs found"
    if not result:
        return f"{result.total} pairs found, none from {result.offset + 1} on"
    if len(result) == result.total:
        return f"{result.total} pairs found" if result.total > 1 else "1 pair found"
    first, last = result.offset + 1, result.offset + len(result)
    return f"{result.total} pairs found; {first} to {last} shown"
