"""Build the font that stands in for fonts that a PDF names and no machine has.

Text is read from a PDF with the places of its characters, which need a font. The fallback has one
glyph, a square, for every character; so texts can be read on machines without Chinese and
Japanese fonts. Needs fonttools.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

FONT = Path(__file__).parent.parent / "src" / "policy_align" / "data" / "fallback.ttf"
EM = 1000
EDGES = (100, -20, 900, 780)  # left, bottom, right and top of the square
LAST_CHARACTER = 0x10FFFF
ANY_TO_ONE = 13  # format of a character map that gives many characters the same glyph


def square() -> object:
    """Draw the glyph."""
    left, bottom, right, top = EDGES
    pen = TTGlyphPen(None)
    pen.moveTo((left, bottom))
    for corner in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def main() -> None:
    """Write the font."""
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({0x20: "square"})
    builder.setupGlyf({".notdef": square(), "square": square()})
    builder.setupHorizontalMetrics({".notdef": (EM, EDGES[0]), "square": (EM, EDGES[0])})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2()
    builder.setupNameTable({"familyName": "Fallback", "styleName": "Regular"})
    builder.setupPost(keepGlyphNames=False)
    table = CmapSubtable.newSubtable(ANY_TO_ONE)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = dict.fromkeys(range(0x20, LAST_CHARACTER + 1), "square")
    builder.font["cmap"].tables = [table]
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.save(FONT)


if __name__ == "__main__":
    main()
