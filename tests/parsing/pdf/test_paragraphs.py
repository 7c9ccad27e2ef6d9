from __future__ import annotations

import pytest

from policy_align.parsing.pdf.layout import PageLayout, Row
from policy_align.parsing.pdf.paragraphs import mark_openings

EM, STEP, LEFT, WIDE = 10.0, 16.0, 60.0, 20
FULL = "各区应当建立台账并且逐株登记树种和位置，"


def row(line: int, text: str, indent: float = 0.0) -> Row:
    x, y = LEFT + EM * indent, 700 - STEP * line
    return Row(1, text, (x, y, x + EM * len(text), y + EM), EM, y, None)


def openings(*texts: str) -> list[bool | None]:
    """Tell which of some lines open a paragraph after text with indented first lines."""
    first = [(2.0, FULL[:-2]), (0.0, FULL), (0.0, FULL[:9] + "。")] * 3
    lines = [*first, *((0.0, text) for text in texts)]
    rows = [row(number, text, indent) for number, (indent, text) in enumerate(lines)]
    mark_openings([PageLayout(rows)])
    return [one.opens for one in rows[len(first) :]]


def test_entries_of_contents_open_a_paragraph_each() -> None:
    entries = ["目次の各項目", "1　总则…………………………………1", "2　管理…………………………………2"]
    assert openings(*entries, "1　总则") == [True, True, True, True]


@pytest.mark.parametrize(("stop", "opens"), [("。", None), ("，", False)])
def test_a_label_after_a_sentence_that_fills_its_line_may_be_a_heading(
    stop: str, opens: object
) -> None:
    assert openings(FULL[:-1] + stop, "（三）完善检测")[1] is opens


def test_other_text_at_the_edge_goes_on_after_a_full_line() -> None:
    assert openings(FULL[:-1] + "。", "台账每年更新")[1] is False
