"""Furniture of texts: what stands at the edges of pages, and what extraction made of it."""

from __future__ import annotations

import pytest

from policy_align.parsing.furniture.setting_aside import set_aside
from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.reading.files import source_of_text

ZH = "江宁市数字乡村发展条例"
JA = "江寧市デジタル農村発展条例"
RUNNING = "running header or footer"
NUMBER = "page number"
_SUBJECTS = "农业渔业林业牧业水利交通教育卫生文化体育"


def prose(number: int, *, whole: bool = True) -> str:
    """Write a few lines of text that occur nowhere else."""
    topic = _SUBJECTS[2 * (number % 10) :][:2]
    lines = [f"各区应当按照第{number}号规划推进{topic}领域的数字化改造，完善{topic}基础设施，"]
    lines += [f"并于每年{number % 12 + 1}月前向市人民政府报告{topic}工作的进展情况。"]
    lines += [f"市{topic}部门会同有关单位制定实施细则，明确{topic}工作的目标和措施，统筹安排资"]
    return "\n".join([*lines, "金。"] if whole else lines)


def removed(text: str, *, paged: bool = True) -> list[tuple[str, str]]:
    rows, _ = rows_of(source_of_text(text, "text"))
    kept, found = set_aside(rows, paged=paged)
    assert len(kept) + len(found) == len(rows)
    return [(piece.text, piece.reason) for piece in found]


@pytest.mark.parametrize("feed", ["\f", ""])
@pytest.mark.parametrize(
    "footer", ["- {} -", "第{}页 共3页", "{} / 3 ページ", "Page {} of 3", "p. {}", "－{}－"]
)
def test_marked_page_numbers(footer: str, feed: str) -> None:
    pages = [f"{prose(n)}\n{footer.format(n)}\n" for n in (1, 2, 3)]
    expected = [(footer.format(n), NUMBER) for n in (1, 2, 3)]
    assert removed(feed.join(pages), paged=bool(feed)) == expected


def test_a_sentence_beside_the_number_of_every_page() -> None:
    notice = "仅供参考，以正式文件为准。"
    pages = [f"{prose(n, whole=n == 2)}\n{notice}\n{n}/2\n" for n in (1, 2)]
    assert removed("\f".join(pages)) == [
        (text, reason) for n in (1, 2) for text, reason in ((notice, RUNNING), (f"{n}/2", NUMBER))
    ]


def test_the_end_of_a_sentence_beside_the_number_of_every_page_is_text() -> None:
    pages = [f"{prose(n, whole=False)}\n金，并向社会公开。\n{n}/2\n" for n in (1, 2)]
    assert removed("\f".join(pages)) == [("1/2", NUMBER), ("2/2", NUMBER)]


def test_page_numbers_beside_a_line_that_repeats() -> None:
    pages = [f"{prose(n)}\nhttps://www.example.cn/a.html   {n}/2\n" for n in (1, 2)]
    assert [text for text, _ in removed("\f".join(pages))] == [
        "https://www.example.cn/a.html   1/2",
        "https://www.example.cn/a.html   2/2",
    ]


def test_dates_beside_page_numbers_mark_the_pages_of_a_text() -> None:
    pages = [f"{prose(n)}\n{prose(n + 5)}\n2025-03-12  {n}\n" for n in range(1, 6)]
    assert len(removed("".join(pages), paged=False)) == 5


def test_page_numbers_between_the_cells_of_a_page() -> None:
    pages = [f"{prose(n)}\n第{n}页\n\n共2页\n{prose(n + 5)}\n{prose(n + 7)}" for n in (1, 2)]
    assert [text for text, _ in removed("\f".join(pages))] == ["第1页", "共2页", "第2页", "共2页"]


def table(first: int, last: int) -> str:
    numbers = range(first, last + 1)
    return "\n".join(f"{n}\n{'东西南北中'[n % 5]}区\n{n}/12\n9:00" for n in numbers)


def test_numbers_in_tables_are_no_page_numbers() -> None:
    pages = [f"{prose(1)}\n{table(1, 4)}", f"{table(5, 8)}\n{prose(2)}", prose(3)]
    assert removed("\f".join(pages)) == []
    assert removed("\n".join(pages), paged=False) == []


def test_the_last_cells_of_a_page_stay_above_its_number() -> None:
    pages = [prose(n) + f"\n合计\n{n * 7}\n{n}\n- {n} -" for n in (1, 2, 3)]
    assert [text for text, _ in removed("\f".join(pages))] == ["- 1 -", "- 2 -", "- 3 -"]


def test_numbered_items_and_annexes_stay() -> None:
    annexes = [f"附件{n}\n{n}．各区应当报送第{n}批项目。" for n in range(1, 6)]
    assert removed("\f".join(annexes)) == []
    articles = [f"第{n}条\n{prose(n)}" for n in range(1, 6)]
    assert removed("\f".join(articles)) == []


