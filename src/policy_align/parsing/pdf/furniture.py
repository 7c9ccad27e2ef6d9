"""Headers, footers, page numbers and watermarks of a PDF, by repetition and position."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from policy_align.parsing.pdf.chapter_headers import find_chapter_headers
from policy_align.parsing.pdf.pieces import Piece, edge_pieces, make_piece, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.pdf.geometry import Run

_LAYERS = 3  # lines from the top and from the bottom that can be furniture
_SAME_PLACE = 4.0  # points
_REPEATED = 0.3  # part of the pages on which a header stands at least
_MOSTLY = 0.6  # the same for a header that looks like the text
_OTHER_SIZE = 0.05  # relative difference of two sizes that are not the same
_EVERYWHERE = 0.6  # part of the pages on which a watermark stands at least
_PROGRESSING = 0.6  # part of the page numbers that count on with the pages
_LARGE = 1.3  # of the usual size; watermarks are larger
_MOST_MARKS = 0.2  # part of the text of the document that is watermarks at most
_MARGIN = 0.1  # part of the page height; where the only page has its number
_TOP = 0.15  # the same; where a header of a short document stands
_ISOLATED = 1.6  # line pitches between a header and the text
_MANY_PAGES = 3
_FEWEST_CHARS = 4  # of a header that tells that another one is one, too
_ANNEX = re.compile(r"(?:附件|附录|附錄|附表|附图|付録|付属|別紙|別表|別添|別記|资料|資料)\d")


def find_furniture(
    pages: Sequence[Sequence[Run]], heights: Sequence[float]
) -> list[dict[int, str]]:
    """Find the runs that are no part of the document.

    Args:
        pages: The runs of each page.
        heights: Height of each page in points.

    Returns:
        For each page the reason for each run that is furniture, by its index on the page.
    """
    index = [{id(run): number for number, run in enumerate(runs)} for runs in pages]
    reasons: list[dict[int, str]] = [{} for _ in pages]

    def left() -> list[list[Run]]:
        return [
            [run for number, run in enumerate(runs) if number not in gone]
            for runs, gone in zip(pages, reasons, strict=True)
        ]

    def drop(page: int, runs: Sequence[Run], reason: str) -> None:
        for run in runs:
            reasons[page][index[page][id(run)]] = reason

    for run_page, run in _watermarks(pages):
        drop(run_page, [run], "watermark")
    # What lies further in shows only when what lies outside is gone: a header of two lines,
    # a footer above a page number.
    for _ in range(_LAYERS):
        found = 0
        for step in (_small, _repeated, _numbers, _isolated, _nested):
            for piece, reason in step(left(), heights):
                drop(piece.page, piece.runs, reason)
                found += 1
        if not found:
            break
    for piece, reason in find_chapter_headers(left(), heights):
        drop(piece.page, piece.runs, reason)
    return reasons


def _watermarks(pages: Sequence[Sequence[Run]]) -> Iterator[tuple[int, Run]]:
    """Yield runs in large type that stand at one place in the middle of most pages."""
    if len(_different(pages)) < _MANY_PAGES:
        return
    places: dict[tuple[str, int, int], list[tuple[int, Run]]] = defaultdict(list)
    usual = median(run.size for runs in pages for run in runs)
    for page, runs in enumerate(pages):
        for run in runs:
            if run.size > _LARGE * usual:
                key = (run.letters, round(run.x0 / _SAME_PLACE), round(run.y / _SAME_PLACE))
                places[key].append((page, run))
    needed = max(_MANY_PAGES, _EVERYWHERE * len(pages))
    marks = [found for found in places.values() if len({page for page, _ in found}) >= needed]
    total = sum(map(len, pages))
    if sum(map(len, marks)) <= _MOST_MARKS * total:
        for found in marks:
            yield from found


def _different(pages: Sequence[Sequence[Run]]) -> set[int]:
    """Return the pages that do not repeat an earlier page word for word."""
    first: dict[str, int] = {}
    for page, runs in enumerate(pages):
        first.setdefault("".join(run.letters for run in runs), page)
    return set(first.values())


def _repeated(
    pages: Sequence[Sequence[Run]],
    heights: Sequence[float],  # noqa: ARG001 - all steps are called alike
) -> Iterator[tuple[Piece, str]]:
    """Yield pieces whose text comes again at the same height of other pages."""
    alike: dict[tuple[str, str], list[Piece]] = defaultdict(list)
    for piece in edge_pieces(pages):
        alike[piece.zone, piece.digits].append(piece)
    different = _different(pages)
    for pieces in alike.values():
        for group in _same_height(pieces):
            counts = any(piece.value is not None for piece in group)
            if group[0].digits.strip("#-/.") and (
                _comes_again(group, different, pages) and (counts or _belong_together(group))
            ):
                reason = "running header" if group[0].zone == "top" else "footer"
                for piece in group:
                    yield piece, "page number" if counts else reason


def _comes_again(
    group: Sequence[Piece], different: set[int], pages: Sequence[Sequence[Run]]
) -> bool:
    """Tell whether pieces that are alike stand on enough pages and look like furniture."""
    on = len({piece.page for piece in group} & different)
    if on < max(2, round(_REPEATED * len(different))):
        return False
    # Of all these pages: on one with few lines, most of the text may be the header.
    usual = median(run.size for p in group for run in pages[p.page] for _ in run.glyphs)
    apart = sum(
        _stands_off(pages, piece) or _is_of_other_size(pages, piece, usual) for piece in group
    )
    if apart > len(group) / 2:
        return True
    same = len({piece.key for piece in group}) == 1
    if same and on == len(different) and apart:
        return True
    return same and len(different) >= _MANY_PAGES and on >= _MOSTLY * len(different)


def _belong_together(group: Sequence[Piece]) -> bool:
    """Tell whether pieces are alike in all, or have numbers that count on with the pages.

    Annexes of a page each have such numbers, too.
    """
    if len({piece.key for piece in group}) == 1:
        return True
    return not any(_ANNEX.match(piece.key) for piece in group) and _progressing(group)


def _is_of_other_size(pages: Sequence[Sequence[Run]], piece: Piece, usual: float) -> bool:
    """Tell whether a piece is set smaller or larger than the line next to it.

    The line next to it may be the second one of the same header, in type as small: so what is
    smaller than the usual size of the text counts, too.
    """
    rows = rows_of(pages[piece.page])
    if len(rows) < 2:  # noqa: PLR2004 - no line next to it
        return False
    size, beside = piece.runs[0].size, rows[1 if piece.zone == "top" else -2][0].size
    return abs(size - beside) > _OTHER_SIZE * max(size, beside) or size < (1 - _OTHER_SIZE) * usual


def _same_height(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Split pieces into groups that stand at the same height."""
    group: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.y):
        if group and piece.y - group[-1].y > _SAME_PLACE:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _progressing(group: Sequence[Piece]) -> bool:
    """Tell whether the numbers in pieces that are alike otherwise count on with the pages."""
    numbers = [[int(number) for number in re.findall(r"\d{1,9}", piece.key)] for piece in group]
    for place in range(min(map(len, numbers))):
        offsets = Counter(
            row[place] - piece.page for row, piece in zip(numbers, group, strict=True)
        )
        if offsets.most_common(1)[0][1] >= _PROGRESSING * len(group):
            return True
    return False


