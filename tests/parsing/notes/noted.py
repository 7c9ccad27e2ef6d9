"""A text with places for two note marks, its notes, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_align.model import Document

ZH = "全市公共供水管网漏损率控制在8%以内{0}，再生水回用比例{1}稳步提高。"
JA = "全市の公共給水管網の漏水率を8％以内に抑え{0}、再生水の使用率{1}を高める。"
OPENING = "一、总体要求\n坚持节水优先，完善用水管理制度。\n"
OTHER = "一、全体要求\n節水優先を堅持し、用水管理の制度を整える。\n"
ZH_NOTES = ("按照国家标准计算。", "再生水是指经处理后达到标准的水。")
JA_NOTES = ("国の基準により計算する。", "再生水とは、処理後に基準を満たす水をいう。")


def texts(document: Document, *, notes: bool) -> list[str]:
    """Return the sentences that are notes, or those that are not."""
    return [s.text for s in document.sentences if (s.kind == "footnote") is notes]


def marks(document: Document) -> list[str]:
    """Return the note marks that were set aside."""
    return [piece.text for piece in document.furniture if piece.reason == "footnote mark"]
