"""``policy-align parse``: show what the parser finds in a document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from policy_align.cli.options import add_json, add_sources, read_sources
from policy_align.cli.wording import printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from policy_align.cli.options import Subparsers
    from policy_align.model import Document, Place

_DESCRIPTION = """\
Show the sections and sentences that are found in a document, for each language: how the
languages are laid out, the tree of headings, and with --report what was set aside (page
numbers, running headers and the like) and why."""


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "parse", help="show the sections of a document", description=_DESCRIPTION
    )
    add_sources(parser)
    add_json(parser)
    parser.add_argument(
        "--report", action="store_true", help="list what was set aside, where and why"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Parse and print."""
    documents = read_sources(args)
    if args.json:
        print(json.dumps([_plain(doc) for doc in documents], ensure_ascii=False, indent=1))
        return 0
    for document in documents:
        print("\n".join(_outline(document)))
        if args.report:
            print("\n".join(_set_aside(document)))
    return 0


def _outline(document: Document) -> Iterable[str]:
    blocks = document.sentences[-1].block if document.sentences else 0
    yield (
        f"{document.language}  {printable(document.source)}  layout: {document.layout}  "
        f"{len(document.sections)} sections, {blocks} paragraphs, "
        f"{len(document.sentences)} sentences, {len(document.furniture)} pieces set aside"
    )
    for section in document.sections:
        place = document.sentences[section.sentence_id - 1].place
        indent = "  " * section.level
        yield f"{indent}{section.label} {section.title}".rstrip() + f"  [p. {place.page}]"


def _set_aside(document: Document) -> Iterable[str]:
    yield f"{document.language}  set aside:"
    for piece in document.furniture:
        yield f"  {_where(piece.place)}  {piece.reason}: {piece.text!r}"


def _where(place: Place) -> str:
    lines = f"line {place.first_line}"
    if place.last_line != place.first_line:
        lines = f"lines {place.first_line}–{place.last_line}"
    return f"p. {place.page}, {lines}"


def _plain(document: Document) -> dict[str, object]:
    return {
        "language": document.language,
        "name": document.name,
        "source": document.source,
        "layout": document.layout,
        "sections": [
            {
                "path": section.path,
                "level": section.level,
                "label": section.label,
                "title": section.title,
                "kind": section.kind,
                "run_in": section.run_in,
                "sentence_id": section.sentence_id,
            }
            for section in document.sections
        ],
        "sentences": [
            {
                "id": sentence.id,
                "kind": sentence.kind,
                "section": "/".join(sentence.section),
                "block": sentence.block,
                "text": sentence.text,
                **_plain_place(sentence.place),
            }
            for sentence in document.sentences
        ],
        "furniture": [
            {"text": piece.text, "reason": piece.reason, **_plain_place(piece.place)}
            for piece in document.furniture
        ],
    }


def _plain_place(place: Place) -> dict[str, object]:
    return {
        "page": place.page,
        "first_line": place.first_line,
        "last_line": place.last_line,
        "box": place.box,
    }
