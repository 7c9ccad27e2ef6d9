"""Nothing of a PDF is lost between its characters and the documents, and nothing invented."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.parsing.accounting import accounted, disordered, letters
from tests.parsing.pdf.test_reader import JA_FONT, LEADING, ZH_FONT, Maker, reported

from policy_align import InputError
from policy_align.parsing import parse, parse_document
from policy_align.parsing.pdf.reader import read_pdf

if TYPE_CHECKING:
    from pathlib import Path

ZH = """\
一、总体要求|推动绿色发展，加快转型。|（一）目标|1 指低碳发展。|2025年|国务院|第一条\u3000总则|项目
12%|第3页|- 3 -|3
各地区、各部门要切实加强组织领导，把各项任务落到实处。|ABC def|①|“引用”|政策资料"""
JA = """\
一、全体の要求|グリーン発展を推進し、転換を加速する。|（一）目標|1 低炭素の発展をいう。|国務院
第1条\u3000総則|各地区と各部門は組織的な指導を強化する。|項目|カ|注"""
TEXT = st.sampled_from(
    [
        (font, text)
        for font, texts in ((ZH_FONT, ZH), (JA_FONT, JA))
        for text in texts.replace("\n", "|").split("|")
    ]
)
HEIGHTS = [820.0, *(760 - LEADING * row for row in range(42)), 40.0, 25.0]
PAGE = st.lists(
    st.tuples(
        TEXT,
        st.sampled_from([50, 50, 50, 70, 300, 320, 420]),
        st.sampled_from(HEIGHTS),
        st.sampled_from([10, 10, 10, 10, 7, 5, 16]),
    ),
    min_size=1,
    max_size=30,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pages=st.lists(PAGE, min_size=1, max_size=4),
    header=st.sampled_from(["", "政策文件", "{}"]),
    ruled=st.booleans(),
)
def test_pages_of_text_here_and_there(
    tmp_path: Path,
    pages: list[list[Any]],
    header: str,
    *,
    ruled: bool,
) -> None:
    maker = Maker(tmp_path / "a.pdf")
    maker.line(50, 790, "一、总体要求")
    for number, page in enumerate(pages, 1):
        maker.centred(810, header.format(number), size=9)
        for (font, text), x, y, size in page:
            maker.line(x, y, text, font, size)
        for row in range(4 * ruled):
            maker.canvas.line(45, 700 - LEADING * row, 500, 700 - LEADING * row)
        maker.page()
    path = maker.save()
    expected, source = letters("".join(reported(path).elements())), read_pdf(path)
    for read in (parse, lambda path: (parse_document(path),)):
        with suppress(InputError):  # a language is missing
            documents = read(path)
            assert accounted(documents) == expected
            assert not disordered(documents, source)
