"""Writing a mended copy: every unit that has both languages, in the form that all tools load."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from policy_align.validation import languages
from policy_align.validation.attributes import (
    DATES,
    KNOWN,
    REQUIRED,
    SEGTYPES,
    XML_LANG,
    mended_date,
)
from policy_align.validation.duplicates import ALTERNATIVE, is_settled, winner
from policy_align.validation.segments import mended, plain_text
from policy_align.validation.tree import Element, elements
from policy_align.validation.units import language_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policy_align.validation.checking import Survey

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Mending:
    """What became of the units of a file.

    Attributes:
        written: Number of units in the mended copy.
        left_out: Why units or texts were left out, and how many each.
    """

    written: int
    left_out: dict[str, int]


def write_mended(seen: Survey, file: Any) -> Mending:  # noqa: ANN401 - a binary file
    """Write a mended copy.

    Args:
        seen: What is known about the file.
        file: The binary file to write to.

    Returns:
        What was written and what was left out.
    """
    source, target = seen.pair()
    plan = _Plan.of(seen)
    left_out: Counter[str] = Counter()
    written = 0
    lines = ["<?xml version='1.0' encoding='utf-8'?>", '<tmx version="1.4">']
    lines += _lines(_header(seen.header, source), 1)
    file.write("\n".join([*lines, "  <body>", ""]).encode())
    used: set[str] = set()
    for unit in plan.ordered(elements(seen.text, damaged=seen.damaged), left_out):
        for each in _mended_units(unit, (source, target), left_out):
            _make_unique(each, used)
            file.write("\n".join([*_lines(each, 2), ""]).encode())
            written += 1
    file.write(b"  </body>\n</tmx>\n")
    return Mending(written, dict(left_out))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which units are repeated, which are not to win, and which come later than they stood.

    Attributes:
        repeated: Units that say what an earlier one says.
        losers: Units that get marked as alternatives.
        winners: Units that must not be marked.
        later: For the last unit of a source, the one that is to follow it.
    """

    repeated: frozenset[int]
    losers: frozenset[int]
    winners: frozenset[int]
    later: dict[int, int]

    @classmethod
    def of(cls, seen: Survey) -> _Plan:
        losers: set[int] = set()
        winners: set[int] = set()
        later: dict[int, int] = {}
        for group in seen.sources.contested():
            if is_settled(group):
                continue
            best = winner(group)
            winners.add(best.number)
            losers |= {use.number for use in group if use.target != best.target}
            if group[-1] != best:
                later[group[-1].number] = best.number
        return cls(frozenset(seen.sources.repeated), frozenset(losers), frozenset(winners), later)

    def ordered(self, parts: Iterable[object], left_out: Counter[str]) -> Iterator[Element]:
        """Yield the units, those that shall win after the others of their source."""
        waiting = frozenset(self.later.values())
        held: dict[int, Element] = {}
        number = 0
        for part in parts:
            if isinstance(part, Element) and part.name != "tu":
                continue
            number += 1
            if not isinstance(part, Element):
                left_out["unit damaged beyond repair"] += 1
            elif number in self.repeated:
                left_out["unit that another one repeats word for word"] += 1
            elif number in waiting:
                held[number] = self._marked(part, number)
            else:
                yield self._marked(part, number)
            if number in self.later:
                yield held.pop(self.later[number])

    def _marked(self, unit: Element, number: int) -> Element:
        if number in self.winners:
            kept = [part for part in unit.content if not _is_mark(part)]
            return replace(unit, content=kept)
        if number in self.losers and not any(map(_is_mark, unit.content)):
            mark = _prop(unit.line, ALTERNATIVE, "1")
            return replace(unit, content=[mark, *unit.content])
        return unit


def _is_mark(part: Element | str) -> bool:
    return (
        isinstance(part, Element)
        and part.name == "prop"
        and part.attributes.get("type") == ALTERNATIVE
    )


def _header(header: Element | None, source: str) -> Element:
    attributes = _attributes(header, "header") if header else {}
    whole = {name: attributes.pop(name, default) for name, default in REQUIRED.items()}
    whole |= attributes | {"srclang": source}
    content: list[Element | str] = []
    if header:
        content += _extra_props(header)
        content += [_notice(part) for part in header.children("note", "prop")]
        content += map(_declaration, header.children("ude"))
    return Element("header", 0, whole, content)


def _declaration(element: Element) -> Element:
    """Copy the declaration of characters of one's own."""
    content: list[Element | str] = [
        Element("map", part.line, _attributes(part, "map")) for part in element.children("map")
    ]
    return Element("ude", element.line, _attributes(element, "ude"), content)


