"""The evaluation gate: quality on gold data against pinned floors that may only rise.

``python scripts/gate.py`` prints every figure beside its floor and exits with 1 where one has
fallen below it. ``--update`` raises the floors to what is measured now; it lowers none. There are
two sets of figures: of documents with a gold standard, and of printed documents as text extractors
read them. The floors of a set belong to the data whose hash stands beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.parsing import printed

import policy_align as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "tests" / "floors.json"
GOLD = ROOT / "corpus" / "gold"
SEED = "2030-carbon-peak"
EXAMPLES = ROOT / "tests" / "data"
SOURCES = {
    "law": ("law-separate-txt", ("zh.txt", "ja.txt")),
    "storage-pdf": ("energy-storage-pdf", ("input.pdf",)),
    "storage-pdftotext": ("energy-storage-pdf", ("input.pdftotext.txt",)),
    "storage-layout": ("energy-storage-pdf", ("input.layout.txt",)),
    "storage-pypdfium2": ("energy-storage-pdf", ("input.pypdfium2.txt",)),
}
# Figures are rounded before they are compared, so that the last bits of a processor's
# arithmetic do not decide.
DIGITS = 4


def measure_gold() -> dict[str, float]:
    """Measure the documents with a gold standard.

    Returns:
        Figures by name; all are shares between 0 and 1, higher is better.
    """
    figures = {f"seed.{name}": value for name, value in _measure_seed()}
    for name, (folder, files) in SOURCES.items():
        measured = _measure_example(EXAMPLES / folder, files)
        figures |= {f"{name}.{what}": value for what, value in measured}
    return _rounded(figures)


def measure_printed() -> dict[str, float]:
    """Measure the printed documents: the mean of each extractor and layout.

    Returns:
        Figures by name, like those of ``measure_gold``.
    """
    return _rounded(printed.means(printed.measure_all(printed.committed())))


def gold_files() -> list[Path]:
    """Return all gold files and sources that the figures of the gold standard rest on."""
    files = [*GOLD.iterdir(), ROOT / "corpus" / "raw" / f"{SEED}.txt"]
    files += [EXAMPLES / folder / name for folder, names in SOURCES.values() for name in names]
    files += [EXAMPLES / folder / "gold.jsonl" for folder, _ in SOURCES.values()]
    return files


def printed_files() -> list[Path]:
    """Return all files that the figures of the printed documents rest on."""
    return [path for path in printed.PRINTED.rglob("*") if path.is_file()]


def sha256(files: Iterable[Path]) -> str:
    """Return the SHA-256 over the names and the content of files."""
    digest = hashlib.sha256()
    for file in sorted(set(files)):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Gate:
    """Figures that have floors.

    Attributes:
        measure: Measures them.
        files: Names the files that they rest on.
    """

    measure: Callable[[], dict[str, float]]
    files: Callable[[], list[Path]]


GATES = {
    "gold": Gate(measure_gold, gold_files),
    "printed": Gate(measure_printed, printed_files),
}


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, DIGITS) for name, value in figures.items()}


def _measure_seed() -> Iterator[tuple[str, float]]:
    zh, ja = pa.parse(ROOT / "corpus" / "raw" / f"{SEED}.txt")
    gold = pa.read_bitext(GOLD / f"{SEED}.sentences.jsonl")
    for document in (zh, ja):
        blocks = (GOLD / f"{SEED}.{document.language}.txt").read_text(encoding="utf-8").splitlines()
        yield f"blocks.{document.language}", _share(_blocks(document), blocks)
    bitext = pa.align(zh, ja)
    yield "headings", _titles_f1(bitext, _structure(GOLD / f"{SEED}.structure.json"))
    yield from _alignment(bitext, gold)
    yield "clauses.f1", _clauses_f1(bitext)


def _measure_example(folder: Path, files: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    bitext = pa.align(*pa.parse(*(folder / name for name in files)))
    yield "headings", _titles_f1(bitext, _structure(folder / "structure.json"))
    yield from _alignment(bitext, pa.read_bitext(folder / "gold.jsonl"))


def _alignment(bitext: pa.Bitext, gold: pa.Bitext) -> Iterator[tuple[str, float]]:
    result = pa.evaluate(bitext, gold)
    yield "strict.f1", result.strict.f1
    yield "lax.f1", result.lax.f1
    yield "null.recall", result.nulls.recall


def _clauses_f1(bitext: pa.Bitext) -> float:
    """Compare the clauses of those sentences that have gold clauses."""
    beads = [
        (bead["zh"], bead["ja"])
        for line in (GOLD / f"{SEED}.clauses.jsonl").read_text(encoding="utf-8").splitlines()
        for bead in json.loads(line)["beads"]
    ]
    gold = [
        pa.Pair(f"{SEED}:{n}", SEED, "", "sentence", zh, ja, 1.0)
        for n, (zh, ja) in enumerate(beads)
    ]
    covered = "".join("".join(zh.split()) for zh, _ in beads)
    part = pa.Bitext(SEED, tuple(p for p in bitext if p.zh and "".join(p.zh.split()) in covered))
    return pa.evaluate(part.clauses(), gold).strict.f1


def _structure(path: Path) -> list[tuple[str, str]]:
    """Return the two titles of every titled section of a gold structure."""
    nodes = json.loads(path.read_text(encoding="utf-8"))
    return [(node["zh_title"], node["ja_title"]) for node in nodes if node["zh_title"]]


def _titles_f1(bitext: pa.Bitext, gold: list[tuple[str, str]]) -> float:
    """Compare the titles of aligned headings with those of the gold structure."""
    titles = [
        {s.sentence_id: s.title for s in (document.sections if document else ()) if s.title}
        for document in (bitext.zh, bitext.ja)
    ]
    found = [
        tuple(
            "".join(sides.get(i, "") for i in ids) for sides, ids in zip(titles, ids, strict=True)
        )
        for ids in ((pair.zh_ids, pair.ja_ids) for pair in bitext)
    ]
    return _share([pair for pair in found if any(pair)], gold)


def _share(found: Iterable[object], gold: Iterable[object]) -> float:
    """Return the F1 of two lists of texts (or tuples of texts), white space ignored."""
    left, right = (["".join(str(item).split()) for item in items] for items in (found, gold))
    rest = list(right)
    hits = 0
    for item in left:
        if item in rest:
            rest.remove(item)
            hits += 1
    return 2 * hits / (len(left) + len(right))


def _blocks(document: pa.Document) -> list[str]:
    blocks: dict[int, str] = {}
    for sentence in document.sentences:
        blocks[sentence.block] = blocks.get(sentence.block, "") + sentence.text
    return list(blocks.values())


def read_floors() -> dict[str, dict[str, float]]:
    """Return the floors of each gate."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    return {name: gate["floors"] for name, gate in pinned.items()}


def fallen(figures: dict[str, float], floors: dict[str, float]) -> set[str]:
    """Return the names of the floors that are not reached."""
    return {name for name, floor in floors.items() if figures.get(name, 0.0) < floor}


def main() -> int:
    """Print the figures beside their floors; raise the floors where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--update", action="store_true", help="raise the floors to what is measured"
    )
    update = parser.parse_args().update
    floors = read_floors()
    measured = {name: gate.measure() for name, gate in GATES.items()}
    below = False
    for gate, figures in measured.items():
        low = fallen(figures, floors[gate])
        below = below or bool(low)
        for name, figure in figures.items():
            mark = "  BELOW ITS FLOOR" if name in low else ""
            floor = floors[gate].get(name, 0.0)
            print(f"{gate:8} {name:32}{figure:8.4f}  floor {floor:.4f}{mark}")
    if below:
        return 1
    if update:
        pinned = {
            name: {"sha256": sha256(GATES[name].files()), "floors": figures}
            for name, figures in measured.items()
        }
        FLOORS.write_text(f"{json.dumps(pinned, indent=2)}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
