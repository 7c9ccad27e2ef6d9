"""From every format into every other and back: nothing is lost, or it is said."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from policy_align.bitext import Bitext
from policy_align.cli import main
from policy_align.formats import READABLE, WRITABLE, read_bitext
from policy_align.formats.jsonl import iter_jsonl
from tests.conftest import GOLD
from tests.formats.test_jsonl import PAIR

if TYPE_CHECKING:
    from pathlib import Path

KEEP_SIGNATURE = {".tmx", ".parquet"}


def full_bitext() -> Bitext:
    """Return real text with every field in use: omissions, additions, tables, repetitions."""
    gold = iter_jsonl(GOLD / "2030-carbon-peak.sentences.jsonl")
    pairs = [
        replace(
            pair, id=f"plan:{n}", doc="plan", section=f"三/（{n % 9}）", score=round(n % 7 / 7, 4),
            zh_ids=(n, n + 1), ja_ids=(n,) if pair.ja else (), zh_page=n // 20 + 1,
            ja_page=n // 20 + 1 if pair.ja else 0,
        )
        for n, pair in enumerate(gold, 1)
    ]  # fmt: skip
    pairs += [
        replace(PAIR, id="plan:901", kind="table", zh="项目\t2025年\t=1+1", ja="項目\t2025年\t-3"),
        replace(PAIR, id="plan:902", zh="", zh_ids=(), zh_page=0, kind="note", ja="訳注"),
        replace(PAIR, id="plan:903", zh="能源", ja="エナジー", score=0.1),
        replace(PAIR, id="plan:903", zh=" 能源\n", ja="動力 ", score=0.99),
    ]
    return Bitext("plan", tuple(pairs), signature="policy_align:test")


FOREIGN_TMX = """\
<tmx version="1.4"><header srclang="zh"/><body>
<tu><tuv xml:lang="zh"><seg>甲</seg></tuv></tu>
<tu><tuv xml:lang="zh"><seg>甲<ph/></seg></tuv><tuv xml:lang="ja"><seg>あ</seg></tuv></tu>
</body></tmx>
"""
NO_PLACE = "without a place in a pair were left out"


@pytest.mark.parametrize("first", [each for each in READABLE if each in WRITABLE])
def test_from_every_format_to_every_other_and_back(
    first: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyarrow")
    bitext = full_bitext()
    source = tmp_path / f"plan{first}"
    bitext.save(source)
    for second in (each for each in READABLE if each in WRITABLE and each != first):
        middle, back = tmp_path / f"middle{second}", tmp_path / f"back{first}"
        assert main(["convert", str(source), str(middle)]) == 0
        assert main(["convert", str(middle), str(back)]) == 0
        found = read_bitext(back)
        assert found.pairs == bitext.pairs
        assert found.name == "plan"
        kept = {first, second} <= KEEP_SIGNATURE
        assert found.signature == (bitext.signature if kept else "")
        said = "the signature of the alignment" in capsys.readouterr().err
        assert said == (first in KEEP_SIGNATURE and second not in KEEP_SIGNATURE)


def test_a_page_cannot_be_read_back_and_this_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full_bitext().save(tmp_path / "plan.tmx")
    assert main(["convert", str(tmp_path / "plan.tmx"), str(tmp_path / "plan.html")]) == 0
    assert "cannot be converted back" in capsys.readouterr().err
    assert main(["convert", str(tmp_path / "plan.html"), str(tmp_path / "b.tmx")]) == 2


@pytest.mark.parametrize(
    ("name", "text", "losses"),
    [
        ("a.csv", "zh,ja,reviewer\n甲,あ,x\n", [f"columns {NO_PLACE}: reviewer"]),
        ("a.jsonl", '{"zh": "甲", "ja": "あ", "lang": 1}\n\n', [f"keys {NO_PLACE}: lang"]),
        (
            "a.tmx",
            FOREIGN_TMX,
            [
                "left out: 1 × unit with no text in ja-JP",
                "left out: the formatting codes of 1 × segment",
            ],
        ),
    ],
)
def test_what_reading_drops_is_said(
    name: str, text: str, losses: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["convert", str(tmp_path / name), str(tmp_path / "out.tsv")]) == 0
    notes = [line for line in capsys.readouterr().err.splitlines() if line.startswith("note:")]
    assert notes == [f"note: {loss}" for loss in losses]
    assert [pair.zh for pair in read_bitext(tmp_path / "out.tsv")] == ["甲"]


def test_what_writing_drops_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"zh": "甲\x00", "ja": "あ\ud800"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    for suffix, number in ((".csv", 2), (".parquet", 1), (".tmx", 2)):
        assert main(["convert", str(tmp_path / "a.jsonl"), str(tmp_path / f"a{suffix}")]) == 0
        assert f"cannot hold were left out of {number} texts" in capsys.readouterr().err