def _mended_units(
    unit: Element, pair: tuple[str, str], left_out: Counter[str]
) -> Iterator[Element]:
    """Yield the unit, or several where it has several texts in one language."""
    texts: dict[str, list[Element]] = {code: [] for code in pair}
    for code, variant in _languages(unit.children("tuv"), pair):
        if code not in texts:
            left_out[f"text in {code or 'no language'}"] += 1
        elif (text := mended(text_of(variant))) and text not in map(_text, texts[code]):
            texts[code].append(_variant(variant, code, text))
    sources, targets = texts.values()
    if not (sources and targets):
        left_out["unit without a text in both languages"] += 1
        return
    attributes = _attributes(unit, "tu")
    attributes.pop("srclang", None)
    notices = [*_extra_props(unit), *map(_notice, unit.children("note", "prop"))]
    # The first text of each language is the main one; it comes last, where tools look for it.
    combined = [(source, target) for source in sources[::-1] for target in targets[::-1]]
    for source, target in combined:
        extra = target is not targets[0] and not any(map(_is_mark, notices))
        mark = [_prop(unit.line, ALTERNATIVE, "1")] if extra else []
        yield Element("tu", unit.line, dict(attributes), [*mark, *notices, source, target])


def _languages(variants: list[Element], pair: tuple[str, str]) -> Iterator[tuple[str, Element]]:
    """Yield every text with its language; of two, one without a language gets the other's."""
    codes = [languages.canonical(language_of(each)) for each in variants]
    missing = [code for code in pair if code not in codes]
    if len(variants) == _PAIR and codes.count("") == 1 and len(missing) == 1:
        codes = [code or missing[0] for code in codes]
    return zip(codes, variants, strict=True)


def _variant(variant: Element, code: str, text: str) -> Element:
    attributes = {name: v for name, v in _attributes(variant, "tuv").items() if name != "lang"}
    attributes = {XML_LANG: code} | {k: v for k, v in attributes.items() if k != XML_LANG}
    content: list[Element | str] = [*_extra_props(variant)]
    content += map(_notice, variant.children("note", "prop"))
    segment = Element("seg", variant.line, content=[text])
    return Element("tuv", variant.line, attributes, [*content, segment])


def _text(variant: Element) -> str:
    return text_of(variant)


def _attributes(element: Element, name: str) -> dict[str, str]:
    """Return the attributes that TMX knows, with dates and types of segments put right."""
    kept: dict[str, str] = {}
    for key, value in element.attributes.items():
        clean = mended_date(value) if key in DATES else value
        if key in KNOWN[name] and clean and (key != "segtype" or clean in SEGTYPES):
            kept[key] = clean
    return kept


def _extra_props(element: Element) -> Iterator[Element]:
    """Make properties of attributes and tags that TMX does not know."""
    known = KNOWN[element.name]
    for name, value in element.attributes.items():
        lost = name in DATES and not mended_date(value)
        if (name not in known or lost) and not name.startswith("xmlns"):
            yield _prop(element.line, f"x-{name.removeprefix('x-').replace(':', '-')}", value)
    for part in element.content:
        if isinstance(part, Element):
            text = plain_text(part).strip()
            if part.name not in {"note", "prop", "tuv", "seg", "ude"} and text:
                yield _prop(part.line, f"x-{part.name}", text)


def _notice(part: Element) -> Element:
    """Copy a note or property."""
    attributes = _attributes(part, part.name)
    written = [attributes.pop(name, "") for name in (XML_LANG, "lang")]
    if code := next(filter(None, map(languages.canonical, written)), ""):
        attributes[XML_LANG] = code
    if part.name == "prop":
        attributes.setdefault("type", "x-untyped")
    return Element(part.name, part.line, attributes, [plain_text(part)])


def _prop(line: int, kind: str, text: str) -> Element:
    return Element("prop", line, {"type": kind}, [text])


def _make_unique(unit: Element, used: set[str]) -> None:
    identifier = unit.attributes.get("tuid")
    if identifier is None:
        return
    candidate, number = identifier, 1
    while candidate in used:
        number += 1
        candidate = f"{identifier}~{number}"
    used.add(candidate)
    unit.attributes["tuid"] = candidate


def _lines(element: Element, depth: int) -> Iterator[str]:
    """Yield an element line by line, its elements indented, its text untouched."""
    indent = "  " * depth
    attributes = "".join(
        f" {name}={quoteattr(value)}" for name, value in element.attributes.items()
    )
    opening = f"{indent}<{element.name}{attributes}"
    inner = [part for part in element.content if isinstance(part, Element)]
    if inner:
        yield f"{opening}>"
        for part in inner:
            yield from _lines(part, depth + 1)
        yield f"{indent}</{element.name}>"
    elif element.content:
        # A bare carriage return would be read as a line feed.
        text = escape("".join(map(str, element.content)), {"\r": "&#13;"})
        yield f"{opening}>{text}</{element.name}>"
    else:
        yield f"{opening}/>"
