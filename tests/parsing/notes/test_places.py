"""Notes of two languages: numbered through, each from one, or with one of them missed."""

from __future__ import annotations

import pytest
from tests.parsing.notes.noted import JA, JA_NOTES, OPENING, OTHER, ZH, ZH_NOTES, marks, texts

from policy_align import align
from policy_align.parsing import parse_text

PAGES = [
    "白河银行年度报告\n一、账户业务\n全年新开账户三百万个{}，同比增长一成。\n",
    "白河銀行年次報告\n一、口座業務\n年間の新規口座は300万件{}で、前年比1割増加した。\n",
    "二、风险管理\n不良贷款率降至百分之一{}。\n",
    "二、リスク管理\n不良債権比率は1％に低下した{}。\n",
]
NOTES = [
    "不含注销后重新开立的账户。",
    "解約後に再開設された口座を含まない。",
    "按五级分类口径计算。",
    "五分類の基準による。",
]


@pytest.mark.parametrize("end", ["\f", "\n— {} —\n"])
@pytest.mark.parametrize("lead", ["{} ", "{}\n\n"])
def test_notes_may_be_numbered_through_both_languages(lead: str, end: str) -> None:
    pages = [
        page.format(n) + "\n" + lead.format(n) + note + "\n" + end.format(n)
        for n, (page, note) in enumerate(zip(PAGES, NOTES, strict=True), start=1)
    ]
    zh, ja = parse_text("".join(pages))
    assert texts(zh, notes=True) == [f"1 {NOTES[0]}", f"3 {NOTES[2]}"]
    assert texts(ja, notes=True) == [f"2 {NOTES[1]}", f"4 {NOTES[3]}"]
    assert "年間の新規口座は300万件で、前年比1割増加した。" in texts(ja, notes=False)
    assert "不良贷款率降至百分之一。" in texts(zh, notes=False)
    assert sorted(marks(zh)) == ["1", "2", "3", "4"]


def test_a_note_is_known_though_the_one_before_was_missed() -> None:
    pages = [PAGES[0].format(""), PAGES[1].format(""), PAGES[2].format(2), PAGES[3].format("")]
    zh, _ = parse_text("\f".join(pages[:3]) + f"2 {NOTES[2]}\n\f" + pages[3])
    assert texts(zh, notes=True) == [f"2 {NOTES[2]}"]
    assert "不良贷款率降至百分之一。" in texts(zh, notes=False)


@pytest.mark.parametrize("sign", ["{}", "[{}]", "※{}"])
@pytest.mark.parametrize("twins", [False, True])
def test_both_languages_may_count_from_one(sign: str, *, twins: bool) -> None:
    one, two = sign.format(1), sign.format(2)
    zh_notes = [f"{mark} {text}" for mark, text in zip((one, two), ZH_NOTES, strict=True)]
    ja_notes = [f"{mark} {text}" for mark, text in zip((one, two), JA_NOTES, strict=True)]
    pairs = zip(zh_notes, ja_notes, strict=True)
    notes = [note for pair in pairs for note in pair] if twins else [*zh_notes, *ja_notes]
    text = f"{OPENING}{OTHER}{ZH.format(one, two)}\n{JA.format(one, two)}\n\n" + "\n".join(notes)
    zh, ja = parse_text(f"{text}\n")
    assert texts(zh, notes=True) == zh_notes
    assert texts(ja, notes=True) == ja_notes
    assert ZH.format("", "") in texts(zh, notes=False)
    assert JA.format("", "") in texts(ja, notes=False)
    assert sorted(marks(zh)) == sorted([one, one, two, two])
    found = {(pair.zh, pair.ja) for pair in align(zh, ja) if pair.kind == "footnote"}
    assert found == set(zip(zh_notes, ja_notes, strict=True))


