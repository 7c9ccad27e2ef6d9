"""TMX 1.4: translation memories for OmegaT, Trados, memoQ and the like.

What is written keeps to one profile that all known tools load: ``zh-CN`` and ``ja-JP``,
``srclang`` equal to the source language, plain text segments, provenance in ``x-`` properties,
no empty segment, no character that XML forbids. What has no counterpart cannot be a translation
unit; it stands in the header, where tools pass it over and ``read_tmx`` finds it again.

Where one Chinese text has several translations, some tools use the last one of the file; so
the best-scored one stands last among them, and ``read_tmx`` puts them back in order.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.formats.atomic import replacing
from policy_align.formats.characters import legal
from policy_align.formats.jsonl import SCORE_DIGITS, dump_pair, parse_pair
from policy_align.formats.tmx_units import elements, properties, read_pair, texts_of
from policy_align.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from os import PathLike

    from lxml.etree import _Element

    from policy_align.bitext import Bitext
    from policy_align.model import Pair

LANGUAGES = {"zh": "zh-CN", "ja": "ja-JP"}
_UNPAIRED, _POSITION, _SIGNATURE, _NAME = "x-unpaired", "x-position", "x-signature", "x-name"


def save(bitext: Bitext, path: Path) -> None:
    """Write a bitext."""
    write_tmx(bitext.pairs, path, name=bitext.name, signature=bitext.signature)


def load(path: Path) -> Bitext:
    """Read a bitext."""
    from policy_align.bitext import Bitext

    pairs, name, signature = read_tmx(path)
    return Bitext(name, tuple(pairs), signature=signature)


def write_tmx(
    pairs: Collection[Pair], path: str | PathLike[str], *, name: str = "", signature: str = ""
) -> None:
    """Write pairs as a translation memory, one unit after the other, whole or not at all.

    White space around a text is not kept: tools would find no match with it.

    Args:
        pairs: The pairs, in document order; they are gone through twice.
        path: The file to write.
        name: Name of the document, for the header.
        signature: What made the alignment, for the header.
    """
    from lxml import etree

    moved = _best_last(pairs)
    with replacing(path) as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("tmx", version="1.4"):
            xml.write(_header(pairs, name, signature), pretty_print=True)
            with xml.element("body"):
                used: set[str] = set()
                for position, pair in enumerate(pairs):
                    place, unit = moved.get(position, (position, pair))
                    if _has_both(unit):
                        element = _unit(unit, used)
                        if place != position:
                            _prop(element, _POSITION, str(place), first=True)
                        xml.write(element, pretty_print=True)


def iter_tmx(
    path: str | PathLike[str], *, skipped: Callable[[int, str], None] | None = None
) -> Iterator[Pair]:
    """Read the Chinese–Japanese pairs of any tool's translation memory, one after the other.

    Entities are never resolved and the network is never reached. Inline codes are left out of
    the text.

    Args:
        path: The file to read.
        skipped: Called with the number of a unit (from 1) and the reason when one is left out.

    Yields:
        The pairs in the order of the file.

    Raises:
        InputError: If the file is not well-formed XML or not TMX.
    """
    stem = Path(path).name.split(".")[0]
    for number, element in enumerate(elements(path, ("tu",)), 1):
        texts = texts_of(element)
        missing = [language for language in LANGUAGES if not texts[language]]
        if not missing:
            yield read_pair(element, texts, stem, number)
        elif skipped:
            skipped(number, "no text in " + " and ".join(LANGUAGES[each] for each in missing))


def read_tmx(path: str | PathLike[str]) -> tuple[list[Pair], str, str]:
    """Read a translation memory whole.

    Args:
        path: The file to read.

    Returns:
        The pairs in document order, those without a counterpart included where this library
        wrote the file; the name of the document; the signature of the alignment.

    Raises:
        InputError: If the file is not well-formed XML or not TMX.
    """
    stem = Path(path).name.split(".")[0]
    header: dict[str, list[str]] = {}
    units: list[tuple[int | None, Pair]] = []
    for element in elements(path, ("header", "tu")):
        props = properties(element)
        if element.tag == "header":
            header = props
            continue
        texts = texts_of(element)
        if all(texts.values()):
            place = props.get(_POSITION)
            units.append(
                (int(place[0]) if place else None, read_pair(element, texts, stem, len(units) + 1))
            )
    nulls = [json.loads(text) for text in header.get(_UNPAIRED, ())]
    unpaired = {item["position"]: parse_pair(item["pair"], str(path), stem) for item in nulls}
    name, signature = (header.get(key, [""])[0] for key in (_NAME, _SIGNATURE))
    return _restored(units, unpaired), name or stem, signature


def _best_last(pairs: Collection[Pair]) -> dict[int, tuple[int, Pair]]:
    """Decide what changes places so that of equal Chinese texts the best-scored comes last.

    Returns:
        For a position in the file: the position of the pair that stands there, and the pair.
    """
    last: dict[str, tuple[int, Pair]] = {}
    best: dict[str, tuple[int, Pair]] = {}
    for position, pair in enumerate(pairs):
        if _has_both(pair):
            key = _clean(pair.zh)
            last[key] = position, pair
            if key not in best or pair.score >= best[key][1].score:
                best[key] = position, pair
    moved: dict[int, tuple[int, Pair]] = {}
    for key, (position, pair) in best.items():
        end, other = last[key]
        if end != position:
            moved |= {end: (position, pair), position: (end, other)}
    return moved


def _restored(units: Sequence[tuple[int | None, Pair]], unpaired: dict[int, Pair]) -> list[Pair]:
    """Put units back where they were, and what has no counterpart between them."""
    total = len(units) + len(unpaired)
    free = [position for position in range(total) if position not in unpaired]
    if len(free) != len(units):
        return [pair for _, pair in units]
    placed = dict(unpaired)
    placed |= {
        place if place is not None else own: pair
        for own, (place, pair) in zip(free, units, strict=True)
    }
    return [placed[position] for position in sorted(placed)]


def _has_both(pair: Pair) -> bool:
    return bool(_clean(pair.zh) and _clean(pair.ja))


def _clean(text: str) -> str:
    return legal(text).strip()


def _header(pairs: Collection[Pair], name: str, signature: str) -> _Element:
    from lxml import etree

    header = etree.Element(
        "header",
        {
            "creationtool": "policy-align",
            "creationtoolversion": __version__,
            "segtype": "sentence",
            "o-tmf": "policy-align",
            "adminlang": "en",
            "srclang": LANGUAGES["zh"],
            "datatype": "plaintext",
        },
    )
    _prop(header, _NAME, name)
    _prop(header, _SIGNATURE, signature)
    for position, pair in enumerate(pairs):
        if not _has_both(pair):
            # In ASCII, so that even characters that XML forbids come back.
            item = json.dumps({"position": position, "pair": json.loads(dump_pair(pair))})
            _prop(header, _UNPAIRED, item)
    return header


def _unit(pair: Pair, used: set[str]) -> _Element:
    from lxml import etree

    unit = etree.Element("tu", tuid=_unique(legal(pair.id), used))
    _prop(unit, "x-document", pair.doc)
    _prop(unit, "x-section", pair.section)
    _prop(unit, "x-kind", pair.kind)
    _prop(unit, "x-score", str(round(float(pair.score), SCORE_DIGITS)))
    _prop(unit, "x-zh-ids", " ".join(map(str, pair.zh_ids)))
    _prop(unit, "x-ja-ids", " ".join(map(str, pair.ja_ids)))
    _prop(unit, "x-zh-page", str(pair.zh_page or ""))
    _prop(unit, "x-ja-page", str(pair.ja_page or ""))
    for language, text in (("zh", pair.zh), ("ja", pair.ja)):
        variant = etree.SubElement(unit, "tuv")
        variant.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGES[language])
        etree.SubElement(variant, "seg").text = _clean(text)
    return unit


def _prop(parent: _Element, kind: str, text: str, *, first: bool = False) -> None:
    """Add a property, unless it would be empty."""
    from lxml import etree

    if text:
        prop = etree.Element("prop", type=kind)
        prop.text = legal(text)
        parent.insert(0 if first else len(parent), prop)


def _unique(identifier: str, used: set[str]) -> str:
    """Return an identifier that no earlier unit of the file has."""
    candidate, number = identifier, 1
    while candidate in used:
        number += 1
        candidate = f"{identifier}~{number}"
    used.add(candidate)
    return candidate
