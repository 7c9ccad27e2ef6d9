"""Lays documents with known sections and sentences out again, in the many ways files come.

The parser is then asked to recover what is known: the best stand-in for unseen documents.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from tests.parsing.marked import (
    LANGUAGES,
    Block,
    Paper,
    Text,
    read_marked,
    sections,
    sentences_of,
)

from policy_align.parsing.lines.characters import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
GOLD = ROOT / "corpus" / "gold"


@lru_cache(maxsize=1)
def papers() -> tuple[Paper, ...]:
    """Return all documents with known structure."""
    marked = [read_marked(path) for path in sorted((DATA / "marked").glob("*.txt"))]
    return (_corpus_document(), _law(), *marked)


def _corpus_document() -> Paper:
    """Return the document of the corpus, from its gold standard."""
    name = "2030-carbon-peak"
    structure = json.loads((GOLD / f"{name}.structure.json").read_text("utf-8"))
    beads = [
        json.loads(line)
        for line in (GOLD / f"{name}.sentences.jsonl").read_text("utf-8").splitlines()
    ]
    titles = {node["sentence_id"]: node for node in structure}
    blocks = []
    for number in sorted({bead["block"] for bead in beads}):
        own = [bead for bead in beads if bead["block"] == number]
        node = titles.get(own[0]["id"])
        sides = []
        for language in LANGUAGES:
            text = "".join(bead[language] for bead in own)
            title = node[f"{language}_title"] if node else None
            sides.append(Text(text, (sentences_of(text),), title, own[0]["kind"]))
        blocks.append(Block(*sides))
    return Paper(name, tuple(blocks))


def _law() -> Paper:
    """Return the law, from its two files; a missing side is found by the article numbers."""
    folder = DATA / "law-separate-txt"
    structure = json.loads((folder / "structure.json").read_text("utf-8"))
    known = {
        language: {node[f"{language}_title"] for node in structure if node[f"{language}_title"]}
        for language in LANGUAGES
    }
    lines = {
        language: (folder / f"{language}.txt").read_text("utf-8").splitlines()
        for language in LANGUAGES
    }
    pairs: list[tuple[str | None, str | None]] = []
    zh, ja = list(lines["zh"]), list(lines["ja"])
    while zh or ja:
        if zh and zh[0].startswith("第二十二条"):
            pairs.append((zh.pop(0), None))
        elif ja and ja[0].startswith("（訳注"):
            pairs.append((None, ja.pop(0)))
        else:
            pairs.append((zh.pop(0), ja.pop(0)))
    blocks = []
    for index, pair in enumerate(pairs):
        sides: list[Text | None] = []
        for language, line in zip(LANGUAGES, pair, strict=True):
            if line is None:
                sides.append(None)
                continue
            head = re.match(r"第.{1,3}[编編章]\u3000(.+)$", line)
            title = head[1] if head and head[1] in known[language] and index > 10 else None
            sides.append(Text(line, (sentences_of(line),), title))
        blocks.append(Block(*sides))
    return Paper("law", tuple(blocks))


@dataclass(frozen=True)
class Style:
    """How a document is laid out.

    Attributes:
        layout: ``halves``, ``paragraphs``, ``sections``, ``pages``, ``lines`` or ``columns``.
        width: Characters (full-width) on a line; 0 for one paragraph per line.
        first: The language that comes first, or stands left.
        indent: Blanks before the first line of a paragraph.
        page: Lines on a page; 0 for no pages.
        form_feed: Whether a form feed separates pages.
        header: Line at the top of each page; ``{}`` is its number.
        footer: Line at the bottom of each page.
        blank: Blank lines: ``none``, ``paragraphs`` (between them) or ``lines`` (after each).
        trailing: Whether a blank ends the last line of a paragraph.
        kinsoku: Whether punctuation is kept off the beginnings of lines.
        cut: Whether lines are cut after so many characters, whatever they are.
    """

    layout: str = "halves"
    width: int = 0
    first: str = "zh"
    indent: str = ""
    page: int = 0
    form_feed: bool = True
    header: str = ""
    footer: str = ""
    blank: str = "none"
    trailing: bool = False
    kinsoku: bool = True
    cut: bool = False


_NOT_FIRST = set("。、，；：！？）」』”’】》〉ーぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_TOKEN = re.compile(r"[A-Za-z0-9.,%]+|.")


def wrap(text: str, style: Style) -> list[str]:
    """Break a paragraph into lines."""
    if not style.width:
        return [style.indent + text]
    if style.cut:
        whole = style.indent + text
        return [whole[at : at + style.width] for at in range(0, len(whole), style.width)]
    limit = 2 * style.width
    lines = [style.indent]
    words = _TOKEN.findall(text)
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        needed = display_width(lines[-1] + word)
        if style.kinsoku and after and after[0] in _NOT_FIRST:
            needed += 2
        hanging = style.kinsoku and word[0] in _NOT_FIRST
        if needed > limit and lines[-1].strip() and not hanging:
            lines[-1] = lines[-1].rstrip(" ")
            lines.append("")
        if word != " " or lines[-1]:
            lines[-1] += word
    return [line for line in lines if line.strip()]


def _paragraph(text: str, style: Style) -> list[str]:
    lines = wrap(text, style)
    if style.trailing:
        lines[-1] += " "
    if style.blank == "lines":
        lines = [part for line in lines for part in (line, "")]
    if style.blank == "paragraphs":
        lines.append("")
    return lines


def _flow(paper: Paper, language: str, style: Style) -> list[str]:
    return [line for text in paper.paragraphs(language) for line in _paragraph(text.text, style)]


def _order(style: Style) -> tuple[str, str]:
    return ("zh", "ja") if style.first == "zh" else ("ja", "zh")


def _chunks(lines: Sequence[str], count: int) -> list[list[str]]:
    """Cut lines into a number of pages of about the same length."""
    size = -(-len(lines) // count)
    return [list(lines[start : start + size]) for start in range(0, size * count, size)]


def _pages(paper: Paper, style: Style) -> list[list[list[str]]]:
    """Return for every page the lines of both languages, in the order of the style."""
    flows = [_flow(paper, language, style) for language in _order(style)]
    longest = max(map(len, flows))
    count = max(1, -(-longest // (style.page or longest)))
    return [list(page) for page in zip(*(_chunks(flow, count) for flow in flows), strict=True)]


def _side_by_side(left: str, right: str, width: int) -> str:
    gap = " " * max(2, 2 * width + 6 - display_width(left))
    return f"{left}{gap}{right}" if right.strip() else left


def lay_out(paper: Paper, style: Style) -> str:
    """Lay out a bilingual document as one text."""
    if style.layout in {"halves", "paragraphs", "sections"}:
        return _paginate(list(_in_sequence(paper, style)), style)
    pages = []
    for first, second in _pages(paper, style):
        if style.layout == "pages":
            pages.append([*first, *second])
        elif style.layout == "lines":
            zipped = zip_longest(first, second, fillvalue="")
            pages.append([line for pair in zipped for line in pair if line])
        else:
            zipped = zip_longest(first, second, fillvalue="")
            pages.append([_side_by_side(a, b, style.width) for a, b in zipped])
    return _bind(pages, style)


def _in_sequence(paper: Paper, style: Style) -> Iterator[str]:
    """Yield the lines of a document whose languages follow each other."""
    groups = [list(paper.blocks)]
    if style.layout == "paragraphs":
        groups = [[block] for block in paper.blocks]
    elif style.layout == "sections":
        groups = sections(paper.blocks)
    for group in groups:
        for language in _order(style):
            yield from _flow(replace(paper, blocks=tuple(group)), language, style)


def _paginate(lines: list[str], style: Style) -> str:
    size = style.page or len(lines)
    return _bind([lines[start : start + size] for start in range(0, len(lines), size)], style)


def _bind(pages: Sequence[list[str]], style: Style) -> str:
    """Put headers and footers on the pages and join them."""
    bound = []
    for number, page in enumerate(pages, start=1):
        lines = list(page)
        if style.header:
            lines.insert(0, style.header.format(number))
        if style.footer:
            lines.append(style.footer.format(number))
        bound.append("\n".join(lines))
    return ("\n\f" if style.form_feed and style.page else "\n").join(bound) + "\n"


def lay_out_side(paper: Paper, language: str, style: Style) -> str:
    """Lay out one language of a document."""
    return _paginate(_flow(paper, language, style), style)


def styles() -> dict[str, Style]:
    """Return the layouts that the parser is measured on."""
    result: dict[str, Style] = {}
    for first in LANGUAGES:
        for layout in ("halves", "paragraphs", "sections"):
            result[f"{layout}-{first}-unwrapped"] = Style(layout, first=first)
            result[f"{layout}-{first}-24"] = Style(layout, 24, first, indent="\u3000\u3000")
            result[f"{layout}-{first}-38-blank"] = Style(layout, 38, first, blank="paragraphs")
        for layout in ("pages", "lines", "columns"):
            result[f"{layout}-{first}-22"] = Style(layout, 22, first, page=40)
            result[f"{layout}-{first}-20-indent"] = Style(
                layout, 20, first, page=45, indent="\u3000\u3000"
            )
            result[f"{layout}-{first}-25-headed"] = Style(
                layout, 25, first, page=40, header="政策文件汇编 第{}期", footer="- {} -"
            )
        result[f"pages-{first}-22-bare"] = Style("pages", 22, first, page=40, form_feed=False)
        result[f"pages-{first}-22-blank-lines"] = Style(
            "pages", 22, first, page=80, form_feed=False, blank="lines", trailing=True
        )
        result[f"pages-{first}-unwrapped"] = Style("pages", 0, first, page=12, footer="{}")
        result[f"paragraphs-{first}-30-paged"] = Style(
            "paragraphs", 30, first, page=45, header="行動計画（仮訳）", footer="{}"
        )
        result[f"halves-{first}-30-paged-bare"] = Style(
            "halves", 30, first, page=45, form_feed=False, header="政策資料", footer="— {} —"
        )
        result[f"halves-{first}-17-loose"] = Style("halves", 17, first, kinsoku=False)
        for layout, width in (("halves", 20), ("paragraphs", 33), ("sections", 45), ("pages", 27)):
            page = 40 if layout == "pages" else 0
            name = f"{layout}-{first}-{width}-cut"
            result[name] = Style(layout, width, first, page=page, cut=True)
    return result
