import pytest

from policy_align.parsing.numbering.labels import opening_label, parse_label, section_label


@pytest.mark.parametrize(
    ("chinese", "japanese"),
    [
        ("第一条", "第1条"),
        ("第二十二条", "第２２条"),
        ("第十条之二", "第10条の2"),
        ("第一编", "第一編"),
        ("第三节", "第3節"),
        ("第二款", "第2項"),
        ("（一）", "(1)"),
        ("（十一）", "（１１）"),
        ("一、", "1."),
        ("壹、", "１"),
        ("參、", "3．"),
        ("附件1", "別紙１"),
        ("附则", "附則"),
        ("①", "①"),
        ("——", "――"),
    ],
)
def test_same_value_in_both_languages(chinese: str, japanese: str) -> None:
    assert parse_label(chinese).value == parse_label(japanese).value


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("二十", 20),
        ("第一百零五条", 105),
        ("第一百一十条", 110),
        ("第二〇条", 20),
        ("Ⅳ", 4),
        ("iv)", 4),
        ("⑳", 20),
        ("㈢", 3),
        ("(ウ)", 3),
        ("ハ", 3),
        ("c)", 3),
        ("拾壹、", 11),
    ],
)
def test_numbers(label: str, number: int) -> None:
    assert parse_label(label).number == number


@pytest.mark.parametrize(
    "text", ["环境", "2030年", "GDP", "（以下「両高」）", "第一", "", "1.8", "一"]
)
def test_no_label(text: str) -> None:
    parsed = parse_label(text)
    assert parsed is None or text == "一"


@pytest.mark.parametrize(
    ("text", "printed", "rest"),
    [
        ("一、总体要求", "一、", "总体要求"),
        ("（一）指导思想。以", "（一）", "指导思想。以"),
        ("\u3000\u30001．推进", "1．", "推进"),
        ("6. 「両高」", "6.", "「両高」"),
        ("第1条　遠隔", "第1条", "遠隔"),
        ("１　目的", "１", "目的"),
        ("（ 六 ） 支持", "（ 六 ）", "支持"),
        ("――全体構想", "――", "全体構想"),
        ("附件1：清单", "附件1", "：清单"),
        ("第１　推進の背景", "第１", "推進の背景"),
        ("第 2 趣旨", "第 2", "趣旨"),
        ("1-2　指导思想", "1-2", "指导思想"),
        ("2.1.3 目的", "2.1.3", "目的"),
        ("第１　目標および任務", "第１", "目標および任務"),
        ("第２　項目", "第２", "項目"),
        ("第 3 条　範囲", "第 3 条", "範囲"),
        ("第一 章　总则", "第一 章", "总则"),
        ("1.1\u00a0基本原则", "1.1", "基本原则"),
    ],
)
def test_opening(text: str, printed: str, rest: str) -> None:
    opening = opening_label(text)
    assert (opening.text, text[opening.end :]) == (printed, rest)


@pytest.mark.parametrize(
    "text",
    [
        "2030 年前碳达峰",
        "1.8 亿千瓦",
        "15%、时长",
        "（GDP）当たり",
        "二〇二四年",
        "5G",
        "A社",
        "－x",
        "第 1 回会議",
        "第1四半期",
        "1）。",
        "1" * 5000,  # more digits than Python turns into a number
        f"（{'九' * 5000}）",
    ],
)
def test_no_opening(text: str) -> None:
    assert opening_label(text) is None


@pytest.mark.parametrize(
    ("printed", "path"),
    [("一、", "一"), ("（ 六 ）", "（六）"), ("1．", "1"), ("第1条", "第1条"), ("(1)", "(1)")],
)
def test_path_label(printed: str, path: str) -> None:
    assert section_label(printed) == path


def test_formal_numerals_of_both_languages_count_alike() -> None:
    labels = [parse_label(f"{sign}、") for sign in "陸漆捌"]
    assert [label.number for label in labels if label] == [6, 7, 8]
