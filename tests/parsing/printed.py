"""Printed documents: what parser and aligner make of the text that extractors find in them.

The documents of ``tests/data/printed`` are in the marked form of ``marked``. They were printed to
PDF by ``scripts/benchmark_print.py`` in several layouts, with running headers, page numbers and
footnotes; what four extractors read from the prints lies beside them, and a few of the prints.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.parsing.marked import LANGUAGES, Paper, Text, read_marked
from tests.parsing.recovery import Result, bare, compare

import policy_align as pa
from policy_align.parsing import parse_text
from policy_align.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policy_align.model import Document, Sentence

DATA = Path(__file__).parents[1] / "data"
PRINTED = DATA / "printed"
LAYOUTS = ("separate", "columns", "cells", "paragraphs", "sections", "halves", "pages")
"""Two files; two columns, a row for each section or each paragraph; languages that alternate by
paragraph or by section, that follow each other, or that alternate by page."""
KEPT_PDFS = {("care-ordinance", "cells"), ("heat-guideline", "pages"), ("port-notice", "columns")}
"""Documents and layouts whose prints are kept: the others would take much room."""
EXTRACTORS = ("pdftotext", "pdftotext-layout", "pypdfium2", "pdfminer")

_IN_TABLES = {"columns", "cells"}
_TABLES = {"row", "caption"}
_LONGEST_NUMBER = 2


@dataclass(frozen=True)
class Print:
    """A print of a document, or what an extractor read from it.

    Attributes:
        paper: What is known of it.
        layout: One of ``LAYOUTS``.
        extractor: One of ``EXTRACTORS``, or ``pdf`` for the print itself.
        sources: The file of each language, or the one of both: PDFs, or what was read from them.
    """

    paper: Paper
    layout: str
    extractor: str
    sources: tuple[str | Path, ...]

    @property
    def name(self) -> str:
        """Document, layout and extractor."""
        return f"{self.paper.name} {self.layout} {self.extractor}"


@dataclass(frozen=True)
class Figures:
    """How much of a printed document was recovered; all figures are shares.

    Attributes:
        pairs: F1 of the aligned pairs, both sides exactly right.
        sentences: F1 of the sentences.
        titles: F1 of the section titles.
        kept: Share of the document's characters that stand in sentences.
        clean: Share of the characters in sentences that are the document's: 1 where there is
            no furniture in them.
        problems: The differences, in words.
    """

    pairs: float
    sentences: float
    titles: float
    kept: float
    clean: float
    problems: tuple[str, ...] = ()


NAMES = ("pairs", "sentences", "titles", "kept", "clean")
"""The figures, most telling first."""


def as_printed(paper: Paper, layout: str) -> Paper:
    """Return what a layout shows of a document.

    Two columns have no room for tables of their own, and only a document of one language
    has a table of contents.
    """
    left_out = set() if layout == "separate" else {"contents"}
    if layout in _IN_TABLES:
        left_out |= _TABLES
    return replace(paper, blocks=tuple(b for b in paper.blocks if b.kind not in left_out))


def committed() -> Iterator[Print]:
    """Yield the prints and extractions that are kept beside the documents."""
    for path in sorted(PRINTED.glob("*.txt")):
        paper = read_marked(path)
        for extractor in EXTRACTORS:
            file = PRINTED / "extracted" / f"{paper.name}.{extractor}.json"
            for layout, lines in json.loads(file.read_text("utf-8")).items():
                sources = tuple("\n".join(side) for side in lines)
                yield Print(as_printed(paper, layout), layout, extractor, sources)
        for layout in LAYOUTS:
            pdfs = tuple((PRINTED / "pdf").glob(f"{paper.name}.{layout}.*.pdf"))
            if pdfs:
                yield Print(as_printed(paper, layout), layout, "pdf", pdfs)


def keep(prints: Iterable[Print]) -> None:
    """Keep prints and extractions beside the documents that are kept; leave all others.

    There is one file of extractions for each document and extractor.
    """
    files: dict[str, dict[str, list[list[str]]]] = {}
    for item in prints:
        if not (PRINTED / f"{item.paper.name}.txt").exists():
            continue
        if item.extractor in EXTRACTORS:
            name = f"{item.paper.name}.{item.extractor}.json"
            lines = [str(text).split("\n") for text in item.sources]
            files.setdefault(name, {})[item.layout] = lines
        elif (item.paper.name, item.layout) in KEPT_PDFS:
            for pdf in map(Path, item.sources):
                (PRINTED / "pdf" / pdf.name).write_bytes(pdf.read_bytes())
    for name, layouts in files.items():
        text = json.dumps(layouts, ensure_ascii=False, indent=0)
        path = PRINTED / "extracted" / name
        path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def measure(item: Print) -> Figures:
    """Parse and align a print and compare it with what is known."""
    known = replace(item.paper, blocks=tuple(b for b in item.paper.blocks if b.kind != "contents"))
    try:
        zh, ja = _parse(item.sources)
    except pa.InputError as error:
        return Figures(0.0, 0.0, 0.0, 0.0, 0.0, (str(error),))
    sides = [_comparable(document, known) for document in (zh, ja)]
    result = compare(known, sides)
    found = [_unnumbered(pair, known) for pair in pa.align(zh, ja) if pair.kind != "toc"]
    score = pa.evaluate(found, list(_pairs(known)))
    return Figures(
        pairs=score.strict.f1,
        sentences=result.sentences,
        titles=result.titles,
        kept=result.kept,
        clean=_clean(result, sides),
        problems=(*result.problems, *_differences(score)),
    )


def measure_all(prints: Iterable[Print]) -> list[tuple[Print, Figures]]:
    """Measure prints one after the other."""
    pa.load_embedder("bundled")  # It loads the numpy whose threads are limited.
    with one_thread():
        return [(item, measure(item)) for item in prints]


def means(measured: Sequence[tuple[Print, Figures]]) -> dict[str, float]:
    """Return the figures that have floors, by name.

    Pairs are told by extractor and layout, the other figures by extractor and by layout.
    """
    groups: dict[str, list[float]] = {}
    for item, figures in measured:
        groups.setdefault(f"{item.extractor}.{item.layout}.pairs", []).append(figures.pairs)
        for name in NAMES[1:]:
            for group in (item.extractor, item.layout):
                groups.setdefault(f"{group}.{name}", []).append(getattr(figures, name))
    return {name: sum(values) / len(values) for name, values in groups.items()}


def _parse(sources: Sequence[str | Path]) -> tuple[Document, Document]:
    if isinstance(sources[0], Path):
        return pa.parse(*sources)
    return parse_text(*map(str, sources))


def _comparable(document: Document, known: Paper) -> Document:
    """Leave out contents and the numbers of footnotes."""
    notes = _notes(known, document.language)
    kept = tuple(
        replace(sentence, text=_without_number(sentence.text, notes))
        if sentence.kind == "footnote"
        else sentence
        for sentence in document.sentences
        if sentence.kind != "toc"
    )
    return replace(document, sentences=kept)


def _unnumbered(pair: pa.Pair, known: Paper) -> pa.Pair:
    if pair.kind != "footnote":
        return pair
    zh, ja = (_without_number(getattr(pair, side), _notes(known, side)) for side in LANGUAGES)
    return replace(pair, zh=zh, ja=ja)


def _notes(known: Paper, language: str) -> set[str]:
    texts = known.paragraphs(language)
    return {bare(text.text) for text in texts if text.kind == "footnote"}


def _without_number(text: str, notes: set[str]) -> str:
    """Take the number off a footnote that is right but for it."""
    text = bare(text)
    for size in range(1, _LONGEST_NUMBER + 1):
        if text[:size].isdigit() and text[size:] in notes:
            return text[size:]
    return text


def _pairs(known: Paper) -> Iterator[pa.Pair]:
    """Yield the pairs that a document has."""
    number = 0
    for block in known.blocks:
        for zh, ja in _beads(block.zh, block.ja):
            number += 1
            yield pa.Pair(f"gold:{number}", "gold", "", "sentence", zh, ja, 1.0)


def _beads(zh: Text | None, ja: Text | None) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a block: of its parts, and of their sentences where these correspond."""
    if zh is None or ja is None:
        text = zh or ja
        for sentence in text.sentences if text else ():
            yield (sentence, "") if zh else ("", sentence)
        return
    if len(zh.parts) != len(ja.parts):
        yield zh.text, ja.text
        return
    for left, right in zip(zh.parts, ja.parts, strict=True):
        if len(left) == len(right) and not any(text.endswith("；") for text in left[:-1]):
            yield from zip(left, right, strict=True)
        else:
            yield "".join(left), "".join(right)


def _clean(result: Result, sides: Iterable[Document]) -> float:
    sentences: list[Sentence] = [s for document in sides for s in document.sentences]
    return 1 - result.foreign / max(1, sum(len(bare(s.text)) for s in sentences))


def _differences(score: pa.Evaluation) -> list[str]:
    missed = [f"-p {pair.zh} = {pair.ja}" for pair in score.missed]
    return missed + [f"+p {pair.zh} = {pair.ja}" for pair in score.wrong]
