"""The side-by-side page: what it says, and that it stays by itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from policy_align.bitext import Bitext
from policy_align.errors import InputError
from policy_align.formats import read_bitext
from policy_align.formats.characters import legal
from tests.formats.test_jsonl import PAIR
from tests.formats.test_tmx_tools import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = (
    replace(PAIR, id="plan:1", section="", kind="title", zh="行动方案", ja="行動計画", score=1.0),
    replace(PAIR, id="plan:2", section="一", zh="一、能源", ja="一、エネルギー", score=1.0),
    replace(PAIR, id="plan:3", section="一", kind="sentence", zh="到 2030 年。", score=0.42),
    replace(PAIR, id="plan:4", section="一", kind="sentence", zh="漏译。", ja="", ja_page=0),
    replace(PAIR, id="plan:5", section="一/第一条", kind="item", zh="第一条 甲", ja="第一条 あ"),
)
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def parsed(page: str) -> Any:  # noqa: ANN401 - the types of lxml fit no element
    return html.fromstring(page)


def saved(pairs: tuple[object, ...], folder: Path) -> str:
    path = folder / "plan.html"
    Bitext("plan", pairs, signature="policy_align test").save(path)  # type: ignore[arg-type]
    return path.read_text(encoding="utf-8")


def test_every_text_stands_beside_its_counterpart(tmp_path: Path) -> None:
    tree = parsed(saved(PAIRS, tmp_path))
    rows = tree.xpath("//article")
    assert [row.get("id") for row in rows] == ["p1", "p2", "p3", "p4", "p5"]
    for row, pair in zip(rows, PAIRS, strict=True):
        texts = {side.get("lang"): side.text for side in row.xpath("p[@lang]")}
        assert texts == {k: v for k, v in (("zh-CN", pair.zh), ("ja", pair.ja)) if v}
    assert tree.findtext(".//title") == "行动方案"
    assert "1 存疑" in tree.findtext(".//header/p")
    assert "policy_align test" in tree.findtext(".//header/p")


def test_doubt_and_omission_are_marked(tmp_path: Path) -> None:
    tree = parsed(saved(PAIRS, tmp_path))
    assert [row.get("id") for row in tree.find_class("unsure")] == ["p3"]
    assert tree.xpath("//article[@id='p3']//span[@class='score']/text()") == ["42%"]
    assert "s4" in tree.get_element_by_id("p3").classes
    assert [row.get("id") for row in tree.find_class("unpaired")] == ["p4"]
    assert "未译" in tree.find_class("none")[0].text


def test_sections_lead_to_their_place(tmp_path: Path) -> None:
    tree = parsed(saved(PAIRS, tmp_path))
    links = {link.get("href"): link.text_content() for link in tree.xpath("//nav//a")}
    assert links == {"#p2": "一、能源一、エネルギー", "#p5": "第一条"}


def test_nothing_is_fetched(tmp_path: Path) -> None:
    text = saved(PAIRS, tmp_path)
    assert "default-src 'none'" in text
    assert not re.search(r"https?:|//[a-z]+\.|\bsrc=|@import|url\(|<link|fetch\(|XMLHttp", text)


@pytest.mark.parametrize(
    "text", [*HOSTILE[:-1], "</script><script>alert(1)</script>", "\" onload='x'"]
)
def test_hostile_text_stays_text(text: str, tmp_path: Path) -> None:
    pair = replace(PAIR, zh=text, ja=text, id=text, section=text, kind="title", score=0.1)
    page = saved((pair, replace(pair, kind="heading")), tmp_path)
    tree = parsed(page)
    assert len(tree.xpath("//script")) == 1
    assert page.count("<script>") == page.count("</script>") == 1
    assert {name for element in tree.iter() for name in element.keys()} <= {  # noqa: SIM118
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "hidden", "role", "type",
        "placeholder", "aria-label", "autocomplete", "aria-live", "open", "href", "title",
    }  # fmt: skip
    clean = legal(text).replace("\r\n", "\n").replace("\r", "\n")
    shown = [side.text for side in tree.xpath("//article/p[@lang]")]
    assert shown == [clean] * 4


def test_pages_are_not_read(tmp_path: Path) -> None:
    saved(PAIRS, tmp_path)
    with pytest.raises(InputError, match="names no known format"):
        read_bitext(tmp_path / "plan.html")


@pytest.mark.skipif(not BROWSER, reason="no Chromium is installed")
@pytest.mark.parametrize(
    ("query", "only_unsure", "shown", "marks"),
    [
        ("２０３０年", "", {"p3"}, ["2030 年"]),
        ("エネルギー", "", {"p2", "p3"}, ["エネルギー"] * 2),
        ("", " checked", {"p3", "p4"}, []),
        ("<b>", "", set(), []),
    ],
)
def test_the_search_finds(
    query: str, only_unsure: str, shown: set[str], marks: list[str], tmp_path: Path
) -> None:
    text = saved(PAIRS, tmp_path)
    text = text.replace('id="query"', f'id="query" value="{query.replace("<", "&lt;")}"')
    text = text.replace('id="unsure"', f'id="unsure"{only_unsure}')
    (tmp_path / "query.html").write_text(text, encoding="utf-8")
    command = [
        str(BROWSER), *OPTIONS, f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom", (tmp_path / "query.html").as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    tree = parsed(done.stdout.decode())
    assert {row.get("id") for row in tree.xpath("//article[not(@hidden)]")} == shown
    assert [mark.text for mark in tree.xpath("//mark")] == marks
    assert not tree.xpath("//div[@id='bar']/@hidden")
