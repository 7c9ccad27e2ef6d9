"""Feed mutated documents to the parser and report whatever is not a document or one clear line.

Every sample is mutated in many ways (bytes changed, cut out, doubled, replaced by those of another
sample) and parsed in a process of its own, with a limit of time and memory. A traceback, a crash, a
time-out or an error of more than one line is reported with the seed that makes it again, and the
input is kept.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

ROOT = Path(__file__).parent.parent
SAMPLES = (
    ROOT / "corpus" / "raw" / "2030-carbon-peak.txt",
    *(ROOT / "tests" / "data" / "energy-storage-pdf").glob("input.*"),
    *(ROOT / "tests" / "data" / "law-separate-txt").glob("??.txt"),
    *(ROOT / "tests" / "data" / "marked").glob("*.txt"),
)
LARGEST_SAMPLE = 1 << 18
ENCODINGS = ("utf-8", "gb18030", "cp932", "euc_jp", "big5hkscs", "utf-16", "utf-16-le")
MEMORY = 2 << 30
CHUNK = 4096


def flip(random_: random.Random, data: bytearray) -> None:
    """Change some bytes."""
    for _ in range(random_.randint(1, 1 + len(data) // 200)):
        data[random_.randrange(len(data))] = random_.randrange(256)


def cut(random_: random.Random, data: bytearray) -> None:
    """Take out a part."""
    start = random_.randrange(len(data))
    del data[start : start + random_.randint(1, CHUNK)]


def double(random_: random.Random, data: bytearray) -> None:
    """Repeat a part many times."""
    start = random_.randrange(len(data))
    piece = data[start : start + random_.randint(1, 64)]
    data[start:start] = piece * random_.randint(1, CHUNK)


def truncate(random_: random.Random, data: bytearray) -> None:
    """Keep only the beginning."""
    del data[random_.randrange(len(data)) :]


def sprinkle(random_: random.Random, data: bytearray) -> None:
    """Insert signs that mean something to a parser."""
    signs = (
        b"\0",
        b"\f",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xa8",
        b"(",
        b"\xef\xbc\x88",
        b"<<",
        b">>",
        b"<p>",
    )
    for _ in range(random_.randint(1, 50)):
        at = random_.randrange(len(data) + 1)
        data[at:at] = random_.choice(signs) * random_.randint(1, 200)


def splice(random_: random.Random, data: bytearray) -> None:
    """Replace a part by one of another sample."""
    other = random_.choice(SAMPLES).read_bytes()
    start, at = random_.randrange(len(data)), random_.randrange(len(other))
    data[start : start + CHUNK] = other[at : at + random_.randint(1, CHUNK)]


def recode(random_: random.Random, data: bytearray) -> None:
    """Save a text in another encoding."""
    text = data.decode("utf-8", errors="ignore")
    data[:] = text.encode(random_.choice(ENCODINGS), errors="replace")


MUTATIONS: tuple[Callable[[random.Random, bytearray], None], ...] = (
    flip,
    cut,
    double,
    truncate,
    sprinkle,
    splice,
    recode,
)


def mutated(seed: int) -> tuple[str, bytes]:
    """Return the suffix and the bytes of the input that belongs to a seed."""
    random_ = random.Random(seed)  # noqa: S311 - repeatable, not secret
    sample = random_.choice(SAMPLES)
    data = bytearray(sample.read_bytes()[:LARGEST_SAMPLE])
    for _ in range(random_.randint(1, 3)):
        if data:
            random_.choice(MUTATIONS)(random_, data)
    suffix = random_.choice(
        (sample.suffix, sample.suffix.upper(), ".pdf", ".txt", ".docx", ".html")
    )
    return suffix, bytes(data)


def work(connection: Connection) -> None:
    """Parse the files whose paths come in; answer with what went wrong, if anything did."""
    from policy_align import InputError, parse

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        path = connection.recv()
        try:
            parse(path)
            connection.send("")
        except InputError as error:
            connection.send("more than one line" if "\n" in str(error) else "")
        except BaseException:  # noqa: BLE001 - whatever else comes is what is looked for
            connection.send(traceback.format_exc())


@dataclass
class Worker:
    """A process that parses, replaced when it dies or takes too long."""

    seconds: float
    process: multiprocessing.Process = field(init=False)
    connection: Connection = field(init=False)

    def start(self) -> None:
        """Start a process, the first or a new one."""
        self.connection, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def parse(self, path: Path) -> str:
        """Parse a file; return what went wrong."""
        self.connection.send(str(path))
        try:
            if self.connection.poll(self.seconds):
                return str(self.connection.recv())
            problem = f"not done after {self.seconds:g} s"
        except EOFError:
            problem = "the process died"
        self.process.kill()
        self.start()
        return problem


def main() -> int:
    """Try many inputs; exit with 1 if one of them was not handled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="how many inputs to try")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first one")
    parser.add_argument("--seconds", type=float, default=10.0, help="time that each may take")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()), metavar="DIR")
    options = parser.parse_args()
    worker = Worker(options.seconds)
    worker.start()
    failures = 0
    slowest = (0.0, -1)
    for seed in range(options.first, options.first + options.count):
        suffix, data = mutated(seed)
        path = options.keep / f"fuzz-{seed}{suffix}"
        path.write_bytes(data)
        start = time.perf_counter()
        problem = worker.parse(path)
        slowest = max(slowest, (time.perf_counter() - start, seed))
        if problem:
            failures += 1
            print(f"seed {seed}: {path}\n{problem}")
        else:
            path.unlink()
    print(f"{options.count} inputs, {failures} failures")
    print(f"slowest: {slowest[0]:.2f} s, seed {slowest[1]}")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
