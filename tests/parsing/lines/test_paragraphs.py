"""Rows joined to paragraphs: where a line break stands for a space."""

from __future__ import annotations

import pytest

from policy_align.parsing.lines.paragraphs import join_rows, word_gap
from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.reading.files import source_of_text


def joined(text: str) -> str:
    """Return the lines of a text as one paragraph."""
    rows = rows_of(source_of_text(text, "text"))[0]
    return join_rows(rows, word_gap(rows)).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the States'\nmembers", "the States' members"),
        ("see Annex,\npart", "see Annex, part"),
        ("develop\nment of development", "development of development"),
        ("推动\nSmart Port", "推动Smart Port"),
        ("Port\n建设", "Port建设"),
    ],
)
def test_a_break_between_latin_words_stands_for_a_space(text: str, expected: str) -> None:
    assert joined(text) == expected


def test_a_line_of_nothing_but_letters_is_joined() -> None:
    assert len(joined(f"{'a' * 200_000}1\n{'b' * 200_000}1\nc")) > 400_000
