"""Pages that stand twice are set aside once; what both languages share is not."""

from __future__ import annotations

from policy_align.parsing import parse_text
from policy_align.parsing.furniture.doubled_pages import doubled_rows
from policy_align.parsing.furniture.setting_aside import set_aside
from policy_align.parsing.lines.rows import rows_of
from policy_align.parsing.reading.files import source_of_text

FIRST = """\
河口市人民政府关于改进渡船服务的意见
渡船是两岸居民每天出行的重要方式，应当安全、准时、方便。
— 1 —
渡船サービスの改善に関する河口市人民政府の意見
渡船は両岸の住民が毎日利用する大切な移動手段であり、安全で便利でなければならない。
- 2 -
"""
SECOND = """\
一、增加班次。早晚高峰每十分钟开出一班，节假日适当增加，
让老人和学生不必久等。
— 3 —
一、便数の増加。朝夕の混雑時は10分ごとに1便を出し、休日は適宜増やして、
高齢者や学生を長く待たせない。
- 4 -
"""
THIRD = """\
二、保障安全。每年检修船只一次，检修结果向社会公布。
— 5 —
二、安全の確保。船舶を毎年1回点検し、その結果を公表する。
- 6 -
"""


def test_a_pair_of_pages_that_stands_twice_is_read_once() -> None:
    once = parse_text(FIRST + SECOND + THIRD)
    twice = parse_text(FIRST + SECOND + SECOND + THIRD)
    for plain, doubled in zip(once, twice, strict=True):
        assert [s.text for s in doubled.sentences] == [s.text for s in plain.sentences]
    reasons = [piece.reason for document in twice for piece in document.furniture]
    assert reasons.count("doubled page") == len(SECOND.splitlines())


def test_a_third_copy_is_set_aside_too() -> None:
    rows = rows_of(source_of_text(FIRST + SECOND * 3 + THIRD, "text"))[0]
    found = list(doubled_rows(rows, [row.text for row in rows]))
    first, each = len(FIRST.splitlines()), len(SECOND.splitlines())
    assert found == list(range(first + each, first + 3 * each))


def test_a_table_that_is_the_same_in_both_languages_is_no_doubled_page() -> None:
    table = "年度　利用人数　航路数　便数\n" + "".join(
        f"{2031 + n}　{1200 + 7 * n}　{3 + n}　{410 + 9 * n}\n" for n in range(6)
    )
    rows = rows_of(source_of_text(f"河口市\n{table}{table}", "text"))[0]
    kept, furniture = set_aside(rows, paged=False)
    assert kept == rows
    assert not furniture
