"""Translation memories of any origin: every deviation is found, and mending loses nothing good."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from policy_align.errors import InputError
from policy_align.formats import read_bitext
from policy_align.formats.tmx import iter_tmx
from policy_align.validation import Report, mend_tmx, validate_tmx
from policy_align.validation.findings import KEPT_PER_RULE
from policy_align.validation.rules import RULES
from tests.conftest import GOLD
from tests.formats import omegat
from tests.validation.deviations import BASE, DEVIATIONS, PAIRS, UNITS, Deviation, unit


def put(folder: Path, data: bytes | str) -> Path:
    path = folder / "memory.tmx"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def mended(path: Path) -> tuple[Path, Report]:
    """Mend a file; the copy must be clean by our own check and by the tools' schemas."""
    target = path.with_name("mended.tmx")
    mend_tmx(path, target)
    tree = etree.parse(target, etree.XMLParser(huge_tree=True))
    if omegat.JAR.exists():
        assert omegat.dtd().validate(tree), omegat.dtd().error_log
        assert omegat.schema().validate(tree), omegat.schema().error_log
    return target, validate_tmx(target)


def texts(path: Path) -> dict[str, str]:
    return {pair.zh: pair.ja for pair in iter_tmx(path)}


def test_a_good_file_is_clean(tmp_path: Path) -> None:
    report = validate_tmx(put(tmp_path, BASE))
    assert report.clean
    assert report.units == 3


@pytest.mark.parametrize("codes", [("ZH-CN", "JA-JP"), ("zh-cn", "ja-jp")])
def test_case_of_language_codes_is_free(codes: tuple[str, str], tmp_path: Path) -> None:
    text = BASE.replace("zh-CN", codes[0]).replace("ja-JP", codes[1])
    assert validate_tmx(put(tmp_path, text)).clean


def test_a_document_type_is_no_fault(tmp_path: Path) -> None:
    text = BASE.replace("<tmx ", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx ')
    assert validate_tmx(put(tmp_path, text)).clean


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda each: each.rule)
def test_every_deviation_is_found_and_mended(deviation: Deviation, tmp_path: Path) -> None:
    path = put(tmp_path, deviation.data())
    report = validate_tmx(path)
    assert {deviation.rule, *deviation.others} <= set(report.counts)
    target, after = mended(path)
    assert after.counts == {}
    kept = texts(target)
    for zh, ja in PAIRS.items():
        if zh not in deviation.lost:
            assert kept[zh] == ja
    assert path.read_bytes() == deviation.data()


def test_every_rule_is_tested() -> None:
    tested = {rule for each in DEVIATIONS for rule in (each.rule, *each.others)}
    assert set(RULES) - tested == {"no-unit"}


def test_places_are_exact(tmp_path: Path) -> None:
    text = BASE.replace("产业", " 产业").replace("2030年までに", "&2030年\x0bまでに")
    found = {each.code: each for each in validate_tmx(put(tmp_path, text)).findings}
    lines = text.split("\n")
    assert (found["white-space"].unit, found["bare-ampersand"].unit) == (2, 3)
    assert " 产业" in lines[found["white-space"].line - 1]
    for code in ("bare-ampersand", "illegal-character"):
        assert "まで" in lines[found[code].line - 1]
    assert "U+000B" in found["illegal-character"].problem


def test_line_numbers_far_down(tmp_path: Path) -> None:
    text = BASE.replace("<body>", "<body>" + "\n" * 100_000).replace("产业", " 产业")
    (finding,) = validate_tmx(put(tmp_path, text)).findings
    assert " 产业" in text.split("\n")[finding.line - 1]


def test_a_hyphen_that_a_pdf_reader_lost_is_put_back(tmp_path: Path) -> None:
    path = put(tmp_path, BASE.replace("能源", "COVID\ufffe19疫情\ufffe"))
    assert texts(mended(path)[0])["COVID-19疫情"] == "エネルギー"


def test_halves_of_a_character_meet(tmp_path: Path) -> None:
    data = BASE.replace("能源", "\ud842\udfb7野").encode("utf-8", "surrogatepass")
    path = put(tmp_path, data)
    assert set(validate_tmx(path).counts) == {"lone-surrogate"}
    assert texts(mended(path)[0])["𠮷野"] == "エネルギー"


