from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from tests.parsing.conftest import CORPUS, SEED

from policy_align import InputError
from policy_align.parsing import ends_softly, parse, parse_document, parse_text

if TYPE_CHECKING:
    from pathlib import Path

    from policy_align.model import Document


@pytest.fixture(scope="module")
def seed() -> dict[str, Document]:
    zh, ja = parse(SEED)
    return {"zh": zh, "ja": ja}


@pytest.mark.parametrize(("language", "count"), [("zh", 353), ("ja", 350)])
def test_seed_sentences(
    seed: dict[str, Document], seed_beads: list[dict[str, Any]], language: str, count: int
) -> None:
    sentences = list(seed[language].sentences)
    assert len(sentences) == count
    position = 0
    for bead in seed_beads:
        group = sentences[position : position + bead[f"{language}_n"]]
        position += len(group)
        assert "".join(sentence.text for sentence in group) == bead[language]
        assert {sentence.kind for sentence in group} <= {bead["kind"]}
        assert {sentence.block for sentence in group} <= {bead["block"]}
        assert {"/".join(sentence.section) for sentence in group} <= {bead["path"]}


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_seed_sections(
    seed: dict[str, Document], seed_structure: list[dict[str, Any]], language: str
) -> None:
    sections = seed[language].sections
    assert len(sections) == len(seed_structure) == 71
    for section, node in zip(sections, seed_structure, strict=True):
        assert list(section.path) == node["path"]
        assert section.level == node["level"]
        assert section.label == node[f"{language}_label"]
        assert section.title == node[f"{language}_title"]
        assert section.run_in == node["zh_run_in"]
        assert section.kind == "section"


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_seed_blocks(seed: dict[str, Document], language: str) -> None:
    blocks: dict[int, str] = {}
    for sentence in seed[language].sentences:
        blocks[sentence.block] = blocks.get(sentence.block, "") + sentence.text
    gold = (CORPUS / "gold" / f"2030-carbon-peak.{language}.txt").read_text("utf-8")
    assert list(blocks.values()) == gold.splitlines()


def test_seed_keeps_every_character(seed: dict[str, Document]) -> None:
    kept: Counter[str] = Counter()
    for document in seed.values():
        for piece in (*document.sentences, *document.furniture):
            kept.update(piece.text)
    source = Counter(SEED.read_text("utf-8"))
    for blank in " \n\t\r":
        kept.pop(blank, None)
        source.pop(blank, None)
    assert kept == source


def test_seed_furniture_has_reasons(seed: dict[str, Document]) -> None:
    furniture = [piece for document in seed.values() for piece in document.furniture]
    assert [piece.text for piece in furniture] == ["SMBC (CHINA) NEWS No.21-35 仮訳", "23"]
    assert all(piece.reason for piece in furniture)


def test_seed_places(seed: dict[str, Document]) -> None:
    lines = SEED.read_text("utf-8").split("\n")
    for document in seed.values():
        for sentence in document.sentences:
            place = sentence.place
            held = ["".join(line.split()) for line in lines[place.first_line - 1 : place.last_line]]
            own = "".join(sentence.text.split())
            assert 1 <= place.page <= 23
            assert own[0] in held[0]
            assert own[-1] in held[-1]
            assert not Counter(own) - Counter("".join(held))
    assert seed["zh"].sentences[-1].place.page == seed["ja"].sentences[-1].place.page == 23


def test_seed_layout_is_reported(seed: dict[str, Document]) -> None:
    assert {document.layout for document in seed.values()} == {"pages"}
    assert {document.name for document in seed.values()} == {"2030-carbon-peak"}
    assert {document.source for document in seed.values()} == {"2030-carbon-peak.txt"}


def test_soft_boundaries_are_inside_paragraphs(seed: dict[str, Document]) -> None:
    sentences = seed["zh"].sentences
    soft = [
        before.text[-5:].lstrip("万亿 ")
        for before, after in pairwise(sentences)
        if ends_softly(before, after)
    ]
    assert soft == ["压减产能；", "准入门槛；", "吨左右；"]


