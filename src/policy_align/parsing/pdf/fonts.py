"""A font for the Chinese and Japanese text of PDFs that neither they nor the machine bring.

A PDF may name a font without holding it. Where the machine has no font for the script either,
pdfium gives characters that are drawn one by one no extent and leaves them out of the text. The
fallback font has one square glyph for all characters; the fonts of the machine come first.
"""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.resources import files
from typing import Any

_EAST_ASIAN = (128, 129, 134, 136)  # Shift JIS, Hangul, GB 2312 and Big5, as Windows counts them
_WHOLE_FONT = 0
_FACE = b"Fallback\0"


@cache
def install_fallback(raw: Any) -> object:  # noqa: ANN401 - the ctypes bindings of pdfium
    """Give pdfium the fallback font, once for the process.

    Args:
        raw: The module ``pypdfium2.raw``, its library initialised.

    Returns:
        What has to stay alive as long as pdfium is used; the cache keeps it.
    """
    data = files("policy_align").joinpath("data/fallback.ttf").read_bytes()
    default = raw.FPDF_GetDefaultSystemFontInfo()
    font = ctypes.create_string_buffer(data, len(data))
    handle = ctypes.addressof(font)

    def map_font(_this: Any, weight: int, italic: int, charset: int, *rest: Any) -> int | None:  # noqa: ANN401
        found = default.contents.MapFont(default, weight, italic, charset, *rest)
        return found or (handle if charset in _EAST_ASIAN else None)

    def font_data(_this: Any, asked: int, table: int, buffer: Any, size: int) -> int:  # noqa: ANN401
        if asked != handle:
            return int(default.contents.GetFontData(default, asked, table, buffer, size))
        content = data if table == _WHOLE_FONT else b""
        return _fill(content, buffer, size)

    def face_name(_this: Any, asked: int, buffer: Any, size: int) -> int:  # noqa: ANN401
        if asked != handle:
            return int(default.contents.GetFaceName(default, asked, buffer, size))
        return _fill(_FACE, buffer, size)

    def charset_of(_this: Any, asked: int) -> int:  # noqa: ANN401
        if asked != handle:
            return int(default.contents.GetFontCharset(default, asked))
        return _EAST_ASIAN[0]

    def delete(_this: Any, asked: int) -> None:  # noqa: ANN401
        if asked != handle:
            default.contents.DeleteFont(default, asked)

    own = {
        "Release": lambda _this: None,
        "EnumFonts": lambda _this, mapper: default.contents.EnumFonts(default, mapper),
        "MapFont": map_font,
        "GetFont": lambda _this, face: default.contents.GetFont(default, face),
        "GetFontData": font_data,
        "GetFaceName": face_name,
        "GetFontCharset": charset_of,
        "DeleteFont": delete,
    }
    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    offered = {
        name: kinds[name](call) for name, call in own.items() if getattr(default.contents, name)
    }
    info = raw.FPDF_SYSFONTINFO(version=default.contents.version, **offered)
    raw.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info, offered, font


def _fill(content: bytes, buffer: Any, size: int) -> int:  # noqa: ANN401
    """Copy something into a buffer that is large enough for it; return its length."""
    if buffer and size >= len(content):
        ctypes.memmove(buffer, content, len(content))
    return len(content)