def _stands_off(pages: Sequence[Sequence[Run]], piece: Piece) -> bool:
    """Tell whether a piece stands apart from the text of its page."""
    rows = [row[0].y for row in rows_of(pages[piece.page])]
    steps = [a - b for a, b in pairwise(rows)]
    if not steps:
        return True
    step = steps[0] if piece.zone == "top" else steps[-1]
    return step > _ISOLATED * max(median(steps), piece.runs[0].size)


def _numbers(
    pages: Sequence[Sequence[Run]], heights: Sequence[float]
) -> Iterator[tuple[Piece, str]]:
    """Yield page numbers: they count on with the pages."""
    found = [piece for piece in edge_pieces(pages) if piece.value is not None]
    offsets: dict[tuple[str, int], list[Piece]] = defaultdict(list)
    for piece in found:
        offsets[piece.zone, (piece.value or 0) - piece.page].append(piece)
    sure: set[int] = set()
    for group in offsets.values():
        for level in _same_height(group):
            if len({piece.page for piece in level}) >= max(2, round(_REPEATED * len(pages))):
                sure.update(id(piece) for piece in level)
                # A number that was misprinted or starts anew, at the same height.
                sure.update(
                    id(piece)
                    for piece in found
                    if piece.zone == level[0].zone and abs(piece.y - level[0].y) < _SAME_PLACE / 4
                )
    for piece in found:
        lone = len(pages) < _MANY_PAGES and _is_lone_number(piece, heights[piece.page])
        if id(piece) in sure or lone:
            yield piece, "page number"


