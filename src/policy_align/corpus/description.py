"""What is known about a document beside its text."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from policy_align.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Description:
    """The description of a document; a text in two languages is a dict with ``zh`` and ``ja``.

    Attributes:
        name: Name of the document in the corpus.
        title: Its title by language.
        issuer: Who issued it, by language.
        document_number: Its number, by language.
        date: Date of issue, ``YYYY-MM-DD``; empty where it is not known.
        source: Where the text was taken from.
        rights: Who may do what with each side, by language.
        sha256: Hashes of the source files by their names.
        signature: What made the alignment.
    """

    name: str
    title: dict[str, str] = field(default_factory=dict)
    issuer: dict[str, str] = field(default_factory=dict)
    document_number: dict[str, str] = field(default_factory=dict)
    date: str = ""
    source: str = ""
    rights: dict[str, str] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    signature: str = ""


def read_description(path: Path) -> Description:
    """Read the description of a document.

    Args:
        path: The JSON file; it need not exist. Keys that the library does not know are passed
            over.

    Returns:
        The description; an empty one where there is no file.

    Raises:
        InputError: If the file is no JSON object.
    """
    name = path.name.removesuffix(".json")
    if not path.is_file():
        return Description(name)
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(path, f"it is not JSON ({error})", "mend it") from error
    if not isinstance(values, dict):
        raise InputError(path, "it is not a JSON object", "write { … } around it")
    texts = {key: _text(values.get(key)) for key in ("date", "source", "signature")}
    sides = ("title", "issuer", "document_number", "rights", "sha256")
    return Description(name, **texts, **{key: _sides(values.get(key)) for key in sides})  # type: ignore[arg-type]


def _text(value: Any) -> str:  # noqa: ANN401 - JSON
    return value if isinstance(value, str) else ""


def _sides(value: Any) -> dict[str, str]:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return {"zh": value, "ja": value}
    if not isinstance(value, dict):
        return {}
    return {str(key): text for key, text in value.items() if isinstance(text, str)}
