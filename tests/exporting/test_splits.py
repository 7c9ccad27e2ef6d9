"""What is held out, and that nothing of it is seen in training."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_align.exporting.splits import SPLITS, assign_splits, near_duplicate_key
from policy_align.formats.jsonl import iter_jsonl
from tests.conftest import GOLD
from tests.formats.test_jsonl import PAIR

if TYPE_CHECKING:
    from policy_align.model import Pair


def many(documents: int, *, start: int = 0) -> list[Pair]:
    return [
        replace(PAIR, id=f"d{d}:{n}", doc=f"d{d}", zh=f"文{'甲乙丙丁'[n]}第{'一' * (d + 1)}")
        for d in range(start, start + documents)
        for n in range(4)
    ]


def test_documents_are_held_out_whole() -> None:
    pairs = many(200)
    splits = assign_splits(pairs)
    by_document: dict[str, set[str]] = {}
    for pair in pairs:
        by_document.setdefault(pair.doc, set()).add(splits[pair.id])
    assert all(len(used) == 1 for used in by_document.values())
    counts = {split: list(splits.values()).count(split) for split in SPLITS}
    assert 480 < counts["train"] < 760
    assert min(counts.values()) > 20


def test_new_documents_change_nothing_for_the_others() -> None:
    before, after = assign_splits(many(100)), assign_splits(many(120))
    assert {name: after[name] for name in before} == before


def test_every_split_has_something_from_three_documents_on() -> None:
    for start in range(40):
        assert set(assign_splits(many(3, start=start)).values()) == set(SPLITS)
    assert set(assign_splits(many(1)).values()) == {"train"}


def test_near_duplicates_stay_together() -> None:
    pairs = many(50)
    for n, text in enumerate(
        ("到2025年，产业升级。", "到２０３０年 産業昇級", "到2035年，產業升級；")
    ):
        pairs += [replace(PAIR, id=f"d{d}:9{n}", doc=f"d{d}", zh=text) for d in range(n, 50, 3)]
    splits = assign_splits(pairs)
    shared = {splits[pair.id] for pair in pairs if pair.zh.startswith("到")}
    assert shared <= {"train", "test", "validation"}
    by_key: dict[str, set[str]] = {}
    for pair in pairs:
        by_key.setdefault(near_duplicate_key(pair), set()).add(splits[pair.id])
    assert all(len(used) == 1 for used in by_key.values())


def test_one_document_is_split_by_section() -> None:
    pairs = [
        replace(pair, id=str(n), doc="plan", section=f"{n // 30}/{n // 6}/{n}")
        for n, pair in enumerate(iter_jsonl(GOLD / "2030-carbon-peak.sentences.jsonl"))
    ]
    splits = assign_splits(pairs)
    counts = {split: list(splits.values()).count(split) for split in SPLITS}
    assert counts["train"] > 250
    assert counts["test"] > 25
    assert counts["validation"] > 25
    again = assign_splits(pairs[::-1])
    assert again == splits


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.text(max_size=5)), max_size=20))
@settings(max_examples=50)
def test_any_corpus_is_split(texts: list[tuple[str, str]]) -> None:
    pairs = [replace(PAIR, id=str(n), doc=doc, zh=zh) for n, (doc, zh) in enumerate(texts)]
    splits = assign_splits(pairs)
    assert set(splits) == {pair.id for pair in pairs}
    assert set(splits.values()) <= set(SPLITS)
