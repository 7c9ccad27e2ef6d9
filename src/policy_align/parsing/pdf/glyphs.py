"""Characters of a PDF page with their place, as pdfium reports them, turned upright."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HYPHEN = "\ufffe"  # what pdfium reports for a hyphen at the end of a line
UNMAPPED = "\ufffd"
_HIGH_SURROGATES = range(0xD800, 0xDC00)
_LOW_SURROGATES = range(0xDC00, 0xE000)
_FIRST_PRINTABLE = 0x20
_OVERPRINT = 0.12  # em; two equal characters nearer than this are one character printed twice
_STRIP = 6.0  # points; height of the strips in which overprinted characters are looked for
_THIN = 2.5  # points; a path no thicker than this is a rule
_SHORT = 12.0  # points; a rule is at least this long
_MAX_PATHS = 4000  # drawings have many paths and tables few

Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """One character on an upright page; lengths in points, the origin at the lower left.

    Attributes:
        text: The character.
        x0: Left end of its advance.
        x1: Right end of its advance.
        y: Its baseline.
        size: Size of its font.
        gap: Whether pdfium saw a gap before it as wide as a space.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    gap: bool


class Rule(NamedTuple):
    """A straight ruled line on an upright page, in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        """Whether the line is horizontal."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class GlyphPage:
    """What stands on one page.

    Attributes:
        number: Number of the page, counted from 1.
        width: Width of the upright page in points.
        height: Height of the upright page in points.
        glyphs: The characters in the direction of the text, in the order of the file.
        aside: Characters set aside, with the reason.
        rules: Straight ruled lines.
        frame: Maps a box of the upright page to the coordinates of the PDF page.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    aside: list[tuple[Glyph, str]]
    rules: list[Rule]
    frame: Callable[[Box], Box]


class _Turn(NamedTuple):
    """How to turn page coordinates so that text of one direction runs from left to right."""

    degrees: int
    left: float
    bottom: float
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.degrees == 90:  # noqa: PLR2004
            return y, self.width - x
        if self.degrees == 180:  # noqa: PLR2004
            return self.width - x, self.height - y
        if self.degrees == 270:  # noqa: PLR2004
            return self.height - y, x
        return x, y

    def box(self, box: Box) -> Box:
        u0, v0 = self.point(box[0], box[1])
        u1, v1 = self.point(box[2], box[3])
        return min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1)

    def back(self) -> Callable[[Box], Box]:
        """Return the function that maps an upright box to the page."""
        upright = self.degrees % 180 == 0
        across, up = (self.width, self.height) if upright else (self.height, self.width)
        inverse = _Turn((360 - self.degrees) % 360, 0.0, 0.0, across, up)

        def place(box: Box) -> Box:
            x0, y0, x1, y1 = inverse.box(box)
            return x0 + self.left, y0 + self.bottom, x1 + self.left, y1 + self.bottom

        return place


class _Raw(NamedTuple):
    """One character before its page is turned upright."""

    text: str
    x: float
    y: float
    box: Box
    size: float
    degrees: int
    gap: bool
    shares: bool  # whether it comes from the same drawn glyph as the character before


def read_page(raw: Any, page: Any, number: int) -> GlyphPage:  # noqa: ANN401 - ctypes handles
    """Read the characters and rules of a page.

    Args:
        raw: The module ``pypdfium2.raw``.
        page: Handle of the loaded page.
        number: Number of the page, counted from 1.

    Returns:
        The page, turned so that most of its text runs from left to right.

    Raises:
        ValueError: If pdfium cannot read the text of the page.
    """
    textpage = raw.FPDFText_LoadPage(page)
    if not textpage:
        raise ValueError("no text page")
    try:
        found = list(_raw_glyphs(raw, textpage))
    finally:
        raw.FPDFText_ClosePage(textpage)
    frame = _page_frame(raw, page)
    directions = Counter(glyph.degrees for glyph in found if not glyph.text.isspace())
    main = max((0, 90, 180, 270), key=lambda degrees: (directions[degrees], -degrees))
    turn = _Turn(main, *frame)
    width, height = turn.width, turn.height
    if main % 180:
        width, height = height, width
    glyphs: list[Glyph] = []
    aside: list[tuple[Glyph, str]] = []
    upright = [_turned(one, turn) for one in found]
    _part_ligatures(upright, [one.shares for one in found])
    for one, glyph in zip(found, upright, strict=True):
        if one.degrees != main:
            aside.append((glyph, "rotated text"))
        elif not (glyph.x1 >= -1 and glyph.x0 <= width + 1 and -1 <= glyph.y <= height + 1):
            aside.append((glyph, "outside the page"))
        elif not glyph.size <= max(width, height):
            aside.append((glyph, "larger than the page"))
        else:
            glyphs.append(glyph)
    glyphs, doubled = _split_overprinted(glyphs)
    aside.extend((glyph, "overprint") for glyph in doubled)
    rules = [Rule(*turn.box(box)) for box in _path_boxes(raw, page)]
    return GlyphPage(number, width, height, glyphs, aside, rules, turn.back())


def _page_frame(raw: Any, page: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Return left, bottom, width and height of the visible part of a page."""
    rect = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page, ctypes.byref(rect)):
        return rect.left, rect.bottom, rect.right - rect.left, rect.top - rect.bottom
    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    if raw.FPDFPage_GetRotation(page) % 2:
        width, height = height, width
    return 0.0, 0.0, width, height


