"""Running headers of a PDF that name the chapter: they repeat a heading above the text."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from policy_align.parsing.numbering.labels import opening_label
from policy_align.parsing.pdf.geometry import join_runs
from policy_align.parsing.pdf.page_numbers import fold_key
from policy_align.parsing.pdf.pieces import edge_pieces, make_piece, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.pdf.geometry import Run
    from policy_align.parsing.pdf.pieces import Piece

_FEWEST_CHARS, _MOST_CHARS = 4, 40  # of a heading that tells a header
_ABOVE = 0.8  # em between a header and the place where the text of other pages begins


def find_chapter_headers(
    pages: Sequence[Sequence[Run]],
    heights: Sequence[float],
) -> Iterator[tuple[Piece, str]]:
    """Find headers that name the current chapter, on every page or on every second one.

    Such a header repeats word for word a line that stands in the text up to this page, or what
    follows the label there, and it stands higher than the text of the other pages begins: a
    chapter that begins with the page stands where their text does.

    Args:
        pages: The runs of each page, without the furniture found so far.
        heights: Height of each page in points.

    Yields:
        The headers, with the reason.
    """
    found: list[Piece] = []
    begins: list[float] = []  # below the upper edge, where no header was found
    tops: dict[int, list[Piece]] = defaultdict(list)
    for piece in edge_pieces(pages):
        if piece.zone == "top":
            tops[piece.page].append(piece)
    lines: set[str] = set()
    for page, pieces in tops.items():
        rows = [make_piece(page, "top", row) for row in rows_of(pages[page])]
        lines.update(key for row in rows[1:] for key in _names(row))
        named = [piece for piece in pieces if piece.key in lines]
        found.extend(named)
        if page and not named:  # the first page has the title
            begins.append(heights[page] - pieces[0].y)
        lines.update(_names(rows[0]))
    for piece in found:
        above = median(begins) - _ABOVE * piece.runs[0].size if begins else 0.0
        if heights[piece.page] - piece.y < above:
            yield piece, "running header"


def _names(line: Piece) -> list[str]:
    """Return how a header can name a line as a chapter: by the whole, or without its label."""
    if len(line.key) > _MOST_CHARS:
        return []
    text = join_runs(line.runs).text
    label = opening_label(text)
    names = [line.key]
    if label is not None:
        names.append(fold_key("".join(text[label.end :].split())))
    return [name for name in names if len(name) >= _FEWEST_CHARS]
