"""Parquet: typed columns for data frames and the ``datasets`` library; lossless.

Only lone surrogates, which are no characters, are dropped. The name of the document and the
signature of the alignment stand in the metadata of the file.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from policy_align.errors import InputError, MissingExtraError
from policy_align.formats.atomic import replacing
from policy_align.formats.jsonl import COLUMNS, parse_pair, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from policy_align.bitext import Bitext
    from policy_align.model import Pair

_ROWS_AT_ONCE = 10_000
_NAME, _SIGNATURE = b"policy_align.name", b"policy_align.signature"
_ADVICE = "it must have the columns zh and ja, or a column translation that holds both"


def save(bitext: Bitext, path: Path) -> None:
    """Write a bitext."""
    pa = import_pyarrow()
    schema = pa.schema(_fields(pa)).with_metadata(
        {_NAME: bitext.name.encode(), _SIGNATURE: bitext.signature.encode()}
    )
    write_rows(map(row_of, bitext), schema, path)


def load(path: Path) -> Bitext:
    """Read a bitext, also from a table with the texts in a column ``translation``."""
    from policy_align.bitext import Bitext

    pa = import_pyarrow()
    try:
        with pa.parquet.ParquetFile(path) as file:
            metadata = file.schema_arrow.metadata or {}
            pairs = tuple(_pairs(file, path))
    except (pa.ArrowException, OSError) as error:
        reason = f"it is not a Parquet file ({str(error).splitlines()[0]})"
        raise InputError(path, reason, "check how it was made") from error
    name, signature = (metadata.get(key, b"").decode() for key in (_NAME, _SIGNATURE))
    return Bitext(name or (pairs[0].doc if pairs else path.stem), pairs, signature=signature)


def write_rows(rows: Iterable[Mapping[str, Any]], schema: Any, path: Path) -> None:  # noqa: ANN401 - pyarrow is untyped
    """Write plain rows to a Parquet file, in groups, whole or not at all.

    Args:
        rows: The rows; a generator needs no memory.
        schema: The ``pyarrow.Schema`` of the file.
        path: The file to write.

    Raises:
        MissingExtraError: If pyarrow is not installed.
    """
    pa = import_pyarrow()
    waiting = iter(rows)
    with replacing(path) as file, pa.parquet.ParquetWriter(file, schema) as writer:
        while group := list(islice(waiting, _ROWS_AT_ONCE)):
            clean = [{name: _clean(value) for name, value in row.items()} for row in group]
            writer.write_table(pa.Table.from_pylist(clean, schema=schema))


def _fields(pa: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    types = {
        "score": pa.float64(),
        "zh_ids": pa.list_(pa.int32()),
        "ja_ids": pa.list_(pa.int32()),
        "zh_page": pa.int32(),
        "ja_page": pa.int32(),
    }
    return [(name, types.get(name, pa.string())) for name in COLUMNS]


def _pairs(file: Any, path: Path) -> Iterator[Pair]:  # noqa: ANN401
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
        for row in batch.to_pylist():
            number += 1
            place, default_id = f"{path}:{number}", f"{path.stem}:{number}"
            yield parse_pair(_flat(row, path), place, default_id)


def _flat(row: dict[str, Any], path: Path) -> dict[str, Any]:
    """Drop what is null and take the texts out of a column ``translation``."""
    texts = row.pop("translation", None)
    if isinstance(texts, dict):
        row |= texts
    if not {"zh", "ja"} <= row.keys():
        raise InputError(path, "there is no column zh or no column ja", _ADVICE)
    return {name: value for name, value in row.items() if value is not None}


def _clean(value: Any) -> Any:  # noqa: ANN401 - any value of a column
    if isinstance(value, str):
        return value.encode(errors="ignore").decode()
    if isinstance(value, dict):
        return {name: _clean(part) for name, part in value.items()}
    return value


def import_pyarrow() -> Any:  # noqa: ANN401
    """Import pyarrow with its Parquet module.

    Raises:
        MissingExtraError: If it is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("Parquet", "parquet") from error
    return pa