def _raw_glyphs(raw: Any, textpage: Any) -> Iterator[_Raw]:  # noqa: ANN401
    """Yield the characters of a text page, without the white space that pdfium adds."""
    x, y = ctypes.c_double(), ctypes.c_double()
    rect, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    at_rect, at_matrix = ctypes.byref(rect), ctypes.byref(matrix)
    get_unicode, is_generated = raw.FPDFText_GetUnicode, raw.FPDFText_IsGenerated
    get_origin, get_box = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetLooseCharBox
    get_size, get_matrix = raw.FPDFText_GetFontSize, raw.FPDFText_GetMatrix
    get_object = raw.FPDFText_GetTextObject
    gap, high = False, 0
    place = (math.nan, math.nan)
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = get_unicode(textpage, index)
        if code in (0x20, 0x0A, 0x0D) and is_generated(textpage, index) == 1:
            gap = True
            continue
        if code in _HIGH_SURROGATES:
            high = code
            continue
        text = _character(code, high)
        high = 0
        get_origin(textpage, index, at_x, at_y)
        get_box(textpage, index, at_rect)
        get_matrix(textpage, index, at_matrix)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        size = get_size(textpage, index) * (abs(d) if c == 0 else math.hypot(c, d))
        degrees = 0 if b == 0 and a > 0 else _direction(a, b)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        shares = place == (x.value, y.value) and _address(get_object, textpage, index) == _address(
            get_object, textpage, index - 1
        )
        place = (x.value, y.value)
        yield _Raw(text, *place, box, size, degrees, gap, shares)
        gap = False


def _address(get_object: Any, textpage: Any, index: int) -> int | None:  # noqa: ANN401
    """Return the address of the text object that draws a character."""
    return ctypes.cast(get_object(textpage, index), ctypes.c_void_p).value


def _character(code: int, high: int) -> str:
    """Return the character for a code of pdfium, which may be the second half of a pair."""
    if code in _LOW_SURROGATES:
        if not high:
            return UNMAPPED
        return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
    text = chr(code)
    if text == HYPHEN or code == 0x02:  # noqa: PLR2004 - older versions of pdfium
        return "-"
    if text in "\t\n\r":
        return " "
    return text if code >= _FIRST_PRINTABLE else UNMAPPED


def _direction(a: float, b: float) -> int:
    """Return the direction of a text matrix in whole degrees, right angles made exact."""
    degrees = math.degrees(math.atan2(b, a)) % 360
    nearest = round(degrees / 90) * 90
    if abs(degrees - nearest) < 2:  # noqa: PLR2004 - degrees; a scan is never quite straight
        return nearest % 360
    return round(degrees)


def _turned(glyph: _Raw, turn: _Turn) -> Glyph:
    x0, y = turn.point(glyph.x, glyph.y)
    x1 = turn.box(glyph.box)[2] if turn.degrees else glyph.box[2] - turn.left
    size = glyph.size or 1.0
    if x1 <= x0:
        x1 = x0 if glyph.text.isspace() else x0 + size / 2
    return Glyph(glyph.text, x0, x1, y, size, glyph.gap)


def _part_ligatures(glyphs: list[Glyph], shares: list[bool]) -> None:
    """Give each character of a ligature (``fi``, a dash two squares long) its part of it."""
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end < len(glyphs) and shares[end]:
            continue
        count = end - start
        if count > 1:
            x0, x1 = glyphs[start].x0, max(glyph.x1 for glyph in glyphs[start:end])
            step = (x1 - x0) / count
            for number in range(count):
                left = x0 + number * step
                glyphs[start + number] = glyphs[start + number]._replace(x0=left, x1=left + step)
        start = end


def _split_overprinted(glyphs: list[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Split off the characters that are printed a second time at the same place."""
    seen: dict[tuple[str, int], list[Glyph]] = {}  # by character and strip of the page
    kept: list[Glyph] = []
    doubled: list[Glyph] = []
    for glyph in glyphs:
        text, y = glyph.text, glyph.y
        if text.isspace():
            kept.append(glyph)
            continue
        near = _OVERPRINT * glyph.size
        strip = int(y // _STRIP)
        alike = seen.setdefault((text, strip), [])
        offset = y - strip * _STRIP
        around: Iterable[Glyph] = alike
        if offset < near or _STRIP - offset < near:
            side = strip - 1 if offset < near else strip + 1
            around = (*alike, *seen.get((text, side), ()))
        for other in around:
            if abs(other.x0 - glyph.x0) < near and abs(other.y - y) < near:
                doubled.append(glyph)
                break
        else:
            alike.append(glyph)
            kept.append(glyph)
    return kept, doubled


def _path_boxes(raw: Any, page: Any) -> Iterator[Box]:  # noqa: ANN401
    """Yield the boxes of the thin paths of a page, and the edges of its rectangles."""
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    for index in range(min(raw.FPDFPage_CountObjects(page), _MAX_PATHS)):
        item = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if not raw.FPDFPageObj_GetBounds(item, *pointers):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        width, height = right - left, top - bottom
        if min(width, height) <= _THIN:
            if max(width, height) >= _SHORT:
                yield left, bottom, right, top
        elif min(width, height) >= _SHORT / 2:
            yield left, bottom, right, bottom
            yield left, top, right, top
            yield left, bottom, left, top
            yield right, bottom, right, top
