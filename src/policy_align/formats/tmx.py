"""TMX 1.4: translation memories for OmegaT, Trados, memoQ and the like.

What is written keeps to one profile that all known tools load: ``zh-CN`` and ``ja-JP``,
``srclang`` equal to the source language, plain text segments, provenance in ``x-`` properties,
no empty segment, no line break or outer white space in a segment, no character that XML
forbids. What has no counterpart cannot be a translation unit; it stands in the header, where
tools pass it over and ``read_tmx`` finds it again. A pair of which a unit cannot hold everything as
it is stands in a property of the unit as well, so that nothing but forbidden characters is lost;
that property counts only as long as nobody has edited the texts of the unit.

Where one text has several translations, some tools use the last one of the file; so of units
that share a text, in either language, the best-scored stands last, and ``read_tmx`` puts them back
in order.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.formats.atomic import replacing
from policy_align.formats.characters import legal, one_line
from policy_align.formats.jsonl import SCORE_DIGITS, parse_pair, row_of
from policy_align.formats.tmx_units import elements, properties, read_pair, texts_of
from policy_align.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from os import PathLike

    from lxml.etree import _Element

    from policy_align.bitext import Bitext
    from policy_align.model import Pair

LANGUAGES = {"zh": "zh-CN", "ja": "ja-JP"}
_UNPAIRED, _POSITION, _SIGNATURE, _NAME = "x-unpaired", "x-position", "x-signature", "x-name"
_EXACT = "x-pair"
_MEND = "mend the file or export it again"


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
            pair = read_pair(element, texts, stem, len(units) + 1)
            units.append((_number(props.get(_POSITION)), _exact(props.get(_EXACT), pair)))
    name, signature = (header.get(key, [""])[0] for key in (_NAME, _SIGNATURE))
    return _restored(units, _unpaired(header.get(_UNPAIRED, ()), path)), name or stem, signature


def _number(texts: Sequence[str] | None) -> int | None:
    return int(texts[0]) if texts and texts[0].isascii() and texts[0].isdigit() else None


def _exact(texts: Sequence[str] | None, pair: Pair) -> Pair:
    """Return the pair that a property holds, if it is still that of the unit."""
    if not texts:
        return pair
    try:
        kept = parse_pair(json.loads(texts[0]), "", pair.id)
    except (ValueError, InputError):
        return pair
    return kept if (_clean(kept.zh), _clean(kept.ja)) == (pair.zh, pair.ja) else pair


def _unpaired(texts: Iterable[str], path: str | PathLike[str]) -> dict[int, Pair]:
    """Read what has no counterpart, by its place among all pairs."""
    try:
        items = [json.loads(text) for text in texts]
        return {int(each["position"]): parse_pair(each["pair"], str(path), "") for each in items}
    except (ValueError, TypeError, KeyError) as error:
        reason = f"a property {_UNPAIRED} of its header is damaged"
        raise InputError(path, reason, _MEND) from error


def _best_last(pairs: Collection[Pair]) -> dict[int, tuple[int, Pair]]:
    """Decide what changes places so that of units with a common text the best comes last.

    The units that share a text with another one keep the places that they have among
    themselves, but take them in the order of their scores; so it holds for both languages.

    Returns:
        For a position in the file: the position of the pair that stands there, and the pair.
    """
    uses: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        if _has_both(pair):
            uses.update(_keys(pair))
    shared = [
        (position, pair)
        for position, pair in enumerate(pairs)
        if _has_both(pair) and any(uses[key] > 1 for key in _keys(pair))
    ]
    ordered = sorted(shared, key=lambda entry: entry[1].score)
    return {place: entry for (place, _), entry in zip(shared, ordered, strict=True)}


def _keys(pair: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("zh", _clean(pair.zh)), ("ja", _clean(pair.ja))


def _restored(units: Sequence[tuple[int | None, Pair]], unpaired: dict[int, Pair]) -> list[Pair]:
    """Put units back where they were, and what has no counterpart between them.

    Where units were added or taken away since, their order in the file is all that is known.
    """
    total = len(units) + len(unpaired)
    free = [position for position in range(total) if position not in unpaired]
    places = [own if place is None else place for own, (place, _) in zip(free, units, strict=False)]
    if sorted(places) != free or len(free) != len(units):
        return [*(pair for _, pair in units), *(unpaired[place] for place in sorted(unpaired))]
    placed = unpaired | {place: pair for place, (_, pair) in zip(places, units, strict=True)}
    return [placed[position] for position in range(total)]


def _has_both(pair: Pair) -> bool:
    return bool(_clean(pair.zh) and _clean(pair.ja))


def _clean(text: str) -> str:
    """Return a text as a segment can hold it so that tools find it."""
    return one_line(legal(text))


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
            _prop(header, _UNPAIRED, f'{{"position": {position}, "pair": {_exact_row(pair)}}}')
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
    if not _is_held_by(unit, pair):
        _prop(unit, _EXACT, _exact_row(pair))
    for language, text in (("zh", pair.zh), ("ja", pair.ja)):
        variant = etree.SubElement(unit, "tuv")
        variant.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGES[language])
        etree.SubElement(variant, "seg").text = _clean(text)
    return unit


def _exact_row(pair: Pair) -> str:
    """Return a pair as JSON in ASCII, so that white space of every kind comes back."""
    row = row_of(pair)
    return json.dumps({k: legal(v) if isinstance(v, str) else v for k, v in row.items()})


def _is_held_by(unit: _Element, pair: Pair) -> bool:
    """Whether a unit holds all of a pair as it is, and not only what XML and tools can bear."""
    texts = map(legal, (pair.doc, pair.section, pair.zh, pair.ja))
    return (
        unit.get("tuid") == legal(pair.id)
        and bool(legal(pair.id) and legal(pair.doc))
        and all(text == _clean(text) for text in texts)
        and all(number >= 0 for number in (*pair.zh_ids, *pair.ja_ids, pair.zh_page, pair.ja_page))
    )


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
