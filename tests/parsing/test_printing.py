"""Prints show all of a document, and what is missing for printing is said in one line."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

sys.path.append(str(Path(__file__).parents[2] / "scripts"))

from tests.parsing.marked import LANGUAGES, Paper, read_marked
from tests.parsing.printed import LAYOUTS, PRINTED, as_printed

import benchmark_print
from printing import extracting
from printing.layouts import lay_out

if TYPE_CHECKING:
    from lxml.etree import _Element

PAPERS = {path.stem: read_marked(path) for path in PRINTED.glob("*.txt")}
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def bodies(paper: Paper, layout: str) -> dict[str, _Element]:
    found = {}
    for languages, file in lay_out(as_printed(paper, layout), layout).items():
        body = etree.fromstring(file.encode("utf-8")).find(f".//{OFFICE}text")
        assert body is not None
        found[languages] = body
    return found


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_print_shows_every_character_that_its_layout_has_room_for(name: str, layout: str) -> None:
    paper = PAPERS[name]
    shown = as_printed(paper, layout)
    printed: Counter[str] = Counter()
    for body in bodies(paper, layout).values():
        for line in body.iterfind(f".//{TEXT}p[@{TEXT}style-name='ContentsLine']"):
            line.clear()
        printed += letters("".join(body.itertext()))
    texts = [text.text for language in LANGUAGES for text in shown.paragraphs(language)]
    assert printed == letters("".join(texts))


def test_footnotes_stand_where_they_are_cited() -> None:
    body = bodies(PAPERS["village-plan"], "separate")["zh"]
    notes = body.findall(f".//{TEXT}note")
    assert ["".join(note.itertext()) for note in notes] == [
        "数据来源：江宁市农业农村局。",
        "示范果园名单由市农业农村局另行公布。",
    ]
    assert str(notes[0].getparent().text).endswith("农村数字基础设施不断完善")


def test_prints_are_the_same_each_time() -> None:
    for layout in LAYOUTS:
        paper = as_printed(PAPERS["port-notice"], layout)
        assert lay_out(paper, layout) == lay_out(paper, layout)


def test_missing_programs_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extracting.shutil, "which", lambda _: None)
    monkeypatch.setattr(extracting.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["benchmark_print.py"])
    assert benchmark_print.main() == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert all(name in message for name in ("LibreOffice", "poppler-utils", "pdfminer.six"))
