"""Headers that nothing but the change of language shows."""

from __future__ import annotations

from policy_align.parsing import parse_text

ZH = (
    "青川市公园条例",
    "第一条　为加强公园绿地的管理，改善城市的环境，根据法律制定本条例。",
    "第二条　本市行政区域内的公园适用本条例，街道和小区的其他绿地可以参照执行。",
    "第三条　市园林部门负责公园的管理，各区予以配合，并且每年向社会报告一次。",
    "第四条　公园应当靠近居住区，方便老人和儿童步行到达，夜间应当有足够的照明。",
    "第五条　树龄百年以上的树木应当逐株建档，设立标牌，任何人不得擅自移植。",
    "第六条　本条例自公布之日起施行。",
)
JA = (
    "青川市公園条例",
    "第一条　公園の管理を強化し、都市の環境を改善するため、法律に基づきこの条例を定める。",
    "第二条　この条例は市内の公園に適用し、道路と団地のその他の緑地に準用することができる。",
    "第三条　市の造園部門は公園の管理を担い、各区はこれに協力し、毎年一回社会に報告する。",
    "第四条　公園は住宅地の近くに置き、高齢者と子どもが歩いて行け、夜も明るくなければならない。",
    "第五条　樹齢百年以上の樹木は一本ごとに台帳を作り、標識を立て、無断で移植してはならない。",
    "第六条　この条例は公布の日から施行する。",
)


def pages(zh: str, ja: str, count: int) -> str:
    """Write both languages on so many pages of lines of 16 characters, each below its header."""
    sides = []
    for header, paragraphs in ((zh, ZH), (ja, JA)):
        lines = [text[at : at + 16] for text in paragraphs for at in range(0, len(text), 16)]
        size = len(lines) // count + 1
        sides.append([[header, *lines[at : at + size]] for at in range(0, len(lines), size)])
    blocks = [block for both in zip(*sides, strict=True) for block in both]
    return "\n\n".join("\n".join(filter(None, block)) for block in blocks)


def furniture(text: str) -> list[str]:
    return [item.text for side in parse_text(text) for item in side.furniture]


def texts(text: str) -> tuple[list[str], list[str]]:
    zh, ja = parse_text(text)
    return [s.text for s in zh.sentences], [s.text for s in ja.sentences]


def test_headers_without_page_breaks_are_set_aside() -> None:
    text = pages("青川市公报　2026年第2期", "青川市公報　2026年第2号", 3)
    assert len(furniture(text)) == 6
    assert texts(text) == (list(ZH), list(JA))
    assert parse_text(text)[0].layout == "pages"


def test_two_pages_are_enough_where_both_languages_have_headers() -> None:
    text = pages("青川市公报", "青川市公報", 2)
    assert furniture(text) == ["青川市公报", "青川市公報"] * 2
    assert texts(text) == (list(ZH), list(JA))


def test_a_title_that_both_languages_share_is_no_header() -> None:
    text = (
        "人口法\n人口法\n第一条　国家保护人口数据。\n第一条　国は人口のデータを保護する。\n"
        "第二条　本法自公布之日起施行。\n第二条　この法律は公布の日から施行する。"
    )
    assert furniture(text) == []


def test_the_title_stays_once_where_the_header_repeats_it() -> None:
    assert texts(pages("青川市公园条例", "青川市公園条例", 3)) == (list(ZH), list(JA))


def test_the_fields_of_forms_are_no_headers() -> None:
    zh, ja = ["申请人姓名", "居住地址", "联系电话"], ["申請者の氏名", "居住地", "連絡先の電話"]
    forms = []
    for number in range(1, 5):
        forms += [f"第{number}类申请表用于第{number}种补贴，各栏应当填写完整。", *zh]
        forms += [f"第{number}類の申請書は第{number}種の補助に用い、各欄を記入する。", *ja]
    assert furniture("\n".join(forms)) == []
