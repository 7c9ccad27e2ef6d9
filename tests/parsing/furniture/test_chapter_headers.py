from __future__ import annotations

from policy_align.parsing.furniture.setting_aside import set_aside
from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.reading.files import source_of_text

CUT = "坚持安全优先、连续成网、便民利民，形成主线与支线相结合"
ENDED = "全县自行车保有量达到三十一万辆，日均骑行十二万人次。"
OPENING = "第二章　总体思路\n\n" + CUT


def removed(*pages: str) -> list[str]:
    rows, _ = rows_of(source_of_text("\n\f".join(pages), "text"))
    return [piece.text for piece in set_aside(rows, paged=True)[1]]


def test_a_heading_that_comes_again_in_mid_sentence_is_a_header() -> None:
    first = f"第一章　规划背景\n\n{ENDED}\n\n{OPENING}"
    later = "第二章　总体思路\n\n沿江建设全长四十二公里的滨江主线，设置驿站。"
    assert removed(first, f"第二章　总体思路\n\n的骑行网络。\n{ENDED}") == ["第二章　总体思路"]
    split = "第二章\n\n总体思路\n\n的骑行网络。"
    assert removed(first, f"{split}\n{ENDED}", later) == ["第二章", "总体思路", "第二章　总体思路"]


def test_a_heading_that_comes_again_after_its_entry_in_the_contents_is_none() -> None:
    contents = "目录\n\n第一章　规划背景\n\n第二章　总体思路"
    assert not removed(contents, f"第一章　规划背景\n\n{CUT}", f"第二章　总体思路\n\n{ENDED}")


def test_a_heading_that_comes_again_after_a_full_stop_is_none() -> None:
    first = f"第一章　目的\n\n{ENDED}"
    assert not removed(first, f"第一章　目的\n\n{ENDED}的道路。", ENDED)


def test_a_heading_that_comes_again_in_another_law_is_none() -> None:
    law = f"第一章　总则\n\n{ENDED}\n\n第二章　附则\n\n{CUT}"
    assert not removed(law, f"第一章　总则\n\n{ENDED}\n\n第二章　附则\n\n{ENDED}")
