"""Measure the index of a large corpus: how fast it is made, and how fast it answers."""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "corpus" / "gold" / "2030-carbon-peak.sentences.jsonl"
TARGETS = {
    "build": "≥ 20,000 pairs/s, ≤ 1 GB",
    "warm": "p95 ≤ 10 ms",
    "cold": "≤ 0.5 s more",
}
QUERIES = {
    "one character": ["的", "の", "水", "电", "碳", "を", "龍", "车"],
    "two characters": ["发展", "能源", "産業", "推進", "节能", "実施", "風力", "公路"],
    "four and more": ["抽水蓄能", "揚水発電", "碳达峰行动", "エネルギー", "非化石能源消费比重"],
    "frequent phrase": ["を推進", "碳达峰", "エネルギ", "の推進", "再生可能"],
    "several words": ["发展 推進", "能源 -煤炭", "揚水 抽水", '"節能" 建筑 发展', "水 電 車"],
    "rare": [],
    "absent": ["量子計算", "zebra", "龘靐", "𠮷野家", "促进重点行业碳达峰标准"],
}


def clauses() -> tuple[list[str], list[str]]:
    """Return the clauses of the gold standard, Chinese and Japanese."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    sides = []
    for language in ("zh", "ja"):
        texts = (row[language] for row in rows)
        pieces = (piece for text in texts for piece in text.replace("、", "，").split("，"))
        sides.append(sorted({piece for piece in pieces if piece}))
    return sides[0], sides[1]


def synthetic_lines(count: int, rng: random.Random) -> Iterator[str]:
    """Yield pairs put together from clauses, with rare words strewn in."""
    zh_clauses, ja_clauses = clauses()
    for number in range(1, count + 1):
        size = rng.choice((1, 1, 2, 2, 3, 4))
        rare = "".join(chr(0x4E00 + int(rng.paretovariate(0.6) * 40) % 20000) for _ in range(2))
        zh = "，".join(rng.choices(zh_clauses, k=size)) + rare
        ja = "、".join(rng.choices(ja_clauses, k=size)) + rare
        row = {
            "id": f"big:{number}", "doc": "big", "section": f"{number // 5000}", "kind": "sentence",
            "zh": zh, "ja": ja, "score": round(rng.random(), 4), "zh_ids": [number],
            "ja_ids": [number], "zh_page": number // 20 + 1, "ja_page": number // 18 + 1,
        }  # fmt: skip
        yield json.dumps(row, ensure_ascii=False)


def write_corpus(folder: Path, count: int) -> list[str]:
    """Write a synthetic corpus; return some of its rare words."""
    rng = random.Random(1)  # noqa: S311 - not a secret
    rare = []
    with (folder / "big.jsonl").open("w", encoding="utf-8") as file:
        for number, line in enumerate(synthetic_lines(count, rng)):
            file.write(f"{line}\n")
            if number % (count // 8) == 0:
                rare.append(json.loads(line)["zh"][-4:])
    return rare


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds of a call, by the clock and of processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def run(command: list[str]) -> tuple[float, float]:
    """Run a command; return its seconds, by the clock and of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    clock = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - clock
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, spent


def build(folder: Path, count: int) -> None:
    """Make the index from nothing, in a process of its own, and say what it took."""
    (folder / ".index.sqlite").unlink(missing_ok=True)  # else it would only be compared
    code = (
        "import sys, time; from pathlib import Path\n"
        "from policy_align.corpus.index import refresh\n"
        "folder = Path(sys.argv[1]); start = time.perf_counter()\n"
        "refresh(folder / '.index.sqlite', {'big': folder / 'big.jsonl'})\n"
        "print(time.perf_counter() - start, time.process_time())"
    )
    output = subprocess.run(
        [sys.executable, "-c", code, str(folder)], check=True, capture_output=True, text=True
    ).stdout
    wall, cpu = map(float, output.split())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = (folder / ".index.sqlite").stat().st_size / 1e6
    texts = (folder / "big.jsonl").stat().st_size / 1e6
    print(
        f"build   {count:,} pairs ({texts:.0f} MB) in {wall:.1f} s: {count / wall:,.0f} pairs/s,"
        f" {count / cpu:,.0f} per CPU second; peak {peak:.0f} MB; index {size:.0f} MB"
        f"   target {TARGETS['build']}"
    )


def warm(folder: Path, rare: list[str], runs: int) -> None:
    """Time first pages with totals; every run opens the corpus anew, so no total is remembered."""
    from policy_align import load_corpus

    times: dict[str, list[tuple[float, float]]] = {}
    for number in range(runs + 1):
        corpus = load_corpus(folder)
        corpus.search("暖机")
        for name, queries in (QUERIES | {"rare": rare}).items():
            for query in queries:
                took = timed(partial(corpus.search, query))
                if number:
                    times.setdefault(name, []).append(took)
    for name, values in times.items():
        print(f"warm    {name:18}{summary(values)}")
    everything = [value for values in times.values() for value in values]
    print(f"warm    {'all':18}{summary(everything)}   target {TARGETS['warm']}")


def summary(values: list[tuple[float, float]]) -> str:
    """Return median, 95th percentile and maximum, by the clock and of processor time."""
    shown = []
    for name, times in zip(("clock", "processor"), zip(*values, strict=True), strict=True):
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
        shown.append(
            f"{name} p50 {statistics.median(times):6.2f}  p95 {p95:6.2f}  max {max(times):6.2f} ms"
        )
    return "   ".join(shown)


def cold(folder: Path, runs: int) -> None:
    """Time whole commands against bare Python."""
    tool = [sys.executable, "-m", "policy_align"]
    commands = {
        "bare Python": [sys.executable, "-c", "pass"],
        "search": [*tool, "search", "抽水蓄能", "--corpus", str(folder)],
        "search, frequent": [*tool, "search", "发展", "--corpus", str(folder)],
        "terms": [*tool, "terms", "抽水蓄能", "--corpus", str(folder)],
    }
    bare = (0.0, 0.0)
    for name, command in commands.items():
        seconds, spent = (
            statistics.median(times)
            for times in zip(*(run(command) for _ in range(runs)), strict=True)
        )
        bare = bare if any(bare) else (seconds, spent)
        print(
            f"cold    {name:18}{seconds:6.3f} s ({seconds - bare[0]:+.3f}) processor {spent:6.3f} s"
            f" ({spent - bare[1]:+.3f})   target {TARGETS['cold']}"
        )


def main() -> None:
    """Build, ask, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keep the corpus here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        rare = write_corpus(folder, options.pairs)
        print(f"load    {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        build(folder, options.pairs)
        warm(folder, rare, options.runs)
        cold(folder, options.runs)


if __name__ == "__main__":
    main()
