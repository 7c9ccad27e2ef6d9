"""Lines that nothing in themselves tells of get their language from those around them."""

from __future__ import annotations

import pytest

from policy_align.parsing.languages.assigning import assign_languages
from policy_align.parsing.languages.evidence import line_evidence
from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.lines.source import Line, Source
from policy_align.parsing.numbering.labels import opening_label
from policy_align.parsing.numbering.pairs import LabelPairs
from policy_align.parsing.tables.links import link_rows

# Paragraphs of a law as extractors of two columns write them: Japanese first, then Chinese.
BEFORE = [
    "第一条 地下水の保護を促進するため、本弁法を制定する。",
    "第一条 为了保护地下水资源，制定本办法。",
    "第二条 市は、次に掲げる事項を調査する。",
    "第二条 市人民政府调查下列事项：",
]
AFTER = [
    "第三条 観測データは、四半期ごとに一回公表する。",
    "第三条 监测数据每季度公布一次。",
    "第四条 違反した者は、過料に処する。",
    "第四条 违反规定的，处以罚款。",
]
EXPECTED = "jzjz"


def languages(*lines: str) -> str:
    """Return the languages of lines in the middle of a law, ``z`` or ``j`` each.

    Those with tabs are rows of a table.
    """
    source = Source(
        "x",
        tuple(
            Line(text, 1, number, role="table" if "\t" in text else "body")
            for number, text in enumerate([*BEFORE, *lines, *AFTER], 1)
        ),
        detail="text",
    )
    rows = rows_of(source)[0]
    evidence = line_evidence(row.text for row in rows)
    rows = assign_languages(rows, evidence, link_rows(rows, [], evidence))
    found = "".join((row.language or "-")[0] for row in rows)
    assert (found[:4], found[-4:]) == (EXPECTED, EXPECTED)
    return found[4:-4]


def test_a_label_goes_with_the_text_that_follows_it() -> None:
    assert languages("第二章", "第二章", "総則", "总则") == "jzjz"
    assert languages("第二章", "総則", "第二章", "总则") == "jjzz"


def test_of_two_items_with_one_label_the_more_chinese_one_is_chinese() -> None:
    items = ["（一）地下水位", "（二）地下水水質", "（三）取水井の数"]
    found = languages(*items, "（一）地下水水位；", "（二）地下水水质；", "（三）取水井数量；")
    assert found[1:] == "jjzzz"


def test_a_long_line_without_kana_is_japanese_where_one_shape_is() -> None:
    simplified = ["推动绿色发展，加强监测。", "瀾江市地下水保護管理弁法"]
    assert [value > 0 for value in line_evidence(simplified)] == [True, False]


@pytest.mark.parametrize(("swapped", "told"), [(False, True), (True, False)])
def test_pairs_tell_nothing_where_the_sure_ones_are_alike(*, swapped: bool, told: bool) -> None:
    texts = [f"第{n}章 x" for n in range(1, 9) for _ in "zj"]
    emissions = [9.0 if swapped or index % 2 == 0 else -9.0 for index in range(len(texts) - 2)]
    openings = [opening_label(text) for text in texts]
    bonus = LabelPairs(openings, [*emissions, 2.0, -2.0]).bonus([*emissions, 2.0, -2.0])
    assert (bonus[-2] > 1, bonus[-1] < -1) == (told, told)


def test_the_head_of_a_table_that_comes_again_changes_the_language() -> None:
    rows = "115\t6.2\t0.4", "116\t8.5\t0.5"
    zh, ja = "年度\t人才\t合作", "年度\t人材\t合作"
    assert languages("表一　分年度成果指标", zh, *rows, ja, *rows) == "zzzzjjj"


def test_characters_of_both_chinese_writings_do_not_make_traditional_text_doubtful() -> None:
    lines = [
        "產業增加值每年增長，增幅達到預期。",
        "人均消費額每月增加，總值仍在增長。",
        "第二章　今後的課題",
        "第一節　市場規模",
        "産業の付加価値額は毎年増加している。",
    ]
    zh = line_evidence(lines)
    assert min(zh[:4]) > 0 > zh[4]


def test_a_last_line_goes_to_the_text_that_is_open_and_begins_anew_after_it() -> None:
    mixed = [
        "二、为保护地下水资源，推动区域绿色转型，全面加强监测，稳步",
        "二、地下水資源を保護し、地域のグリーンへの転換を推し進め、こ",
        "提升预警能力，健全管理制度，落实各方责任，经国务院同意，特",
        "こに全域で観測の強化に取り組むため、各市と協議し、さらに関係",
        "制",
        "する事業者の意見を聴取し、国務院の同意を経て、実情に応じて策",
        "定本方案。",
        "定する。",
    ]
    assert languages(*mixed) == "zjzjzjzj"
