"""Short texts with few pages: headers that occur once, page numbers in two parts."""

from __future__ import annotations

from policy_align.parsing import parse_text
from policy_align.parsing.furniture.setting_aside import set_aside
from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.reading.files import source_of_text

ZH = "江宁市数字乡村发展条例"
JA = "江寧市デジタル農村発展条例"
BODY = "为了推动数字乡村发展，促进农民增收，制定本条例。"


def removed(text: str) -> list[tuple[str, str]]:
    rows, furniture = rows_of(source_of_text(text, "text"))
    kept, found = set_aside(rows, paged=True)
    assert not furniture
    assert len(kept) + len(found) == len(rows)
    return [(piece.text, piece.reason) for piece in found]


def test_the_title_above_the_title_is_a_header() -> None:
    text = f"{ZH}\n\n{ZH}\n{JA}\n{BODY}\n\f{JA}\n{BODY}"
    assert removed(text) == [(ZH, "running header or footer"), (JA, "running header or footer")]


def test_a_title_that_both_languages_share_is_no_header() -> None:
    title = "東京都環境条例"
    assert removed(f"{title}\n{title}\n{BODY}\n\f{BODY}别的规定。") == []


def test_page_numbers_may_be_parted_from_the_number_of_pages() -> None:
    page = "本市各部门应当做好第{}项工作。\n第{}页\n\n共2页"
    zh, _ = parse_text(
        f"{page.format(3, 1)}\n\f{page.format(7, 2)}", f"{JA}\nこの条例は、市の農村に適用する。"
    )
    assert [sentence.text for sentence in zh.sentences] == [
        "本市各部门应当做好第3项工作。",
        "本市各部门应当做好第7项工作。",
    ]
    assert {piece.reason for piece in zh.furniture} == {"page number"}
