"""Feed mutated documents to the parser and report whatever is not a document or one clear line.

Every sample (text, PDF, DOCX, HTML) is mutated in many ways (bytes changed, cut out, doubled,
replaced by those of another sample; those of a DOCX in its parts, too), given alone or with a
second one, at times with a layout, an encoding or a password, and parsed in a process of its own,
with a limit of time and memory. A traceback, a crash, a time-out or an error of more than one line
is reported with the seed that makes it again, and the input is kept.
"""

from __future__ import annotations

import argparse
import copy
import html
import io
import multiprocessing
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import docx
from lxml import etree

from policy_align.parsing.layout import ONE_FILE_LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from multiprocessing.connection import Connection

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
FILES = (
    ROOT / "corpus" / "raw" / "2030-carbon-peak.txt",
    *sorted((DATA / "energy-storage-pdf").glob("input.*")),
    *sorted((DATA / "law-separate-txt").glob("??.txt")),
    *sorted((DATA / "marked").glob("*.txt")),
    *sorted((DATA / "printed" / "pdf").glob("*.pdf")),
)
LARGEST_SAMPLE = 1 << 18
OPTIONS = {
    "layout": ONE_FILE_LAYOUTS,
    "encoding": ("utf-8", "gb18030", "cp932", "utf-16", "ascii", "idna", "hz", "none such"),
    "password": ("", "x", "\0", "密码"),
}
OPTED = 0.15  # of the inputs have each option
WHOLE = 0.75  # of the samples are mutated in what they say, the others in any bytes
STRANGE_BYTES = [bytes([number]) for number in range(256)]
STRANGE_CHARACTERS = [
    char.encode()
    for char in "\0\x1b\f\v\ufeff\n\r\t\u2028\u200b\u00ad\u2f00 \u3000<>&-.1"
    "（）「”。；、，：一１①第条章注表—…■的のが发發発"
]
SAFE = 4  # of these are no characters of XML
ENCODINGS = ("utf-8", "gb18030", "cp932", "euc_jp", "big5hkscs", "utf-16", "utf-16-le")
MEMORY = 2 << 30
CHUNK = 4096


class Sample(NamedTuple):
    """A document as it is before it is mutated.

    Attributes:
        suffix: The suffix of its file.
        data: Its bytes.
    """

    suffix: str
    data: bytes


