"""Measure how well the parser recovers documents that were laid out in many ways."""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from policy_align import InputError
from policy_align.parsing import parse_text
from tests.parsing.relayout import (
    LANGUAGES,
    Paper,
    Result,
    Style,
    compare,
    lay_out,
    lay_out_side,
    papers,
    styles,
)

_FAILED = Result(0.0, 0.0, 0.0, 0, ("refused",))


def measure(paper: Paper, style: Style, *, separate: bool = False) -> Result:
    """Lay a document out, parse it and compare."""
    try:
        if separate:
            zh, ja = (lay_out_side(paper, language, style) for language in LANGUAGES)
            return compare(paper, parse_text(zh, ja, name=paper.name))
        return compare(paper, parse_text(lay_out(paper, style), name=paper.name))
    except InputError as error:
        return Result(0.0, 0.0, 0.0, 0, (str(error),))


def main() -> None:
    """Print a table of all documents and layouts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="measure layouts whose name contains this")
    parser.add_argument("--paper", default="", help="measure documents whose name contains this")
    parser.add_argument("--problems", type=int, default=0, help="show so many differences each")
    options = parser.parse_args()
    rows: defaultdict[str, list[Result]] = defaultdict(list)
    start = time.perf_counter()
    for paper in papers():
        if options.paper not in paper.name:
            continue
        for name, style in styles().items():
            for separate in (False, True) if style.layout == "halves" else (False,):
                label = name.replace("halves", "separate") if separate else name
                if options.only not in label:
                    continue
                result = measure(paper, style, separate=separate)
                rows[label.split("-")[0]].append(result)
                rows[f"  {paper.name}"].append(result)
                good = result.titles >= 0.999 and result.sentences >= 0.999 and not result.foreign
                if not good:
                    print(
                        f"{paper.name:18} {label:28} titles {result.titles:.3f} "
                        f"sentences {result.sentences:.3f} kept {result.kept:.4f} "
                        f"foreign {result.foreign}"
                    )
                    for problem in result.problems[: options.problems]:
                        print("    ", problem[:110])
    print(
        f"{'':22} {'titles':>8} {'worst':>8} {'sentences':>10} {'worst':>8} {'kept':>8} {'foreign':>8}"
    )
    for label, results in rows.items():
        n = len(results)
        print(
            f"{label:22} {sum(r.titles for r in results) / n:8.4f} {min(r.titles for r in results):8.4f} "
            f"{sum(r.sentences for r in results) / n:10.4f} {min(r.sentences for r in results):8.4f} "
            f"{sum(r.kept for r in results) / n:8.5f} {sum(r.foreign for r in results):8d}"
        )
    print(f"{sum(map(len, rows.values())) // 2} documents in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
