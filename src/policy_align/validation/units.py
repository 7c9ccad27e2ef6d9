"""Checks of one translation unit by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.validation import languages, segments
from policy_align.validation.attributes import DATES, KNOWN, SEGTYPES, XML_LANG, is_date
from policy_align.validation.tree import INLINE, Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policy_align.validation.findings import Collector

_HELD = {
    "header": ("note", "prop", "ude"),
    "tu": ("note", "prop", "tuv"),
    "tuv": ("note", "prop", "seg"),
    "ude": ("map",),
}
_SHOWN = 20


def language_of(variant: Element) -> str:
    """Return the language of a text as it is written; an empty string where there is none."""
    return (variant.attributes.get(XML_LANG) or variant.attributes.get("lang") or "").strip()


def text_of(variant: Element) -> str:
    """Return the text of a ``tuv``; an empty string where it has no segment."""
    return "".join(segments.plain_text(segment) for segment in variant.children("seg")[:1])


def check_element(element: Element, unit: int, found: Collector) -> None:
    """Check the attributes of an element, and those and the order of what it holds.

    Args:
        element: Any element but a segment.
        unit: Number of the unit; 0 outside of units.
        found: Where problems are noted.
    """
    _check_attributes(element, unit, found)
    held = _HELD.get(element.name)
    if held is None:
        return
    last = 0
    for part in element.content:
        if isinstance(part, str):
            if part.strip():
                found.add("stray-text", element.line, unit, part.strip()[:_SHOWN])
            continue
        if part.name not in held:
            found.add("unknown-element", part.line, unit, part.name)
            continue
        rank = int(part.name in {"tuv", "seg"})
        if rank < last:
            found.add("order", part.line, unit, part.name)
        last = max(last, rank)
        check_element(part, unit, found)


def _check_attributes(element: Element, unit: int, found: Collector) -> None:
    known = KNOWN.get(element.name, frozenset())
    for name, value in element.attributes.items():
        if name == "xmlns" or name.startswith("xmlns:"):
            if element.name != "tmx":
                found.add("namespace", element.line, unit, value)
        elif name not in known:
            found.add("unknown-attribute", element.line, unit, f"{name}= of <{element.name}>")
        elif name in DATES and not is_date(value):
            found.add("date", element.line, unit, f"{name}={value[:_SHOWN]!r}")
        elif name == "segtype" and value not in SEGTYPES:
            found.add("segtype", element.line, unit, repr(value[:_SHOWN]))
    if element.name == "prop" and "type" not in element.attributes:
        found.add("prop-type", element.line, unit)


def check_unit(unit: Element, number: int, srclang: str, found: Collector) -> None:
    """Check a unit.

    Args:
        unit: The unit.
        number: Its number.
        srclang: The source language of the file as the header has it.
        found: Where problems are noted.
    """
    check_element(unit, number, found)
    variants = unit.children("tuv")
    source = languages.canonical(unit.attributes.get("srclang") or srclang or "zh-CN")
    for variant in variants:
        _check_variant(variant, number, source, found)
    codes = [code for code in map(languages.canonical, map(language_of, variants)) if code]
    if len(codes) < 2 and len(variants) < 2:  # noqa: PLR2004 - a pair
        found.add("one-language", unit.line, number)
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            found.add("same-language", unit.line, number, code)
    if source in codes[1:] and codes[0] != source:
        found.add("language-order", unit.line, number)


def _check_variant(variant: Element, number: int, source: str, found: Collector) -> None:
    code = language_of(variant)
    if not code:
        found.add("no-language", variant.line, number)
    elif rule := languages.problem(code):
        found.add(rule, variant.line, number, code)
    if code and not variant.attributes.get(XML_LANG):
        found.add("language-attribute", variant.line, number)
    found_segments = variant.children("seg")
    if not found_segments:
        found.add("no-segment", variant.line, number)
    for extra in found_segments[1:]:
        found.add("unknown-element", extra.line, number, "seg")
    what = "source" if languages.canonical(code) == source else "translation"
    for segment in found_segments[:1]:
        _check_segment(segment, what, number, found)


def _check_segment(segment: Element, what: str, number: int, found: Collector) -> None:
    for name in dict.fromkeys(segments.tags(segment)):
        rule = "inline-code" if name in INLINE else "unknown-element"
        found.add(rule, segment.line, number, name)
    for rule, detail in segments.problems(segments.plain_text(segment), what):
        found.add(rule, segment.line, number, detail)


def properties(unit: Element) -> Iterator[tuple[str, str]]:
    """Yield type and text of the properties of a unit, wherever they stand in it."""
    for part in unit.content:
        if isinstance(part, Element):
            if part.name == "prop":
                yield part.attributes.get("type", ""), segments.plain_text(part)
            elif part.name == "tuv":
                yield from properties(part)
