"""Pages of one language in two columns are read down the left column, then down the right."""

from __future__ import annotations

import pytest

from policy_align.parsing import parse_document
from policy_align.parsing.columns.newspaper import unfold_columns
from policy_align.parsing.lines.source import Line, Source

LEFT = [
    "  第一条 为促进湿地保护，维护生",
    "态功能，制定本条例。",
    "  第二条 湿地保护应当坚持保护优",
    "先、系统治理、科学修复、合理利用",
    "的原则。",
    "  第三条 县级以上人民政府应当将",
    "湿地保护纳入规划，所需经费列入本",
]
RIGHT = [
    "级预算。",
    "  第四条 任何单位和个人都有保护",
    "湿地的义务，对破坏湿地的行为有权",
    "举报、控告。",
    "  第五条 违反本条例规定，开垦湿",
    "地的，责令恢复原状，可以处罚款。",
    "  第六条 本条例自公布之日起施行。",
]
LAW = [
    "第一条 为促进湿地保护，维护生态功能，制定本条例。",
    "第二条 湿地保护应当坚持保护优先、系统治理、科学修复、合理利用的原则。",
    "第三条 县级以上人民政府应当将湿地保护纳入规划，所需经费列入本级预算。",
    "第四条 任何单位和个人都有保护湿地的义务，对破坏湿地的行为有权举报、控告。",
    "第五条 违反本条例规定，开垦湿地的，责令恢复原状，可以处罚款。",
    "第六条 本条例自公布之日起施行。",
]
TITLE = "             湿地保护条例"


def source(*lines: str) -> Source:
    return Source("x", tuple(Line(line, 1, n) for n, line in enumerate(lines, 1)))


def side_by_side(at: int) -> list[str]:
    return [
        f"{left}{' ' * (at - len(left))}{right}" for left, right in zip(LEFT, RIGHT, strict=True)
    ]


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("at", [20, 24, 40])
def test_the_left_column_comes_before_the_right_one(at: int) -> None:
    unfolded = unfold_columns(source(TITLE, "", *side_by_side(at)))
    assert unfolded
    texts = [line.text for line in unfolded.lines if line.text.strip()]
    assert texts == [TITLE, *LEFT, *RIGHT]


def test_a_short_page_is_read_as_the_long_one_beside_it() -> None:
    lines = source(TITLE, "", *side_by_side(24)).lines
    short = [
        "        林业局关于湿地的说明",
        "  湿地是重要的自然资源，应当加      其他事项，依照国家有关规定执行。",
        "以保护。                          县林业局",
        "  本说明自公布之日起施行。          二〇三一年四月",
    ]
    after = [Line(line, 2, 20 + n) for n, line in enumerate(short)]
    assert unfold_columns(Source("x", tuple(after))) is None
    unfolded = unfold_columns(Source("x", (*lines, *after)))
    assert unfolded
    texts = [line.text.strip() for line in unfolded.lines if line.page > 1 and line.text.strip()]
    assert "|".join(texts).endswith(
        "施行。|其他事项，依照国家有关规定执行。|县林业局|二〇三一年四月"
    )


def test_lines_that_stand_on_one_side_stay_there() -> None:
    lines = side_by_side(24)
    alone = [lines[0], LEFT[1], " " * 24 + RIGHT[1], *lines[2:]]
    unfolded = unfold_columns(source(*alone))
    assert unfolded
    texts = [line.text for line in unfolded.lines if line.text.strip()]
    assert texts == [*LEFT, RIGHT[0], *RIGHT[1:]]


def test_lines_of_the_columns_may_stand_between_each_other() -> None:
    lines = [
        line
        for left, right in zip(LEFT, RIGHT, strict=True)
        for line in (left, "", " " * 24 + right, "")
    ]
    unfolded = unfold_columns(source(TITLE, "", *lines))
    assert unfolded
    texts = [line.text for line in unfolded.lines if line.text.strip()]
    assert texts == [TITLE, *LEFT, *RIGHT]


