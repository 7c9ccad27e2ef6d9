from __future__ import annotations

import pytest

from policy_align.parsing.pdf.geometry import join_glyphs
from policy_align.parsing.pdf.glyphs import Glyph

EM = 10.0


def glyphs(text: str) -> list[Glyph]:
    """Set full-width characters, a gap of an em for each underscore."""
    return [
        Glyph(char, EM * n, EM * (n + 1), 700.0, EM, gap=False)
        for n, char in enumerate(text)
        if char != "_"
    ]


@pytest.mark.parametrize(
    ("set_as", "text"),
    [
        ("第１_協力の目標", "第１ 協力の目標"),
        ("２_密度の管理", "２ 密度の管理"),
        ("ア_航路の両側", "ア 航路の両側"),
        ("目_次", "目次"),
        ("一_般_規_定", "一般規定"),
        ("青浦海域におけるコンブ養殖_管理", "青浦海域におけるコンブ養殖管理"),
    ],
)
def test_a_gap_after_the_label_of_a_line_is_a_blank(set_as: str, text: str) -> None:
    assert join_glyphs(glyphs(set_as)) == text
