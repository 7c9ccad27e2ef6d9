"""Figures of the bundled embedding model: ``python scripts/benchmark.py embed [FILE.tsv …]``.

Load time, sentences a second on one core, size, and retrieval P@1 beside character hashing, over
the aligned sentences of the corpus and the files given (``zh<TAB>ja`` lines, or JSONL).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

from evaluate_embedder import CharacterHashing, precision, read
from policy_align import load_embedder

ROOT = Path(__file__).parent.parent
_LOAD = """
import time
begin = time.process_time()
import policy_align
embedder = policy_align.load_embedder()
print(time.process_time() - begin)
"""
_RUNS = 5
_SENTENCES = 20_000


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    paths = [*sorted((ROOT / "corpus" / "gold").glob("*.sentences.jsonl"))]
    paths += parser.parse_args().files
    model = Path(str(files("policy_align") / "data" / "model"))
    size = sum(file.stat().st_size for file in model.iterdir())
    print(f"size {size / 1e6:.1f} MB")
    load = min(_load() for _ in range(_RUNS))
    print(f"load {load:.2f} s of processor time, imports included (best of {_RUNS})")
    pairs = {path: read(path) for path in paths}
    print(f"speed {_speed([text for pair in pairs[paths[0]] for text in pair]):,.0f} sentences/s")
    for path, rows in pairs.items():
        for embedder in (load_embedder(), CharacterHashing()):
            forth, back = precision(embedder, rows)
            print(f"{path.name:40}{len(rows):6}  {embedder.name:24} {forth:.3f} {back:.3f}")


def _load() -> float:
    command = [sys.executable, "-c", _LOAD]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _speed(texts: list[str]) -> float:
    """Return sentences a second of processor time, on one thread."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    many = (texts * (_SENTENCES // len(texts) + 1))[:_SENTENCES]
    embedder = load_embedder()
    begin = time.process_time()
    embedder.encode(many)
    return len(many) / (time.process_time() - begin)


if __name__ == "__main__":
    main()
