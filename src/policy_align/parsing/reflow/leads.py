"""Bullets that extraction wrote on the line of the heading above them.

pypdfium2 takes a dash at the beginning of a line for a hyphen and leaves the line break out:
``第二節　基本原則 ――人間本位。``
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

_LEAD = re.compile(r" (?=(?:――|——|──)[^\s―—─])")
_SENTENCE = re.compile(r"[。，；：]")


def part_leads(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows, headings parted from the bullets on the same line.

    Args:
        rows: Rows in reading order.

    Yields:
        The rows; a label, a title and a bullet after a blank are two.
    """
    for row in rows:
        lead = _LEAD.search(row.text)
        if lead and _is_heading(row.text[: lead.start()]):
            yield replace(row, text=row.text[: lead.start()].rstrip())
            yield replace(row, text=row.text[lead.end() :], empty=0, hollow=0)
        else:
            yield row


def _is_heading(text: str) -> bool:
    opening = opening_label(text)
    return (
        opening is not None
        and opening.label.style != "bullet"
        and opening.end < len(text)
        and not _SENTENCE.search(text)
    )
