"""Bitexts as data frames and as tables of a notebook."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from lxml import html

from policy_align.bitext import Bitext
from policy_align.errors import MissingExtraError
from policy_align.formats.jsonl import COLUMNS, row_of
from tests.formats.test_jsonl import PAIR

BITEXT = Bitext("plan", (PAIR, replace(PAIR, id="plan:2", ja="", ja_ids=(), ja_page=0, score=0.5)))


def test_a_frame_has_a_row_per_pair() -> None:
    pytest.importorskip("pandas")
    frame = BITEXT.to_pandas()
    assert list(frame.columns) == list(COLUMNS)
    assert frame.to_dict("records") == [row_of(pair) for pair in BITEXT]
    assert frame.dtypes["score"] == "float64"
    assert frame.dtypes["zh_page"] == "int64"


def test_an_empty_frame_has_the_same_columns() -> None:
    pytest.importorskip("pandas")
    frame = Bitext("plan", ()).to_pandas()
    assert list(frame.columns) == list(COLUMNS)
    assert frame.dtypes["score"] == "float64"


def test_without_pandas_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"policy-align\[pandas\]"):
        BITEXT.to_pandas()


def test_a_prompt_shows_one_line_however_long_the_document_is() -> None:
    assert repr(BITEXT) == "<Bitext 'plan': 2 pairs>"


def test_a_notebook_shows_the_texts_side_by_side() -> None:
    text = "<script>alert('&amp;')</script>"
    pairs = [replace(PAIR, zh=f"{text}{n}", section=text) for n in range(25)]
    shown = Bitext(text, tuple(pairs))._repr_html_()
    tree = html.fromstring(f"<div>{shown}</div>")
    assert not list(tree.iter("script"))
    cells = [cell.text for cell in tree.iter("td") if cell.get("lang") == "zh-CN"]
    assert cells == [f"{text}{n}" for n in range(20)]
    assert "25 pairs" in shown
    assert "5 more" in shown
