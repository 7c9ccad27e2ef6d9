"""Memories kept as tables: TSV, CSV."""

from __future__ import annotations

import csv
from itertools import chain, islice
from typing import TYPE_CHECKING

from policy_align.formats.columns import guessed_columns, named_columns
from policy_align.formats.tabular import unguarded, unquoted
from policy_align.importing.lines import text_lines
from policy_align.importing.units import Unit, problem_of
from policy_align.model import Pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# So many rows show which column is Japanese where no header says so.
_SHOWN = 1000
_LARGEST_CELL = 1 << 24


def read_units(path: Path) -> Iterator[Unit]:
    """Read a table one row after the other.

    The first row may name the columns; without it, the texts are in the first two columns, and
    the kana tell which of them is Japanese.

    Args:
        path: A ``.csv`` file, or any other with tabs between the columns.

    Yields:
        The units, numbered as the lines of the file.

    Raises:
        InputError: If the file is in UTF-16 and damaged.
    """
    is_csv = path.suffix.lower() == ".csv"
    rows = _csv_rows(path) if is_csv else _tsv_rows(path)
    first = list(islice(rows, _SHOWN))
    header = named_columns(first[0][1]) if first else {}
    columns = header or guessed_columns(cells for _, cells in first)
    for number, cells in chain(first[1:] if header else first, rows):
        yield _unit(number, cells, columns)


def _unit(number: int, cells: list[str], columns: dict[str, int]) -> Unit:
    found = {
        name: cells[column].strip() if column < len(cells) else ""
        for name, column in columns.items()
    }
    problem = problem_of(found["zh"], found["ja"])
    if problem:
        return Unit(number, problem=problem)
    try:
        score = float(found.get("score") or 1)
    except ValueError:
        return Unit(number, problem="the score is not a number")
    if not 0 <= score <= 1:
        return Unit(number, problem="the score is not between 0 and 1")
    section = found.get("section", "")
    return Unit(number, Pair("", "", section, "sentence", found["zh"], found["ja"], score))


def _tsv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text_lines(path), 1):
        if line.strip() and not line.startswith("#"):
            yield number, [unquoted(cell) for cell in line.split("\t")]


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    first = next(text_lines(path), "")
    lines = (f"{line}\n" for line in text_lines(path))
    reader = csv.reader(lines, delimiter=max(",;\t", key=first.count))
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:  # such as a NUL: the row holds no text then
            cells = [""]
        if cells is None:
            return
        if cells:
            yield reader.line_num, [unguarded(cell) for cell in cells]
