"""Clause beads inside pairs: complete, minimal, scored; figures on the clause gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy_align import load_embedder
from policy_align.aligning.clauses import align_clauses, split_clauses
from policy_align.bitext import Bitext
from policy_align.model import Pair

CLAUSES = Path(__file__).parents[2] / "corpus" / "gold" / "2030-carbon-peak.clauses.jsonl"

Beads = list[tuple[str, str]]


@pytest.fixture(scope="module")
def gold_clauses() -> list[Beads]:
    lines = CLAUSES.read_text(encoding="utf-8").splitlines()
    return [[(b["zh"], b["ja"]) for b in json.loads(line)["beads"]] for line in lines]


def whole(beads: Beads) -> tuple[str, str]:
    return "".join(zh for zh, _ in beads), "".join(ja for _, ja in beads)


def pair(number: int, zh: str, ja: str, score: float = 0.9) -> Pair:
    return Pair(f"plan:{number}", "plan", "一", "sentence", zh, ja, score, (number,), (number,))


def test_gold_clauses_are_found(gold_clauses: list[Beads]) -> None:
    found = align_clauses([whole(beads) for beads in gold_clauses], load_embedder())
    right = predicted = 0
    for beads, wanted in zip(found, gold_clauses, strict=True):
        right += len({(zh, ja) for zh, ja, _ in beads} & set(wanted))
        predicted += len(beads)
    assert 2 * right / (predicted + sum(map(len, gold_clauses))) > 0.95


def test_clauses_of_a_pair_hold_all_of_its_text(gold_clauses: list[Beads]) -> None:
    pairs = tuple(pair(n, *whole(beads)) for n, beads in enumerate(gold_clauses, 1))
    clauses = split_clauses(Bitext("plan", pairs))
    for before in pairs:
        parts = [c for c in clauses if c.id.rpartition(".")[0] == before.id]
        assert "".join(c.zh for c in parts) == before.zh
        assert "".join(c.ja for c in parts) == before.ja
        assert [c.id for c in parts] == [f"{before.id}.{k}" for k in range(1, len(parts) + 1)]
        assert all(0 < c.score <= before.score for c in parts)
        assert {c.section for c in parts} == {before.section}


def test_one_pair_among_others_is_split_as_by_itself(gold_clauses: list[Beads]) -> None:
    texts = [whole(beads) for beads in gold_clauses[:6]]
    together = align_clauses(texts, load_embedder())
    for text, beads in zip(texts, together, strict=True):
        assert ("".join(b[0] for b in beads), "".join(b[1] for b in beads)) == text


def test_nulls_and_single_clauses_stay_whole() -> None:
    pairs = (
        pair(1, "甲。", ""),
        pair(2, "", "あ、い。"),
        pair(3, "总体要求", "全体要求"),
        pair(4, "立足新发展阶段，贯彻新发展理念。", "新発展段階に立脚し新発展理念を貫徹する。"),
    )
    clauses = split_clauses(Bitext("plan", pairs))
    assert [(c.zh, c.ja) for c in clauses] == [(p.zh, p.ja) for p in pairs]
    assert [c.id for c in clauses] == [f"{p.id}.1" for p in pairs]


@pytest.mark.parametrize("pairs", [(), (pair(1, "甲。", ""),), (pair(1, "，", "、"),)])
def test_little_to_split(pairs: tuple[Pair, ...]) -> None:
    assert len(split_clauses(Bitext("plan", pairs))) == len(pairs)


def test_a_pair_of_many_clauses_is_borne() -> None:
    zh = "".join(f"第{k}项任务完成，" for k in range(1, 400))
    ja = "".join(f"第{k}の任務を完成し、" for k in range(1, 400))
    beads = align_clauses([(zh, ja)], load_embedder())[0]
    assert len(beads) > 380
