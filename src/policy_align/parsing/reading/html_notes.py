"""The footnotes of a web page: links to notes that link back, whatever wrote the page."""

from __future__ import annotations

import re
from typing import Any

MARK = "data-note-mark"
"""Attribute that ``mark_notes`` gives to what only leads to a note or back."""

_NOTE = "data-note"
_NAMES = re.compile(r"(?:^|[\s_-])(?:footnotes?|endnotes?)(?:$|[\s_-])", re.IGNORECASE)
_SIGN = re.compile(
    r"[\[［〔【(（]?\s*(?:注|註)?\s*(?:[0-9０-９]{1,3}|[ivxIVXa-z*†‡§＊※①-⑳¹²³⁴-⁹])\s*[\]］〕】)）]?"
)
_BACK = re.compile(r"[\^↑↩⏎︎\ufe0e\ufe0f\s]+")
_HOLDERS = frozenset(["li", "p", "div", "aside", "dd", "td", "section"])
_INLINE = frozenset(["sup", "small", "span", "b"])
_MOST_LINKS = 5000  # each of which is held against those in its note
_LONGEST = 12  # characters of a mark


def is_note(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether an element is a footnote or holds footnotes.

    Args:
        element: An element of a page that ``mark_notes`` has seen.

    Returns:
        True where a link, its class or its role says so.
    """
    if element.get(_NOTE) is not None:
        return True
    names = f"{element.get('class', '')} {element.get('role', '').replace('doc-', '')}"
    return bool(_NAMES.search(names)) and element.tag in _HOLDERS | {"ol", "ul", "dl"}


def mark_notes(root: Any) -> None:  # noqa: ANN401
    """Mark the footnotes of a page, the marks that cite them, and the arrows that lead back.

    A mark is a link that is nothing but a number or a sign and leads to an element of the page
    that links back or is called a footnote.

    Args:
        root: The root of the page; its elements are given attributes.
    """
    places: dict[str, Any] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name")):
            if name:
                places.setdefault(name, element)
    links = [link for link in root.iter("a") if (link.get("href") or "")[:1] == "#"]
    backward: set[Any] = set()  # an element hashes as what it is
    for link in links[:_MOST_LINKS]:
        target = places.get(link.get("href")[1:])
        text = "".join(link.itertext()).strip()
        if target is None or not text or len(text) > _LONGEST or not _SIGN.fullmatch(text):
            continue
        note = _holder(target)
        if note is None or _holds(note, link) or link in backward:
            continue
        back = [other for other in note.iter("a") if _leads_to(other, link, places)]
        if back or is_note(note) or link.get("role") == "doc-noteref":
            _whole(link).set(MARK, "")
            note.set(_NOTE, "")
            backward.update(back)
            for other in back:
                if _BACK.fullmatch("".join(other.itertext())):
                    _whole(other).set(MARK, "")


def _holder(target: Any) -> Any:  # noqa: ANN401
    """Return the block that an anchor stands in or is."""
    for element in (target, *target.iterancestors()):
        if element.tag in _HOLDERS:
            return element
    return None


def _holds(element: Any, inner: Any) -> bool:  # noqa: ANN401
    return any(parent is element for parent in inner.iterancestors())


def _leads_to(link: Any, mark: Any, places: dict[str, Any]) -> bool:  # noqa: ANN401
    """Tell whether a link leads to a mark, or to what directly holds it."""
    place = places.get((link.get("href") or "")[1:])
    if place is None:
        return False
    around = place.tag in _INLINE and _holds(place, mark)
    return place is mark or around or _holds(mark, place)


def _whole(link: Any) -> Any:  # noqa: ANN401
    """Return a mark with the raising or the brackets around it."""
    parent = link.getparent()
    text = "".join(link.itertext())
    while parent is not None and parent.tag in _INLINE and "".join(parent.itertext()) == text:
        link, parent = parent, parent.getparent()
    return link
