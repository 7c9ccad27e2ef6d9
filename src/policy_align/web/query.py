"""What a look-up asks for; every state of the page is one address and one such query."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policy_align.model import Language

LONGEST_QUERY = 200
LONGEST_VALUE = 400
PAGE_SIZE = 20
LARGEST_LIMIT = 100
LARGEST_OFFSET = 100_000

_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class BadQueryError(ValueError):
    """A query that cannot be answered.

    Args:
        key: Key of the message in the words of the interface.
        values: What the blanks of the message hold.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Query:
    """A look-up; the names of its fields are those of the address.

    Attributes:
        q: The text to look up.
        language: Its language, where that is forced; else empty.
        rendering: The rendering to which the evidence is narrowed; else empty.
        document: The document to which it is narrowed; else empty.
        section: The section, likewise.
        issuer: The issuer, likewise.
        since: First date of issue, ``YYYY-MM-DD`` or the beginning of it; else empty.
        until: Last date of issue, likewise.
        min_score: Least score of a pair.
        offset: Number of hits before the page.
        open: Identifier of the pair whose neighbours are shown; else empty.
    """

    q: str = ""
    language: Language | None = None
    rendering: str = ""
    document: str = ""
    section: str = ""
    issuer: str = ""
    since: str = ""
    until: str = ""
    min_score: float = 0.0
    offset: int = 0
    open: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether a filter other than the rendering is set."""
        filters = (self.document, self.section, self.issuer, self.since, self.until)
        return any(filters) or self.min_score > 0

    @property
    def filters(self) -> dict[str, Any]:
        """The filters as arguments of ``Corpus.search``."""
        return {
            "document": self.document or None,
            "section": self.section or None,
            "issuer": self.issuer or None,
            "since": self.since,
            "until": self.until,
            "min_score": self.min_score,
        }

    def address(self, **changes: object) -> dict[str, str]:
        """Return the parameters of the address, without those that say nothing.

        Args:
            **changes: Fields that shall have another value.

        Returns:
            The parameters by name.

        Example:
            >>> Query("碳达峰", offset=20).address(offset=0, rendering="ピークアウト")
            {'q': '碳达峰', 'rendering': 'ピークアウト'}
        """
        changed = replace(self, **changes)  # type: ignore[arg-type]
        values = {field.name: getattr(changed, field.name) for field in fields(changed)}
        return {name: _shown(value) for name, value in values.items() if value}


def read_query(parameters: Mapping[str, str]) -> Query:
    r"""Read the query from the parameters of an address.

    Args:
        parameters: The parameters by name; those of other names are passed over.

    Returns:
        The query.

    Raises:
        BadQueryError: If a value is too long or no number, date or language.

    Example:
        >>> read_query({"q": "  抽水\n蓄能 ", "language": "zh", "offset": "20"})
        Query(q='抽水 蓄能', language='zh', ..., offset=20, open='')
    """
    texts = {name: _text(parameters, name) for name in _TEXTS}
    for name in ("since", "until"):
        if texts[name] and not _DATE.fullmatch(texts[name]):
            raise BadQueryError("error.date", value=texts[name])
    return Query(
        **texts,
        language=_language(parameters.get("language", "")),
        min_score=_number(parameters, "min_score", 1),
        offset=int(_number(parameters, "offset", LARGEST_OFFSET)),
    )


def read_limit(parameters: Mapping[str, str], default: int) -> int:
    """Read how many results are wanted.

    Args:
        parameters: The parameters by name.
        default: How many, where the address does not say.

    Returns:
        The number, 1 to ``LARGEST_LIMIT``.

    Raises:
        BadQueryError: If it is no such number.
    """
    return int(_number(parameters, "limit", LARGEST_LIMIT)) or default


_TEXTS = ("q", "rendering", "document", "section", "issuer", "since", "until", "open")


def _text(parameters: Mapping[str, str], name: str) -> str:
    text = _CONTROL.sub(" ", parameters.get(name, "")).strip()
    limit = LONGEST_QUERY if name == "q" else LONGEST_VALUE
    if len(text) > limit:
        raise BadQueryError("error.long", limit=limit)
    return text


def _language(value: str) -> Language | None:
    if value in {"", "auto"}:
        return None
    if value == "zh":
        return "zh"
    if value == "ja":
        return "ja"
    raise BadQueryError("error.language", value=value[:LONGEST_VALUE])


def _number(parameters: Mapping[str, str], name: str, most: float) -> float:
    text = parameters.get(name, "").strip() or "0"
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:
        raise BadQueryError("error.number", name=name, value=text[:LONGEST_QUERY], most=most)
    return value


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
