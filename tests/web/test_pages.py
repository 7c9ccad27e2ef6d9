"""The pages as a reader gets them: languages, evidence, filters, states without hits."""

from __future__ import annotations

import json
import re
import string
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from lxml import html

from policy_align import Bitext, Pair, load_corpus
from policy_align.web.library import Library
from policy_align.web.wording import LANGUAGES, choose_language, wording

from .support import HOSTILE, client

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement
    from starlette.testclient import TestClient

WEB = files("policy_align.web")


def get(page: TestClient, address: str, status: int = 200, **headers: str) -> HtmlElement:
    answer = page.get(address, headers=headers)
    assert answer.status_code == status
    return html.document_fromstring(answer.text)


def texts(tree: HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def test_a_term_shows_its_renderings_and_the_evidence(page: TestClient) -> None:
    tree = get(page, "/?q=抽水蓄能")
    renderings = texts(tree, "//*[@data-item='rendering']//*[@data-copy]")
    assert "揚水" in renderings[0]
    assert set(texts(tree, "//mark[@class='q']")) == {"抽水蓄能"}
    marked = texts(tree, "//*[@data-item='hit']//p[@lang='ja']/mark[@class='r']")
    assert marked
    assert all(text in renderings for text in marked)
    assert all("p." in cite for cite in texts(tree, "//cite"))


def test_a_japanese_query_is_looked_up_in_the_japanese(page: TestClient) -> None:
    tree = get(page, "/?q=揚水発電")
    assert texts(tree, "//*[@data-item='hit']//p[@lang='ja']/mark[@class='q']")
    assert tree.get_element_by_id("q").get("lang") == "ja"
    assert texts(tree, "//*[@data-item='rendering']//*[@lang='zh-Hans']")


def test_the_direction_can_be_forced(page: TestClient) -> None:
    forced = get(page, "/?q=国務院&language=zh")
    assert texts(forced, "//*[@data-item='hit']//p[starts-with(@lang, 'zh')]/mark[@class='q']")
    assert forced.xpath("//input[@name='language'][@value='zh'][@checked]")


def test_a_rendering_filters_the_evidence(page: TestClient) -> None:
    tree = get(page, "/?q=能源")
    rendering = texts(tree, "//*[@data-item='rendering']//*[@data-copy]")[0]
    link = tree.xpath("//*[@data-item='rendering'][1]//a")[0].get("href")
    narrowed = get(page, link)
    hits = texts(narrowed, "//*[@data-item='hit']//p[@lang='ja']")
    assert hits
    assert all(rendering in hit for hit in hits)
    assert narrowed.xpath("//*[@data-item='rendering'][1]//a[@aria-current='true']")
    again = narrowed.xpath("//*[@data-item='rendering'][1]//a")[0].get("href")
    assert "rendering" not in again


def test_evidence_comes_in_pages(page: TestClient) -> None:
    first = get(page, "/?q=能源")
    following = first.xpath("//a[@rel='next']")[0].get("href")
    second = get(page, following)
    before, after = (tree.xpath("//*[@data-item='hit']/@data-id") for tree in (first, second))
    assert len(before) == 20
    assert after
    assert not set(before) & set(after)
    assert second.xpath("//a[@rel='prev']")


def test_filters_narrow_the_evidence(page: TestClient) -> None:
    everything = get(page, "/?q=发展")
    section = get(page, "/?q=发展&section=三/（一）")
    inside = section.xpath("//*[@data-item='hit']/@data-id")
    assert inside
    assert len(inside) < len(everything.xpath("//*[@data-item='hit']/@data-id"))
    assert all("三/（一）" in cite for cite in texts(section, "//cite"))
    assert section.xpath("//details[contains(@class, 'filters')][@open]")


def test_neighbours_are_shown_on_demand(page: TestClient) -> None:
    tree = get(page, "/?q=抽水蓄能")
    hit = tree.xpath("//*[@data-item='hit']")[0]
    link = hit.xpath(".//a[@data-action='context']")[0].get("href").partition("#")[0]
    opened = get(page, link)
    rows = opened.xpath("//ol[@class='neighbours']/li")
    assert len(rows) == 5
    assert rows[2].get("class") == "centre"
    piece = page.get("/context", params={"id": hit.get("data-id")})
    assert piece.text.count("<li") == 5
    assert page.get("/context?id=nothing").status_code == 404


def test_a_hit_leads_to_its_place_in_the_document(page: TestClient) -> None:
    tree = get(page, "/?q=抽水蓄能")
    hit = tree.xpath("//*[@data-item='hit']")[0]
    link = hit.xpath(".//a[@data-action='open']")[0].get("href")
    place = page.get(link, follow_redirects=False).headers["location"]
    address, _, anchor = place.partition("#")
    row = get(page, address).get_element_by_id(anchor)
    assert "抽水蓄能" in row.text_content()
    assert page.get("/documents/2030-carbon-peak/place?id=nothing").status_code == 404


def test_a_document_reads_side_by_side(page: TestClient) -> None:
    tree = get(page, "/documents/2030-carbon-peak")
    assert len(tree.xpath("//*[@data-item='hit']")) > 300
    contents = texts(tree, "//nav[@class='contents']//a/span[@lang='zh-Hans']")
    assert contents[:2] == ["一、总体要求", "（一）指导思想。"]
    anchors = [link.partition("#")[2] for link in tree.xpath("//nav[@class='contents']//a/@href")]
    assert all(tree.xpath(f"//*[@id='{anchor}']") for anchor in anchors)


def test_a_memory_of_many_documents_has_no_place_to_lead_to(tmp_path: Path) -> None:
    pairs = (Pair("law:7", "law", "", "sentence", "保护能源。", "エネルギーを守る。", 1.0),)
    Bitext("memory", pairs).save(tmp_path / "memory.jsonl")
    with client(Library(partial(load_corpus, tmp_path))) as opened:
        tree = get(opened, "/?q=能源")
        assert tree.xpath("//*[@data-item='hit']")
        assert not tree.xpath("//a[@data-action='open']")


def test_the_welcome_offers_what_the_corpus_holds(page: TestClient) -> None:
    examples = get(page, "/").xpath("//a[@class='chip']")
    assert len(examples) >= 2
    assert {each.get("lang") for each in examples} == {"zh-Hans", "ja"}
    for each in examples[:2]:
        assert get(page, each.get("href")).xpath("//*[@data-item='hit']")


def test_omissions_and_doubts_are_marked(page: TestClient) -> None:
    tree = get(page, "/documents/hostile?show=doubtful")
    assert texts(tree, "//*[contains(@class, 'unpaired')]//p[contains(@class, 'missing')]") == [
        "not translated",
        "not in the Chinese",
    ]
    assert texts(
        tree, "//*[contains(@class, 'row')][contains(@class, 'unsure')]//*[@class='tag doubt']"
    )


@pytest.mark.parametrize(
    ("accepted", "asked", "language"),
    [("zh-CN,zh;q=0.9", "", "zh-Hans"), ("ja", "", "ja"), ("fr", "", "en"), ("zh", "ja", "ja")],
)
def test_the_interface_speaks_the_language_of_the_browser(
    page: TestClient, accepted: str, asked: str, language: str
) -> None:
    tree = get(page, f"/?ui={asked}", **{"accept-language": accepted})
    assert tree.get("lang") == language
    assert len(tree.xpath("//nav[@class='languages']/a")) == 3
    links = tree.xpath("//nav[@class='rooms']/a/@href")
    assert all(("ui=ja" in link) == bool(asked) for link in links)


def test_every_text_says_its_language(page: TestClient) -> None:
    tree = get(page, "/?q=发展")
    for side in tree.xpath("//*[@data-item='hit']//p[contains(@class, 'side')]"):
        assert side.get("lang") in {"zh-Hans", "zh-Hant", "ja"} or "missing" in side.get("class")
    traditional = get(page, "/?q=產業發展應當")
    assert traditional.xpath("//p[@lang='zh-Hant']/mark")


def test_shapes_and_widths_do_not_matter(page: TestClient) -> None:
    found = {
        q: len(get(page, f"/?q={q}").xpath("//*[@data-item='hit']"))
        for q in ("産業", "產業", "产业")
    }
    assert len(set(found.values())) == 1


def test_nothing_found_shows_a_way_on(page: TestClient) -> None:
    tree = get(page, "/?q=抽水蓄能航空母舰&section=九")
    assert texts(tree, "//a[@class='chip']") == ["抽水蓄能"]
    assert any("filters" in text for text in texts(tree, "//li/a"))


@pytest.mark.parametrize(
    "query", ["-", '""', "，。", "<", "%", "'", "\\", "*", "a" * 200, "🀄", "\u202e"]
)
def test_odd_queries_are_answered(page: TestClient, query: str) -> None:
    answer = page.get("/", params={"q": query})
    assert answer.status_code in {200, 400}
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("query", ["x" * 201, "长" * 5000])
def test_long_queries_are_refused_in_words(page: TestClient, query: str) -> None:
    answer = page.get("/", params={"q": query})
    assert answer.status_code == 400
    assert "at most 200 characters" in answer.text
    assert len(answer.text) < 20_000


def test_an_unknown_document_is_named(page: TestClient) -> None:
    tree = get(page, "/?q=能源&document=nothing-like-it", 400)
    assert "nothing-like-it" in tree.text_content()


@pytest.mark.parametrize(
    "address", ["/documents/none", "/nothing", "/jobs/none", "/documents/hostile/file.exe"]
)
def test_missing_pages_say_so(page: TestClient, address: str) -> None:
    assert texts(get(page, address, 404), "//h1") == ["There is no such page"]


@pytest.mark.parametrize(
    "address",
    [
        "/?q=script",
        "/?q=alert&rendering=<script>",
        "/documents",
        "/documents/hostile",
        f"/?q={HOSTILE}",
    ],
)
def test_hostile_texts_stay_text(page: TestClient, address: str) -> None:
    answer = page.get(address)
    tree = html.document_fromstring(answer.text)
    assert all(each.get("src", "").startswith("/static/") for each in tree.xpath("//script"))
    assert not tree.xpath("//img | //b[not(ancestor::*[@class='count'])] | //i | //u | //s")
    shown = tree.text_content()  # not the random token of the form
    assert "{{7*7}}" in shown or "49" not in shown
    assert not [
        name
        for element in tree.iter()
        for name in getattr(element, "attrib", {})
        if name.startswith("on")
    ]


def test_found_pairs_can_be_taken_home(page: TestClient) -> None:
    tsv = page.get("/download/pairs.tsv?q=抽水蓄能")
    assert "attachment" in tsv.headers["content-disposition"]
    assert tsv.text.count("抽水蓄能") >= 2
    tmx = page.get("/download/pairs.tmx?q=抽水蓄能")
    assert "<tmx" in tmx.text
    glossary = page.get("/download/terms.utf8?q=抽水蓄能").text
    assert any(line.startswith("抽水蓄能\t") for line in glossary.splitlines())
    reverse = page.get("/download/terms.utf8?q=揚水発電").text
    assert any(line.startswith("揚水発電\t") for line in reverse.splitlines())
    assert "<martif" in page.get("/download/terms.tbx?q=抽水蓄能").text
    for address in ("/download/pairs.exe?q=碳", "/download/terms.exe?q=碳"):
        assert page.get(address).status_code == 404
    assert page.get("/download/pairs.tsv").status_code == 400


@pytest.mark.parametrize("suffix", ["tmx", "tsv", "jsonl", "html"])
def test_documents_can_be_taken_home(page: TestClient, suffix: str) -> None:
    answer = page.get(f"/documents/hostile/file.{suffix}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert "金融" in answer.text


def test_the_interface_says_the_same_in_each_language() -> None:
    loaded = {each: wording(each).texts for each in LANGUAGES}
    keys = {key for key in loaded["en"] if not key.endswith(".one")}
    for language, entries in loaded.items():
        assert keys == {key for key in entries if not key.endswith(".one")}, language
        for key in keys:
            blanks = [_blanks(entries[key]), _blanks(loaded["en"][key])]
            assert blanks[0] == blanks[1], (language, key)


def test_every_word_of_the_templates_is_known() -> None:
    known = set(json.loads((WEB / "locales" / "en.json").read_text(encoding="utf-8")))
    used = set()
    for template in (WEB / "templates").iterdir():
        used |= set(
            re.findall(
                r"\bt(?:\.count)?\([\"']([a-z_.0-9]+)[\"'][,)]",
                template.read_text(encoding="utf-8"),
            )
        )
    assert used
    assert used <= known


def test_a_broken_language_header_is_no_error() -> None:
    assert choose_language("", ";;;q=x,,zh;q=") == "zh"


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