def _write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_two_files_in_either_order(tmp_path: Path) -> None:
    zh = _write(tmp_path, "a.txt", "推动绿色发展。".encode())
    ja = _write(tmp_path, "b.txt", "グリーン発展を推進する。".encode())
    for pair in ((zh, ja), (ja, zh)):
        documents = parse(*pair, name="plan")
        assert [document.language for document in documents] == ["zh", "ja"]
        assert documents[0].sentences[0].text == "推动绿色发展。"
        assert {document.name for document in documents} == {"plan"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        ("推动绿色发展。\n加快转型。".encode(), "only Chinese"),
        ("グリーン発展を推進する。\n".encode(), "only Japanese"),
        (b"plain English text only", "no Chinese or Japanese"),
        (bytes(range(256)) * 40, "not a text file"),
        (b"\x00" * 400 + b"abc", "not a text file"),
    ],
)
def test_bad_input_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(_write(tmp_path, "x.txt", data))
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file_and_directory(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        parse(tmp_path / "none.txt")
    with pytest.raises(InputError, match="directory"):
        parse(tmp_path)


def test_unknown_layout_is_refused() -> None:
    with pytest.raises(InputError, match="no layout"):
        parse(SEED, layout="spiral")


def test_one_document(tmp_path: Path) -> None:
    path = _write(tmp_path, "x.txt", "一、总体要求\n推动绿色发展。加快转型。".encode("gb18030"))
    document = parse_document(path)
    assert document.language == "zh"
    assert [sentence.text for sentence in document.sentences][1:] == [
        "推动绿色发展。",
        "加快转型。",
    ]


def test_text_with_both_languages() -> None:
    zh, ja = parse_text("推动发展。\n発展を推進する。\n加快转型。\n転換を加速する。")
    assert [s.text for s in zh.sentences] == ["推动发展。", "加快转型。"]
    assert [s.text for s in ja.sentences] == ["発展を推進する。", "転換を加速する。"]


def test_a_pipe_is_read_once_and_a_device_with_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "zh"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(pipe.write_text, "推动发展。\n", "utf-8")
        assert parse_document(pipe).sentences[0].text == "推动发展。"
        pool.submit(pipe.write_bytes, b"%PDF-1.4\n")
        with pytest.raises(InputError, match="a PDF cannot be read from a pipe"):
            parse_document(pipe)
    monkeypatch.setattr("policy_align.parsing.reading.files.MOST_BYTES", 1 << 20)
    with pytest.raises(InputError, match="the file is larger than 1 MB"):
        parse_document("/dev/zero")


@pytest.mark.parametrize(("language", "codec"), [("ja", "iso2022_jp"), ("zh", "hz")])
def test_seven_bit_encodings_are_decoded(tmp_path: Path, language: str, codec: str) -> None:
    text = {"zh": "推动发展。", "ja": "発展を推進する。"}[language]
    (tmp_path / "a.txt").write_bytes(f"{text}\n".encode(codec))
    document = parse_document(tmp_path / "a.txt")
    assert (document.language, document.sentences[0].text) == (language, text)


def test_a_file_in_neither_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text("推动发展。\n", "utf-8")
    (tmp_path / "en.txt").write_text("Output is stable.\n", "utf-8")
    with pytest.raises(InputError, match=r"en\.txt: no Chinese or Japanese text"):
        parse(tmp_path / "zh.txt", tmp_path / "en.txt")


def test_a_saved_web_page_is_known_by_its_content(tmp_path: Path) -> None:
    page = (
        "<!-- saved from url=(0014)about:internet -->\n<html><body><p>推动发展。</p></body></html>"
    )
    (tmp_path / "a.txt").write_text(page, "utf-8")
    assert [s.text for s in parse_document(tmp_path / "a.txt").sentences] == ["推动发展。"]
