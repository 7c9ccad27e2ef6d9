"""Lines that hold a cell of each language are cut where the cells part."""

from __future__ import annotations

import pytest

from policy_align.parsing.columns.mixed_lines import find_mixture

ZH = [
    "为了保护地下水资源，防止地面沉降，制定本",
    "市水行政主管部门负责全市地下水的统一管理",
    "取水单位应当安装计量设施，并保持正常运行",
    "监测数据每季度公布一次，公众有权查询数据",
    "违反本办法规定，未经许可取水的，责令停止",
]
JA = [
    "地下水資源を保護し、地盤沈下を防止するため",
    "市の水行政主管部門は、地下水の統一管理を担",
    "取水する組織は、計量設備を設置し、その正常",
    "観測データは、四半期ごとに一回公表し、公衆",
    "本弁法の規定に違反し、許可を得ずに取水した",
]
SEVERAL = [f"{ja} {zh}" for ja, zh in zip(JA[:3], ZH[1:4], strict=True)]


def parts(*lines: str) -> list[tuple[str, ...]]:
    """Cut lines that stand among whole lines of both columns."""
    texts = [*lines, *ZH, *JA, *ZH, *JA]
    cuts = find_mixture(texts).cuts
    return [
        (text[: cuts[index].end], text[cuts[index].start :]) if index in cuts else (text,)
        for index, text in enumerate(texts)
    ]


def test_one_crowded_line_is_enough() -> None:
    line = f"{JA[0]} {ZH[1]}"
    found = parts(line)
    assert found[0] == (JA[0], ZH[1])
    assert all(len(whole) == 1 for whole in found[1:])


def test_a_line_of_usual_width_that_quotes_the_other_language_is_whole() -> None:
    line = "参考日本的 グリーン成長戦略"
    assert parts(line)[0] == (line,)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("該管轄区域における地下水の日常管理を担当す", "常管理。"),  # nothing tells of the right
        ("2022 年比で 12％以上引き下げ、使用量を増や", "30%4。"),
        ("次の区域においては、取水を禁止", "第十条"),
        ("第三章 罰則", "第三章 罰則"),
    ],
)
def test_lines_are_cut_where_the_columns_part(left: str, right: str) -> None:
    assert parts(f"{left} {right}", *SEVERAL)[0] == (left, right)


def test_columns_that_touch_are_parted_too() -> None:
    left, right = "を養成し、有資格者の割合を引き上げるため、", "持证上岗率达到百分之九十，次年"
    assert parts(left + right, *SEVERAL)[0] == (left, right)
