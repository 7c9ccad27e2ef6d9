from __future__ import annotations

import pytest

from policy_align import InputError
from policy_align.parsing import parse_text
from policy_align.parsing.columns.run_on_lines import part_languages
from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.reading.files import source_of_text


def texts(text: str) -> tuple[list[str], list[str]]:
    zh, ja = parse_text(text)
    return [s.text for s in zh.sentences], [s.text for s in ja.sentences]


@pytest.mark.parametrize("blank", ["", " "])
@pytest.mark.parametrize("times", [1, 3])
def test_a_line_is_cut_where_its_sentences_change_the_language(blank: str, times: int) -> None:
    zh = ["推动绿色发展。", "他说：“加快转型。”"]
    ja = ["グリーン発展を推進する。", "「転換を加速。」と述べた。"]
    line = blank.join([*zh, *ja]) + blank
    assert texts(line * times) == (zh * times, ja * times)


def test_sentences_that_tell_nothing_stay_with_those_before() -> None:
    zh, ja = texts("推动绿色发展。2030年。グリーン発展を推進する。以上。")
    assert (zh[-1], ja[-1]) == ("2030年。", "以上。")


def test_the_two_languages_become_paragraphs() -> None:
    zh, ja = parse_text("推动发展。加快转型。発展を推進する。転換を加速する。" * 2)
    assert [s.block for s in zh.sentences] == [s.block for s in ja.sentences] == [1, 1, 2, 2]


def test_a_quotation_in_the_other_language_does_not_cut_a_line() -> None:
    lines = ["推动绿色发展。", "グリーン発展を推進する。"] * 4
    lines.append("標語は次のとおりである。推动绿色发展。これを掲げる。")
    rows, _ = rows_of(source_of_text("\n".join(lines), "x"))
    assert part_languages(rows) == rows


def test_a_whole_document_on_one_line() -> None:
    zh, ja = texts("推动绿色发展。グリーン発展を推進する。" * 7_000)
    assert len(zh) == len(ja) == 7_000


@pytest.mark.parametrize(
    "text",
    ["推动绿色发展、グリーン発展を推進する", "推动绿色发展、グリーン発展を推進する、" * 9_000],
)
def test_a_line_that_no_full_stop_parts_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="line 1 holds both languages and no full stop parts them"):
        parse_text(text)


def test_titles_that_a_blank_parts() -> None:
    assert texts("碳达峰 炭素排出ピークアウト") == (["碳达峰"], ["炭素排出ピークアウト"])


def test_lines_of_two_columns_are_not_cut_at_their_full_stops() -> None:
    lines = [
        "发展高质量绿色产品贸易。加强绿色标准国 に履行するよう推進する。国際海運の排出削減",
        "际合作，推动落实合格评定合作机制，做好 に向けた交渉に積極的に参与する。技術の提携",
        "与进出口政策的衔接。加大绿色技术合作力 を強化し、再生可能エネルギーを発展させる。",
    ]
    rows, _ = rows_of(source_of_text("\n".join(lines), "x"))
    assert part_languages(rows) == rows
