"""Footnotes of a text: lines at the end of a page that open with a mark cited in the text above."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.rows import Row

_MARK = re.compile(
    r"[①-⑳㉑-㉟❶-❿]|[\[［〔【][0-9０-９]{1,3}[\]］〕】]|[※＊*][0-9０-９]{0,3}|[注註][0-9０-９]{1,2}"
)
_MARK_CITED = re.compile(
    rf"(?<=\S)(?:{_MARK.pattern})(?=[，。、；：！？）」』”’》〉,.;:)をはがのにとへでもや的]|$)"
)
_MOST_ROWS = 16


def mark_notes(rows: Sequence[Row]) -> list[Row]:
    """Mark the rows that are footnotes.

    Args:
        rows: The rows of one language in reading order.

    Returns:
        The rows; those of footnotes have that role and say where each note begins. Rows of a
        file whose reader knows their roles are as they were.
    """
    if any(row.line.box is not None or row.line.role != "body" for row in rows):
        return list(rows)
    result: list[Row] = []
    cited: set[str] = set()
    for _, group in groupby(rows, key=lambda row: row.page):
        page = list(group)
        for row in page:
            cited.update(match[0] for match in _MARK_CITED.finditer(row.text))
        first = _first_note(page, cited)
        result += page[:first]
        result += [_as_note(row) for row in page[first:]]
    return result


def _first_note(page: Sequence[Row], cited: set[str]) -> int:
    """Return where the footnotes of a page begin; its length where it has none."""
    first = len(page)
    for index in range(len(page) - 1, max(0, len(page) - _MOST_ROWS - 1), -1):
        mark = _MARK.match(page[index].text)
        if mark and mark[0] in cited:
            first = index
    return first


def _as_note(row: Row) -> Row:
    opens = True if _MARK.match(row.text) else row.line.opens
    return replace(row, line=replace(row.line, role="footnote", opens=opens))