def test_broken_lines_are_joined_as_the_language_wants(tmp_path: Path) -> None:
    text = BASE.replace("能源", "能\n源").replace("エネルギー", "carbon\n  peaking")
    assert texts(mended(put(tmp_path, text))[0])["能源"] == "carbon peaking"


@pytest.mark.parametrize(
    ("units", "wins"),
    [
        ([("甲", "")], "甲"),
        ([("甲", ""), ("乙", "")], "乙"),
        ([("甲", ""), ("乙", ""), ("甲", "")], "甲"),
        (
            [("甲", '<prop type="x-score">0.9</prop>'), ("乙", '<prop type="x-score">0.2</prop>')],
            "甲",
        ),
        (
            [("甲", '<prop type="x-score">0.2</prop>'), ("乙", '<prop type="x-score">0.9</prop>')],
            "乙",
        ),
        ([("甲", ""), ("乙", '<prop type="x-alternative">1</prop>')], "甲"),
    ],
)
def test_the_best_of_several_translations_comes_last(
    units: list[tuple[str, str]], wins: str, tmp_path: Path
) -> None:
    body = "".join(
        unit("能源", ja, number=n).replace('<prop type="x-section">一</prop>', prop)
        for n, (ja, prop) in enumerate(units)
    )
    target, after = mended(put(tmp_path, BASE.replace(UNITS, body)))
    assert after.clean
    translations = [pair.ja for pair in iter_tmx(target)]
    assert translations[-1] == wins
    assert set(translations) == {ja for ja, _ in units}


def test_newer_translations_win(tmp_path: Path) -> None:
    new = unit("能源", "動力", number=7).replace("<tu ", '<tu changedate="20240101T000000Z" ')
    old = unit("能源", "力", number=8).replace("<tu ", '<tu changedate="2021-01-01" ')
    path = put(tmp_path, BASE.replace(unit("能源", "エネルギー", number=1), f"{new}{old}"))
    assert texts(mended(path)[0])["能源"] == "動力"
    assert set(validate_tmx(path).counts) == {"date", "duplicate-source"}


def test_several_translations_in_one_unit_become_several_units(tmp_path: Path) -> None:
    more = '</tuv><tuv xml:lang="ja-JP"><seg>動力</seg></tuv></tu>'
    target, _ = mended(put(tmp_path, BASE.replace("</tuv></tu>", more, 1)))
    assert [pair.ja for pair in iter_tmx(target) if pair.zh == "能源"] == ["動力", "エネルギー"]


def test_notes_and_strange_attributes_are_kept_as_properties(tmp_path: Path) -> None:
    text = BASE.replace('<tu tuid="plan:1"', '<tu tuid="plan:1" x-client="甲&amp;乙"')
    text = text.replace("</tuv></tu>", "</tuv><note>看</note></tu>", 1)
    root = etree.parse(mended(put(tmp_path, text))[0]).getroot()
    first = root.find("body/tu")
    assert first is not None
    assert [(p.get("type"), p.text) for p in first.iterfind("prop")] == [
        ("x-client", "甲&乙"), ("x-section", "一"),
    ]  # fmt: skip
    assert first.findtext("note") == "看"


def test_other_language_pairs_are_welcome(tmp_path: Path) -> None:
    text = BASE.replace("ja-JP", "de_DE").replace("zh-CN", "en_US")
    path = put(tmp_path, text)
    assert set(validate_tmx(path).counts) == {"language-underscore"}
    _, after = mended(path)
    assert (after.counts, after.units) == ({}, 3)


