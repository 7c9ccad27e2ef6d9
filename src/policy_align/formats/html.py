"""HTML: one page that shows the two texts side by side, to read, search and print.

The page holds all it needs and forbids itself any connection, so it can be opened from disk
and sent by mail. It is for people; programs read the other formats.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from policy_align.formats.atomic import replacing
from policy_align.formats.characters import legal
from policy_align.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from policy_align.bitext import Bitext
    from policy_align.model import Pair

UNSURE_BELOW = 0.95
_DEEPEST = 4
_NO_JA, _NO_ZH = "未译 · 訳文なし", "原文无 · 原文なし"


def save(bitext: Bitext, path: Path) -> None:
    """Write a bitext as one page."""
    with replacing(path) as file:
        for part in page(bitext):
            file.write(part.encode())


def page(bitext: Bitext) -> Iterator[str]:
    """Make the page that shows a bitext.

    Args:
        bitext: The bitext.

    Yields:
        The HTML, piece by piece.
    """
    style, script = (_resource(name) for name in ("style.css", "search.js"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    title = next((pair for pair in bitext if pair.kind == "title"), None)
    heading = [title.zh, title.ja] if title else [bitext.name]
    yield (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="policy_align {__version__}">\n'
        f"<title>{_text(heading[0] or bitext.name)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<header>\n<h1>{_both(heading)}</h1>\n{_facts(bitext)}</header>\n{_TOOLS}"
        '<div class="columns">\n'
    )
    yield from _contents(bitext)
    yield "<main>\n"
    for number, pair in enumerate(bitext, 1):
        yield _row(pair, number)
    yield f"</main>\n</div>\n<script>{script}</script>\n</body>\n</html>\n"


_TOOLS = """\
<div class="tools" id="bar" hidden><form id="tools" role="search">
<input type="search" id="query" placeholder="检索 · 検索 ( / )"
 aria-label="检索 · 検索" autocomplete="off">
<label><input type="checkbox" id="unsure"> 仅存疑 · 要確認のみ</label>
<output id="count" aria-live="polite"></output>
</form></div>
"""


def _facts(bitext: Bitext) -> str:
    unpaired = sum(not (pair.zh and pair.ja) for pair in bitext)
    unsure = sum(_is_unsure(pair) for pair in bitext)
    facts = [
        bitext.name,
        f"{len(bitext)} 对 · 対",
        f"{unsure} 存疑 · 要確認",
        f"{unpaired} 无对应 · 対応なし",
        bitext.signature,
    ]
    return f'<p class="facts">{" &#x2003; ".join(_text(fact) for fact in facts if fact)}</p>\n'


def _contents(bitext: Bitext) -> Iterator[str]:
    """Yield the list of sections, or nothing where there are none."""
    entries = list(_sections(bitext))
    if not entries:
        yield "<nav></nav>\n"
        return
    yield '<nav aria-label="目录 · 目次"><details open><summary>目录 · 目次</summary><ol>\n'
    for number, level, texts in entries:
        yield f'<li class="l{level}"><a href="#p{number}">{_both(texts)}</a></li>\n'
    yield "</ol></details></nav>\n"


def _sections(bitext: Bitext) -> Iterator[tuple[int, int, list[str]]]:
    """Yield number, level and texts of every pair that opens a section.

    Besides headings these are articles, which have a number but often no title.
    """
    known = {""}
    for number, pair in enumerate(bitext, 1):
        level = min(_DEEPEST, pair.section.count("/") + 1)
        label = pair.section.rpartition("/")[2]
        if pair.kind == "heading":
            yield number, level, [text for text in (pair.zh, pair.ja) if text]
        elif pair.section not in known and label.startswith("第"):
            yield number, level, [label]
        known.add(pair.section)


def _row(pair: Pair, number: int) -> str:
    classes = ["pair", pair.kind]
    if not (pair.zh and pair.ja):
        classes.append("unpaired")
    elif _is_unsure(pair):
        classes += ["unsure", f"s{int(pair.score * 10)}"]
    where = f'<a href="#p{number}">{number}</a>{_pages(pair)}'
    if _is_unsure(pair):
        where += f'<span class="score">{int(pair.score * 100)}%</span>'
    hint = _text(" ".join(part for part in (pair.id, pair.section) if part))
    return (
        f'<article class="{" ".join(classes)}" id="p{number}" title="{hint}">'
        f'<div class="where">{where}</div>'
        f"{_side(pair.zh, 'zh-CN', _NO_ZH)}{_side(pair.ja, 'ja', _NO_JA)}</article>\n"
    )


def _pages(pair: Pair) -> str:
    pages = dict.fromkeys(page for page in (pair.zh_page, pair.ja_page) if page)
    return f"<span>p. {'/'.join(map(str, pages))}</span>" if pages else ""


def _side(text: str, language: str, missing: str) -> str:
    if text:
        return f'<p lang="{language}">{_text(text)}</p>'
    return f'<p class="none">{missing}</p>'


def _both(texts: Iterable[str]) -> str:
    languages = ("zh-CN", "ja")
    return "".join(
        f'<span lang="{language}">{_text(text)}</span>'
        for language, text in zip(languages, texts, strict=False)
    )


def _is_unsure(pair: Pair) -> bool:
    return bool(pair.zh and pair.ja) and pair.score < UNSURE_BELOW


def _text(text: str) -> str:
    return escape(legal(text))


def _resource(name: str) -> str:
    return (files("policy_align.formats") / "page" / name).read_text(encoding="utf-8")
