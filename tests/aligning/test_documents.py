"""Documents: sections that moved, were renumbered or are missing; joined halves; provenance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policy_align.aligning import align
from policy_align.aligning.documents import join_text
from policy_align.model import Document, Place, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.bitext import Bitext
    from policy_align.embedding import Embedder
    from policy_align.model import Language

GOLD = Path(__file__).parents[2] / "corpus" / "gold" / "2030-carbon-peak.sentences.jsonl"

Chapter = list[tuple[str, str]]


@pytest.fixture(scope="module")
def chapters() -> list[Chapter]:
    """Return the sections of the gold standard that have at least four beads."""
    found: dict[str, Chapter] = {}
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["zh"] and row["ja"] and row["path"].startswith("三"):
            found.setdefault(row["path"], []).append((row["zh"], row["ja"]))
    return [chapter for chapter in found.values() if len(chapter) > 3][:8]


def document(language: Language, sections: Sequence[tuple[str, Sequence[str]]]) -> Document:
    """Make a document of sections: label and sentences, one paragraph each."""
    sentences: list[Sentence] = []
    for label, texts in sections:
        for text in texts:
            number = len(sentences) + 1
            place = Place(1 + number // 30, number, number)
            kind = "heading" if text == texts[0] else "sentence"
            sentences.append(Sentence(number, text, kind, (label,), number, place))  # type: ignore[arg-type]
    return Document(language, "plan", tuple(sentences))


def pair_up(
    chapters: Sequence[Chapter],
    zh_order: Sequence[int],
    ja_order: Sequence[int],
    embedder: Embedder,
    *,
    renumber: bool = False,
) -> Bitext:
    zh = [(f"{k}", [pair[0] for pair in chapters[k]]) for k in zh_order]
    ja = [
        (f"{n if renumber else k}", [pair[1] for pair in chapters[k]])
        for n, k in enumerate(ja_order)
    ]
    return align(document("zh", zh), document("ja", ja), embedder=embedder)


def share_right(bitext: Bitext, chapters: Sequence[Chapter], common: Sequence[int]) -> float:
    right = {pair for k in common for pair in chapters[k]}
    found = {(pair.zh, pair.ja) for pair in bitext}
    return len(found & right) / len(right)


def test_sections_in_order(chapters: list[Chapter], embedder: Embedder) -> None:
    order = range(len(chapters))
    bitext = pair_up(chapters, order, order, embedder)
    assert share_right(bitext, chapters, order) == 1.0
    assert [pair.id for pair in bitext] == [f"plan:{n}" for n in range(1, len(bitext) + 1)]


@pytest.mark.parametrize(
    "ja_order",
    [[0, 2, 1, 3, 4, 5, 6, 7], [1, 2, 3, 0, 4, 5, 6, 7], [4, 5, 6, 7, 0, 1, 2, 3]],
    ids=["neighbours", "first moved back", "halves"],
)
def test_swapped_sections_are_found(
    chapters: list[Chapter], embedder: Embedder, ja_order: list[int]
) -> None:
    order = range(len(chapters))
    bitext = pair_up(chapters, order, ja_order, embedder, renumber=True)
    assert share_right(bitext, chapters, order) > 0.95
    zh_ids = [i for pair in bitext for i in pair.zh_ids]
    assert zh_ids == sorted(zh_ids)
    assert sorted(j for pair in bitext for j in pair.ja_ids) == list(range(1, len(zh_ids) + 1))


@pytest.mark.parametrize("side", ["zh", "ja"])
def test_missing_sections_are_null_beads(
    chapters: list[Chapter], embedder: Embedder, side: str
) -> None:
    order = list(range(len(chapters)))
    short = [k for k in order if k not in {2, 5}]
    orders = (short, order) if side == "zh" else (order, short)
    bitext = pair_up(chapters, *orders, embedder, renumber=True)
    assert share_right(bitext, chapters, short) == 1.0
    nulls = [pair for pair in bitext if not pair.zh or not pair.ja]
    assert len(nulls) == len(chapters[2]) + len(chapters[5])


def test_repeated_headings_stay_in_their_sections(
    chapters: list[Chapter], embedder: Embedder
) -> None:
    with_headings = [[("基本要求", "基本要求"), *chapter] for chapter in chapters]
    order = range(len(chapters))
    bitext = pair_up(with_headings, order, order, embedder)
    headings = [pair for pair in bitext if pair.zh == "基本要求"]
    assert [pair.ja for pair in headings] == ["基本要求"] * len(chapters)
    assert all(
        bitext.zh.sentences[h.zh_ids[0] - 1].section == bitext.ja.sentences[h.ja_ids[0] - 1].section
        for h in headings
        if bitext.zh and bitext.ja
    )


def test_halves_that_one_language_cuts_are_joined(embedder: Embedder) -> None:
    def one_paragraph(language: Language, texts: list[str]) -> Document:
        place = Place(1, 1, 1)
        return Document(
            language,
            "plan",
            tuple(Sentence(n, t, "sentence", (), 1, place) for n, t in enumerate(texts, 1)),
        )

    zh = one_paragraph("zh", ["到2025年，新增绿地1万公顷；", "到2030年，新增绿地3万公顷。"])
    ja = one_paragraph("ja", ["2025年までに緑地を1万ヘクタール、2030年までに3万ヘクタール増やす。"])
    assert [(pair.zh_ids, pair.ja_ids) for pair in align(zh, ja, embedder=embedder)] == [
        ((1, 2), (1,))
    ]


def test_where_pairs_come_from(chapters: list[Chapter], embedder: Embedder) -> None:
    order = range(len(chapters))
    bitext = pair_up(chapters, order, order, embedder)
    for pair in bitext:
        assert pair.section in {str(k) for k in order}
        assert bitext.zh is not None
        assert pair.zh_page == bitext.zh.sentences[pair.zh_ids[0] - 1].place.page
    assert bitext.signature.startswith("policy_align:")
    assert "|weights:" in bitext.signature


@pytest.mark.parametrize("empty", ["zh", "ja", "both"])
def test_empty_documents(chapters: list[Chapter], embedder: Embedder, empty: str) -> None:
    full = [("1", [pair[0] for pair in chapters[0]])]
    zh = document("zh", [] if empty != "ja" else full)
    ja = document("ja", [] if empty != "zh" else full)
    bitext = align(zh, ja, embedder=embedder)
    assert len(bitext) == (0 if empty == "both" else len(chapters[0]))
    assert all(not (pair.zh and pair.ja) for pair in bitext)


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (["甲。", "乙。"], "甲。乙。"),
        (["see", "ISO 9001"], "see ISO 9001"),
        (["ISO", "標準"], "ISO標準"),
        ([], ""),
    ],
)
def test_texts_are_joined_as_they_follow_each_other(texts: list[str], joined: str) -> None:
    assert join_text(texts) == joined
