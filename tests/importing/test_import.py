from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from policy_align.corpus import load_corpus
from policy_align.errors import InputError
from policy_align.importing import import_memories
from policy_align.importing.memories import find_memories

if TYPE_CHECKING:
    from pathlib import Path

    from policy_align.importing import Imported

HEAD = '<?xml version="1.0"?>\n<tmx version="1.4"><header {} srclang="zh-CN"/><body>'
TAIL = "</body></tmx>"


def unit(zh: str, ja: str, *, codes: tuple[str, str] = ("zh-CN", "ja-JP"), lang: str = "xml:lang",
         more: str = "") -> str:  # fmt: skip
    sides = zip(codes, (zh, ja), strict=True)
    variants = (f'<tuv {lang}="{code}"><seg>{text}</seg></tuv>' for code, text in sides)
    return f"<tu>{more}{''.join(variants)}</tu>"


def write_tmx(path: Path, *units: str, header: str = "", doctype: str = "") -> Path:
    head = HEAD.format(header).replace("\n", f"\n{doctype}", 1)
    path.write_text(head + "".join(units) + TAIL, encoding="utf-8")
    return path


class Importer:
    """Imports into a folder and remembers what was skipped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.skipped: list[tuple[str, int, str]] = []

    def __call__(self, *files: Path, name: str | None = None) -> list[Imported]:
        return import_memories(
            files,
            self.folder,
            name=name,
            skipped=lambda file, number, why: self.skipped.append((file.name, number, why)),
        )

    def texts(self, name: str) -> list[tuple[str, str]]:
        return [(pair.zh, pair.ja) for pair in load_corpus(self.folder)[name]]


@pytest.fixture
def take(tmp_path: Path) -> Importer:
    return Importer(tmp_path / "corpus")


@pytest.mark.parametrize(
    "codes",
    [("zh-CN", "ja-JP"), ("zh", "ja"), ("ZH-cn", "JA-jp"), ("zh_TW", "ja_JP"), ("zh-Hans-CN", "ja"),
     ("cmn", "jpn"), ("zho", "jpn"), ("ZH-TW", "JA")],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["xml:lang", "lang"])
def test_language_codes_of_all_tools(
    take: Importer, tmp_path: Path, codes: tuple[str, str], lang: str
) -> None:
    path = write_tmx(tmp_path / "tm.tmx", unit("能源", "エネルギー", codes=codes, lang=lang))
    assert take(path)[0].pairs == 1
    assert take.texts("tm") == [("能源", "エネルギー")]


def test_japanese_may_come_first_and_other_languages_too(take: Importer, tmp_path: Path) -> None:
    english = '<tuv xml:lang="en"><seg>energy</seg></tuv>'
    path = write_tmx(
        tmp_path / "tm.tmx",
        unit("エネルギー", "能源", codes=("ja", "zh"), more=f"<note>x</note>{english}"),
    )
    take(path)
    assert take.texts("tm") == [("能源", "エネルギー")]


def test_inline_codes_are_dropped_and_text_in_them_kept(take: Importer, tmp_path: Path) -> None:
    zh = '发展<bpt i="1">&lt;b&gt;</bpt>能源<ept i="1">&lt;/b&gt;</ept>，<ph>{1}</ph><!-- c -->推进'
    ja = '<hi type="bold">エネルギー</hi>を<it pos="begin">&lt;i&gt;</it>発展<ut>x</ut>させる'
    take(write_tmx(tmp_path / "tm.tmx", unit(zh, ja)))
    assert take.texts("tm") == [("发展能源，推进", "エネルギーを発展させる")]


def test_units_that_cannot_be_used_are_named_and_left_out(take: Importer, tmp_path: Path) -> None:
    path = write_tmx(
        tmp_path / "tm.tmx",
        unit("一", "いち"),
        unit("二", " \n"),
        unit("three", "さん", codes=("en", "ja")),
        "<tu/>",
        unit("五", "ご"),
    )
    (done,) = take(path)
    assert (done.pairs, done.known, done.skipped) == (2, 0, 3)
    assert take.skipped == [
        ("tm.tmx", 2, "no Japanese text"),
        ("tm.tmx", 3, "no Chinese text"),
        ("tm.tmx", 4, "no Chinese and no Japanese text"),
    ]
    assert [pair.id for pair in load_corpus(take.folder)["tm"]] == ["tm:1", "tm:5"]


def test_what_is_known_about_a_memory_is_kept(take: Importer, tmp_path: Path) -> None:
    path = write_tmx(
        tmp_path / "客户 2021.tmx",
        unit("能源", "エネルギー"),
        unit("电", "電気", more='<prop type="x-score">0.75</prop>'),
        header='creationtool="OmegaT" creationtoolversion="6.0" creationdate="20211024T080910Z"',
    )
    take(path)
    corpus = load_corpus(take.folder)
    description = corpus.descriptions["客户 2021"]
    assert description.source == "Imported from 客户 2021.tmx (written by OmegaT 6.0)"
    assert description.date == "2021-10-24"
    assert list(description.sha256) == ["客户 2021.tmx"]
    assert [pair.score for pair in corpus["客户 2021"]] == [1.0, 0.75]
    assert {pair.kind for pair in corpus.pairs()} == {"sentence"}
    assert corpus.search("エネルギー")[0].citation == "客户 2021, no. 1"


def test_each_pair_is_taken_once(take: Importer, tmp_path: Path) -> None:
    first = write_tmx(
        tmp_path / "a.tmx",
        unit("产业 ＣＯ2", "産業"),
        unit("産業CO₂", "产 业"),
        unit("产业CO2", "産業の"),
    )
    second = write_tmx(tmp_path / "b.tmx", unit("产业co2", "産業"), unit("新", "新しい"))
    (done,) = take(first)
    assert (done.pairs, done.known) == (2, 1)
    (done,) = take(second)
    assert (done.pairs, done.known) == (1, 1)
    (done,) = take(second, name="c")
    assert (done.pairs, done.known) == (0, 2)
    assert list(load_corpus(take.folder)) == ["a", "b"]


def test_each_pair_is_taken_once_into_a_large_corpus(
    take: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_align.corpus.opening._SMALL", 0)
    take(write_tmx(tmp_path / "a.tmx", unit("产业&#9;a", "産業"), unit("电", "電気")))
    (done,) = take(write_tmx(tmp_path / "b.tmx", unit("產業A", "产业"), unit("水", "水")))
    assert (done.pairs, done.known) == (1, 1)


def test_several_memories_are_taken_together(take: Importer, tmp_path: Path) -> None:
    files = [
        write_tmx(tmp_path / "a.tmx", unit("一", "いち"), unit("二", "に")),
        write_tmx(tmp_path / "b.tmx", unit("二", "に"), unit("三", "さん")),
    ]
    assert [(done.name, done.pairs, done.known) for done in take(*files)] == [
        ("a", 2, 0),
        ("b", 1, 1),
    ]


def everything(folder: Path) -> list[tuple[str, bytes]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(str(path), path.read_bytes()) for path in files]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEAD.format("") + unit("能源", "エネルギー") + "<tu>", "not well-formed XML"),
        (HEAD.format("") + unit("能源\x0b", "エネルギー") + TAIL, "not well-formed XML"),
        ("<html/>", "not a TMX file"),
        ("", "not well-formed XML"),
        (HEAD.format("") + unit("energy", "énergie", codes=("en", "fr")) + TAIL,
         "no Chinese–Japanese unit"),
    ],
)  # fmt: skip
def test_a_bad_file_leaves_the_corpus_untouched(
    take: Importer, tmp_path: Path, content: str, message: str
) -> None:
    take(write_tmx(tmp_path / "good.tmx", unit("电", "電気")))
    before = everything(take.folder)
    bad, other = tmp_path / "bad.tmx", write_tmx(tmp_path / "other.tmx", unit("水", "水"))
    bad.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        take(other, bad)
    assert everything(take.folder) == before


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE tmx [<!ENTITY l0 "lol">{LAUGHS}]>',
        '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE tmx [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
    ],
    ids=["many laughs", "a file", "the network"],
)
def test_entities_are_refused(take: Importer, tmp_path: Path, doctype: str) -> None:
    name = "l9" if "l9" in doctype else "x"
    path = write_tmx(tmp_path / "tm.tmx", unit(f"&{name};", "エネルギー"), doctype=doctype)
    with pytest.raises(InputError, match="entities, which are never resolved"):
        take(path)


def test_a_document_type_elsewhere_is_not_fetched(take: Importer, tmp_path: Path) -> None:
    (tmp_path / "evil.dtd").write_text('<!ENTITY amp2 "leaked">')
    path = write_tmx(
        tmp_path / "tm.tmx",
        unit("能源", "エネルギー"),
        doctype='<!DOCTYPE tmx SYSTEM "evil.dtd">',
    )
    take(path)
    assert take.texts("tm") == [("能源", "エネルギー")]


def test_memory_stays_small_however_large_the_file_is(take: Importer, tmp_path: Path) -> None:
    path = tmp_path / "big.tmx"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD.format(""))
        for number in range(20_000):
            file.write(unit(f"第{number}号" + "能源" * 60, f"第{number}号" + "エネルギー" * 30))
        file.write(TAIL)
    tracemalloc.start()
    (done,) = take(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done.pairs == 20_000
    assert peak < path.stat().st_size / 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tm.tsv", "能源\tエネルギー\n产业\t産業\n"),
        ("tm.tsv", "\ufeffja\tid\tzh\r\nエネルギー\t1\t能源\r\n産業\t2\t产业\r\n"),
        ("tm.tsv", "エネルギー\t能源\n産業\t产业\textra\n"),
        ("tm.tab", "# comment\n能源\tエネルギー\n\n产业\t産業"),
        ("tm.csv", 'zh,ja,score\n"能源","エネルギー",0.5\n产业,"産業"\n'),
        ("tm.csv", "Chinese;Japanese\n能源;エネルギー\n产业;産業\n"),
        ("tm.jsonl", '{"zh": "能源", "ja": "エネルギー"}\n\n{"zh": "产业", "ja": "産業"}\n'),
    ],
)
def test_tables_and_lines_of_json(take: Importer, tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8", newline="")
    take(path)
    assert take.texts("tm") == [("能源", "エネルギー"), ("产业", "産業")]


def test_tables_in_utf_16(take: Importer, tmp_path: Path) -> None:
    path = tmp_path / "tm.txt"
    path.write_text("能源\tエネルギー\n", encoding="utf-16")
    take(path)
    assert take.texts("tm") == [("能源", "エネルギー")]


def test_bad_rows_are_skipped_by_number(take: Importer, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("能源\tエネルギー\nlonely\n\t電気\n电\t電気\n", "utf-8")
    (tmp_path / "b.csv").write_text("zh,ja,score\n水,みず,high\n火,ひ,7\n土,つち,1\n", "utf-8")
    rows = ['{"zh": "风"}', "nonsense", "[1]", '{"zh": "风", "ja": "かぜ"}', '{"zh":"", "ja":"x"}']
    (tmp_path / "c.jsonl").write_text("\n".join(rows), "utf-8")
    done = take(*(tmp_path / name for name in ("a.tsv", "b.csv", "c.jsonl")))
    assert [(each.pairs, each.skipped) for each in done] == [(2, 2), (1, 2), (1, 4)]
    assert [(name, number) for name, number, _ in take.skipped] == [
        ("a.tsv", 2), ("a.tsv", 3), ("b.csv", 2), ("b.csv", 3),
        ("c.jsonl", 1), ("c.jsonl", 2), ("c.jsonl", 3), ("c.jsonl", 5),
    ]  # fmt: skip


def test_a_line_that_is_not_utf_8_is_skipped(take: Importer, tmp_path: Path) -> None:
    good, bad = "能源\tエネルギー\n".encode(), "产业\t産業\n".encode()[1:]
    (tmp_path / "tm.tsv").write_bytes(good + bad + "电\t電気\n".encode())
    take(tmp_path / "tm.tsv")
    assert take.skipped == [("tm.tsv", 2, "it is not UTF-8")]
    assert take.texts("tm") == [("能源", "エネルギー"), ("电", "電気")]
    (tmp_path / "wide.tsv").write_bytes("能源\tエネルギー\n".encode("utf-16")[:-1])
    with pytest.raises(InputError, match="no sound UTF-16"):
        take(tmp_path / "wide.tsv")


@pytest.mark.parametrize(
    ("names", "given"),
    [
        (("tm.zh", "tm.ja"), ("tm.zh", "tm.ja")),
        (("tm.zh", "tm.ja"), ("tm.ja",)),
        (("tm.zh-CN", "tm.ja_JP"), ("tm.zh-CN",)),
        (("tm.zh.txt", "tm.ja.txt"), ("tm.ja.txt", "tm.zh.txt")),
    ],
)
def test_two_files_of_lines(
    take: Importer, tmp_path: Path, names: tuple[str, str], given: tuple[str, ...]
) -> None:
    (tmp_path / names[0]).write_text("能源\u2028政策\n\n电\n水\n", encoding="utf-8")
    (tmp_path / names[1]).write_text("エネルギー\u2028政策\n\n\nみず\n", encoding="utf-8")
    (done,) = take(*(tmp_path / name for name in given))
    assert done.name == "tm"
    assert take.texts("tm") == [("能源\u2028政策", "エネルギー\u2028政策"), ("水", "みず")]
    assert [number for _, number, _ in take.skipped] == [3]


def test_files_of_lines_must_match(take: Importer, tmp_path: Path) -> None:
    (tmp_path / "tm.zh").write_text("一\n二\n", encoding="utf-8")
    with pytest.raises(InputError, match="other language is missing"):
        take(tmp_path / "tm.zh")
    (tmp_path / "tm.ja").write_text("いち\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"tm\.ja: it has 1 lines"):
        take(tmp_path / "tm.zh")
    (tmp_path / "tm.ja").write_bytes("いち\nに\n".encode("shift_jis"))
    with pytest.raises(
        InputError, match=r"no Chinese–Japanese unit in it \(unit 1: it is not UTF-8"
    ):
        take(tmp_path / "tm.zh")
    assert not list((take.folder / "aligned").iterdir())


@pytest.mark.parametrize("name", ["tm.doc", "tm", "missing.tmx"])
def test_other_files_are_refused(take: Importer, tmp_path: Path, name: str) -> None:
    if "missing" not in name:
        (tmp_path / name).write_text("x")
    with pytest.raises(InputError):
        take(tmp_path / name)


def test_names(take: Importer, tmp_path: Path) -> None:
    path = write_tmx(tmp_path / "tm.tmx", unit("能源", "エネルギー"))
    take(path, name="client")
    with pytest.raises(InputError, match="document of this name"):
        take(path, name="client")
    with pytest.raises(InputError, match="cannot be the name"):
        take(path, name="../x")
    with pytest.raises(InputError, match="several memories"):
        take(path, write_tmx(tmp_path / "b.tmx"), name="x")
    (tmp_path / "sub").mkdir()
    with pytest.raises(InputError, match="two memories have this name"):
        take(path, write_tmx(tmp_path / "sub" / "tm.tmx"))


def test_a_folder_of_aligned_files_is_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    take = Importer(tmp_path / "mine")
    take(write_tmx(tmp_path / "tm.tmx", unit("能源", "エネルギー")))
    names = sorted(path.name for path in (tmp_path / "mine").iterdir())
    assert names == ["tm.json", "tm.jsonl"]
    line = json.loads((tmp_path / "mine" / "tm.jsonl").read_text(encoding="utf-8"))
    assert (line["id"], line["doc"], line["zh_page"]) == ("tm:1", "tm", 0)


def test_units_may_hold_anything_but_control_the_folder(take: Importer, tmp_path: Path) -> None:
    prop = '<prop type="x-document">../../evil</prop>'
    path = write_tmx(tmp_path / "tm.tmx", unit("能源", "エネルギー", more=prop))
    take(path)
    assert [pair.doc for pair in load_corpus(take.folder).pairs()] == ["tm"]


def test_find_memories_keeps_the_order(tmp_path: Path) -> None:
    for name in ("b.zh", "b.ja", "a.tmx", "c.tsv"):
        (tmp_path / name).touch()
    files = [tmp_path / name for name in ("c.tsv", "b.ja", "a.tmx", "b.zh")]
    assert [memory.stem for memory in find_memories(files)] == ["c", "b", "a"]