@cache
def samples() -> tuple[Sample, ...]:
    """Return the files, and a Word document and a web page of the same text."""
    files = [Sample(path.suffix, path.read_bytes()[:LARGEST_SAMPLE]) for path in FILES]
    lines = (DATA / "marked" / "regulation.txt").read_text(encoding="utf-8").splitlines()
    pages = [Sample(".docx", word_document(lines)), Sample(".html", web_page(lines))]
    return (*files, *(pages * (len(files) // 4)))


def word_document(lines: Sequence[str]) -> bytes:
    """Write lines as a Word document with headings, a table and a footer."""
    document = docx.Document()
    for number, line in enumerate(lines):
        document.add_paragraph(line, style="Heading 1" if number % 20 == 0 else "List Number")
    for cells in zip(lines[::8], lines[1::8], strict=False):
        row = document.add_table(rows=1, cols=2).rows[0]
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.sections[0].footer.paragraphs[0].text = "- 1 -"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def web_page(lines: Sequence[str]) -> bytes:
    """Write lines as a web page with headings, a table, navigation and notes."""
    texts = [html.escape(line) for line in lines]
    body = "".join(f"<h2>{t}</h2>" if n % 20 == 0 else f"<p>{t}" for n, t in enumerate(texts))
    rows = "".join(
        f"<tr><td>{one}<td lang=ja>{other}"
        for one, other in zip(texts[::8], texts[1::8], strict=False)
    )
    links = "<nav><a href=/>1</a></nav><a id=r href=#n>[1]</a><p id=n><a href=#r>[1]</a> x"
    page = f"<!DOCTYPE html><title>x</title>{links}{body}<table>{rows}</table>"
    return page.encode()


def flip(random_: random.Random, data: list[bytes], strange: Sequence[bytes]) -> None:
    """Change some characters."""
    for _ in range(random_.randint(1, 1 + len(data) // 200)):
        data[random_.randrange(len(data))] = random_.choice(strange)


def cut(random_: random.Random, data: list[bytes], _: Sequence[bytes]) -> None:
    """Take out a part."""
    start = random_.randrange(len(data))
    del data[start : start + random_.randint(1, CHUNK)]


def move(random_: random.Random, data: list[bytes], _: Sequence[bytes]) -> None:
    """Put a part elsewhere."""
    start = random_.randrange(len(data))
    piece = data[start : start + random_.randint(1, CHUNK)]
    del data[start : start + len(piece)]
    at = random_.randrange(len(data) + 1)
    data[at:at] = piece


def double(random_: random.Random, data: list[bytes], _: Sequence[bytes]) -> None:
    """Repeat a part many times."""
    start = random_.randrange(len(data))
    piece = data[start : start + random_.randint(1, 64)]
    data[start:start] = piece * random_.randint(1, CHUNK)


def truncate(random_: random.Random, data: list[bytes], _: Sequence[bytes]) -> None:
    """Keep only the beginning."""
    del data[random_.randrange(len(data)) :]


def sprinkle(random_: random.Random, data: list[bytes], strange: Sequence[bytes]) -> None:
    """Insert characters, some of them many times."""
    for _ in range(random_.randint(1, 50)):
        at = random_.randrange(len(data) + 1)
        data[at:at] = [random_.choice(strange)] * random_.randint(1, 200)


def splice(random_: random.Random, data: list[bytes], _: Sequence[bytes]) -> None:
    """Replace a part by one of another sample."""
    other = random_.choice(samples()).data
    start, at = random_.randrange(len(data)), random_.randrange(len(other))
    data[start : start + CHUNK] = [bytes([b]) for b in other[at : at + random_.randint(1, CHUNK)]]


def recode(random_: random.Random, data: list[bytes], _: Sequence[bytes]) -> None:
    """Save a text in another encoding."""
    text = b"".join(data).decode("utf-8", errors="ignore")
    data[:] = [bytes([b]) for b in text.encode(random_.choice(ENCODINGS), errors="replace")]


MUTATIONS: tuple[Callable[[random.Random, list[bytes], Sequence[bytes]], None], ...] = (
    flip,
    cut,
    move,
    double,
    truncate,
    sprinkle,
    splice,
    recode,
)
IN_TEXT = (flip, cut, move, double, truncate, sprinkle)


class Case(NamedTuple):
    """What is given to the parser.

    Attributes:
        files: Suffix and bytes of its one or two files.
        options: How to read them.
    """

    files: tuple[tuple[str, bytes], ...]
    options: dict[str, str]


def make_case(seed: int) -> Case:
    """Return the input that belongs to a seed."""
    random_ = random.Random(seed)  # noqa: S311 - repeatable, not secret
    files = tuple(mutated(random_) for _ in range(random_.choice((1, 1, 1, 2))))
    options = {}
    for name, values in OPTIONS.items():
        if random_.random() < OPTED:
            options[name] = random_.choice(values)
    return Case(files, options)


def mutated(random_: random.Random) -> tuple[str, bytes]:
    """Return the suffix and the bytes of a mutated sample."""
    sample = random_.choice(samples())
    data = sample.data
    if random_.random() > WHOLE:
        data = mutated_bytes(random_, data)
    elif sample.suffix == ".docx":
        data = mutated_parts(random_, data)
    elif sample.suffix != ".pdf":
        data = mutated_text(random_, data)
    else:
        data = mutated_bytes(random_, data)
    suffix = random_.choice(
        (sample.suffix, sample.suffix.upper(), ".pdf", ".txt", ".docx", ".html")
    )
    return suffix, data


def mutated_bytes(random_: random.Random, original: bytes) -> bytes:
    """Mutate bytes once or more."""
    data = [bytes([byte]) for byte in original]
    for _ in range(random_.randint(1, 3)):
        if data:
            random_.choice(MUTATIONS)(random_, data, STRANGE_BYTES)
    return b"".join(data)


def mutated_text(random_: random.Random, original: bytes) -> bytes:
    """Mutate the characters of a text, so that it can still be decoded."""
    data = [char.encode() for char in original.decode("utf-8", errors="ignore")]
    for _ in range(random_.randint(1, 4)):
        if data:
            random_.choice(IN_TEXT)(random_, data, STRANGE_CHARACTERS)
    return b"".join(data)


def mutated_parts(random_: random.Random, original: bytes) -> bytes:
    """Mutate one part of an archive, so that the others can still be read."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(file, "w") as new:
        chosen = random_.choice(
            [name for name in old.namelist() if name.startswith("word/") and name.endswith(".xml")]
        )
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutated_elements(random_, part) if name == chosen else part)
    return file.getvalue()


def mutated_elements(random_: random.Random, original: bytes) -> bytes:
    """Move, drop and double elements of an XML file, and change its texts."""
    root = etree.fromstring(original)
    for _ in range(random_.randint(1, 30)):
        elements = [each for each in root.iter() if each.getparent() is not None]
        if not elements:
            break
        one, other = random_.choice(elements), random_.choice(elements)
        change = random_.randrange(4)
        if change == 0:
            one.getparent().remove(one)
        elif change == 1:
            one.append(copy.deepcopy(other))
        elif change == 2:  # noqa: PLR2004
            one.text = random_.choice(STRANGE_CHARACTERS[SAFE:]).decode() * random_.randint(1, 9)
        elif one.attrib:
            one.set(random_.choice(list(one.attrib)), random_.choice(("", "-1", "9" * 30, "x")))
    return etree.tostring(root)


def work(connection: Connection) -> None:
    """Parse what comes in; answer with what went wrong, if anything did."""
    from policy_align import InputError, parse

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        paths, options = connection.recv()
        try:
            parse(*paths, **options)
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

    def parse(self, paths: Sequence[Path], options: Mapping[str, str]) -> str:
        """Parse files; return what went wrong."""
        self.connection.send((list(map(str, paths)), dict(options)))
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
        case = make_case(seed)
        paths = [
            options.keep / f"fuzz-{seed}-{number}{suffix}"
            for number, (suffix, _) in enumerate(case.files)
        ]
        for path, (_, data) in zip(paths, case.files, strict=True):
            path.write_bytes(data)
        start = time.perf_counter()
        problem = worker.parse(paths, case.options)
        slowest = max(slowest, (time.perf_counter() - start, seed))
        if problem:
            failures += 1
            print(f"seed {seed}: {' '.join(map(str, paths))} {case.options}\n{problem}")
            continue
        for path in paths:
            path.unlink()
    print(f"{options.count} inputs, {failures} failures")
    print(f"slowest: {slowest[0]:.2f} s, seed {slowest[1]}")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
