"""Labels of two languages are the same number where one stands for the other."""

from __future__ import annotations

from policy_align import align
from policy_align.aligning.labels import number_labels
from policy_align.parsing import parse_text

LAW = """\
第三条　实施主体应当具备下列条件：
（一）具有独立法人资格；
（二）近三年内无重大违法记录，包括：
1．行政处罚；
2．刑事处罚。
第四条　申请人应当提交申请书。
"""
LAW_JA = """\
第3条　実施主体は、次の各号のいずれにも該当しなければならない。
一　独立した法人格を有すること。
二　最近3年以内に重大な違法の記録がないこと。次のものを含む。
イ　行政処分
ロ　刑事処分
第4条　申請者は、申請書を提出しなければならない。
"""


def test_styles_correspond_by_the_numbers_that_occur_with_them() -> None:
    zh, ja = number_labels(LAW.splitlines(), LAW_JA.splitlines())
    assert zh.tolist() == ja.tolist()
    assert len(set(zh.tolist())) == len(zh)


def test_the_same_style_with_the_same_numerals_comes_first() -> None:
    zh, ja = number_labels(["一、甲", "二、乙", "1．丙", "2．丁"], ["1．う", "2．え", "一、あ"])
    assert zh[2:].tolist() == ja[:2].tolist()
    assert zh[0] == ja[2]


def test_styles_of_other_numbers_do_not_correspond() -> None:
    zh, ja = number_labels(["（一）甲", "（二）乙"], ["第7条　あ", "第8条　い", "第9条　う"])
    assert not set(zh.tolist()) & set(ja.tolist())


def test_a_number_at_the_beginning_is_no_label_without_neighbours() -> None:
    zh, ja = number_labels(["5 个以上港区", "甲"], ["5 か所以上", "2 年以内"])
    assert zh.tolist() == [-1, -1]
    assert ja.tolist() == [-1, -1]


def test_items_of_a_law_are_not_left_out_for_the_style_of_their_labels() -> None:
    pairs = align(*parse_text(LAW, LAW_JA))
    assert ("（一）具有独立法人资格；", "一　独立した法人格を有すること。") in [
        (pair.zh, pair.ja) for pair in pairs
    ]
