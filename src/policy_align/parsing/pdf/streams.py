"""Refuse a PDF whose streams inflate beyond measure, before any of it is interpreted."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_REACH = 2048  # bytes before a stream in which its dictionary is looked for
_DEFLATED = (b"FlateDecode", b"/Fl ")
_MIB = 1 << 20
_MAX_TEXT = 16 * _MIB  # of a stream with page content or tables of the file
_MAX_OTHER = 512 * _MIB  # of a picture or a font
_MAX_TEXT_TOTAL = 256 * _MIB
_CHUNK = 1 << 16


def check_streams(name: str, data: bytes) -> None:
    """Inflate the streams of a PDF, keeping nothing, and refuse absurd sizes.

    Args:
        name: Name of the file, for messages.
        data: The file.

    Raises:
        InputError: If page content inflates to more than a book would need.
    """
    total = 0
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - _DICTIONARY_REACH) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        filters = sum(map(head.count, _DEFLATED))
        if not filters:
            continue
        other = b"/Image" in head or b"/Length1" in head or b"/FontFile" in head
        other = (
            other or re.search(rb"/Subtype\s*/(?:CIDFontType0C|Type1C|OpenType)", head) is not None
        )
        limit = _MAX_OTHER if other else _MAX_TEXT
        size = _inflated_size(data, match.end(), min(filters, 4), limit)
        total += 0 if other else size
        if size > limit or total > _MAX_TEXT_TOTAL:
            reason = f"a stream of the PDF inflates to more than {limit // _MIB} MiB"
            raise InputError(name, reason, "print it to a new PDF if you trust it")


def read_stream(data: bytes, start: int, head: bytes, limit: int) -> bytes:
    """Read the beginning of a stream of a PDF.

    Args:
        data: The file.
        start: Where the bytes of the stream begin.
        head: The dictionary before it.
        limit: How many bytes to read.

    Returns:
        As many bytes as there are, inflated if the dictionary says so; what is damaged ends it.
    """
    if not any(name in head for name in _DEFLATED):
        end = data.find(b"endstream", start, start + limit)
        return data[start : end if end >= 0 else start + limit]
    read = bytearray()
    for piece in _inflate(_chunks(data, start)):
        read += piece
        if len(read) >= limit:
            break
    return bytes(read[:limit])


def _inflated_size(data: bytes, start: int, layers: int, limit: int) -> int:
    """Return the size of a stream when inflated, or more than ``limit`` if it is larger."""
    pieces = _chunks(data, start)
    for _ in range(layers):
        pieces = _inflate(pieces)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            break
    return size


def _chunks(data: bytes, start: int) -> Iterator[bytes]:
    for begin in range(start, len(data), _CHUNK):
        yield data[begin : begin + _CHUNK]


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Inflate a stream in bounded steps; what is damaged ends it."""
    inflater = zlib.decompressobj()
    for piece in pieces:
        waiting = piece
        while waiting and not inflater.eof:
            try:
                out = inflater.decompress(waiting, _CHUNK)
            except zlib.error:
                return
            if out:
                yield out
            waiting = inflater.unconsumed_tail
        if inflater.eof:
            return
