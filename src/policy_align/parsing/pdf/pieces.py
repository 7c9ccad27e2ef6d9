"""What stands at the edges of the pages of a PDF, in pieces that could be furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.parsing.pdf.geometry import SAME_LINE, join_runs
from policy_align.parsing.pdf.page_numbers import fold_key, read_page_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.pdf.geometry import Run

_NEIGHBOURS = 3.0  # em; pieces of a header that are nearer than this are read together


@dataclass(frozen=True, slots=True)
class Piece:
    """Text at the top or the bottom of a page that could be furniture."""

    page: int  # index
    zone: str
    runs: tuple[Run, ...]
    y: float
    key: str

    @property
    def digits(self) -> str:
        """The key with its numbers left out."""
        return re.sub(r"\d+", "#", self.key)

    @property
    def value(self) -> int | None:
        """The page number, if the piece can be one."""
        return read_page_number(self.key)


def edge_pieces(pages: Sequence[Sequence[Run]]) -> list[Piece]:
    """Return the pieces of the first and the last line of every page.

    Args:
        pages: The runs of each page.

    Returns:
        The pieces, page by page.
    """
    pieces: list[Piece] = []
    for page, runs in enumerate(pages):
        rows = rows_of(runs)
        if rows:
            pieces.extend(make_piece(page, "top", part) for part in _parts(rows[0]))
        if len(rows) > 1:
            pieces.extend(make_piece(page, "bottom", part) for part in _parts(rows[-1]))
    return pieces


def rows_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Group the runs of a page by baseline.

    Args:
        runs: The runs of a page.

    Returns:
        The runs of each line, from top to bottom.
    """
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.y):
        if rows and rows[-1][0].y - run.y <= SAME_LINE * max(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _parts(row: list[Run]) -> list[list[Run]]:
    """Split a row where its runs stand far apart."""
    parts: list[list[Run]] = []
    for run in sorted(row, key=lambda run: run.x0):
        if parts and run.x0 - parts[-1][-1].x1 <= _NEIGHBOURS * run.size:
            parts[-1].append(run)
        else:
            parts.append([run])
    return parts


def make_piece(page: int, zone: str, runs: list[Run]) -> Piece:
    """Make a piece of the runs of a line.

    Args:
        page: Index of its page.
        zone: ``top`` or ``bottom``.
        runs: The runs.

    Returns:
        The piece.
    """
    return Piece(page, zone, tuple(runs), runs[0].y, fold_key(join_runs(runs).letters))
