"""JSONL: what is written, what comes back, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_align.errors import InputError
from policy_align.formats.jsonl import dump_pair, iter_jsonl, write_jsonl
from policy_align.model import Pair

PAIR = Pair(
    "plan:1", "plan", "三/（一）", "heading", "能源", "エネルギー", 0.98, (4,), (5, 6), 1, 2
)
KEYS = "id doc section kind zh ja score zh_ids ja_ids zh_page ja_page"

any_text = st.text(st.characters(), max_size=20)
any_pairs = st.lists(
    st.builds(
        Pair,
        id=any_text,
        doc=any_text,
        section=any_text,
        kind=st.sampled_from(["title", "sentence", "table"]),
        zh=any_text,
        ja=any_text,
        score=st.integers(0, 10_000).map(lambda n: n / 10_000),
        zh_ids=st.lists(st.integers(1, 99), max_size=3).map(tuple),
        ja_ids=st.lists(st.integers(1, 99), max_size=3).map(tuple),
        zh_page=st.integers(0, 99),
        ja_page=st.integers(0, 99),
    ),
    max_size=6,
)


def test_keys_stand_in_order_and_nothing_is_null() -> None:
    row = json.loads(dump_pair(replace(PAIR, ja="", ja_ids=())))
    assert " ".join(row) == KEYS
    assert row["ja"] == ""
    assert row["ja_ids"] == []
    assert None not in row.values()


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    write_jsonl([PAIR], tmp_path / "a.jsonl")
    data = (tmp_path / "a.jsonl").read_bytes()
    assert "エネルギー".encode() in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"}\n")


@given(any_pairs)
def test_what_is_written_comes_back(pairs: list[Pair]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        write_jsonl(pairs, path)
        assert list(iter_jsonl(path)) == pairs


def test_only_the_texts_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(
        '\ufeff{"id": 7, "zh": "甲", "ja": "あ", "path": [], "kind": "docno"}\n\n'.encode()
    )
    (pair,) = iter_jsonl(path)
    assert (pair.id, pair.doc, pair.kind, pair.score) == ("7", "gold", "sentence", 1.0)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"zh": "甲"}', '"ja" is missing'),
        ('{"zh": 1, "ja": "あ"}', '"zh" is not a text'),
        ('{"zh": null, "ja": "あ"}', '"zh" is not a text'),
        ('{"zh": "甲", "ja": "あ", "score": 2}', '"score" is not a number from 0 to 1'),
        ('{"zh": "甲", "ja": "あ", "zh_ids": [1.5]}', '"zh_ids" is not a list'),
        ('{"zh": "甲", "ja": "あ", "zh_page": "1"}', '"zh_page" is not a whole number'),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{dump_pair(PAIR)}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=reason) as caught:
        list(iter_jsonl(path))
    assert "a.jsonl:2:" in str(caught.value)


def test_reading_goes_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{dump_pair(PAIR)}\nnot JSON\n", encoding="utf-8")
    assert next(iter_jsonl(path)) == PAIR
