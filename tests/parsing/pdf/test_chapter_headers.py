from __future__ import annotations

from typing import TYPE_CHECKING

from tests.parsing.pdf.test_columns import run, set_lines

from policy_align.parsing.pdf.chapter_headers import find_chapter_headers

if TYPE_CHECKING:
    from policy_align.parsing.pdf.geometry import Run

HEIGHT, TOP, HEADER = 842.0, 740.0, 770.0


def page(number: int, *lines: str) -> list[Run]:
    body = (f"全县应当优先建设第{number}条骑行路线，", f"并且在第{number}个路口设置信号灯。")
    return set_lines(60, [*lines, *body], TOP)


def headers(*pages: list[Run]) -> list[tuple[int, str]]:
    found = find_chapter_headers(pages, [HEIGHT] * len(pages))
    return [(piece.page, piece.key) for piece, _ in found]


def test_a_line_above_the_text_that_repeats_a_heading_is_a_header() -> None:
    first, third = page(1, "第一章　总则", "保障安全。", "第二章　规划总则"), page(3)
    for name in ("第二章规划总则", "规划总则"):
        second = [run(60, HEADER, name), *page(2)]
        assert headers(first, second, third) == [(1, name)]


def test_a_chapter_that_begins_its_page_is_no_header() -> None:
    contents = page(1, "第一章　总则", "第二章　规划总则")
    assert not headers(contents, page(2, "第一章　总则"), page(3, "第二章　规划总则"), page(4))


def test_a_line_above_the_text_that_is_said_nowhere_before_is_no_header() -> None:
    second = [run(60, HEADER, "第二章　规划总则"), *page(2)]
    assert not headers(page(1), second, page(3), page(4, "第二章　规划总则"))