def test_a_header_that_occurs_once_stands_in_the_place_of_the_others() -> None:
    first = f"{ZH}\n{ZH}\n{prose(1)}\n第一节 发展智慧农业\n- 1 -\n"
    second = f"滨海省文件汇编\n第二节 完善基础设施\n{prose(2)}\n- 2 -\n"
    expected = [(ZH, RUNNING), ("- 1 -", NUMBER), ("滨海省文件汇编", RUNNING), ("- 2 -", NUMBER)]
    assert removed(first + "\f" + second) == expected
    assert removed(first + second, paged=False) == expected


def test_headers_that_alternate() -> None:
    headers = ["滨海省文件汇编", "2025年第3期 公报选登"]
    pages = [f"{headers[n % 2]}\n{prose(n)}" for n in range(4)]
    assert [text for text, _ in removed("\f".join(pages))] == headers * 2


def test_a_title_of_both_languages_above_the_titles() -> None:
    both = f"{ZH}　{JA}"
    assert removed(f"{both}\n{ZH}\n{JA}\n{prose(1)}") == [(both, RUNNING)]
    assert removed(f"{JA}\n{ZH}\n{both}\n{prose(1)}") == [(both, RUNNING)]
    assert removed(f"{both}\n{ZH}\n{prose(1)}\n{JA}\nこの条例を定める。") == [(both, RUNNING)]


def test_the_header_is_not_wrapped_where_the_title_is() -> None:
    assert removed(f"{JA}\n\n{JA[:9]}\n{JA[9:]}\n{prose(1)}") == [(JA, RUNNING)]


def test_a_header_leaves_the_title_in_place() -> None:
    pages = [f"{ZH}\n{ZH}\n{prose(1)}", *(f"{ZH}\n{prose(n)}" for n in (2, 3))]
    assert removed("\f".join(pages)) == [(ZH, RUNNING)] * 3
    pages[0] = f"{ZH}\n{prose(1)}"
    assert removed("\f".join(pages)) == [(ZH, RUNNING)] * 2


def test_a_title_after_its_cover_stays() -> None:
    assert removed(f"{ZH}\n江宁市人民政府\n2025年3月\n\f{ZH}\n{prose(1)}") == []


def test_dates_of_both_languages_at_the_ends_of_pages_stay() -> None:
    assert removed(f"{prose(1)}\n2025年3月12日\n\fこの条例を定める。\n2025年3月12日") == []


def test_short_last_lines_of_sentences_stay() -> None:
    pages = [f"{prose(1, whole=False)}\n- 1 -", f"金和人员\n\n（二）{prose(2)}\n- 2 -"]
    assert [text for text, _ in removed("\f".join(pages))] == ["- 1 -", "- 2 -"]


def test_a_header_that_cuts_a_sentence() -> None:
    pages = [f"{prose(1, whole=False)}\n- 1 -", f"滨海省文件汇编\n\n金。\n{prose(2)}\n- 2 -"]
    assert ("滨海省文件汇编", "header or footer beside a page number") in removed("\f".join(pages))


def test_headers_inside_all_pages() -> None:
    pages = [f"{prose(n)}\n{prose(n + 10)}\n滨海省文件汇编\n{prose(n + 20)}" for n in range(1, 6)]
    assert removed("\f".join(pages)) == [("滨海省文件汇编", RUNNING)] * 5


def test_what_browsers_print_around_a_page() -> None:
    top, bottom = f"2025/3/12 14:05   {ZH}", "https://www.example.cn/zwgk/a.html   1/1"
    assert removed(f"{top}\n{ZH}\n{prose(1)}\n{bottom}") == [(top, RUNNING), (bottom, NUMBER)]
    address, number = bottom.split()
    assert removed(f"{ZH}\n{prose(1)}\n{address}\n{number}") == [
        (address, RUNNING),
        (number, NUMBER),
    ]
    assert removed(f"{ZH}\n{prose(1)}\n{address}") == []


def test_a_title_in_a_column_below_the_header() -> None:
    columns = f"{ZH[:6]}    {JA[:8]}\n{ZH[6:]}    {JA[8:]}"
    assert removed(f"{ZH}\n{columns}\n{prose(1)}") == [(ZH, RUNNING)]
    assert removed(f"{columns}\n{prose(1)}") == []


def test_pages_may_be_short() -> None:
    pages = [f"{prose(n)}\n{n}/3\n" for n in (1, 2)] + ["本办法自发布之日起施行。\n3/3"]
    assert [text for text, _ in removed("".join(pages), paged=False)] == ["1/3", "2/3", "3/3"]


def test_a_bare_number_that_is_right_cuts_a_sentence() -> None:
    pages = [prose(1), f"{prose(2, whole=False)}\n2", f"金。\n{prose(3)}"]
    assert removed("\f".join(pages)) == [("2", NUMBER)]
    assert removed("\f".join([prose(1), f"{prose(2)}\n数量\n2", prose(3)])) == []


def test_the_second_header_of_a_page_moved_into_the_text() -> None:
    pages = [f"政策资料集\n{ZH}\n{prose(n)}\n{n}/4" for n in (1, 2, 3)]
    pages[0] = f"政策资料集\n{ZH}\n{pages[0][6:]}"
    pages.append(f"政策资料集\n{prose(4)}\n{ZH}\n{prose(5)}\n4/4")
    assert [text for text, _ in removed("\f".join(pages))].count(ZH) == 4
