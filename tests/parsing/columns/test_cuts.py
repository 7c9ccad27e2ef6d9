"""Where a line of two columns may be cut."""

from __future__ import annotations

from policy_align.parsing.columns.cuts import Cut


def test_a_single_blank_beside_a_figure_is_typography() -> None:
    text = "毎年春と秋に 1 回 一次比对试验。"
    assert Cut(8, 9, 0.0, 0.0).is_at_figure(text)
    assert not Cut(10, 11, 0.0, 0.0).is_at_figure(text)
