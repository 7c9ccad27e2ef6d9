"""Layout: how the two languages are laid out in a file, and its pages where nothing marks them.

Layouts:

- ``columns``: side by side on one line, as ``pdftotext -layout`` writes two columns;
- ``lines``: the lines of two columns one by one or in small groups;
- ``pages``: on every page first one language, then the other;
- ``paragraphs``: paragraph after paragraph;
- ``sections``: section after section;
- ``halves``: the whole text in one language, then in the other;
- ``separate``: two files.
"""

from __future__ import annotations

from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, Literal, TypeAlias

from policy_align.parsing.lines.wording import last_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.lines.rows import Row

Layout: TypeAlias = Literal[
    "columns", "lines", "pages", "paragraphs", "sections", "halves", "separate"
]
ONE_FILE_LAYOUTS: tuple[Layout, ...] = (
    "columns",
    "lines",
    "pages",
    "paragraphs",
    "sections",
    "halves",
)

_ENDINGS = frozenset("。！？；：!?｡")
_SHORT_RUN = 3
_CUT = 0.2
_LONG_SECTION = 2.5


def name_layout(rows: Sequence[Row]) -> Layout:
    """Name the layout of a file whose rows have their languages.

    Args:
        rows: All rows in reading order.

    Returns:
        The layout that the changes of language amount to.
    """
    runs = [list(run) for _, run in groupby(rows, key=lambda row: row.language)]
    if len(runs) <= 2:  # noqa: PLR2004
        return "halves"
    pages = {row.page for row in rows}
    cut = sum(1 for run in runs[:-1] if _runs_on(run[-1])) / (len(runs) - 1)
    if cut > _CUT:
        return "lines" if median(map(len, runs)) <= _SHORT_RUN else "pages"
    if len(pages) > 1 and len(runs) <= 2 * len(pages) + 1:
        return "pages"
    ends = [sum(1 for row in run if last_mark(row.text) in _ENDINGS) for run in runs]
    return "sections" if sum(ends) / len(ends) > _LONG_SECTION else "paragraphs"


def _runs_on(row: Row) -> bool:
    """Whether a row ends in mid-sentence (so long that it is no heading)."""
    return last_mark(row.text) not in _ENDINGS and len(row.text) > 10  # noqa: PLR2004


def number_pages(rows: Sequence[Row]) -> list[Row]:
    """Number the pages of a file whose page blocks alternate without page breaks.

    Args:
        rows: All rows with their languages.

    Returns:
        The rows, each with the number of the pair of blocks it stands in.
    """
    numbered: list[Row] = []
    page = 0
    first = rows[0].language if rows else None
    for language, run in groupby(rows, key=lambda row: row.language):
        page += language == first
        numbered += [row.on_page(page) for row in run]
    return numbered
