"""Measure what parser and aligner make of printed documents.

Documents whose sections, sentences and pairs are known (``tests/data/printed`` and
``tests/data/marked``) are printed to PDF in seven layouts, with running headers, page numbers and
footnotes. The prints and what four extractors read from them are parsed and aligned, and the
outcome is compared with what is known. ``--committed`` measures the extractions that are kept in
the repository instead, and needs no other program.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.parsing.marked import Paper, read_marked
from tests.parsing.printed import (
    DATA,
    EXTRACTORS,
    LAYOUTS,
    NAMES,
    PRINTED,
    Figures,
    Print,
    as_printed,
    committed,
    keep,
    measure_all,
)

from printing.extracting import extract, missing_tools, print_pdfs
from printing.layouts import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def documents(part: str) -> list[Paper]:
    """Return the marked documents whose names contain a part."""
    paths = sorted([*PRINTED.glob("*.txt"), *(DATA / "marked").glob("*.txt")])
    return [read_marked(path) for path in paths if part in path.stem]


def printed(papers: Iterable[Paper], folder: Path) -> Iterator[Print]:
    """Print documents in all layouts; yield the prints and what the extractors read."""
    prints: dict[tuple[str, str], tuple[Paper, list[Path]]] = {}
    for paper in papers:
        for layout in LAYOUTS:
            shown = as_printed(paper, layout)
            files = []
            for languages, text in lay_out(shown, layout).items():
                files.append(folder / f"{paper.name}.{layout}.{languages}.fodt")
                files[-1].write_text(text, encoding="utf-8")
            prints[paper.name, layout] = shown, files
    print_pdfs([file for _, files in prints.values() for file in files], folder)
    for (_, layout), (shown, files) in prints.items():
        pdfs = tuple(file.with_suffix(".pdf") for file in files)
        yield Print(shown, layout, "pdf", pdfs)
        for extractor in EXTRACTORS:
            yield Print(shown, layout, extractor, tuple(extract(pdf, extractor) for pdf in pdfs))


def table(measured: Sequence[tuple[Print, Figures]]) -> Iterator[str]:
    """Yield the means by layout, by extractor and by document."""
    yield f"{'':20}{'pairs':>8}{'worst':>8}" + "".join(f"{name:>11}" for name in NAMES[1:])
    keys = {
        "layout": lambda item: item.layout,
        "extractor": lambda item: item.extractor,
        "document": lambda item: item.paper.name,
        "": lambda _: "all",
    }
    for what, key in keys.items():
        yield f"by {what}" if what else ""
        for group in dict.fromkeys(key(item) for item, _ in measured):
            yield _line(group, [figures for item, figures in measured if key(item) == group])


def _line(label: str, group: Sequence[Figures]) -> str:
    means = [sum(getattr(f, name) for f in group) / len(group) for name in NAMES]
    worst = min(figures.pairs for figures in group)
    rest = "".join(f"{mean:11.4f}" for mean in means[1:])
    return f"  {label:18}{means[0]:8.4f}{worst:8.4f}{rest}"


def show(item: Print, figures: Figures, problems: int) -> None:
    """Print the figures of one print, and some of its differences."""
    print(f"  {item.name:44}", *(f"{name} {getattr(figures, name):.4f}" for name in NAMES))
    for problem in figures.problems[:problems]:
        print("     ", problem[:150])


def main() -> int:
    """Print the figures of all documents, layouts and extractors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--committed", action="store_true", help="measure what is kept")
    parser.add_argument("--document", default="", help="only documents whose name contains this")
    parser.add_argument(
        "--only", default="", help="only cases whose 'DOCUMENT LAYOUT EXTRACTOR' contains this"
    )
    parser.add_argument("--worst", type=int, default=10, help="name so many of the worst cases")
    parser.add_argument("--problems", type=int, default=0, help="show so many differences of each")
    parser.add_argument("--keep", action="store_true", help="renew what is kept in the repository")
    options = parser.parse_args()
    missing = [] if options.committed else missing_tools()
    if missing:
        print(f"install {', '.join(missing)}; or measure with --committed", file=sys.stderr)
        return 2
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        papers = documents(options.document)
        prints = committed() if options.committed else printed(papers, Path(folder))
        cases = [item for item in prints if options.document in item.paper.name]
        if options.keep:
            keep(cases)
        measured = measure_all(item for item in cases if options.only in item.name)
    print("\n".join(table(measured)))
    print("worst")
    for item, figures in sorted(measured, key=lambda one: one[1].pairs)[: options.worst]:
        show(item, figures, options.problems)
    print(f"{len(measured)} prints and extractions in {time.perf_counter() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
