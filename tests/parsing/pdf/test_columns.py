from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.parsing.pdf.columns import find_gutters
from policy_align.parsing.pdf.geometry import Run, make_run
from policy_align.parsing.pdf.glyphs import Glyph

if TYPE_CHECKING:
    from collections.abc import Sequence

EM, STEP = 10.0, 16.0
ZH = (
    "古树所在单位为责任人，并应当接受每年度的检查",
    "各区绿化部门逐株登记，并且每一年更新一次台账",
)
JA = (
    "古樹の所在する機関の責任で保護するものとする。",
    "緑化部門は台帳を作り一年ごとに見直すものとする。",
)


def run(x: float, y: float, text: str) -> Run:
    """Set text in full-width characters that touch."""
    glyphs = [Glyph(c, x + EM * n, x + EM * (n + 1), y, EM, gap=False) for n, c in enumerate(text)]
    return make_run(1, glyphs)


def set_lines(x: float, texts: Sequence[str], top: float = 700.0) -> list[Run]:
    return [run(x, top - STEP * n, text) for n, text in enumerate(texts)]


def test_blank_halves_of_punctuation_and_signatures_are_no_gutter() -> None:
    body = [line for _ in range(3) for line in (*ZH, "台帳を作るものとする。", "不得遗漏。")]
    signed = [run(210, 700 - STEP * (len(body) + n), "竹溪市绿化委员会等") for n in range(8)]
    assert find_gutters([[*set_lines(60, body), *signed]], EM, [[]]) == [None]


def test_columns_as_near_as_the_blank_half_of_a_punctuation_mark() -> None:
    left, right = set_lines(60, ZH * 6), set_lines(288, JA * 6, top=694.0)
    (gutter,) = find_gutters([[*left, *right]], EM, [[]])
    assert gutter is not None
    assert (round(gutter[0]), round(gutter[1])) == (280, 288)
