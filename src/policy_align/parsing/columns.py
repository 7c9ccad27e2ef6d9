"""Columns: lines that hold both languages side by side, cut where the columns part.

Text extractors that keep the page layout write two columns on one line, apart by a gap. The
gap is at the same position on all lines of a page, counted in characters or in display columns
depending on the tool, and what stands left of it is in one language, what stands right of it
in the other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.characters import display_width
from policy_align.parsing.evidence import line_evidence, weigher
from policy_align.parsing.mixed_lines import find_mixture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from policy_align.parsing.source import Line, Source

Measure: TypeAlias = "Callable[[str], int]"

_GAP = re.compile(r"[ \u3000\u00a0]{2,}|\t")
_INNER_GAP = re.compile(r"\S(?:[ \u3000\u00a0]{2,}|\t)\S")
_PIECE = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_LEAST_SHARE = 0.15
_FEWEST = 3
_SLACK = 6
_MOST_STRADDLING = 0.15
_CLEAR = 1.0
_LONGEST_LINE = 1000
_SURE = 4.0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line without wide gaps, with its position in the chosen measure."""

    text: str
    at: int
    start: int
    end: int


def split_columns(source: Source, *, forced: bool = False) -> Source | None:
    """Cut the lines of a file that holds two languages side by side.

    Args:
        source: The lines of a file.
        forced: Whether the user says that the file has columns.

    Returns:
        The source with the left column of each page before the right one, or ``None`` where
        the languages are not side by side.
    """
    lines = source.lines
    filled = [line for line in lines if line.text.strip()]
    if any(line.column is not None for line in filled):
        return None
    gapped = sum(1 for line in filled if _INNER_GAP.search(line.text))
    if gapped < (1 if forced else max(_FEWEST, _LEAST_SHARE * len(filled))):
        return None
    sides = _sides(lines)
    split, straddling, _ = min(
        (_split(lines, measure, sides) for measure in (len, display_width)),
        key=lambda result: result[1:],
    )
    if straddling > _MOST_STRADDLING * len(filled) and not forced:
        return None
    if not _two_languages(split) and not forced:
        return None
    return replace(source, lines=tuple(split), detail=f"{source.detail}, 2 columns")


@dataclass(frozen=True, slots=True)
class _Sides:
    """What the languages of lines tell about the side on which their parts stand.

    The position of the gap alone does not tell: tools that put the characters of a page into
    the columns of a terminal move the right text by what stands left of it.

    Attributes:
        sign: 1 where Chinese stands on the left, -1 where it stands on the right.
        starts: Where the right part of a line starts, by the identity of the line.
        weigh: Tells how Chinese a part of a line is.
    """

    sign: int
    starts: dict[int, int]
    weigh: Callable[[str], float]

    def correct(self, line: Line, at: int, *, crosses: bool) -> tuple[int, bool]:
        """Return where to cut a line that the position of the gap would cut wrongly."""
        start = self.starts.get(id(line))
        if start is None:
            return at, crosses
        left, right = self.weigh(line.text[:at]), self.weigh(line.text[at:])
        fits = left * self.sign > -_CLEAR and right * self.sign < _CLEAR
        return (at, False) if fits and not crosses else (start, False)


def _sides(lines: Sequence[Line]) -> _Sides:
    """Find out by the languages where lines are to be cut, or on which side they stand."""
    texts = [line.text for line in lines]
    weigh = weigher([part for text in texts for part in text.split()])
    mixture = find_mixture(texts)
    sign = 1 if mixture.order[0] == "zh" else -1
    starts = {id(lines[index]): cut.start for index, cut in mixture.cuts.items()}
    for line in lines if starts else ():
        if not _INNER_GAP.search(line.text) and abs(value := weigh(line.text)) >= _SURE:
            starts.setdefault(id(line), len(line.text) if value * sign > 0 else 0)
    return _Sides(sign, starts, weigh)


