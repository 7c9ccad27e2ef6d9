"""Bullets that extraction wrote on the line of the heading above them."""

from __future__ import annotations

import pytest

from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.lines.source import Line, Source
from policy_align.parsing.reflow.leads import part_leads


def parted(text: str) -> list[str]:
    rows = rows_of(Source("text", (Line(text, 1, 1),)))[0]
    return [row.text for row in part_leads(rows)]


def test_a_bullet_after_a_heading_is_a_row_of_its_own() -> None:
    heading, bullet = "第二節　基本原則", "――人間本位。農民の意向を尊重する。"
    assert parted(f"{heading} {bullet}") == [heading, bullet]


@pytest.mark.parametrize(
    "text",
    [
        "坚持以人为本，即 ——以农民为主体。",  # inside a sentence
        "第二节　目标——2030年",
        "——以人为本 ——因地制宜",
        "第二节 ――",
    ],
)
def test_other_dashes_stay(text: str) -> None:
    assert parted(text) == [text]