def test_a_wide_gap_after_a_label_is_inside_the_column() -> None:
    left, right = ([line.replace("条 ", "条    ") for line in side] for side in (LEFT, RIGHT))
    lines = [f"{one}{' ' * (28 - len(one))}{two}" for one, two in zip(left, right, strict=True)]
    unfolded = unfold_columns(source(*lines))
    assert unfolded
    texts = [line.text.strip() for line in unfolded.lines if line.text.strip()]
    assert texts == [line.strip() for line in [*left, *right]]


def test_a_full_line_may_leave_a_single_blank() -> None:
    full = "态功能，根据有关法律，结合本县的实际情况，制定"
    lines = side_by_side(24)
    lines[1] = f"{full} {RIGHT[1].strip()}"
    unfolded = unfold_columns(source(*lines))
    assert unfolded
    texts = [line.text.strip() for line in unfolded.lines if line.text.strip()]
    assert full in texts
    assert RIGHT[1].strip() in texts


def test_sentences_that_begin_on_one_line_by_chance_make_no_table() -> None:
    left = [line.strip()[:10] + "。" if n % 2 else line for n, line in enumerate(LEFT * 2)]
    right = [line.strip()[:10] + "。" if n % 3 else line for n, line in enumerate(RIGHT * 2)]
    lines = [f"{one}{' ' * (24 - len(one))}{two}" for one, two in zip(left, right, strict=True)]
    assert unfold_columns(source(*lines))


def test_the_sentences_of_a_file_run_on_over_the_columns(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("news") / "law.txt"
    path.write_text("\n".join([TITLE, "", *side_by_side(24)]), encoding="utf-8")
    sentences = [flat(s.text) for s in parse_document(path).sentences]
    assert sentences == [flat(TITLE), *map(flat, LAW)]


TABLE = """\
序号      措施内容                        责任单位和完成时限
1       建立湿地名录，向社会公布。         林业局牵头，年底前完成。
2       设立保护标志，标明范围。           自然资源局牵头，六月前完成。
3       开展湿地监测，发布年度报告。       生态环境局牵头，长期坚持。
4       恢复退化湿地，扩大面积。           林业局、水务局分工负责，三年完成。
5       查处违法行为，公开典型案例。       综合执法局牵头，长期坚持。"""

COMPARED = """\
现行规定，二〇二〇年公布施行。            修改后的规定，自明年起施行。
湿地名录由林业局拟定，报政府批准。        湿地名录由林业局、水务局拟定并公布。
开垦湿地的，责令改正，可以处罚款。        开垦湿地的，责令恢复原状，并处罚款。
本办法由林业局负责解释，另行公布。        本办法由县政府负责解释，另行公布。
其他事项，依照国家有关规定执行。          其他事项，依照本省有关规定执行。"""

WRAPPED = """\
第三条 湿地名录由林业局拟定。报          第三条 湿地名录由林业局、水务局
政府批准后公布，并设立标志。              拟定。报政府批准后公布。
第四条 开垦湿地的，责令改正，可          第四条 开垦湿地的，责令恢复原
以处五千元罚款。逾期不改的，依法          状，并处一万元罚款。
申请强制执行。
第五条 本办法由林业局负责解释，          第五条 本办法由县政府负责解释，
另行公布。                                另行公布。
第六条 其他事项，依照国家规定。          第六条 其他事项，依照本省规定。"""

CONTENTS = "\n".join(f"第{n}章 湿地的保护、利用和管理制度          {n}" for n in range(1, 9))

ITEMS = "\n".join(
    f"（{n}）建立湿地名录，向社会公布范围。\n          由林业局牵头，其他部门配合，年底完成。"
    for n in range(1, 7)
)


@pytest.mark.parametrize("text", [TABLE, COMPARED, WRAPPED, CONTENTS, ITEMS])
def test_what_is_no_running_text_side_by_side_stays_as_it_is(text: str) -> None:
    assert unfold_columns(source(*text.splitlines())) is None


def test_running_text_with_wide_gaps_here_and_there_stays_as_it_is() -> None:
    lines = [line + "，并依照国家有关规定执行" for line in LEFT]
    lines[2] = lines[2].replace("条 ", "条      ")
    lines[5] = lines[5].replace("条 ", "条      ")
    assert unfold_columns(source(*lines, *lines)) is None