def _split(lines: Sequence[Line], measure: Measure, sides: _Sides) -> tuple[list[Line], int, int]:
    """Cut every page at its own gap.

    Returns:
        The lines, how many of them straddle the gap, and how many indents the right column
        shows: the right measure has few of both.
    """
    pages: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    pieces = {
        page: [_pieces(line.text, measure) for line in content] for page, content in pages.items()
    }
    overall = _gap_position([piece for page in pieces.values() for piece in page])
    result: list[Line] = []
    straddling = 0
    indents: set[tuple[int, int]] = set()
    for page, content in pages.items():
        position = _gap_position(pieces[page]) or overall
        left, right, crossing = _cut_page(content, pieces[page], position, sides)
        result += left + right
        straddling += crossing
        indents |= {(page, len(line.text) - len(line.text.lstrip())) for line in right}
    return result, straddling, len(indents)


def _pieces(text: str, measure: Measure) -> list[_Piece]:
    """Cut a line at its wide gaps; one that is too long for a page has no pieces."""
    pieces = []
    place = at = 0
    for match in _PIECE.finditer(text if len(text) <= _LONGEST_LINE else ""):
        start = place + measure(text[at : match.start()])
        at, place = match.end(), start + measure(match[0])
        pieces.append(_Piece(match[0], match.start(), start, place))
    return pieces


def _gap_position(lines: Sequence[Sequence[_Piece]]) -> int | None:
    """Find where the right column of a page begins: where many pieces begin and few straddle."""
    starts: Counter[int] = Counter()
    for pieces in lines:
        starts.update(piece.start for piece in pieces if piece.start > _SLACK)
    two_sided = sum(1 for pieces in lines if len(pieces) > 1)
    if two_sided < _FEWEST:
        return None
    best: tuple[float, int] | None = None
    for position in starts:
        near = sum(starts[position + step] for step in range(5))
        straddling = sum(
            1 for pieces in lines for piece in pieces if piece.start < position < piece.end
        )
        rating = near - 3 * straddling - 0.01 * position
        if best is None or rating > best[0]:
            best = rating, position
    return best[1] if best and best[0] > 0 else None


def _cut_page(
    content: Sequence[Line],
    pieces: Sequence[Sequence[_Piece]],
    position: int | None,
    sides: _Sides,
) -> tuple[list[Line], list[Line], int]:
    """Divide the lines of a page into a left and a right column."""
    left: list[Line] = []
    right: list[Line] = []
    straddling = 0
    for line, parts in zip(content, pieces, strict=True):
        if position is None:
            straddling += len(parts) > 1
        if position is None or not parts:
            left.append(line)
            blank = not line.text.strip() and position is not None
            right += [replace(line, column=1)] if blank else []
            continue
        at, crosses = _cut(line.text, parts, position)
        at, crosses = sides.correct(line, at, crosses=crosses)
        straddling += crosses
        if crosses:
            left.append(line)
            continue
        left.append(replace(line, text=line.text[:at].rstrip(), column=0))
        indent = " " * max(0, next((p.start for p in parts if p.at >= at), position) - position)
        right.append(replace(line, text=indent + line.text[at:].lstrip(), column=1))
    return left, right, straddling


def _cut(text: str, parts: Sequence[_Piece], position: int) -> tuple[int, bool]:
    """Return where in a line the right column begins, and whether a piece straddles the gap."""
    for piece in parts:
        if piece.start >= position - 1:
            return piece.at, False
        if piece.end > position + 1:
            return piece.at, True
    return len(text), False


def _two_languages(lines: Sequence[Line]) -> bool:
    """Whether the two columns are in different languages."""
    cut = [line for line in lines if line.column is not None and line.text.strip()]
    sums = [0.0, 0.0]
    for line, value in zip(cut, line_evidence(line.text for line in cut), strict=True):
        sums[line.column or 0] += value
    counts = Counter(line.column for line in cut)
    if not counts[0] or not counts[1]:
        return False
    return (sums[0] / counts[0]) * (sums[1] / counts[1]) < 0 and all(
        abs(total) / counts[side] > _CLEAR for side, total in enumerate(sums)
    )
