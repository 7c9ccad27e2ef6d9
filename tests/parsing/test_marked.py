"""The marked form of documents says what is known of every paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.parsing.marked import opens_a_page, read_marked, sections

if TYPE_CHECKING:
    from pathlib import Path

    from tests.parsing.marked import Paper

MARKED = """\
{title}绿地通知
{title}緑地通知

一、⟦总体要求⟧
一、⟦全体要求⟧

（一）⟦扩大面积⟧。‖新建公园[^1]。方便居民；保护树木。
（一）⟦面積の拡大⟧。‖公園を新設する[^1]。

-
（訳注：原文のまま。）

二、⟦保障措施⟧
二、⟦保障措置⟧

{date}2025年3月1日
{date}2025年3月1日

{title}公园名单
{title}公園一覧

{row}名称 | 面积
{row}名称 | 面積

{annex}附件
{annex}別紙

{footnote}1 不少于三处。
{footnote}1 三か所以上とする。
"""


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    path = tmp_path / "notice.txt"
    path.write_text(MARKED, encoding="utf-8")
    return read_marked(path)


def test_marks_are_read_and_do_not_stay_in_the_text(paper: Paper) -> None:
    run_in = paper.blocks[2].zh
    assert run_in is not None
    assert run_in.text == "（一）扩大面积。新建公园。方便居民；保护树木。"
    assert run_in.title == "扩大面积"
    assert run_in.parts == (("（一）扩大面积。",), ("新建公园。", "方便居民；", "保护树木。"))
    assert [(run_in.text[:at][-2:], number) for at, number in run_in.citations] == [("公园", "1")]
    assert paper.blocks[3].zh is None
    assert paper.titles("ja") == ["全体要求", "面積の拡大", "保障措置"]


def test_rows_and_footnotes_have_their_own_form(paper: Paper) -> None:
    row, note = paper.blocks[-3].ja, paper.blocks[-1].ja
    assert row is not None
    assert (row.cells, row.sentences) == (("名称", "面積"), ("名称面積",))
    assert note is not None
    assert (note.label, note.text) == ("1", "三か所以上とする。")


def test_sections_begin_at_top_headings_and_attached_documents(paper: Paper) -> None:
    assert [len(section) for section in sections(paper.blocks)] == [1, 3, 2, 2, 2]
    pages = [at for at in range(len(paper.blocks)) if opens_a_page(paper.blocks, at)]
    assert [paper.blocks[at].kind for at in pages] == ["title", "annex"]
