"""Numbers of sections on lines of their own, and numbers that are none."""

from __future__ import annotations

from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.lines.source import Line, Source
from policy_align.parsing.reflow.lone_numbers import join_numbers

TEXT = "全县现有茶园一万二千公顷，涉及农户三万余户，茶叶价格波动较大。"


def texts(*lines: str) -> list[str]:
    source = Source("text", tuple(Line(line, 1, number) for number, line in enumerate(lines)))
    return [row.text for row in join_numbers(rows_of(source)[0])]


def test_numbers_that_count_through_the_text_go_before_their_titles() -> None:
    lines = ("1", "基本情况", TEXT, "2", "2.1", "主要措施", "改造老茶园", TEXT)
    rest = ("2.2", "打造品牌", TEXT, "3", "附则", TEXT)
    assert texts(*lines, *rest) == [
        "1 基本情况",
        TEXT,
        "2 主要措施",
        "2.1 改造老茶园",
        TEXT,
        "2.2 打造品牌",
        TEXT,
        "3 附则",
        TEXT,
    ]


def test_cells_and_marks_of_footnotes_are_no_numbers_of_sections() -> None:
    cells = ("项目", "年限", "茶苗", "1", "喷灌设备", "2", "设备应当从合格名录中选用，不得更换。")
    marks = (TEXT[:-1], "1", "。", TEXT[:-1], "2", "。")
    for lines in (cells, marks, ("1", "茶园", TEXT)):
        assert texts(*lines) == list(lines)


def test_cells_between_sections_stay() -> None:
    cells = ("茶苗", "1", "喷灌设备", "2")
    read = texts("1", "情况", TEXT, *cells, "2", "措施", TEXT, "3", "附则", TEXT)
    assert read == ["1 情况", TEXT, *cells, "2 措施", TEXT, "3 附则", TEXT]


def test_a_number_and_its_title_stand_on_the_lines_of_both() -> None:
    lines = ["1", "基本情况", TEXT, "2", "2.1", "主要措施", "改造老茶园", TEXT, "3", "附则", TEXT]
    source = Source("text", tuple(Line(line, 1, n) for n, line in enumerate(lines, 1)))
    places = [row.place for row in join_numbers(rows_of(source)[0])]
    assert [(place.first_line, place.last_line) for place in places[2:4]] == [(4, 6), (5, 7)]
