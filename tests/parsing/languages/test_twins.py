"""Of two lines that are nearly equal one is in each language."""

from __future__ import annotations

import pytest

from policy_align.parsing import parse_text
from policy_align.parsing.languages.twins import Twins

TEXT = ["本備忘錄一式兩份，兩種文本同等作準。", "本覚書は二部作成し、双方を正文とする。"]
SIGNED = [("二〇三〇年五月十二日",) * 2, ("東州市市長　李明遠", "東州市長　李明遠")]


@pytest.mark.parametrize("first", [0, 1])
def test_dates_and_signatures_without_kana_follow_the_order_of_the_file(first: int) -> None:
    title = ["東州市與西海市合作備忘錄", "東州市と西海市との覚書"]
    sides = [[title[side], *[TEXT[side]] * 3, *(pair[side] for pair in SIGNED)] for side in (0, 1)]
    zh, ja = parse_text("\n".join([*sides[first], *sides[1 - first]]))
    for side, document in enumerate((zh, ja)):
        assert [sentence.text for sentence in document.sentences] == sides[side]


def test_lines_that_differ_much_are_no_twins() -> None:
    twins = Twins(["二〇三〇年五月十二日", "二十日"], [False, False], [1.0, 1.0])
    assert twins.bonus([0, 0]) == [0.0, 0.0]


def test_headings_are_no_twins() -> None:
    twins = Twins(["一、目標", "一、目標"], [True, True], [1.0, 1.0])
    assert twins.compared([1.0, 1.0]) == [1.0, 1.0]


def test_the_first_twin_is_in_the_language_that_the_file_begins_with() -> None:
    twins = Twins(["推动发展。", "李明", "李明"], [False] * 3, [9.0, 0.0, 0.0])
    assert twins.leading > 0
    assert twins.compared([9.0, 0.0, 0.0])[1] > 0


def test_lines_with_other_figures_are_no_twins() -> None:
    twins = Twins(["33℃以上の日", "35℃以上の日"], [False, False], [1.0, 1.0])
    assert twins.bonus([0, 0]) == [0.0, 0.0]


def test_of_equal_figures_only_the_second_one_follows() -> None:
    twins = Twins(["推动发展。", "18,000", "1,200", "18,000"], [False] * 4, [9.0, 0.0, 0.0, 0.0])
    assert twins.compared([9.0, 0.0, 0.0, 0.0]) == [9.0, 0.0, 0.0, 0.0]
    assert twins.bonus([0, 0, 0, 0]) == [0.0, 0.0, 0.0, -3.0]
