"""Extraction of term lists: right pairs, precedence of the glossary, order, thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policy_align import load_embedder
from policy_align.folding import search_key
from policy_align.model import Pair
from policy_align.terms.extraction import extract_terms
from policy_align.terms.glossary import GlossaryEntry
from policy_align.terms.phrases import phrases
from policy_align.terms.selection import uncrossed, unrivalled

if TYPE_CHECKING:
    from policy_align.results import Term


def _extract(pairs: list[Pair], **options: object) -> list[Term]:
    encode = load_embedder().encode
    return extract_terms(pairs, encode=encode, citation=lambda pair: pair.id, **options)


@pytest.fixture(scope="module")
def part(gold_pairs: list[Pair]) -> list[Pair]:
    return gold_pairs[150:190]


@pytest.fixture(scope="module")
def terms(part: list[Pair]) -> list[Term]:
    return _extract(part)


def test_listed_terms_of_the_gold_are_right(
    terms: list[Term], part: list[Pair], gold_terms: dict[str, set[str]]
) -> None:
    text = "\n".join(search_key(pair.zh) for pair in part)
    asked = {search_key(zh): renderings for zh, renderings in gold_terms.items()}
    asked = {zh: renderings for zh, renderings in asked.items() if zh in text}
    listed = {search_key(term.zh): search_key(term.ja) for term in terms}
    shared = [listed[zh] in renderings for zh, renderings in asked.items() if zh in listed]
    assert sum(shared) >= 0.9 * len(shared)
    assert sum(shared) >= 0.5 * len(asked)


def test_terms_are_attested(terms: list[Term]) -> None:
    assert terms
    for term in terms:
        assert term.origin == "corpus"
        assert term.count >= 1
        assert term.example is not None
        hit = term.example
        assert hit.pair.zh[slice(*hit.zh_spans[0])] == term.zh
        assert hit.ja_spans
        assert len(
            {search_key(term.ja), *(search_key(text) for text, _ in term.variants)}
        ) == 1 + len(term.variants)


def test_the_most_frequent_come_first(terms: list[Term]) -> None:
    assert [term.count for term in terms] == sorted((term.count for term in terms), reverse=True)
    assert len({search_key(term.zh) for term in terms}) == len(terms)


def test_threshold(part: list[Pair], terms: list[Term]) -> None:
    strict = _extract(part, min_score=0.95)
    assert {term.zh for term in strict} == {term.zh for term in terms if term.score >= 0.95}


def test_glossary_takes_precedence(part: list[Pair], terms: list[Term]) -> None:
    known = terms[0]
    glossary = [GlossaryEntry(known.zh, "別の訳"), GlossaryEntry("区块链", "ブロックチェーン")]
    listed = _extract(part[:10], glossary=glossary)
    assert [(term.zh, term.ja, term.origin, term.count) for term in listed[:2]] == [
        (known.zh, "別の訳", "glossary", 0),
        ("区块链", "ブロックチェーン", "glossary", 0),
    ]
    assert all(term.zh != known.zh for term in listed[2:])


def test_nothing_comes_of_nothing() -> None:
    null = [
        Pair("a:1", "a", "", "sentence", "能源", "", 1.0),
        Pair("a:2", "a", "", "note", "", "訳注", 1.0),
    ]
    assert _extract([]) == []
    assert _extract(null) == []


def test_works_without_a_model(part: list[Pair]) -> None:
    listed = extract_terms(part[:8], encode=None, citation=str)
    assert all(term.zh and term.ja for term in listed)


def test_phrases_are_whole_words_without_function_words() -> None:
    text = "加快海上风电的开发，实施2个项目"
    found = {text[phrase.start : phrase.end] for phrase in phrases(text)}
    assert {"海上风电", "风电", "项目"} <= found
    assert not any("的" in phrase or "2" in phrase or "，" in phrase for phrase in found)


def test_phrases_are_no_amounts_and_numbers_of_articles() -> None:
    text = "第二十一条规定，三年以上项目补助一万元，坚持一企一策"
    found = {text[phrase.start : phrase.end] for phrase in phrases(text)}
    assert {"项目", "规定", "一企一策"} <= found
    assert not any(phrase.startswith(("第二", "三年", "一万")) for phrase in found)


def test_a_better_phrase_keeps_others_from_crossing_its_edge() -> None:
    scores = {"智能电网": 3.0, "建设智能": 1.0, "电网": 0.5}
    assert uncrossed(scores, ["建设智能电网"]) == {"智能电网", "电网"}


def test_rivals_with_one_rendering() -> None:
    renderings = {"热泵": "h", "推行热泵": "h", "泵": "p"}
    scores = {"热泵": 1.0, "推行热泵": 2.0, "泵": 0.0}
    assert unrivalled(renderings, scores) == {"推行热泵", "泵"}
