"""Titles spaced out so widely that extraction wrote their characters on lines of their own.

Only titles that all documents share are known without their file: ``目　　录``, ``附　　则``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from policy_align.parsing.lines.wording import CONTENTS_TITLE
from policy_align.parsing.numbering.labels import parse_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.lines.rows import Row


def join_spaced(rows: Sequence[Row]) -> Iterator[Row]:
    """Put the two characters of such titles together.

    Args:
        rows: All rows of one language in reading order.

    Yields:
        The rows; two that make up such a title are one.
    """
    index = 0
    while index < len(rows):
        row = rows[index]
        index += 1
        if len(row.text) == 1 and index < len(rows) and _is_title(row.text + rows[index].text):
            row = replace(row, text=row.text + rows[index].text, trailing=rows[index].trailing)
            index += 1
        yield row


def _is_title(text: str) -> bool:
    label = parse_label(text)
    return bool(CONTENTS_TITLE.match(text)) or (label is not None and label.style == "appendix")
