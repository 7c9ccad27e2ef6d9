"""What ``policy-align parse`` shows, and how it refuses what cannot be read."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from tests.parsing.conftest import SEED

import policy_align as pa
from policy_align.cli import main
from policy_align.parsing.reading.files import read_source

if TYPE_CHECKING:
    from pathlib import Path

FONTS = {"zh": "STSong-Light", "ja": "HeiseiMin-W3"}
for _font in FONTS.values():
    pdfmetrics.registerFont(UnicodeCIDFont(_font))
LINES = (
    ("zh", "一、总体要求"),
    ("zh", "推动绿色发展，加快转型。"),
    ("ja", "一、全体の要求"),
    ("ja", "グリーン発展を推進し、転換を加速する。"),
)
TEXT = "\n".join(text for _, text in LINES)


def locked_pdf(path: Path, password: str) -> Path:
    canvas = Canvas(str(path), encrypt=password)
    for number, (language, text) in enumerate(LINES):
        canvas.setFont(FONTS[language], 12)
        canvas.drawString(80, 780 - 30 * number, text)
    canvas.save()
    return path


def test_the_outline(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(SEED)]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == (
        "zh  2030-carbon-peak.txt  layout: pages  71 sections, 97 paragraphs, "
        "353 sentences, 2 pieces set aside"
    )
    assert lines[0] == "  一、 总体要求  [p. 1]"


def test_the_report_says_what_was_dropped_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT.replace("绿色", "绿\u200b色\x07").replace("一", "⼀"), encoding="utf-8")
    assert main(["parse", "--report", str(path)]) == 0
    out = capsys.readouterr().out
    assert "p. 1, line 2  invisible characters (U+200B U+0007): '\\u200b\\x07'" in out
    assert "p. 1, line 1  written as the ordinary characters (U+2F00): '⼀'" in out
    assert main(["parse", "--json", str(path)]) == 0
    zh, ja = json.loads(capsys.readouterr().out)
    assert [piece["reason"] for piece in zh["furniture"]] == [
        "written as the ordinary characters (U+2F00)",
        "invisible characters (U+200B U+0007)",
        "written as the ordinary characters (U+2F00)",
    ]
    assert [sentence["text"] for sentence in zh["sentences"] + ja["sentences"]] == [
        text for _, text in LINES
    ]


def test_json_accounts_for_every_character(capsys: pytest.CaptureFixture[str]) -> None:
    main(["parse", "--json", str(SEED)])
    documents = json.loads(capsys.readouterr().out)
    pieces = [p["text"] for doc in documents for p in doc["sentences"] + doc["furniture"]]
    source = "".join(SEED.read_text(encoding="utf-8").split())
    assert Counter("".join("".join(pieces).split())) == Counter(source)


def test_an_encrypted_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(locked_pdf(tmp_path / "Plan.PDF", "geheim"))
    assert main(["parse", path]) == 2
    assert capsys.readouterr().err == (
        f"policy-align: {path}: the PDF is encrypted; give its password (--password)\n"
    )
    assert main(["parse", "--password", "falsch", path]) == 2
    assert "the password does not open the PDF" in capsys.readouterr().err
    assert main(["parse", "--password", "geheim", path]) == 0
    zh, ja = pa.parse(path, password="geheim")  # noqa: S106
    assert [s.text for s in (*zh.sentences, *ja.sentences)] == [text for _, text in LINES]


@pytest.mark.parametrize(
    "name",
    [
        "-plan.txt",
        "a b 'c\" d.txt",
        "計画.TXT",
        unicodedata.normalize("NFD", "ガイド.txt"),
        "plan.pdf",
    ],
)
def test_odd_names(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert main(["parse", "--", name]) == 0
    assert f"zh  {name}  layout: halves" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (TEXT.encode("gb18030", "ignore") + "推动绿色发展。".encode() * 9, "no text encoding fits"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "the PDF is damaged"),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "this is no Word document"),
        (bytes(range(256)) * 256, "it is not a text file"),
        ("推动绿色发展。".encode(), "only Chinese text was found"),
        (b"hello", "no Chinese or Japanese text was found"),
        ("推动发展、発展を推進する、".encode() * 9, "line 1 holds both languages"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, data: bytes, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    assert main(["parse", str(path)]) == 2
    streams = capsys.readouterr()
    assert not streams.out
    assert streams.err.startswith(f"policy-align: {path}: ")
    assert streams.err.count("\n") == 1
    assert reason in streams.err


def test_names_cannot_command_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a\n\x1b[31m.txt"
    assert main(["parse", str(path)]) == 2
    assert capsys.readouterr().err.endswith("a  [31m.txt: there is no such file; check the name\n")
    path.write_text(TEXT, encoding="utf-8")
    assert main(["parse", str(path)]) == 0
    assert capsys.readouterr().out.startswith("zh  a  [31m.txt  layout")


def test_the_encoding_of_a_web_page_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes("<p>珪藻</p><p>鶴亀</p>".encode("gb18030"))
    with pytest.raises(pa.InputError, match="--encoding"):
        read_source(path)
    assert [line.text for line in read_source(path, "gb18030").lines] == ["珪藻", "鶴亀"]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (TEXT, TEXT, "zh.txt: it holds both languages; give it alone"),
        (LINES[1][1], TEXT, "ja.txt: it holds both languages; give it alone"),
        (LINES[1][1], LINES[1][1], "both files are in Chinese"),
    ],
)
def test_two_files_that_are_no_pair(tmp_path: Path, first: str, second: str, reason: str) -> None:
    (tmp_path / "zh.txt").write_text(first, encoding="utf-8")
    (tmp_path / "ja.txt").write_text(second, encoding="utf-8")
    with pytest.raises(pa.InputError, match=reason):
        pa.parse(tmp_path / "zh.txt", tmp_path / "ja.txt")
