"""What extractors read from printed documents stays at or above the pinned floors."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "scripts"))

from tests.parsing.marked import Block, Paper, Text
from tests.parsing.printed import (
    EXTRACTORS,
    KEPT_PDFS,
    LAYOUTS,
    Print,
    as_printed,
    committed,
    measure,
)

import gate


def test_no_printed_document_has_changed_since_the_floors_were_pinned() -> None:
    pinned = json.loads(gate.FLOORS.read_text("utf-8"))
    assert gate.sha256(gate.printed_files()) == pinned["printed"]["sha256"]


def test_no_figure_of_a_layout_or_extractor_is_below_its_floor() -> None:
    floors = gate.read_floors()["printed"]
    figures = gate.measure_printed()
    assert not {name: (figures.get(name), floors[name]) for name in gate.fallen(figures, floors)}
    assert {f"{extractor}.{layout}.pairs" for extractor in EXTRACTORS for layout in LAYOUTS} <= (
        floors.keys()
    )


def test_every_document_is_kept_in_every_layout_as_every_extractor_reads_it() -> None:
    kept = [(item.paper.name, item.layout, item.extractor) for item in committed()]
    documents = {name for name, _, _ in kept}
    extracted = {(d, layout, e) for d in documents for layout in LAYOUTS for e in EXTRACTORS}
    assert set(kept) == extracted | {(name, layout, "pdf") for name, layout in KEPT_PDFS}
    assert len(kept) == len(set(kept))


def text(content: str, kind: str = "", **more: str) -> Text:
    return Text(content, ((content,),), kind=kind, **more)


PAPER = Paper(
    "notice",
    (
        Block(text("关于绿地的通知", "title"), text("緑地に関する通知", "title")),
        Block(text("目录", "contents"), text("目次", "contents")),
        Block(text("本市新建绿地。"), text("本市は緑地を新設する。")),
        Block(text("表1", "caption"), text("表1", "caption")),
        Block(text("数据为2024年。", "footnote", label="1"), text("数値は2024年。", "footnote")),
    ),
)


def test_layouts_leave_out_what_has_no_place_in_them() -> None:
    def kinds(layout: str) -> list[str]:
        return [block.kind for block in as_printed(PAPER, layout).blocks]

    assert kinds("separate") == ["title", "contents", "", "caption", "footnote"]
    assert kinds("halves") == ["title", "", "caption", "footnote"]
    assert kinds("columns") == ["title", "", "footnote"]


def test_a_header_in_the_text_and_a_lost_sentence_are_seen() -> None:
    paper = replace(PAPER, blocks=PAPER.blocks[:4])
    zh = ["关于绿地的通知", "本市新建绿地。", "表1"]
    ja = "緑地に関する通知\n本市は緑地を新設する。\n表1"
    right, spoiled, short = (
        measure(Print(paper, "separate", "pdftotext", ("\n".join(lines), ja)))
        for lines in (zh, [zh[0], "市政府公报汇编", *zh[1:]], zh[::2])
    )
    assert right.kept == right.clean == 1
    assert spoiled.clean < 1
    assert spoiled.pairs < right.pairs
    assert short.kept < 1
    assert any("本市新建绿地" in problem for problem in short.problems)
