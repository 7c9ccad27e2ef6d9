"""TBX: term lists of terminology tools; read in version 2 and 3, written as TBX-Basic 2.

Version 2 (``martif``, ISO 30042:2008) is written because the tools that translators use read it
and stumble over version 3.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from policy_align.formats.atomic import replacing
from policy_align.formats.characters import legal
from policy_align.formats.remarks import remark
from policy_align.formats.tmx_units import language_of
from policy_align.formats.xml_reading import safe_elements
from policy_align.terms.glossary import GlossaryEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from lxml.etree import _Element

    from policy_align.model import Language
    from policy_align.results import Term

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEME = "http://www.lisa.org/fileadmin/standards/tbx_basic/TBXBasicXCSV02.xcs"
_CODES = {"zh": "zh-CN", "ja": "ja-JP"}
_PREFERRED, _ADMITTED = "preferredTerm-admn-sts", "admittedTerm-admn-sts"
_REJECTED = ("deprecated", "superseded", "forbidden", "obsolete")


def read_tbx(path: str | PathLike[str]) -> Iterator[GlossaryEntry]:
    """Read the Chinese–Japanese term pairs of a TBX file, one after the other.

    Every Chinese term of an entry goes with every Japanese one; terms that the file calls
    deprecated or superseded are left out.

    Args:
        path: The file to read, of version 2 or 3.

    Yields:
        The term pairs in the order of the file.

    Raises:
        InputError: If the file is not well-formed XML or not TBX.
    """
    for entry in safe_elements(path, ("martif", "tbx"), ("termEntry", "conceptEntry"), "TBX"):
        terms: dict[Language, list[str]] = {"zh": [], "ja": []}
        for section in entry.iter("{*}langSet", "{*}langSec"):
            language = language_of(section)
            if language:
                terms[language] += _terms(section)
        note = next((_text(each) for each in entry.iter("{*}note") if _text(each)), "")
        for zh, ja in product(terms["zh"], terms["ja"]):
            yield GlossaryEntry(zh, ja, note)


def write_tbx(terms: Iterable[Term], path: str | PathLike[str]) -> None:
    """Write terms as TBX-Basic, whole or not at all.

    Args:
        terms: The terms; those that hold no legal character on one side are left out.
        path: The file to write.
    """
    from lxml import etree

    root = etree.Element("martif", {"type": "TBX-Basic", _LANG: "en"})
    root.append(_header())
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for number, term in enumerate(terms, 1):
        if _clean(term.zh) and _clean(term.ja):
            body.append(_entry(term, number))
    with replacing(path) as file:
        tree = etree.ElementTree(root)
        tree.write(file, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _terms(section: _Element) -> Iterator[str]:
    """Yield the terms of one language of an entry."""
    for block in section.iter("{*}tig", "{*}ntig", "{*}termSec"):
        status = " ".join(_text(note) for note in block.iter("{*}termNote")).lower()
        term = next((_text(each) for each in block.iter("{*}term")), "")
        if term and not any(word in status for word in _REJECTED):
            yield term


def _text(element: _Element) -> str:
    return "".join(str(part) for part in element.itertext()).strip()


def _clean(text: str) -> str:
    return " ".join(legal(text).split())


def _header() -> _Element:
    from lxml import etree

    header = etree.Element("martifHeader")
    description = etree.SubElement(header, "fileDesc")
    title = etree.SubElement(etree.SubElement(description, "titleStmt"), "title")
    title.text = "Chinese–Japanese terms"
    source = etree.SubElement(etree.SubElement(description, "sourceDesc"), "p")
    source.text = "Written by policy-align from aligned documents"
    scheme = etree.SubElement(etree.SubElement(header, "encodingDesc"), "p", type="XCSURI")
    scheme.text = _SCHEME
    return header


def _entry(term: Term, number: int) -> _Element:
    from lxml import etree

    entry = etree.Element("termEntry", id=f"t{number}")
    etree.SubElement(entry, "note").text = _clean(remark(term))
    example = term.example
    zh = etree.SubElement(entry, "langSet", {_LANG: _CODES["zh"]})
    _add_term(zh, term.zh, _PREFERRED, example.pair.zh if example else "")
    ja = etree.SubElement(entry, "langSet", {_LANG: _CODES["ja"]})
    _add_term(ja, term.ja, _PREFERRED, example.pair.ja if example else "")
    for variant, _ in term.variants:
        if _clean(variant):
            _add_term(ja, variant, _ADMITTED, "")
    return entry


def _add_term(section: _Element, text: str, status: str, context: str) -> None:
    from lxml import etree

    block = etree.SubElement(section, "tig")
    etree.SubElement(block, "term").text = _clean(text)
    etree.SubElement(block, "termNote", type="administrativeStatus").text = status
    if _clean(context):
        etree.SubElement(block, "descrip", type="context").text = _clean(context)
