"""How wide the lines of a text are when they are full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.parsing.lines.measure import Columns, Cut, Filled, measure_of
from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.lines.source import Line, Source

if TYPE_CHECKING:
    from policy_align.parsing.lines.rows import Row

NARROW = [
    "保护湿地，维护生态功能，应当坚持保",
    "护优先、系统治理、科学修复、合理利",
    "用的原则，实行分级管理和名录制度。",
]
WIDE = "县级以上人民政府应当将湿地保护纳入国民经济和社会发展规划，所需经费列入本级预算，每年公布"


def rows(lines: list[str], column: int | None) -> list[Row]:
    return rows_of(Source("text", tuple(Line(line, 1, 1, column=column) for line in lines)))[0]


def test_lines_across_columns_do_not_set_their_width() -> None:
    inside = Filled(34.0, 0, 3)
    few = measure_of([*rows(NARROW * 9, None), *rows([WIDE, WIDE[:30]], None)])
    assert few == Columns(inside, Filled(88.0, 0), 50.0)
    many = measure_of([*rows(NARROW * 9, 0), *rows([WIDE] * 10, None)])
    assert many == Columns(inside, Filled(88.0, 0, 3), 50.0)


def test_no_program_cut_the_lines_of_columns() -> None:
    lines = [" " * 8 + line for line in NARROW * 2]
    assert isinstance(measure_of(rows(lines, None)), Cut)
    assert isinstance(measure_of(rows(lines, 0)), Filled)
