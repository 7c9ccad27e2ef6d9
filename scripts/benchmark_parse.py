"""Measure how well the parser recovers documents that were laid out in many ways."""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.parsing.marked import LANGUAGES, Paper
from tests.parsing.recovery import Result, compare
from tests.parsing.relayout import Style, lay_out, lay_out_side, papers, styles

from policy_align import InputError
from policy_align.parsing import parse_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.model import Document


@dataclass(slots=True)
class Speed:
    """How much text was parsed, and how long that took.

    Attributes:
        size: Bytes of UTF-8.
        seconds: Time of the processor.
    """

    size: int = 0
    seconds: float = 0.0

    def parse(self, *texts: str, name: str) -> tuple[Document, Document]:
        """Parse a text, or one for each language."""
        start = time.process_time()
        try:
            return parse_text(*texts, name=name)
        finally:
            self.seconds += time.process_time() - start
            self.size += sum(len(text.encode()) for text in texts)


SPEED = Speed()


def measure(paper: Paper, style: Style, *, separate: bool = False) -> Result:
    """Lay a document out, parse it and compare."""
    try:
        if separate:
            sides = (lay_out_side(paper, language, style) for language in LANGUAGES)
            return compare(paper, SPEED.parse(*sides, name=paper.name))
        return compare(paper, SPEED.parse(lay_out(paper, style), name=paper.name))
    except InputError as error:
        return Result(0.0, 0.0, 0.0, 0, (str(error),))


def trials(paper_part: str, layout_part: str) -> Iterator[tuple[Paper, str, Result]]:
    """Yield what becomes of every document in every layout whose names contain some parts."""
    for paper in papers():
        if paper_part not in paper.name:
            continue
        for name, style in styles().items():
            if layout_part in name:
                yield paper, name, measure(paper, style)
            two_files = name.replace("halves", "separate")
            if two_files != name and layout_part in two_files:
                yield paper, two_files, measure(paper, style, separate=True)


def show(paper: Paper, label: str, result: Result, problems: int) -> None:
    """Print a trial that went wrong."""
    print(
        f"{paper.name:18} {label:28} titles {result.titles:.3f} "
        f"sentences {result.sentences:.3f} kept {result.kept:.4f} foreign {result.foreign}"
    )
    for problem in result.problems[:problems]:
        print("    ", problem[:110])


def summary(label: str, results: Sequence[Result]) -> str:
    """Return one line of the table: mean and worst of each figure."""
    titles, sentences, kept = (
        [getattr(result, name) for result in results] for name in ("titles", "sentences", "kept")
    )
    foreign = sum(result.foreign for result in results)
    count = len(results)
    return (
        f"{label:22} {sum(titles) / count:8.4f} {min(titles):8.4f} "
        f"{sum(sentences) / count:10.4f} {min(sentences):8.4f} "
        f"{sum(kept) / count:8.5f} {foreign:8d}"
    )


def main() -> None:
    """Print a table of all documents and layouts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="measure layouts whose name contains this")
    parser.add_argument("--paper", default="", help="measure documents whose name contains this")
    parser.add_argument("--problems", type=int, default=0, help="show so many differences each")
    options = parser.parse_args()
    rows: defaultdict[str, list[Result]] = defaultdict(list)
    start = time.perf_counter()
    for paper, label, result in trials(options.paper, options.only):
        rows[label.split("-")[0]].append(result)
        rows[f"  {paper.name}"].append(result)
        if result.titles < 1 or result.sentences < 1 or result.foreign:
            show(paper, label, result, options.problems)
    heads = ("titles", "worst", "sentences", "worst", "kept", "foreign")
    print(f"{'':22} {heads[0]:>8} {heads[1]:>8} {heads[2]:>10}", *(f"{h:>8}" for h in heads[3:]))
    for label, results in sorted(rows.items()):
        print(summary(label, results))
    documents = sum(map(len, rows.values())) // 2
    print(f"{documents} documents in {time.perf_counter() - start:.1f} s")
    print(
        f"{SPEED.size / 1e6:.1f} MB of text parsed at {SPEED.size / 1e6 / SPEED.seconds:.2f} MB/s"
    )


if __name__ == "__main__":
    main()
