"""Which label lies inside which."""

from __future__ import annotations

from policy_align.parsing.numbering.systems import build_tree


def paths(*texts: str) -> list[str]:
    return ["/".join(node.path) for node in build_tree(texts)]


def test_points_closed_by_a_mark_lie_below_chapters_set_off_by_a_blank() -> None:
    texts = ("1　现状", "2　措施", "2.1　品牌", "2.2　人才", "1. 培训；", "2. 示范。", "3　附则")
    assert paths(*texts) == ["1", "2", "2/2.1", "2/2.2", "2/2.2/1", "2/2.2/2", "3"]


def test_a_padded_number_is_no_chapter() -> None:
    texts = ("1　现状", "2　措施", "01　加工园区", "02　文化馆", "3　附则")
    assert paths(*texts)[-1] == "3"
    assert paths("1. 现状", "2. 措施", "1. 培训", "2. 示范") == ["1", "2", "1", "2"]