def test_each_language_counts_on_where_it_stopped() -> None:
    first = f"{OPENING}{ZH.format('1', '2')}\n1 {ZH_NOTES[0]}\n2 {ZH_NOTES[1]}\n\f"
    second = f"{OTHER}{JA.format('1', '2')}\n1 {JA_NOTES[0]}\n2 {JA_NOTES[1]}\n\f"
    third = "二、重点任务\n建立联席会议制度3，由市水务局牵头。\n3 每年召开两次会议。\n\f"
    fourth = "二、重点任務\n連絡会議の制度を設け3、市水務局が主導する。\n3 会議は毎年2回開く。\n"
    zh, ja = parse_text(first + second + third + fourth)
    assert texts(zh, notes=True)[2:] == ["3 每年召开两次会议。"]
    assert texts(ja, notes=True)[2:] == ["3 会議は毎年2回開く。"]
    assert "建立联席会议制度，由市水务局牵头。" in texts(zh, notes=False)
    assert "連絡会議の制度を設け、市水務局が主導する。" in texts(ja, notes=False)


def test_mere_marks_own_the_texts_right_below_them() -> None:
    leads = "——坚持节水优先。\n――節水優先。\n——坚持统筹推进。\n――統合的推進。\n"
    notes = [f"{n}\n\n{note}\n" for n, note in enumerate((*ZH_NOTES, *JA_NOTES), start=1)]
    text = f"{OPENING}{OTHER}{ZH.format(1, 2)}\n{JA.format(3, 4)}\n\n{leads}\n" + "\n".join(notes)
    zh, ja = parse_text(f"{text}\f二、附则\n二、附則\n自公布之日起施行。\n公布の日から施行する。\n")
    assert texts(zh, notes=True) == [f"1 {ZH_NOTES[0]}", f"2 {ZH_NOTES[1]}"]
    assert texts(ja, notes=True) == [f"3 {JA_NOTES[0]}", f"4 {JA_NOTES[1]}"]
    assert "——坚持统筹推进。" in texts(zh, notes=False)


def test_the_text_of_the_last_mere_mark_may_go_on_on_the_next_page() -> None:
    notes = f"1\n\n{ZH_NOTES[0]}\n\n2\n\n再生水是指经处理后达到国家规定的水质标准，"
    second = "可以再次用于\n二、附则\n本办法自公布之日起施行。\n"
    text = f"{OPENING}{ZH.format(1, 2)}\n\n{notes}\n\f{second}"
    zh, _ = parse_text(text, f"{OTHER}{JA.format('', '')}\n")
    assert texts(zh, notes=True)[0] == f"1 {ZH_NOTES[0]}"
    assert ZH.format("", "") in texts(zh, notes=False)


def test_a_mark_on_a_line_of_its_own_cites_the_note_that_ends_the_page() -> None:
    page = f"{OPENING}改造管网，推广节水器具\n      1\n，完善用水管理制度。\n1   {ZH_NOTES[0]}\n"
    text = f"{page}\f二、附则\n本办法自公布之日起施行。\n"
    zh, _ = parse_text(text, f"{OTHER}{JA.format('', '')}\n")
    assert texts(zh, notes=True) == [f"1 {ZH_NOTES[0]}"]
    assert "改造管网，推广节水器具，完善用水管理制度。" in texts(zh, notes=False)


def test_items_after_the_first_of_a_list_are_no_notes() -> None:
    levels = "1 一级 漏损率不高于5\n2 二级 漏损率不高于8\n3 三级 漏损率不高于10\n"
    text = "一、要求\n管网级别不低于2。\n引用文件的等级均为3。\n二、评定\n按照得分评定。\n"
    zh, _ = parse_text(f"{text}{levels}", f"{OTHER}{JA.format('', '')}\n")
    assert not marks(zh)
    assert not texts(zh, notes=True)


def test_a_number_on_the_last_page_is_no_note_to_a_page_far_before() -> None:
    first = f"一、要求\n漏损率有所下降1，涉及农户三万余户2。\n1 {ZH_NOTES[0]}\n"
    last = "三、附则\n有关设备标准如下。\n\n2\n\n设备应当从合格名录中选用。\n"
    text = f"{first}\f二、评定\n按照得分评定，结果向社会公布。\n\f{last}"
    zh, _ = parse_text(text, f"{OTHER}{JA.format('', '')}\n")
    assert marks(zh) == ["1"]
    assert texts(zh, notes=True) == [f"1 {ZH_NOTES[0]}"]
