"""JSONL: one pair a line, every key present, nothing null; lossless."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from policy_align.errors import InputError
from policy_align.formats.atomic import replacing
from policy_align.model import Kind, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from policy_align.bitext import Bitext

COLUMNS = (
    "id", "doc", "section", "kind", "zh", "ja", "score", "zh_ids", "ja_ids", "zh_page", "ja_page",
)  # fmt: skip
SCORE_DIGITS = 4
_KINDS = frozenset(get_args(Kind))
_ADVICE = 'every line must be a JSON object with the texts "zh" and "ja"'


def save(bitext: Bitext, path: Path) -> None:
    """Write a bitext; its signature has no place in the lines and is left out."""
    write_jsonl(bitext, path)


def load(path: Path) -> Bitext:
    """Read a bitext; the first pair names it."""
    from policy_align.bitext import Bitext

    pairs = tuple(iter_jsonl(path))
    return Bitext(pairs[0].doc if pairs else path.stem, pairs)


def dump_pair(pair: Pair) -> str:
    """Return a pair as one line of JSON, without the line break.

    Args:
        pair: The pair.

    Returns:
        JSON with the keys in a fixed order.

    Example:
        >>> place = {"zh_ids": (4,), "ja_ids": (5,), "zh_page": 1, "ja_page": 2}
        >>> pair = Pair("plan:1", "plan", "三", "heading", "能源", "エネルギー", 0.98, **place)
        >>> print(dump_pair(pair))
        {"id": "plan:1", "doc": "plan", "section": "三", "kind": "heading", "zh": "能源",
        "ja": "エネルギー", "score": 0.98, "zh_ids": [4], "ja_ids": [5], "zh_page": 1, "ja_page": 2}
    """
    # A lone surrogate is no character and has no UTF-8; what the error handler writes for it
    # is its JSON escape.
    return json.dumps(row_of(pair), ensure_ascii=False).encode(errors="backslashreplace").decode()


def row_of(pair: Pair) -> dict[str, Any]:
    """Return a pair as plain values by name, as every format writes it.

    Args:
        pair: The pair.

    Returns:
        The fields in a fixed order; sentence numbers as lists, the score rounded.
    """
    return {
        "id": pair.id,
        "doc": pair.doc,
        "section": pair.section,
        "kind": pair.kind,
        "zh": pair.zh,
        "ja": pair.ja,
        "score": round(float(pair.score), SCORE_DIGITS),
        "zh_ids": list(pair.zh_ids),
        "ja_ids": list(pair.ja_ids),
        "zh_page": pair.zh_page,
        "ja_page": pair.ja_page,
    }


def write_jsonl(pairs: Iterable[Pair], path: str | PathLike[str]) -> None:
    """Write pairs to a JSONL file, one after the other, whole or not at all.

    Args:
        pairs: The pairs; they are taken one by one, so a generator needs no memory.
        path: The file to write.
    """
    with replacing(path) as file:
        for pair in pairs:
            file.write(f"{dump_pair(pair)}\n".encode())


def iter_jsonl(path: str | PathLike[str]) -> Iterator[Pair]:
    """Read pairs from a JSONL file, one after the other.

    Only ``zh`` and ``ja`` must be there; the other keys have sensible defaults, and keys that
    the library does not know are passed over.

    Args:
        path: The file to read.

    Yields:
        The pairs in the order of the file.

    Raises:
        InputError: If a line is not what it should be; the line is named.
    """
    name = Path(path).name.split(".")[0]
    with Path(path).open("rb") as file:
        for number, raw in enumerate(file, 1):
            line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if line.strip():
                place = f"{path}:{number}"
                yield parse_pair(_decoded(line, place), place, f"{name}:{number}")


def _decoded(line: bytes, place: str) -> object:
    try:
        return json.loads(line)
    except ValueError as error:
        raise InputError(place, f"this line is not JSON ({error})", _ADVICE) from error


def parse_pair(row: object, place: str, default_id: str) -> Pair:
    """Make a pair of a decoded JSON object.

    Args:
        row: The object, as ``json.loads`` returns it.
        place: Where it stands, for errors.
        default_id: Identifier of a pair that has none, ``<doc>:<n>``.

    Returns:
        The pair.

    Raises:
        InputError: If a value is missing or of the wrong type.
    """
    if not isinstance(row, dict):
        raise InputError(place, "this line is not a JSON object", _ADVICE)
    fields = _Fields(row, place)
    kind = fields.text("kind", "sentence")
    return Pair(
        id=fields.text("id", default_id),
        doc=fields.text("doc", default_id.rpartition(":")[0]),
        section=fields.text("section", ""),
        kind=cast("Kind", kind) if kind in _KINDS else "sentence",
        zh=fields.text("zh"),
        ja=fields.text("ja"),
        score=fields.score(),
        zh_ids=fields.numbers("zh_ids"),
        ja_ids=fields.numbers("ja_ids"),
        zh_page=fields.number("zh_page"),
        ja_page=fields.number("ja_page"),
    )


class _Fields:
    """Typed access to the values of one line."""

    def __init__(self, row: dict[str, Any], place: str) -> None:
        self._row = row
        self._place = place

    def text(self, key: str, default: str | None = None) -> str:
        value = self._row.get(key, default)
        if isinstance(value, int) and key == "id":
            return str(value)
        if not isinstance(value, str):
            raise self._error(key, "a text")
        return value

    def score(self) -> float:
        value = self._row.get("score", 1.0)
        if not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self._error("score", "a number from 0 to 1")
        return float(value)

    def number(self, key: str) -> int:
        value = self._row.get(key, 0)
        if not isinstance(value, int):
            raise self._error(key, "a whole number")
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        value = self._row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
            raise self._error(key, "a list of whole numbers")
        return tuple(value)

    def _error(self, key: str, wanted: str) -> InputError:
        problem = f'"{key}" is not {wanted}' if key in self._row else f'"{key}" is missing'
        return InputError(self._place, problem, _ADVICE)
