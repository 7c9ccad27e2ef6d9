"""Reading the units of any tool's TMX, safely and one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast, get_args

from policy_align.formats.xml_reading import safe_elements
from policy_align.model import Kind, Language, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from lxml.etree import _Element

_PRIMARY: dict[str, Language] = {
    "zh": "zh", "cmn": "zh", "zho": "zh", "chi": "zh", "ja": "ja", "jpn": "ja", "jp": "ja",
}  # fmt: skip
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut", "sub"})
_KINDS = frozenset(get_args(Kind))


def elements(path: str | PathLike[str], names: Sequence[str]) -> Iterator[_Element]:
    """Read the elements of some names, one whole element after the other.

    Args:
        path: The file to read.
        names: Local names of the elements.

    Returns:
        The elements; each is emptied when the next is asked for, so memory stays constant.

    Raises:
        InputError: If the file is not well-formed XML, not TMX, or declares entities.
    """
    return safe_elements(path, ("tmx",), names, "TMX")


def properties(element: _Element) -> dict[str, list[str]]:
    """Return the texts of the ``prop`` children by their type."""
    props: dict[str, list[str]] = {}
    for prop in element.iterchildren("{*}prop"):
        props.setdefault(prop.get("type", ""), []).append(prop.text or "")
    return props


def texts_of(unit: _Element) -> dict[str, str]:
    """Return the Chinese and the Japanese text of a unit; empty where there is none."""
    texts = {"zh": "", "ja": ""}
    for variant in unit.iterchildren("{*}tuv"):
        language = language_of(variant)
        segment = next(variant.iterchildren("{*}seg"), None)
        if language and segment is not None and not texts[language]:
            texts[language] = "".join(_plain(segment)).strip()
    return texts


def language_of(element: _Element) -> Language | None:
    """Tell whether an element is Chinese or Japanese, whatever the style of its language code."""
    return language_of_code(element.get(_XML_LANG) or element.get("lang") or "")


def language_of_code(code: str) -> Language | None:
    """Tell whether a language code is that of Chinese or of Japanese.

    Example:
        >>> language_of_code("ZH_tw"), language_of_code("jpn"), language_of_code("en-US")
        ('zh', 'ja', None)
    """
    return _PRIMARY.get(re.split("[-_]", code.strip().lower())[0])


def read_pair(unit: _Element, texts: dict[str, str], stem: str, number: int) -> Pair:
    """Make a pair of a unit.

    Args:
        unit: The unit.
        texts: Its texts by language.
        stem: Name of the document, where the unit does not say.
        number: Number of the unit, for the identifier, where it has none.

    Returns:
        The pair, with the provenance that the unit carries.
    """
    props = {kind: texts[0] for kind, texts in properties(unit).items()}
    doc = props.get("x-document") or stem
    kind = props.get("x-kind", "sentence")
    return Pair(
        id=unit.get("tuid") or f"{doc}:{number}",
        doc=doc,
        section=props.get("x-section", ""),
        kind=cast("Kind", kind) if kind in _KINDS else "sentence",
        zh=texts["zh"],
        ja=texts["ja"],
        score=_score(props.get("x-score", "")),
        zh_ids=tuple(_numbers(props.get("x-zh-ids", ""))),
        ja_ids=tuple(_numbers(props.get("x-ja-ids", ""))),
        zh_page=next(iter(_numbers(props.get("x-zh-page", ""))), 0),
        ja_page=next(iter(_numbers(props.get("x-ja-page", ""))), 0),
    )


def _plain(segment: _Element) -> Iterator[str]:
    """Yield the text of a segment without its inline codes."""
    yield segment.text or ""
    for child in segment.iterchildren():
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] not in _CODES:
            yield from _plain(child)
        yield child.tail or ""


def _score(text: str) -> float:
    """Read a score; a unit that names none was made or approved by a person."""
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 1.0


def _numbers(text: str) -> Iterator[int]:
    return (int(word) for word in text.split() if word.isascii() and word.isdigit())
