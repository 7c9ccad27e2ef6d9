"""The description of a data set for machines: Croissant 1.0, which is JSON-LD.

https://docs.mlcommons.org/croissant/docs/croissant-spec.html
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from policy_align.exporting.columns import COLUMNS
from policy_align.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from policy_align.exporting.columns import Column

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"int32": "sc:Integer", "numbers": "sc:Integer", "float64": "sc:Float"}
_REPEATED = frozenset({"numbers", "strings"})


def croissant(
    folder: Path, files: Mapping[tuple[str, str], str], *, name: str, licence: str, date: str
) -> str:
    """Describe the files of a data set.

    Args:
        folder: Where they are.
        files: Their names in it, by table and split.
        name: Name of the data set.
        licence: Its licence, in words.
        date: When its newest document was issued; empty where it is not known.

    Returns:
        JSON-LD.
    """
    described: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": name,
        "description": "Aligned Chinese–Japanese text of policy documents.",
        "inLanguage": ["zh", "ja"],
        "license": licence,
        "version": __version__.split("+", maxsplit=1)[0],
        "keywords": ["parallel corpus", "Chinese", "Japanese", "policy"],
        "citeAs": f"{name}, aligned with policy_align {__version__}",
        "distribution": [_file(folder, path) for path in files.values()],
        "recordSet": [
            _records(table, split, path)
            for (table, split), path in files.items()
        ],
    }  # fmt: skip
    if date:
        described["datePublished"] = date
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _file(folder: Path, path: str) -> dict[str, str]:
    data = (folder / path).read_bytes()
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{len(data)} B",
        "encodingFormat": "application/x-parquet",
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _records(table: str, split: str, path: str) -> dict[str, Any]:
    name = f"{table}/{split}"
    fields = [field for column in COLUMNS[table] for field in _fields(name, path, column)]
    return {"@type": "cr:RecordSet", "@id": name, "name": name, "field": fields}


def _fields(records: str, path: str, column: Column) -> Iterator[dict[str, Any]]:
    """Yield the field of a column: one, one for each language of a translation, or none."""
    source = {"fileObject": {"@id": path}, "extract": {"column": column.name}}
    if column.type == "translation":
        for side in ("zh", "ja"):
            inner = source | {"transform": {"jsonPath": side}}
            yield _field(f"{records}/{column.name}/{side}", "sc:Text", column.meaning, inner)
        return
    if column.type == "uses":
        # Croissant 1.0 has no type for a list of records.
        return
    field = _field(
        f"{records}/{column.name}", _TYPES.get(column.type, "sc:Text"), column.meaning, source
    )
    if column.type in _REPEATED:
        field["repeated"] = True
    yield field


def _field(identifier: str, kind: str, meaning: str, source: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": identifier,
        "name": identifier,
        "description": meaning,
        "dataType": kind,
        "source": source,
    }


def newest(dates: Sequence[str]) -> str:
    """Return the newest of some dates; an empty string where none is known."""
    return max((date for date in dates if date), default="")
