"""Term lists: what a user's own glossary says, and what the corpus yields, as tables and TBX.

Read are tables of two columns (Chinese, Japanese; under a header in any order), as TSV, CSV or
OmegaT glossary, and TBX of version 2 and 3. Written are TSV and CSV with all that is known about
each term, OmegaT's glossary (``.utf8``) and TBX-Basic of version 2, which every tool reads.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.formats.atomic import check_place, replacing
from policy_align.formats.characters import legal
from policy_align.formats.columns import guessed_columns, named_columns
from policy_align.formats.remarks import listed_variants, remark
from policy_align.formats.tabular import guarded, unguarded
from policy_align.terms.glossary import GlossaryEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from os import PathLike

    from policy_align.results import Term

READABLE = (".tsv", ".txt", ".tab", ".utf8", ".csv", ".tbx")
WRITABLE = (".tsv", ".csv", ".utf8", ".tbx")
COLUMNS = (
    "zh", "ja", "count", "score", "variants", "origin", "example_zh", "example_ja", "citation",
)  # fmt: skip
_OMEGAT_HEAD = "# Glossary in tab-separated format -*- coding: utf-8 -*-"
_BREAKS = re.compile("[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ADVICE = "write one term a line: Chinese, tab, Japanese"
_LARGEST_CELL = 1 << 30


def read_glossary(path: str | PathLike[str]) -> tuple[GlossaryEntry, ...]:
    """Read a user's glossary.

    A table without header has the terms in its first two columns; which of them is Japanese
    shows in the kana. Lines that begin with ``#`` are comments.

    Args:
        path: A table (``.tsv``, ``.csv``, ``.utf8``, ``.txt``, ``.tab``) or a ``.tbx`` file.

    Returns:
        The term pairs in the order of the file, each once.

    Raises:
        InputError: If the file is missing, of another kind or damaged.
    """
    source = Path(path)
    if source.suffix.lower() not in READABLE:
        raise _unknown(source, READABLE)
    if not source.is_file():
        raise InputError(source, "there is no such file", "check the name")
    if source.suffix.lower() == ".tbx":
        from policy_align.formats.tbx import read_tbx

        entries = read_tbx(source)
    else:
        entries = _read_table(source)
    found = tuple(dict.fromkeys(entries))
    if not found:
        raise InputError(source, "there is no Chinese–Japanese term in it", _ADVICE)
    return found


def write_terms(terms: Sequence[Term], path: str | PathLike[str]) -> None:
    """Write a term list; the suffix of the file decides the format.

    Args:
        terms: The terms.
        path: ``.tsv`` or ``.csv`` for tables, ``.utf8`` for OmegaT's glossary, ``.tbx`` for
            TBX-Basic. The file is written whole or not at all.

    Raises:
        InputError: If the suffix names no format or the file cannot be put there.
    """
    target = Path(path)
    check_terms_writable(target)
    suffix = target.suffix.lower()
    if suffix == ".tbx":
        from policy_align.formats.tbx import write_tbx

        write_tbx(terms, target)
    elif suffix == ".csv":
        _write_csv(terms, target)
    else:
        lines = _omegat_lines(terms) if suffix == ".utf8" else _tsv_lines(terms)
        with replacing(target) as file:
            file.writelines(f"{line}\n".encode() for line in lines)


def check_terms_writable(path: str | PathLike[str]) -> None:
    """Make sure, before any work, that a term list can be written to a file.

    Args:
        path: The file to write.

    Raises:
        InputError: If the suffix names no format or the file cannot be put there.
    """
    target = Path(path)
    if target.suffix.lower() not in WRITABLE:
        raise _unknown(target, WRITABLE)
    check_place(target)


def _rows(terms: Iterable[Term]) -> Iterator[list[str]]:
    for term in terms:
        example = term.example
        shown = (example.pair.zh, example.pair.ja, example.citation) if example else ("", "", "")
        cells = (term.zh, term.ja, str(term.count), f"{term.score:.4g}", listed_variants(term))
        yield [_one_line(cell) for cell in (*cells, term.origin, *shown)]


def _write_csv(terms: Iterable[Term], target: Path) -> None:
    with (
        replacing(target) as file,
        io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True) as text,
    ):
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows([guarded(cell) for cell in row] for row in _rows(terms))


def _tsv_lines(terms: Iterable[Term]) -> Iterator[str]:
    yield "\t".join(COLUMNS)
    for row in _rows(terms):
        yield "\t".join(row)


def _omegat_lines(terms: Iterable[Term]) -> Iterator[str]:
    yield _OMEGAT_HEAD
    for term in terms:
        zh = _one_line(term.zh)
        # A line that begins with # would be a comment.
        zh = f"＃{zh[1:]}" if zh.startswith("#") else zh
        yield "\t".join((zh, _one_line(term.ja), _one_line(remark(term))))


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", legal(text)).strip()


def _read_table(source: Path) -> Iterator[GlossaryEntry]:
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    text = _decoded(source)
    rows = list(_csv_rows(text) if source.suffix.lower() == ".csv" else _tsv_rows(text))
    if not rows:
        raise InputError(source, "the file is empty", _ADVICE)
    columns = named_columns(rows[0][1])
    if columns:
        rows = rows[1:]
    else:
        columns = guessed_columns(cells for _, cells in rows) | {"note": 2}
    for line, cells in rows:
        entry = _entry(cells, columns)
        if not entry.zh or not entry.ja:
            raise InputError(f"{source}:{line}", "a term or its translation is missing", _ADVICE)
        yield entry


def _entry(cells: Sequence[str], columns: dict[str, int]) -> GlossaryEntry:
    found = {
        name: cells[column].strip() if column < len(cells) else ""
        for name, column in columns.items()
    }
    return GlossaryEntry(found["zh"], found["ja"], found.get("note", ""))


def _tsv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.split("\t")


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.lstrip("\r\n").partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    for cells in reader:
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
            yield reader.line_num, [unguarded(cell) for cell in cells]


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(path, "it is not UTF-8", "save it as UTF-8") from error


def _unknown(path: Path, known: Sequence[str]) -> InputError:
    reason = f"the suffix {path.suffix!r} names no known term list"
    return InputError(path, reason, "use one of " + " ".join(known))
