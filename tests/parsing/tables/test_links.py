"""Links between the lines of tables, which are in one language each."""

from __future__ import annotations

from policy_align.parsing import parse_text
from policy_align.parsing.languages.evidence import line_evidence
from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.reading.files import source_of_text
from policy_align.parsing.tables.finding import find_tables
from policy_align.parsing.tables.links import link_rows, pool_evidence

ZH = "各县、区可以结合实际调整上述指标，但是应当事先报告，并且说明理由和期限。"
JA = "各県・区は、実情に応じて上記の指標を調整することができるが、事前に報告しなければならない。"
HEADS = (("年度", "绿茶", "红茶"), ("年度", "緑茶", "紅茶"))
FIGURES = ("2031", "12", "8", "2032", "14", "9")


def links(text: str) -> list[str | None]:
    """Return the links of the lines of a text."""
    rows = rows_of(source_of_text(text, "text"))[0]
    return list(link_rows(rows, find_tables(rows), line_evidence(row.text for row in rows)))


def test_a_table_follows_its_copy_in_the_other_language() -> None:
    cells = "\n\n".join((*HEADS[0], *FIGURES, *HEADS[1], *FIGURES))
    found = links(f"{ZH}\n{JA}\n{cells}\n\n{ZH}\n{JA}\n")
    assert found[:5] == [None, None, None, "figures", "figures"]
    assert found[11] == "other"
    assert found[-2:] == [None, None]
    for document in parse_text(f"{ZH}\n{JA}\n{cells}\n\n{ZH}\n{JA}\n"):
        rows = [one.text.split("\t") for one in document.sentences if one.kind == "table"]
        head = HEADS[document.language == "ja"]
        assert rows == [list(head), list(FIGURES[:3]), list(FIGURES[3:])]


def test_rows_of_two_languages_by_turns() -> None:
    lines = ["指標\t2029年\t2030年", "指標\t2029年\t2030年", "自來水\t120\t126", "水道\t120\t126"]
    assert links("\n".join([ZH, JA, *lines, ZH, JA]))[3:-2] == ["other"] * 3
    words = [
        "项目 要求 频次",
        "項目 要件 頻度",
        "空调 正常 每日",
        "空調 正常 毎日",
        "药箱 齐全 每周",
        "薬箱 完備 毎週",
    ]
    assert set(links("\n\n".join([ZH, JA, *words, ZH, JA]))) == {None}


def test_those_who_sign_are_no_table() -> None:
    signed = [
        "山谷県代表",
        "山谷县代表",
        "副県長　林松",
        "副县长　林松",
        "町長　高橋一",
        "町长　高桥一",
    ]
    assert set(links("\n".join([ZH, JA, *signed]))) == {None}


def test_every_line_of_a_table_tells_what_the_surest_one_tells() -> None:
    lines = [JA, "年度", "绿茶", "红茶", *FIGURES, JA]
    rows = rows_of(source_of_text("\n\n".join(lines), "text"))[0]
    evidence = line_evidence(row.text for row in rows)
    tables = find_tables(rows)
    pooled = pool_evidence(tables, evidence)
    assert pooled[0] == evidence[0]
    assert {pooled[line] for line in tables[0].lines} == {max(evidence)}
