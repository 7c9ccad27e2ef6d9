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


def test_a_reference_at_the_beginning_of_a_paragraph_is_no_article() -> None:
    texts = (
        "第一条　目的",
        "第二条　定义",
        "第十二条的规定适用于前条。",
        "第三条　范围",
        "第四条　附则",
    )
    assert paths(*texts) == ["第一条", "第二条", "第三条", "第四条"]
    extract = ("第一条　目的", "第十二条　罚则", "第十三条　附则")
    assert paths(*extract) == ["第一条", "第十二条", "第十三条"]


def test_the_only_part_of_a_section_is_known_by_its_number_or_its_likes() -> None:
    texts = ("1　总则", "1.1　目的", "1.2　范围", "2　运营", "2.1　场景管理", "3　附则")
    assert paths(*texts)[4] == "2/2.1"
    texts = ("第１　方針", "１　現状", "２　課題", "第２　施策", "１　ブランドの育成", "第３　体制")
    assert paths(*texts)[4] == "第２/１"
    assert paths("第一条　目的", "１　この条例は") == ["第一条"]
