"""Refuse a PDF whose forms draw one another beyond measure, before any of it is interpreted.

A form is a piece of page content that other content draws by its name. Twenty forms each of
which draws the next one ten times are a file of 4 KB that no viewer ever finishes.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.parsing.pdf.streams import read_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+obj\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_FIRST = re.compile(rb"/First\s+(\d{1,9})")
_STREAM = re.compile(rb"stream\r?\n")
_RESOURCES = re.compile(rb"/Resources\s+(\d{1,9})\s+\d{1,5}\s+R")
_NAMES = re.compile(rb"/XObject\s*(?:<<([^>]*)>>|(\d{1,9})\s+\d{1,5}\s+R)")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d{1,9})\s+\d{1,5}\s+R")
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_HEAD = 8192  # bytes of an object in which its dictionary is looked for
_CONTENT = 1 << 20  # bytes of a stream that are looked at
_DEEPEST = 40  # forms inside one another; interpreters stop there
_MOST_DRAWN = 100_000  # forms that one of them draws


def check_forms(name: str, data: bytes) -> None:
    """Count how many forms each form of a PDF draws, and refuse absurd numbers.

    Args:
        name: Name of the file, for messages.
        data: The file.

    Raises:
        InputError: If drawing a form would hardly end.
    """
    if not _FORM.search(data):
        return
    objects = dict(_objects(data))
    inside = {
        number: _draws(content, head, objects)
        for number, (head, content) in objects.items()
        if content and _FORM.search(head)
    }
    drawn = dict.fromkeys(inside, 1)
    for _ in range(_DEEPEST):
        more = {
            number: 1 + sum(times * drawn.get(form, 0) for form, times in forms.items())
            for number, forms in inside.items()
        }
        if more == drawn:
            return
        if max(more.values()) > _MOST_DRAWN:
            reason = f"a form of the PDF draws more than {_MOST_DRAWN:,} others"
            raise InputError(name, reason, "print it to a new PDF if you trust it")
        drawn = more


def _objects(data: bytes) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    """Yield the number, the dictionary and, for forms, the content of every object."""
    found = list(_OBJECT.finditer(data))
    ends = [match.start() for match in found[1:]] + [len(data)]
    for match, end in zip(found, ends, strict=True):
        reach = min(end, match.end() + _HEAD)
        stream = _STREAM.search(data, match.end(), reach)
        head = data[match.end() : stream.start() if stream else reach]
        content = b""
        if stream and (_FORM.search(head) or _PACKED.search(head)):
            content = read_stream(data, stream.end(), head, _CONTENT)
        if content and _PACKED.search(head):
            yield from _packed(head, content)
        else:
            yield int(match[1]), (head, content)


def _packed(head: bytes, content: bytes) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    """Yield the objects that are packed in a stream; streams are never among them."""
    first = _FIRST.search(head)
    if first is None:
        return
    begin = int(first[1])
    index = [int(word) for word in content[:begin].split() if word.isdigit()]
    places = [*zip(index[::2], index[1::2], strict=False), (0, len(content) - begin)]
    for (number, start), (_, end) in pairwise(places):
        yield number, (content[begin + start : begin + min(end, start + _HEAD)], b"")


def _draws(content: bytes, head: bytes, objects: dict[int, tuple[bytes, bytes]]) -> Counter[int]:
    """Count which objects a form draws how often."""
    resources = head
    if indirect := _RESOURCES.search(head):
        resources = objects.get(int(indirect[1]), (b"", b""))[0]
    names = _NAMES.search(resources)
    if names is None:
        return Counter()
    table = names[1] if names[2] is None else objects.get(int(names[2]), (b"", b""))[0]
    numbers = {named[1]: int(named[2]) for named in _NAMED.finditer(table)}
    times: Counter[int] = Counter()
    for drawn in _DRAWN.finditer(content):
        if drawn[1] in numbers:
            times[numbers[drawn[1]]] += 1
    return times
