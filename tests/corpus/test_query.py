from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_align.corpus.query import Query, parse_query
from policy_align.errors import InputError
from policy_align.folding import search_key


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("抽水蓄能", ["抽水蓄能"], []),
        ("产业　發展", ["产业", "発展"], []),
        ('"英国 首相"', ["英国首相"], []),
        ("「英国 首相」 選挙", ["英国首相", "選挙"], []),
        ("„carbon peak“ “net zero”", ["carbonpeak", "netzero"], []),
        ("能源 -煤炭", ["能源"], ["煤炭"]),
        ("能源 －「石 炭」 −油", ["能源"], ["石炭", "油"]),
        ('-"a b" c', ["c"], ["ab"]),
        ("CO2-free", ["co2-free"], []),
        ("能源 - 煤", ["能源", "-", "煤"], []),
        ('5" pipe', ['5"', "pipe"], []),
        ('"unfinished phrase', ['"unfinished', "phrase"], []),
        ("a a A", ["a"], []),
        ('"a"b c', ['"a"b', "c"], []),
        ('x "" y', ["x", "y"], []),
    ],
)
def test_queries_are_understood(text: str, wanted: list[str], unwanted: list[str]) -> None:
    assert parse_query(text) == Query(
        tuple(map(search_key, wanted)), tuple(map(search_key, unwanted))
    )


@pytest.mark.parametrize("text", ["", " \t　", "-能源", '""', '-"a b"'])
def test_a_query_must_look_for_something(text: str) -> None:
    with pytest.raises(InputError, match="nothing to look for"):
        parse_query(text)


@given(st.text(st.sampled_from("ab能 　-－\"“”「」'\x00\ud800"), max_size=30))
def test_any_text_is_a_query_or_an_error(text: str) -> None:
    try:
        query = parse_query(text)
    except InputError:
        return
    assert all(query.wanted)
    assert all(query.unwanted)
    assert "".join(query.wanted + query.unwanted) == search_key(
        "".join(query.wanted + query.unwanted)
    )
