"""Footnotes with signs for marks: lines that open with one that the page above cites."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from policy_align.parsing.lines.wording import last_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

_MARK = re.compile(
    r"[①-⑳㉑-㉟❶-❿]|[\[［〔【][0-9０-９]{1,3}[\]］〕】]|[※＊*][0-9０-９]{0,3}|[注註][0-9０-９]{1,2}"
)
_MARK_CITED = re.compile(
    rf"(?<=\S)(?:{_MARK.pattern})(?=[，。、；：！？）」』”’》〉,.;:)をはがのにとへでもや的]|$)"
)
_STOPS = frozenset("。！？.")
_MOST_ROWS = 8
_READ = frozenset({"body", "footnote"})


def mark_notes(rows: Sequence[Row]) -> list[Row]:
    """Mark the rows that are footnotes.

    Args:
        rows: The rows of one language in reading order.

    Returns:
        The rows; those of footnotes have that role and say where each note begins. Rows of a
        file whose reader knows their roles are as they were.
    """
    if any(row.line.box is not None or row.line.role not in _READ for row in rows):
        return list(rows)
    result: list[Row] = []
    for _, page in groupby(rows, key=lambda row: row.page):
        result += _mark_page(page)
    return result


def _mark_page(page: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of a page; a footnote goes on until a line ends in a full stop."""
    cited: set[str] = set()
    left = 0
    for row in page:
        if row.line.role == "footnote":
            yield row
            continue
        mark = _MARK.match(row.text)
        opens = mark is not None and mark[0] in cited
        left = _MOST_ROWS if opens else left
        if left:
            line = replace(row.line, role="footnote", opens=True if opens else row.line.opens)
            yield replace(row, line=line)
            left = 0 if last_mark(row.text) in _STOPS else left - 1
        else:
            cited.update(found[0] for found in _MARK_CITED.finditer(row.text))
            yield row