def _is_lone_number(piece: Piece, height: float) -> bool:
    """Tell whether a number in the margin of a short document counts its pages."""
    margin = _MARGIN * height
    beyond = piece.y < margin if piece.zone == "bottom" else piece.y > height - margin
    return beyond and piece.value == piece.page + 1


def _isolated(
    pages: Sequence[Sequence[Run]],
    heights: Sequence[float],  # noqa: ARG001 - all steps are called alike
) -> Iterator[tuple[Piece, str]]:
    """Yield headers that change with the chapter, by their constant place off the text."""
    if len(pages) <= _MANY_PAGES:
        return
    rows = [rows_of(runs) for runs in pages]
    steps = [a[0].y - b[0].y for page in rows for a, b in pairwise(page)]
    if not steps:
        return
    pitch = median(steps)
    for zone, end, inner in (("top", 0, 1), ("bottom", -1, -2)):
        edge = [
            (number, page[end])
            for number, page in enumerate(rows)
            if len(page) > 1 and abs(page[end][0].y - page[inner][0].y) >= _ISOLATED * pitch
        ]
        pieces = [make_piece(number, zone, row) for number, row in edge]
        for group in _same_height(pieces):
            often = len(group) >= 0.7 * len(pages)
            if often and len({piece.digits for piece in group}) <= 0.6 * len(group):
                for piece in group:
                    yield piece, "running header" if zone == "top" else "footer"


def _nested(
    pages: Sequence[Sequence[Run]],
    heights: Sequence[float],
) -> Iterator[tuple[Piece, str]]:
    """Yield headers of a short document one of which holds the others, but is not the same.

    Those of both languages do, and titles in full and in part. They stand at one height and in
    one size on every page.
    """
    filled = [page for page, runs in enumerate(pages) if runs]
    if not 1 < len(filled) <= _MANY_PAGES:
        return
    found = [make_piece(page, "top", rows_of(pages[page])[0]) for page in filled]
    longest = max(found, key=lambda piece: len(piece.key))
    level = [heights[piece.page] - piece.y for piece in found]
    if (
        len({piece.key for piece in found}) > 1
        and min(len(piece.key) for piece in found) >= _FEWEST_CHARS
        and all(piece.key in longest.key for piece in found)
        and max(level) - min(level) < _SAME_PLACE / 4
        and len({piece.runs[0].size for piece in found}) == 1
        and max(level) < _TOP * min(heights[page] for page in filled)
    ):
        for piece in found:
            yield piece, "running header"


def _small(pages: Sequence[Sequence[Run]], heights: Sequence[float]) -> Iterator[tuple[Piece, str]]:
    """Yield headers that differ from page to page of a short document, by their small type.

    They stand in the top margin of every page, at one height; that of a single page stands off.
    """
    sizes = [run.size for runs in pages for run in runs for _ in run.glyphs]
    filled = [page for page, runs in enumerate(pages) if runs]
    if not filled or len(filled) > _MANY_PAGES:
        return
    usual = median(sizes)
    found: list[Piece] = []
    for page in filled:
        rows = rows_of(pages[page])
        piece = make_piece(page, "top", rows[0])
        small = all(run.size < (1 - _OTHER_SIZE) * usual for run in rows[0])
        if (
            small
            and piece.value is None
            and piece.y > (1 - _TOP) * heights[page]
            and _is_of_other_size(pages, piece, usual)
            and (len(filled) > 1 or _stands_off(pages, piece))
        ):
            found.append(piece)
    heights_off = [heights[piece.page] - piece.y for piece in found]
    if len(found) == len(filled) and max(heights_off) - min(heights_off) < _SAME_PLACE:
        for piece in found:
            yield piece, "running header"
