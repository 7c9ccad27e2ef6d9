"""Measure the library: ``python scripts/benchmark.py WHAT [OPTIONS]``.

WHAT is one of

    start   time and memory of start-up, help, look-up and the main job, against bare Python
    parse   figures of the parser over generated layouts
    print   figures of parser and aligner over printed documents, as text extractors read them
    embed   figures of the bundled embedding model: size, load time, speed, retrieval
    align   figures of the aligner: quality, ablations, growth, peers
    terms   figures of the term look-up
    index   how fast a large corpus is indexed and searched
    web     speed of the look-up page for one reader and for fifty

Every figure of speed is a ratio or a difference within one run on one machine.
"""

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run the benchmark that was asked for with the rest of the arguments."""
    known = sorted(path.stem.removeprefix("benchmark_") for path in HERE.glob("benchmark_*.py"))
    name, *options = sys.argv[1:] or [""]
    if name not in known:
        print(__doc__, file=sys.stderr)
        return 2
    script = HERE / f"benchmark_{name}.py"
    sys.argv = [str(script), *options]
    runpy.run_path(str(script), run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
