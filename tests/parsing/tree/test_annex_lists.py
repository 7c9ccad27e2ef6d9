"""What is attached to a text is listed below it, and is no annex yet."""

from __future__ import annotations

import pytest

from policy_align.parsing.tree.annex_lists import annex_lists_of


@pytest.mark.parametrize(
    ("texts", "entries"),
    [
        (("附件：1．补助标准", "2．申请表", "山谷县", "附件1", "补助标准"), [0, 1]),
        (("添付資料：", "1．補助基準", "2．申請書", "別紙1", "補助基準"), [0, 1, 2]),
        (("附：茶园名单", "山谷县", "2031年4月3日", "茶园名单"), [0]),
        (("附件：补助标准", "每公顷补助五千元。", "2031年4月3日"), []),
        (("附件1：补助标准", "附件2：申请表"), []),
        (("附則：この規則は、公布の日から施行する。",), []),
    ],
)
def test_lists_of_annexes(texts: tuple[str, ...], entries: list[int]) -> None:
    assert sorted(annex_lists_of(texts)) == entries
