"""CSV and TSV: one pair a row under a header, for spreadsheets and data frames.

All fields are written and come back; only the signature of the alignment and characters that no
spreadsheet can hold are dropped. CSV begins with a byte order mark, without which Excel takes
Chinese and Japanese for another encoding, and a cell that a spreadsheet would run as a formula
gets an apostrophe in front, which reading takes away again. TSV is plain.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_align.errors import InputError
from policy_align.formats.atomic import replacing
from policy_align.formats.characters import legal
from policy_align.formats.jsonl import COLUMNS, parse_pair, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from os import PathLike

    from policy_align.bitext import Bitext
    from policy_align.model import Pair

# Excel in Chinese and Japanese takes the full-width signs for the same.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_QUOTED = re.compile('"((?:[^"]|"")*)"')
_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_ALIASES = {
    "zh": ("zh-cn", "zh_cn", "zh-hans", "chinese", "中文", "中国語"),
    "ja": ("ja-jp", "ja_jp", "japanese", "日文", "日语", "日本語"),
}
_LARGEST_CELL = 1 << 30
_ADVICE = "the first line must name the columns, at least zh and ja"


def save(bitext: Bitext, path: Path) -> None:
    """Write a bitext as CSV or TSV, as the suffix says."""
    write_table(bitext, path)


def load(path: Path) -> Bitext:
    """Read a bitext; the first pair names it."""
    from policy_align.bitext import Bitext

    pairs = tuple(iter_table(path))
    return Bitext(pairs[0].doc if pairs else path.stem, pairs)


def write_table(pairs: Iterable[Pair], path: str | PathLike[str]) -> None:
    """Write pairs to a CSV or TSV file, one after the other, whole or not at all.

    Args:
        pairs: The pairs; they are taken one by one, so a generator needs no memory.
        path: The file to write; ``.csv`` or ``.tsv``.
    """
    is_csv = Path(path).suffix.lower() == ".csv"
    with (
        replacing(path) as file,
        io.TextIOWrapper(
            file, encoding="utf-8-sig" if is_csv else "utf-8", newline="", write_through=True
        ) as text,
    ):
        writer = csv.writer(text, delimiter="," if is_csv else "\t", lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for pair in pairs:
            cells = _cells(pair)
            writer.writerow(map(guarded, cells) if is_csv else cells)


def iter_table(path: str | PathLike[str]) -> Iterator[Pair]:
    """Read pairs from a CSV or TSV file, one after the other.

    The first line names the columns; only ``zh`` and ``ja`` must be there. A TSV file without
    such a line has the Chinese in its first column and the Japanese in its second.

    Args:
        path: The file to read, in UTF-8 or, with a byte order mark, UTF-16.

    Yields:
        The pairs in the order of the file.

    Raises:
        InputError: If a row is not what it should be; its line is named.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    text = _decoded(Path(path))
    stem = Path(path).name.split(".")[0]
    is_csv = Path(path).suffix.lower() == ".csv"
    names, delimiter = _header(text, is_csv=is_csv)
    if {"zh", "ja"} <= set(names):
        rows = _rows_with_header(path, text, names, delimiter, guarded=is_csv)
    elif not is_csv:
        rows = _rows_without_header(path, text)
    else:
        raise InputError(path, "there is no column zh or no column ja", _ADVICE)
    for number, (line, row) in enumerate(rows, 1):
        yield parse_pair(row, f"{path}:{line}", f"{stem}:{number}")


def column_names(path: str | PathLike[str]) -> list[str]:
    """Return the names of the columns of a CSV or TSV file.

    Args:
        path: The file.

    Returns:
        The names; an empty list where the first line does not name ``zh`` and ``ja``.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    names, _ = _header(_decoded(Path(path)), is_csv=Path(path).suffix.lower() == ".csv")
    return names if {"zh", "ja"} <= set(names) else []


def _header(text: str, *, is_csv: bool) -> tuple[list[str], str]:
    """Read the first line: the names of the columns, and what stands between them."""
    first = text.lstrip("\r\n").partition("\n")[0].rstrip("\r")
    delimiter = max(",;\t", key=first.count) if is_csv else "\t"
    return _column_names(next(csv.reader([first], delimiter=delimiter), [])), delimiter


def _cells(pair: Pair) -> Iterator[str]:
    for value in row_of(pair).values():
        cell = " ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield legal(cell)


def guarded(cell: str) -> str:
    """Keep a spreadsheet from running a cell."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Take away what ``guarded`` put in front of a cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            path, "it is not UTF-8", "save it as UTF-8 (CSV UTF-8 in Excel)"
        ) from error
    if not text.strip():
        raise InputError(path, "the file is empty", _ADVICE)
    return text


def _column_names(header: Sequence[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    known = {alias: name for name, aliases in _ALIASES.items() for alias in aliases}
    return [known.get(name, name) for name in names]


def _rows_with_header(
    path: str | PathLike[str], text: str, names: Sequence[str], delimiter: str, *, guarded: bool
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the line number and the values of each row below the header."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    waiting_for_header = True
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError(f"{path}:{line}", f"this row is damaged ({error})", _ADVICE) from error
        if cells is None:
            return
        if not cells:
            continue
        if waiting_for_header:
            waiting_for_header = False
            continue
        if len(cells) > len(names):
            reason = f"this row has {len(cells)} cells, the header {len(names)}"
            raise InputError(f"{path}:{line}", reason, _ADVICE)
        values = [unguarded(cell) for cell in cells] if guarded else cells
        row = dict(zip(names, values, strict=False))
        yield line, _typed(row, f"{path}:{line}")


def _rows_without_header(
    path: str | PathLike[str], text: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the line number and the two texts of each line."""
    rows: list[tuple[int, dict[str, Any]]] = []
    for line, content in enumerate(re.split("\r?\n|\r", text), 1):
        cells = content.split("\t")
        if not content.strip():
            continue
        if len(cells) != 2:  # noqa: PLR2004 - the two languages
            reason = f"this line has {len(cells)} columns and there is no header"
            raise InputError(f"{path}:{line}", reason, _ADVICE)
        rows.append((line, dict(zip(("zh", "ja"), map(unquoted, cells), strict=True))))
    kana = [sum(bool(_KANA.search(row[side])) for _, row in rows) for side in ("zh", "ja")]
    if kana[0] > kana[1]:
        raise InputError(path, "the Japanese stands in the first column", _ADVICE)
    yield from rows


def unquoted(cell: str) -> str:
    """Undo the quotes of a spreadsheet, but keep those of the text itself."""
    quoted = _QUOTED.fullmatch(cell)
    return quoted[1].replace('""', '"') if quoted else cell


def _typed(row: dict[str, str], place: str) -> dict[str, Any]:
    """Turn the cells of the columns that hold numbers into numbers."""
    typed: dict[str, Any] = dict(row)
    try:
        for name in ("zh_ids", "ja_ids"):
            typed[name] = [int(word) for word in row.get(name, "").split()]
        for name in ("zh_page", "ja_page"):
            typed[name] = int(row.get(name) or 0)
        typed["score"] = float(row.get("score") or 1)
    except ValueError as error:
        advice = "scores and pages must be numbers, sentence numbers separated by spaces"
        raise InputError(place, f"a number cannot be read ({error})", advice) from error
    return typed
