"""The layouts in which a bilingual document is printed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.parsing.marked import LANGUAGES, opens_a_page, sections

from printing.flat_odt import (
    FOOTERS,
    Look,
    contents_line,
    data_table,
    document,
    paragraph,
    parallel_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.parsing.marked import Block, Paper

LEFT_HEADERS = {"zh": "滨海省文件汇编", "ja": "浜海省文書集"}
"""What runs over even pages: the collection that a document stands in."""

_HEADINGS_ON_A_PAGE = 3
_PAGE_CHARACTERS = 450


def lay_out(paper: Paper, layout: str) -> dict[str, str]:
    """Lay a document out for printing.

    Args:
        paper: The document as the layout shows it.
        layout: One of ``tests.parsing.printed.LAYOUTS``.

    Returns:
        Flat OpenDocument files by the languages they hold, ``zh`` and ``ja`` or ``zh-ja``.
    """
    draw = random.Random(f"{paper.name} {layout}")  # noqa: S311 - repeatable, not secret
    if layout == "separate":
        return {
            language: document(_flow(paper, paper.blocks, language), _look(paper, draw, language))
            for language in LANGUAGES
        }
    first = draw.choice(LANGUAGES)
    order = (first, "ja" if first == "zh" else "zh")
    body = {
        "columns": lambda: _side_by_side(paper, sections(paper.blocks), order),
        "cells": lambda: _side_by_side(paper, [[b] for b in paper.blocks], order),
        "paragraphs": lambda: _alternating(paper, _units(paper.blocks), order),
        "sections": lambda: _alternating(paper, sections(paper.blocks), order),
        "halves": lambda: _alternating(paper, [paper.blocks], order),
        "pages": lambda: _facing(paper, order),
    }[layout]()
    return {"zh-ja": document(body, _look(paper, draw, *LANGUAGES))}


def _look(paper: Paper, draw: random.Random, *languages: str) -> Look:
    """Draw how the pages look; those of a document of one language are always numbered."""
    titles = [next(t.text for t in paper.paragraphs(x) if t.kind == "title") for x in languages]
    both = len(languages) > 1
    return Look(
        size=draw.choice([9.5, 10.5, 11, 12]),
        height=draw.choice([20, 22, 24, 29.7]),
        indent=draw.choice([0.8, 0, 0.75]),
        header_gap=draw.choice([0.1, 0.4]),
        header=draw.choice([titles[0], "　".join(titles), "" if both else titles[0]]),
        left_header=draw.choice(["", LEFT_HEADERS[languages[0]]]),
        footer=draw.choice(FOOTERS if both else FOOTERS[1:]),
    )


def _units(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks one by one, but the rows of a table together."""
    units: list[list[Block]] = []
    for block in blocks:
        if units and block.kind == "row" == units[-1][-1].kind:
            units[-1].append(block)
        else:
            units.append([block])
    return units


def _flow(paper: Paper, blocks: Sequence[Block], language: str, *, opens_page: bool = False) -> str:
    """Return blocks of one language below each other."""
    return "".join(_flowing(paper, blocks, language, opens_page=opens_page))


def _flowing(
    paper: Paper, blocks: Sequence[Block], language: str, *, opens_page: bool
) -> Iterator[str]:
    notes = _notes(paper, language)
    for unit in _units([block for block in blocks if block.kind != "footnote"]):
        texts = [text for block in unit if (text := block.side(language))]
        if unit[0].kind == "row":
            yield data_table(text.cells for text in texts)
            continue
        for text in texts:
            at = paper.blocks.index(unit[0])
            yield paragraph(text, notes, opens_page=opens_page or opens_a_page(paper.blocks, at))
            opens_page = False
        if unit[0].kind == "contents":
            yield from _contents(paper, language)


def _contents(paper: Paper, language: str) -> Iterator[str]:
    headings = [t.text for t in paper.paragraphs(language) if t.title and len(t.sentences) == 1]
    for number, heading in enumerate(headings):
        yield contents_line(heading, number // _HEADINGS_ON_A_PAGE + 1)


def _notes(paper: Paper, language: str) -> Mapping[str, str]:
    texts = paper.paragraphs(language)
    return {text.label: text.text for text in texts if text.kind == "footnote"}


def _alternating(paper: Paper, groups: Sequence[Sequence[Block]], order: Sequence[str]) -> str:
    return "".join(_flow(paper, group, language) for group in groups for language in order)


def _side_by_side(paper: Paper, groups: Sequence[Sequence[Block]], order: Sequence[str]) -> str:
    """Return a row for each group; the rows follow each other without page breaks."""
    rows = []
    for group in groups:
        texts = [b for b in group if b.kind != "footnote"]
        if texts:
            rows.append([_cell(paper, texts, language) for language in order])
    return parallel_table(rows)


def _cell(paper: Paper, blocks: Sequence[Block], language: str) -> str:
    notes = _notes(paper, language)
    return "".join(paragraph(text, notes) for block in blocks if (text := block.side(language)))


def _facing(paper: Paper, order: Sequence[str]) -> str:
    """Let the languages alternate page by page, whole sections on a page."""
    spreads: list[list[Block]] = []
    for section in sections(paper.blocks):
        if not spreads or _length(spreads[-1]) > _PAGE_CHARACTERS:
            spreads.append([])
        spreads[-1].extend(section)
    return "".join(
        _flow(paper, spread, language, opens_page=number > 0 or language != order[0])
        for number, spread in enumerate(spreads)
        for language in order
    )


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.zh.text) for block in blocks if block.zh)
