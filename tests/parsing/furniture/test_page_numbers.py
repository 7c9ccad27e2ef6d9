"""What lines say about the page they stand on."""

from __future__ import annotations

import pytest

from policy_align.parsing.furniture.page_numbers import number_of_pages, page_number, shared_number


@pytest.mark.parametrize(
    ("text", "number", "total"),
    [
        ("— 3 —", 3, 0),
        ("－３－", 3, 0),
        ("- 3/12 -", 3, 12),
        ("第 3 页　共 12 页", 3, 12),
        ("第3页/共12页", 3, 12),
        ("共12页 第3页", 3, 12),
        ("第3頁", 3, 0),
        ("3 / 12 ページ", 3, 12),
        ("第3/12页", 3, 12),
        ("Page 3 of 12", 3, 12),
        ("p.3", 3, 0),
        ("3 of 12", 3, 12),
    ],
)
def test_marked_numbers(text: str, number: int, total: int) -> None:
    assert page_number(text) == (number, total, True)


@pytest.mark.parametrize("text", ["3", "（3）", "[3]"])
def test_numbers_that_may_be_labels_or_cells(text: str) -> None:
    assert page_number(text) == (3, 0, False)


@pytest.mark.parametrize("text", ["第3条", "3年", "3．", "一", "12345", "3%", "1.5", "共3项"])
def test_other_lines(text: str) -> None:
    assert page_number(text) is None
    assert not number_of_pages(text)
    assert shared_number(text) is None
