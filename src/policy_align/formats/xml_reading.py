"""Reading XML of unknown origin one element after the other, safely."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from lxml.etree import _Element

_MEND = "mend the file or export it again"


def safe_elements(
    path: str | PathLike[str], roots: Sequence[str], names: Sequence[str], kind: str
) -> Iterator[_Element]:
    """Yield the elements of some names, each whole, and forget them afterwards.

    Entities are never resolved, no other file is read and the network is never reached.

    Args:
        path: The file to read.
        roots: Local names that the root may have.
        names: Local names of the elements.
        kind: What the file should be, for errors, such as ``TMX``.

    Yields:
        The elements, their names without namespace; each is emptied when the next is asked for,
        so memory stays constant.

    Raises:
        InputError: If the file is not well-formed XML, has another root, or declares entities.
    """
    from lxml import etree

    tags = [tag for name in (*roots, *names) for tag in (name, f"{{*}}{name}")]
    with Path(path).open("rb") as file:
        events: Any = etree.iterparse(
            file, events=("start", "end"), tag=tags,
            resolve_entities=False, no_network=True, load_dtd=False,
        )  # fmt: skip
        found = False
        try:
            for event, element in events:
                local = etree.QName(element).localname
                if event == "start" and local in roots:
                    _refuse_entities(path, element)
                    found = True
                elif event == "end" and local in names and found:
                    element.tag = local
                    yield element
                    _forget(element)
        except etree.XMLSyntaxError as error:
            place = f"{path}:{error.lineno or 1}"
            raise InputError(place, f"not well-formed XML ({error.msg})", _MEND) from error
    if not found:
        expected = " or ".join(f"<{root}>" for root in roots)
        raise InputError(
            path, f"this is not a {kind} file", f"give a file whose root is {expected}"
        )


def _refuse_entities(path: str | PathLike[str], root: _Element) -> None:
    subset = root.getroottree().docinfo.internalDTD
    if subset is not None and any(True for _ in cast("Any", subset).iterentities()):
        raise InputError(path, "it declares XML entities, which are never resolved", _MEND)


def _forget(element: _Element) -> None:
    """Free an element and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
