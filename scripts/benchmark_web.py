"""Measure the look-up page on a large corpus: one reader, fifty readers, hostile queries.

The server runs as a process of its own, as users run it; times are those of its clients, so they
hold the way through the loopback and the wait for a free core too.
"""

import argparse
import contextlib
import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "corpus" / "gold" / "2030-carbon-peak.sentences.jsonl"
TERMS = ROOT / "corpus" / "gold" / "2030-carbon-peak.terms.tsv"
DOCUMENTS = 50
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "' OR 1=1 --",
    "*" * 200, "-", '"', "(" * 100, "\u202e\u2066", "NEAR(a b)", "a AND b OR", "𠮷" * 60,
)  # fmt: skip
TARGETS = {"sentences": "p95 ≤ 30 ms", "hostile": "no error, all text"}


def write_corpus(folder: Path, count: int) -> None:
    """Write documents of sentences put together from the gold pairs; a tenth hold markup."""
    rng = random.Random(1)  # noqa: S311 - not a secret
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    gold = [row for row in gold if row["zh"] and row["ja"] and len(row["zh"]) < 120]  # noqa: PLR2004
    for number in range(DOCUMENTS):
        name = f"plan-{number:02}"
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            for n in range(1, count // DOCUMENTS + 1):
                rows = rng.sample(gold, k=rng.choice((1, 1, 2)))
                mark = "<script>alert(1)</script>" if n % 10 == 0 else str(rng.randrange(10**6))
                row = {
                    "id": f"{name}:{n}", "doc": name, "section": f"{n // 100}", "kind": "sentence",
                    "zh": "".join(row["zh"] for row in rows) + mark,
                    "ja": "".join(row["ja"] for row in rows) + mark, "score": 0.99,
                    "zh_ids": [n], "ja_ids": [n], "zh_page": n // 20 + 1, "ja_page": n // 18 + 1,
                }  # fmt: skip
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def queries() -> list[str]:
    """Return what a translator types: terms, and their beginnings as they grow."""
    rows = TERMS.read_text(encoding="utf-8").splitlines()
    terms = [cell for row in rows for cell in row.split("\t")[:2] if cell]
    typed = [term[:size] for term in terms for size in (2, len(term))]
    return list(dict.fromkeys(typed))


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """Run the server; yield its host and port."""
    command = [
        sys.executable,
        "-m",
        "policy_align",
        "serve",
        "--port",
        "0",
        "--corpus",
        str(folder),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            line = process.stderr.readline() if process.stderr else ""
            found = re.match(r"http://\S+", line)
            if not found:
                raise SystemExit(f"the server did not start: {line}")
            address = urlsplit(found[0])
            yield str(address.hostname), int(address.port or 0)
        finally:
            process.kill()


class Reader:
    """One browser with its connection.

    Args:
        place: Host and port of the server.
    """

    def __init__(self, place: tuple[str, int]) -> None:
        self._connection = http.client.HTTPConnection(*place, timeout=60)

    def ask(self, path: str, **parameters: str) -> tuple[float, int, str]:
        """Return the seconds, the status and the text of an answer."""
        start = time.perf_counter()
        self._connection.request("GET", f"{path}?{urlencode(parameters)}")
        answer = self._connection.getresponse()
        text = answer.read().decode()
        return time.perf_counter() - start, answer.status, text


def report(name: str, seconds: list[float], remark: str = "") -> None:
    """Print median, 95th percentile and maximum."""
    cuts = statistics.quantiles(seconds, n=20)
    figures = (cuts[9], cuts[18], max(seconds))
    shown = "".join(f"{1000 * figure:9.1f}" for figure in figures)
    print(f"{name:24}{len(seconds):7}{shown}   {remark or TARGETS.get(name, '')}")


def one_reader(place: tuple[str, int], asked: list[str], path: str) -> list[float]:
    """Ask one question after the other."""
    reader = Reader(place)
    answers = [reader.ask(path, q=query) for query in asked]
    failed = sum(status != http.HTTPStatus.OK for _, status, _ in answers)
    if failed:
        raise SystemExit(f"{failed} of {len(answers)} answers failed")
    return [seconds for seconds, _, _ in answers]


def many_readers(place: tuple[str, int], asked: list[str], count: int) -> None:
    """Ask from many clients at once and count what goes wrong."""

    def read(number: int) -> list[tuple[float, int]]:
        reader = Reader(place)
        own = asked[number::count][:20]
        return [reader.ask("/evidence", q=query)[:2] for query in own]

    start = time.perf_counter()
    with ThreadPoolExecutor(count) as pool:
        answers = [answer for each in pool.map(read, range(count)) for answer in each]
    rate = len(answers) / (time.perf_counter() - start)
    failed = sum(status != http.HTTPStatus.OK for _, status in answers)
    seconds = [each for each, _ in answers]
    report(f"{count} readers at once", seconds, f"{failed} errors (target 0), {rate:.0f} answers/s")


def hostile_queries(place: tuple[str, int]) -> None:
    """Ask what should break the page, and look for markup in the answers."""
    reader = Reader(place)
    seconds = []
    for query in (*HOSTILE, "script", "alert"):
        took, status, text = reader.ask("/evidence", q=query)
        if status not in {200, 400} or re.search("<script|<img", text):
            raise SystemExit(f"broken by {query!r}: status {status}")
        seconds.append(took)
    report("hostile", seconds)


def main() -> None:
    """Print one line per measurement, in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--renderings", type=int, default=100, help="queries answered in full")
    options = parser.parse_args()
    asked = queries()
    random.Random(2).shuffle(asked)  # noqa: S311 - not a secret
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder), options.pairs)
        start = time.perf_counter()
        with served(Path(folder)) as place:
            one_reader(place, asked[:1], "/results")
            print(f"first answer after {time.perf_counter() - start:.1f} s, {options.pairs} pairs")
            print(f"{'milliseconds':24}{'n':>7}{'median':>9}{'p95':>9}{'most':>9}   target")
            report("sentences", one_reader(place, asked, "/evidence"))
            hostile_queries(place)
            many_readers(place, asked, options.readers)
            new = asked[1 : options.renderings + 1]
            report("renderings, first time", one_reader(place, new, "/results"))
            report("renderings, again", one_reader(place, new, "/results"))


if __name__ == "__main__":
    main()
