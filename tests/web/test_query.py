"""Addresses and queries are two sides of one thing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_align.web.query import LONGEST_QUERY, BadQueryError, Query, read_limit, read_query

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), max_size=40)
DATE = st.sampled_from(["", "2021", "2021-10", "2021-10-24"])
QUERIES = st.builds(
    Query,
    q=TEXT,
    language=st.sampled_from([None, "zh", "ja"]),
    rendering=TEXT,
    document=TEXT,
    section=TEXT,
    issuer=TEXT,
    since=DATE,
    until=DATE,
    min_score=st.integers(0, 100).map(lambda percent: percent / 100),
    offset=st.integers(0, 100_000),
    open=TEXT,
)


@settings(max_examples=50)
@given(QUERIES)
def test_a_query_survives_its_address(query: Query) -> None:
    assert read_query(query.address()) == query


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({"q": "长" * (LONGEST_QUERY + 1)}, "error.long"),
        ({"rendering": "長" * 500}, "error.long"),
        ({"language": "fr"}, "error.language"),
        ({"since": "yesterday"}, "error.date"),
        ({"min_score": "2"}, "error.number"),
        ({"min_score": "nan"}, "error.number"),
        ({"offset": "-1"}, "error.number"),
        ({"offset": "9" * 400}, "error.number"),
    ],
)
def test_what_makes_no_sense_is_refused(parameters: dict[str, str], key: str) -> None:
    with pytest.raises(BadQueryError) as refused:
        read_query(parameters)
    assert refused.value.key == key


def test_control_characters_and_surrogates_are_dropped() -> None:
    assert read_query({"q": "\x00碳\n达\ud800峰\x7f"}).q == "碳 达 峰"


@pytest.mark.parametrize(("given", "limit"), [("", 20), ("0", 20), ("5", 5), ("100", 100)])
def test_the_limit_is_bounded(given: str, limit: int) -> None:
    assert read_limit({"limit": given}, 20) == limit
    with pytest.raises(BadQueryError):
        read_limit({"limit": "101"}, 20)
