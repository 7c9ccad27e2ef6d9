"""What the lines around a line tell about its language."""

from __future__ import annotations

from policy_align.parsing.languages.clues import Clues
from policy_align.parsing.languages.evidence import line_evidence
from policy_align.parsing.languages.twins import Twins
from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.lines.source import Line, Source
from policy_align.parsing.numbering.labels import opening_label


def weigh(lines: list[str], languages: str, short: float) -> list[float]:
    """Weigh lines whose languages, ``z`` or ``j``, are given."""
    rows = rows_of(Source("x", tuple(Line(text, 1, n) for n, text in enumerate(lines))))[0]
    emissions = line_evidence(lines)
    openings = [opening_label(text) for text in lines]
    twins = Twins(lines, [True] * len(lines), emissions)
    return Clues(rows, openings, emissions, twins, short).weigh([*map("zj".index, languages)])


def test_a_last_line_completes_the_text_that_is_open() -> None:
    lines = ["二、为保护资源，特制", "二、資源を保護する。", "定本方案。", "三、附则", "三、附則"]
    assert weigh(lines, "zjzzj", 20)[2] >= 5


def test_nothing_completes_a_table_of_contents() -> None:
    lines = ["第一章　规划背景………………", "目　次", "第一章　計画の背景…………", "第二章　总体思路"]
    assert weigh(lines, "zjjz", 20)[1] < -2
