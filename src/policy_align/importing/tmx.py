"""The units of a TMX file of any tool."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policy_align.formats.tmx_units import elements, read_pair, texts_of
from policy_align.importing.units import Origin, Unit, problem_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from policy_align.importing.units import Note

_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")


def read_units(path: Path, note: Note) -> Iterator[Unit]:
    """Read the units of a TMX file one after the other, in constant memory.

    Args:
        path: The file.
        note: Called with what the header says about the origin.

    Yields:
        The units, numbered as the ``tu`` elements of the file.

    Raises:
        InputError: If the file is not well-formed XML, not TMX, or declares entities.
    """
    number = 0
    for element in elements(path, ("header", "tu")):
        if element.tag == "header":
            note(_origin(element))
            continue
        number += 1
        texts = texts_of(element)
        problem = problem_of(texts["zh"], texts["ja"])
        if problem:
            yield Unit(number, problem=problem)
        else:
            yield Unit(number, read_pair(element, texts, path.stem, number))


def _origin(header: _Element) -> Origin:
    tool = " ".join(header.get(name, "") for name in ("creationtool", "creationtoolversion"))
    date = _DATE.match(header.get("creationdate", ""))
    return Origin(tool.strip(), "-".join(date.groups()) if date else "")
