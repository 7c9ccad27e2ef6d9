"""TMX as other programs see it: document type, schema, OmegaT, translate-toolkit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from lxml import etree

from policy_align.formats.jsonl import iter_jsonl
from policy_align.formats.tmx import write_tmx
from policy_align.validation import validate_tmx
from tests.conftest import GOLD
from tests.formats import omegat
from tests.formats.test_jsonl import PAIR, any_pairs

if TYPE_CHECKING:
    from policy_align.model import Pair

HOSTILE = (
    "<b>&amp;]]>&#0;",
    "a\ufffeb\uffffc",
    "\ud800能\udfff源",
    "\x00\x01\x0b\x1b\x7f\x85",
    "]]>--><!--<?x?><![CDATA[",
    "\u2028\u2029\u200b\ufeff",
    " \t 前後\r\n空白 \u3000",
    "𠮷野家\U0010ffff",
    "'\"<>&",
    "能" * 1_000_000,
)


def gold_pairs() -> list[Pair]:
    return list(iter_jsonl(GOLD / "2030-carbon-peak.sentences.jsonl"))


def hostile_pairs() -> list[Pair]:
    pairs = [
        replace(
            PAIR, id=f"{n}{text[:9]}", doc=text[:99], section=text[:99], zh=text, ja=f"訳{text}"
        )
        for n, text in enumerate(HOSTILE)
    ]
    return [*pairs, *(replace(pair, ja="") for pair in pairs), replace(PAIR, zh="\ufffe")]


def write(pairs: list[Pair], path: Path) -> Path:
    write_tmx(pairs, path, name="<&\x00>", signature="]]>\ufffe")
    return path


@omegat.needs_jar
@pytest.mark.parametrize("pairs", [gold_pairs(), hostile_pairs()], ids=["gold", "hostile"])
def test_valid_by_document_type_and_schema(pairs: list[Pair], tmp_path: Path) -> None:
    tree = etree.parse(write(pairs, tmp_path / "a.tmx"), etree.XMLParser(huge_tree=True))
    assert len(list(tree.iter("tu"))) >= 8
    assert omegat.dtd().validate(tree), omegat.dtd().error_log
    assert omegat.schema().validate(tree), omegat.schema().error_log


def test_our_own_check_finds_nothing(tmp_path: Path) -> None:
    harmless = [pair for pair in hostile_pairs() if not {"\u200b", "\x7f"} & set(pair.zh)]
    report = validate_tmx(write([*gold_pairs(), *harmless], tmp_path / "a.tmx"))
    assert report.counts == {}


@omegat.needs_jar
@given(any_pairs)
@settings(max_examples=50)
def test_valid_whatever_the_text(pairs: list[Pair]) -> None:
    with TemporaryDirectory() as folder:
        tree = etree.parse(write(pairs, Path(folder) / "a.tmx"))
    assert omegat.dtd().validate(tree), omegat.dtd().error_log
    assert omegat.schema().validate(tree), omegat.schema().error_log


@omegat.needs_omegat
@pytest.mark.parametrize(
    ("side", "other", "languages"),
    [("zh", "ja", ("ZH-CN", "JA-JP")), ("ja", "zh", ("JA-JP", "ZH-CN"))],
)
def test_omegat_finds_every_source_segment(
    side: str, other: str, languages: tuple[str, str], tmp_path: Path
) -> None:
    pairs = [pair for pair in gold_pairs() if pair.zh and pair.ja]
    ordered = sorted(pairs, key=lambda pair: pair.score)
    best = {getattr(pair, side).strip(): getattr(pair, other).strip() for pair in ordered}
    memory = write(gold_pairs(), tmp_path / "plan.tmx")
    found = omegat.pretranslate(memory, list(best), tmp_path / "project", languages)
    assert len(best) > 300
    assert dict(zip(best, found, strict=True)) == best


@omegat.needs_omegat
def test_omegat_takes_the_best_of_several_and_reads_hostile_text(tmp_path: Path) -> None:
    pairs = [
        replace(PAIR, id=f"plan:{n}", zh="石油", ja=f"訳{n}", score=score)
        for n, score in enumerate([0.2, 0.9, 0.4])
    ]
    pairs += [replace(pair, zh="煤<炭>&amp;") for pair in hostile_pairs()[:1]]
    pairs += [replace(PAIR, zh="未翻译的句子", ja="")]
    memory = write([*pairs, *hostile_pairs()], tmp_path / "plan.tmx")
    lines = ["石油", "煤<炭>&amp;", "未翻译的句子"]
    assert omegat.pretranslate(memory, lines, tmp_path / "project") == [
        "訳1",
        "訳<b>&amp;]]>&#0;",
        "未翻译的句子",
    ]


def test_translate_toolkit_reads_every_unit(tmp_path: Path) -> None:
    tmx = pytest.importorskip("translate.storage.tmx")
    pairs = gold_pairs()
    path = write([*pairs, *hostile_pairs()[:9]], tmp_path / "plan.tmx")
    with path.open("rb") as file:
        store = tmx.tmxfile(file, "zh-CN", "ja-JP")
    units = [(unit.source, unit.target) for unit in store.units]
    paired = [(pair.zh.strip(), pair.ja.strip()) for pair in pairs if pair.zh and pair.ja]
    assert units[: len(paired)] == paired
    assert len(units) == len(paired) + 9
    assert all(source and target for source, target in units)


def test_what_has_no_counterpart_stands_only_in_the_header(tmp_path: Path) -> None:
    omitted = replace(PAIR, id="plan:2", zh="漏译", ja="", ja_ids=())
    root = etree.parse(write([PAIR, omitted], tmp_path / "a.tmx")).getroot()
    texts = [prop.text for prop in root.iterfind("header/prop") if prop.get("type") == "x-unpaired"]
    assert [json.loads(text or "")["pair"]["zh"] for text in texts] == ["漏译"]
    assert len(root.findall("body/tu")) == 1