def test_japanese_may_be_the_source(tmp_path: Path) -> None:
    text = re.sub("(<tuv.*?zh-CN.*?</tuv>)\n(<tuv.*?</tuv>)", r"\2\1", BASE)
    path = put(tmp_path, text.replace('srclang="zh-CN"', 'srclang="ja-JP"'))
    assert validate_tmx(path).clean


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<html><body/></html>", "not a TMX file"),
        (b"PK\x03\x04\x00\x01\x02", "not a"),
        (bytes(range(256)) * 9, "not a"),
    ],
)
def test_what_is_no_tmx_is_refused(data: bytes, reason: str, tmp_path: Path) -> None:
    path = put(tmp_path, data)
    with pytest.raises(InputError, match=reason):
        validate_tmx(path)
    with pytest.raises(InputError, match=reason):
        mend_tmx(path, tmp_path / "mended.tmx")
    assert not (tmp_path / "mended.tmx").exists()


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "no.tmx", tmp_path):
        with pytest.raises(InputError):
            validate_tmx(path)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
        ) + "]>" + BASE.partition("\n")[2].replace("能源", "&j;"),
        BASE.replace("<body>", "<body>" + "<!--" * 50_000),
        BASE.replace("<body>", "<body>" + "<tu>" * 50_000),
        BASE.replace("<body>", "<header>" * 50_000),
        BASE.replace("<body>", "<!DOCTYPE [" * 50_000),
        BASE.replace("能源", "&" * 200_000),
        BASE.replace("能源", "&#" + "9" * 200_000 + ";"),
        BASE.replace("</body>", "".join(unit("能源", str(n), number=n) for n in range(5_000))),
    ],
    ids=["laughs", "comments", "units", "headers", "types", "ampersands", "digits", "duplicates"],
)  # fmt: skip
def test_attacks_come_to_an_end(text: str, tmp_path: Path) -> None:
    path = put(tmp_path, text)
    assert not validate_tmx(path).clean
    mend_tmx(path, tmp_path / "mended.tmx")
    assert all(len(zh) < 1_500_000 for zh in texts(tmp_path / "mended.tmx"))


def test_elements_that_are_nested_without_end_are_left_out(tmp_path: Path) -> None:
    path = put(tmp_path, BASE.replace("能源", "<hi>" * 9_999 + "</hi>" * 9_999))
    found = validate_tmx(path).counts
    assert found == {"not-well-formed": 1, "unreadable-unit": 1}
    assert list(texts(mended(path)[0])) == list(PAIRS)[1:]


def test_findings_are_bounded(tmp_path: Path) -> None:
    report = validate_tmx(put(tmp_path, BASE.replace("能源", "&" * 5_000)))
    assert report.counts["bare-ampersand"] == 5_000
    assert len(report.findings) == KEPT_PER_RULE


junk = st.text(st.sampled_from("<>&;#/'\"=tuvseg \n\x00\x0b\ufffe\ud800能é⽣\u200b"), max_size=12)


@given(st.lists(st.tuples(st.integers(0, len(BASE)), junk), max_size=4))
@example([(305, ";"), (433, ";"), (582, ";")])  # the only text in Japanese is in ";ja-JP"
@settings(max_examples=60)
def test_whatever_is_spilt_into_a_file_untouched_units_survive(
    spills: list[tuple[int, str]],
) -> None:
    text = BASE
    for position, spill in sorted(spills, reverse=True):
        text = text[:position] + spill + text[position:]
    with TemporaryDirectory() as folder:
        path = put(Path(folder), text.encode("utf-8", "surrogatepass"))
        try:
            validate_tmx(path)
        except InputError:
            return
        target, after = mended(path)
        assert after.counts in ({}, {"no-unit": 1})
        kept = texts(target)
    whole = [unit(zh, ja, number=n) for n, (zh, ja) in enumerate(PAIRS.items(), 1)]
    swallowed = text.count("<tu ") != 3 or "<!" in text or "<?" in text[5:]
    for part, (zh, ja) in zip(whole, PAIRS.items(), strict=True):
        if part in text and not swallowed:
            assert kept.get(zh) == ja


def test_mending_our_own_memory_changes_nothing_of_it(tmp_path: Path) -> None:
    bitext = read_bitext(GOLD / "2030-carbon-peak.sentences.jsonl")
    bitext.save(tmp_path / "memory.tmx")
    target, after = mended(tmp_path / "memory.tmx")
    assert after.clean
    assert read_bitext(target) == read_bitext(tmp_path / "memory.tmx")
    assert read_bitext(target).pairs == bitext.pairs


@omegat.needs_omegat
def test_omegat_finds_what_was_mended(tmp_path: Path) -> None:
    hard = [each for each in DEVIATIONS if each.encoding == "utf-8" and each.old in BASE]
    text = BASE
    for deviation in hard:
        if deviation.rule in {
            "illegal-character", "illegal-reference", "bare-ampersand", "language-attribute",
            "language-underscore", "version", "namespace", "unknown-attribute",
        }:  # fmt: skip
            text = text.replace(deviation.old, deviation.new)
    path = put(tmp_path, text.replace("产业", " 产\n业 ").replace("産業", "<b>産業</b>"))
    assert len(validate_tmx(path).counts) >= 10
    target, _ = mended(path)
    found = omegat.pretranslate(target, list(PAIRS), tmp_path / "project")
    assert found == list(PAIRS.values())
