"""Tables whose cells were written block by block, with other text between the blocks."""

from __future__ import annotations

import pytest

from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.reading.files import source_of_text
from policy_align.parsing.tables.runs import lone_runs
from policy_align.parsing.tables.scattered import scattered_tables

SENTENCE = "各县、区可以结合实际调整上述指标，但是应当事先报告，并且说明理由和期限。"
HEADS = ["2029 年", "2030 年", "增速（%）"]
NAMES = ["品种", "绿茶", "红茶", "合计"]
BODY = ["120", "40", "160", "126", "38", "164", "5.0", "－5.0", "2.5"]
PARTS = (["120", "40", "126", "38", "5.0", "－5.0"], ["160", "164", "2.5"])
ROWS = [
    "品种|2029 年|2030 年|增速（%）",
    "绿茶|120|126|5.0",
    "红茶|40|38|－5.0",
    "合计|160|164|2.5",
]


def scattered(*cells: str) -> list[list[str]]:
    """Return the rows of the tables in lines that blank lines set apart."""
    rows = rows_of(source_of_text("\n\n".join([SENTENCE, *cells, SENTENCE]), "text"))[0]
    tables = scattered_tables(lone_runs(rows))
    return [["|".join(row.cells) for row in table.rows] for table in tables]


@pytest.mark.parametrize(
    "cells",
    [
        [*NAMES, SENTENCE, *HEADS, *BODY],
        [*HEADS, *NAMES, SENTENCE, *BODY],
        [*NAMES[:2], SENTENCE, *NAMES[2:], *HEADS, *BODY],
        [*HEADS, *BODY, SENTENCE, *NAMES],
        [*NAMES, SENTENCE, *HEADS, *BODY[:6], "（二）主要措施", *BODY[6:]],
        [*NAMES, SENTENCE, *HEADS[:2], *BODY[:6], SENTENCE, HEADS[2], *BODY[6:]],
        [*NAMES[:3], *HEADS, *PARTS[0], SENTENCE, "合计", *PARTS[1]],
    ],
)
def test_blocks_with_text_between_them(cells: list[str]) -> None:
    assert scattered(*cells) == [ROWS]


def test_a_table_and_its_copy_in_the_other_language() -> None:
    others = ["品種", "緑茶", "紅茶", "合計"]
    found = scattered(*NAMES, *others, SENTENCE, *HEADS, *BODY, *HEADS, *BODY)
    assert found[0] == ROWS
    assert found[1][1:] == ["緑茶|120|126|5.0", "紅茶|40|38|－5.0", "合計|160|164|2.5"]


def test_two_columns_of_words() -> None:
    found = scattered(
        *NAMES[:3], "形态", "散装", "袋装", SENTENCE, "温度", "0～5", "≤10", "期限", "90", "360"
    )
    assert found == [["品种|形态|温度|期限", "绿茶|散装|0～5|90", "红茶|袋装|≤10|360"]]


@pytest.mark.parametrize(
    "cells",
    [
        [*NAMES, SENTENCE, *HEADS[:2], *BODY[:6], SENTENCE, HEADS[2], "另见", *BODY[6:]],
        [
            "县长",
            "王志远",
            "局长",
            "李明",
            SENTENCE,
            "电话",
            "6688",
            "5577",
            "传真",
            "6699",
            "5588",
        ],
        ["序号", "指标", "产量", SENTENCE, "绿茶", "红茶", "1", "2", "30", "40"],
        ["联系人", "王志远", SENTENCE, "2031 年 4 月 3 日", "12", "3"],
    ],
)
def test_lone_lines_that_are_no_table(cells: list[str]) -> None:
    assert scattered(*cells) == []
