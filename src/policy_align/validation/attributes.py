"""Which attributes TMX 1.4 knows, and what their values may be."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from functools import lru_cache

SEGTYPES = ("block", "paragraph", "sentence", "phrase")
XML_LANG = "xml:lang"
REQUIRED = {
    "creationtool": "policy-align",
    "creationtoolversion": "1",
    "segtype": "sentence",
    "o-tmf": "TMX",
    "adminlang": "en",
    "srclang": "",
    "datatype": "plaintext",
}
_COMMON = {"o-encoding", "datatype", "creationtool", "creationtoolversion", "o-tmf"}
_HISTORY = {"creationdate", "creationid", "changedate", "changeid"}
_USE = {"usagecount", "lastusagedate"}
_NOTE = {XML_LANG, "o-encoding", "lang"}
KNOWN: dict[str, frozenset[str]] = {
    "tmx": frozenset({"version"}),
    "body": frozenset(),
    "header": frozenset({*REQUIRED, *_HISTORY, "o-encoding"}),
    "tu": frozenset({"tuid", "segtype", "srclang", *_COMMON, *_HISTORY, *_USE}),
    "tuv": frozenset({XML_LANG, "lang", *_COMMON, *_HISTORY, *_USE}),
    "seg": frozenset(),
    "note": frozenset(_NOTE),
    "prop": frozenset({*_NOTE, "type"}),
    "ude": frozenset({"name", "base"}),
    "map": frozenset({"unicode", "code", "ent", "subst"}),
}
DATES = ("creationdate", "changedate", "lastusagedate")
_DATE = re.compile(r"\d{8}T\d{6}Z")
_FORMS = (
    "%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y%m%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d",
)  # fmt: skip


def is_date(text: str) -> bool:
    """Whether a text is a date as TMX wants it.

    Args:
        text: The value of an attribute.

    Returns:
        Whether it has the form and names a day that exists.

    Example:
        >>> is_date("20211024T093000Z"), is_date("20211324T093000Z")
        (True, False)
    """
    return bool(_DATE.fullmatch(text)) and mended_date(text) == text


@lru_cache(maxsize=4096)
def mended_date(text: str) -> str:
    """Write a date as TMX wants it.

    Args:
        text: A date in one of the usual forms.

    Returns:
        The date, in UTC where it names an offset; an empty string where it cannot be read.

    Example:
        >>> mended_date("2021-10-24 09:30:00"), mended_date("2021-10-24T09:30:00+09:00")
        ('20211024T093000Z', '20211024T003000Z')
    """
    clean = text.strip().removesuffix("Z")
    if not clean:
        return ""
    for form in (*_FORMS, "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f%z"):
        try:
            moment = datetime.strptime(clean, form.removesuffix("Z"))  # noqa: DTZ007 - UTC by TMX
            if moment.tzinfo:
                moment = moment.astimezone(timezone.utc)
        except (ValueError, OverflowError):
            continue
        return f"{moment.year:04d}{moment:%m%dT%H%M%SZ}"
    return ""
