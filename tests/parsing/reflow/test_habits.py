"""What blank lines, indents and labels mean is learned from the breaks that are clear."""

from __future__ import annotations

import pytest

from policy_align.parsing.reflow.habits import decide

BLANK, NONE = (("gap", 1),), (("gap", 0),)


@pytest.mark.parametrize("blank_ends", [True, False])
def test_doubtful_breaks_follow_the_clear_ones(*, blank_ends: bool) -> None:
    sign = 1 if blank_ends else -1
    clear = [(sign * 5.0, BLANK), (sign * -5.0, NONE)] * 20
    ends = decide([*clear, (0.1, BLANK), (0.1, NONE)])
    assert ends[-2:] == [blank_ends, not blank_ends]


def test_a_file_of_one_line_has_no_breaks() -> None:
    assert decide([]) == []
