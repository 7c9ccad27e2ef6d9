"""TMX: what tools will find in our files, and what we find in theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from lxml import etree

from policy_align.errors import InputError
from policy_align.formats.characters import legal, one_line
from policy_align.formats.tmx import iter_tmx, read_tmx, write_tmx
from tests.formats.test_jsonl import PAIR, any_pairs

NULL = replace(PAIR, id="plan:2", ja="", ja_ids=(), ja_page=0)
if TYPE_CHECKING:
    from policy_align.model import Pair

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def written(pairs: list[Pair], folder: Path) -> Path:
    path = folder / "plan.tmx"
    write_tmx(pairs, path, name="plan", signature="policy_align test")
    return path


def foreign(folder: Path, body: str, header: str = '<header srclang="zh-CN"/>') -> Path:
    path = folder / "foreign.tmx"
    text = f'<?xml version="1.0"?><tmx version="1.4">{header}<body>{body}</body></tmx>'
    path.write_text(text, encoding="utf-8")
    return path


def test_the_profile_that_tools_load(tmp_path: Path) -> None:
    path = written([PAIR, NULL, replace(PAIR, id="plan:3", zh="煤炭", ja="石炭")], tmp_path)
    assert path.read_bytes().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    root = etree.parse(path).getroot()
    header = root.find("header")
    assert header is not None
    assert root.get("version") == "1.4"
    assert set(header.attrib) == {
        "creationtool", "creationtoolversion", "segtype", "o-tmf",
        "adminlang", "srclang", "datatype",
    }  # fmt: skip
    units = root.findall("body/tu")
    assert len(units) == 2
    for unit in map(list, units):
        assert [child.tag for child in unit[-2:]] == ["tuv", "tuv"]
        assert {child.tag for child in unit[:-2]} == {"prop"}
        assert [tuv.get(XML_LANG) for tuv in unit[-2:]] == [header.get("srclang"), "ja-JP"]
        assert all(prop.get("type", "").startswith("x-") for prop in unit[:-2])
        assert all((seg.text or "").strip() == seg.text != "" for tuv in unit[-2:] for seg in tuv)
    assert len({unit.get("tuid") for unit in units}) == 2


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    pairs = [
        NULL,
        PAIR,
        replace(NULL, id="plan:4"),
        replace(PAIR, id="plan:5", ja="燃料", score=0.5),
    ]
    assert read_tmx(written(pairs, tmp_path)) == (pairs, "plan", "policy_align test")


def legal_pair(pair: Pair) -> Pair:
    names = ("id", "doc", "section", "zh", "ja")
    return replace(pair, **{name: legal(getattr(pair, name)) for name in names})  # type: ignore[arg-type]


@given(any_pairs)
def test_any_pairs_come_back_but_for_forbidden_characters(pairs: list[Pair]) -> None:
    with TemporaryDirectory() as folder:
        path = written(pairs, Path(folder))
        assert read_tmx(path) == ([legal_pair(p) for p in pairs], "plan", "policy_align test")
        assert all(one_line(pair.zh) == pair.zh for pair in iter_tmx(path))


def test_what_a_segment_cannot_hold_counts_until_somebody_edits_it(tmp_path: Path) -> None:
    path = written([replace(PAIR, zh=" 能\n源\ufffe", ja="エネルギー ")], tmp_path)
    text = path.read_text(encoding="utf-8")
    assert "<seg>能源</seg>" in text
    assert read_tmx(path)[0][0].zh == " 能\n源"
    path.write_text(text.replace("<seg>エネルギー", "<seg>動力"), encoding="utf-8")
    assert [(pair.zh, pair.ja) for pair in read_tmx(path)[0]] == [("能源", "動力")]


def test_units_that_were_taken_away_do_not_disturb_the_others(tmp_path: Path) -> None:
    pairs = [replace(PAIR, id=f"p:{n}", ja=f"訳{n}", score=1 - n / 9) for n in range(4)]
    path = written([*pairs, NULL], tmp_path)
    root = etree.parse(path).getroot()
    body = root.find("body")
    assert body is not None
    body.remove(body[1])
    path.write_bytes(etree.tostring(root, encoding="utf-8"))
    assert {pair.ja for pair in read_tmx(path)[0]} == {"訳0", "訳1", "訳3", ""}


@pytest.mark.parametrize("text", ["{", "[]", '{"position": 0}', '{"position": "a", "pair": {}}'])
def test_damaged_properties_of_ours_are_refused(text: str, tmp_path: Path) -> None:
    header = f'<header srclang="zh-CN"><prop type="x-unpaired">{text}</prop></header>'
    with pytest.raises(InputError):
        read_tmx(foreign(tmp_path, "", header))


def test_strange_properties_of_units_are_passed_over(tmp_path: Path) -> None:
    props = '<prop type="x-position">last</prop><prop type="x-pair">{</prop>'
    body = (
        f'<tu>{props}<tuv xml:lang="zh-CN"><seg>甲</seg></tuv>'
        '<tuv xml:lang="ja-JP"><seg>あ</seg></tuv></tu>'
    )
    assert [pair.zh for pair in read_tmx(foreign(tmp_path, body))[0]] == ["甲"]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    text = "<b>&amp;]]>&#0;\ufffe\x0b\ud800 </b>" + "能" * 1_000_000
    path = written([replace(PAIR, zh=text)], tmp_path)
    (pair,) = iter_tmx(path)
    assert pair.zh == "<b>&amp;]]>&#0; </b>" + "能" * 1_000_000
    assert read_tmx(path)[0][0].zh == legal(text)


def test_of_equal_sources_the_best_stands_last(tmp_path: Path) -> None:
    pairs = [
        replace(PAIR, id=f"plan:{n}", ja=f"訳{n}", score=s) for n, s in enumerate([0.2, 0.9, 0.4])
    ]
    path = written(pairs, tmp_path)
    assert [pair.ja for pair in iter_tmx(path)] == ["訳0", "訳2", "訳1"]
    assert read_tmx(path)[0] == pairs


def test_the_best_stands_last_in_both_directions(tmp_path: Path) -> None:
    texts = [("甲", "あ", 0.9), ("甲", "い", 0.3), ("乙", "い", 0.6), ("丙", "あ", 0.1)]
    pairs = [
        replace(PAIR, id=f"plan:{n}", zh=zh, ja=ja, score=score)
        for n, (zh, ja, score) in enumerate(texts)
    ]
    path = written(pairs, tmp_path)
    assert {pair.zh: pair.ja for pair in iter_tmx(path)} == {"甲": "あ", "乙": "い", "丙": "あ"}
    assert {pair.ja: pair.zh for pair in iter_tmx(path)} == {"あ": "甲", "い": "乙"}
    assert read_tmx(path)[0] == pairs


def test_equal_identifiers_are_told_apart(tmp_path: Path) -> None:
    path = written([PAIR, replace(PAIR, zh="煤炭"), replace(PAIR, zh="石油")], tmp_path)
    assert [pair.id for pair in iter_tmx(path)] == ["plan:1", "plan:1~2", "plan:1~3"]
    assert [pair.id for pair in read_tmx(path)[0]] == ["plan:1"] * 3


def test_same_pairs_give_the_same_bytes(tmp_path: Path) -> None:
    first = written([PAIR, NULL], tmp_path).read_bytes()
    assert written([PAIR, NULL], tmp_path).read_bytes() == first


@pytest.mark.parametrize(
    ("zh", "ja"),
    [("zh-CN", "ja-JP"), ("ZH-cn", "JA"), ("zh_TW", "ja_JP"), ("zh-Hans-CN", "ja"), ("cmn", "jpn")],
)
@pytest.mark.parametrize("attribute", ["xml:lang", "lang"])
def test_any_spelling_of_the_languages(tmp_path: Path, zh: str, ja: str, attribute: str) -> None:
    body = (
        f'<tu><tuv {attribute}="{ja}"><seg> あ<ph>x</ph>い</seg></tuv>'
        f'<tuv {attribute}="en"><seg>A</seg></tuv>'
        f'<tuv {attribute}="{zh}"><seg>甲<hi>乙</hi></seg></tuv></tu>'
    )
    (pair,) = iter_tmx(foreign(tmp_path, body))
    assert (pair.zh, pair.ja, pair.id, pair.score) == ("甲乙", "あい", "foreign:1", 1.0)


def test_units_without_both_languages_are_reported(tmp_path: Path) -> None:
    body = (
        '<tu><tuv xml:lang="zh"><seg>甲</seg></tuv></tu>'
        '<tu><tuv xml:lang="zh"><seg>甲</seg></tuv><tuv xml:lang="ja"><seg/></tuv></tu>'
        '<tu><tuv xml:lang="zh"><seg>甲</seg></tuv><tuv xml:lang="ja"><seg>あ</seg></tuv></tu>'
    )
    skipped: list[tuple[int, str]] = []
    pairs = list(iter_tmx(foreign(tmp_path, body), skipped=lambda *args: skipped.append(args)))
    assert [pair.zh for pair in pairs] == ["甲"]
    assert skipped == [(1, "no text in ja-JP"), (2, "no text in ja-JP")]


def test_default_namespace_and_utf16_are_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.tmx"
    text = (
        '<?xml version="1.0" encoding="utf-16"?>'
        '<tmx xmlns="http://www.lisa.org/tmx14" version="1.4">'
        '<header srclang="zh"/><body><tu><tuv xml:lang="zh"><seg>甲</seg></tuv>'
        '<tuv xml:lang="ja"><seg>あ</seg></tuv></tu></body></tmx>'
    )
    path.write_bytes(text.encode("utf-16"))
    assert [(pair.zh, pair.ja) for pair in iter_tmx(path)] == [("甲", "あ")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not well-formed"),
        ("<tmx><body><tu>", "not well-formed"),
        ("<tmx><body>\x0b</body></tmx>", "not well-formed"),
        ("<html/>", "not a TMX file"),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx><body/></tmx>', "entities"),
        (
            '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx><body>&a;</body></tmx>',
            "entities",
        ),
    ],
)
def test_what_is_no_safe_tmx_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "bad.tmx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        read_tmx(path)
