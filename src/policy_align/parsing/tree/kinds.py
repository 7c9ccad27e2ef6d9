"""Kinds: what each paragraph is in the document, from titles to footnotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policy_align.parsing.lines.wording import (
    CAPTION,
    NOTE,
    SALUTATION,
    is_complete_title,
    is_date,
    is_document_number,
    is_enactment,
)
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from policy_align.model import Kind
    from policy_align.parsing.lines.paragraphs import Paragraph

_STOP = re.compile(r"[。！？；｡]")
_ADOPTED = re.compile(
    r"[（(](?=.*[0-9〇一二三四五六七八九十]).*(?:通过|通過|公布|发布|發布|施行|採択|制定|修正|修訂|修订|改正|批准|号|號).*[)）]"
)
_FOOTNOTE = re.compile(
    r"(?:[（(\[［〔【]?(?:注|註|脚注|注释|註釋)\s*[0-9０-９一二三四五六七八九十]*[)）\]］〕】]?\s*[：:．.、\s\u3000]"
    r"|[※＊*†‡]\s*[0-9０-９]*\s*|[①-⑳]\s*|[\[［][0-9０-９]{1,3}[\]］]\s*)\S"
)
_CELLS = re.compile(r"\t|[ \u3000]{2,}")
_ENUMERATED = re.compile(
    r"(?:[一二三四五六七八九十]+(?:是|要)|第[一二三四五六七八九十]+[，,に、]|首先|其次|再次|最后|最後に|まず)"
)
_CLOSING = re.compile(
    r"^(?:本|この)[^。]{1,20}(?:自|は)[^。]{1,40}(?:施行|实施|實施|執行|执行|実施|適用)[^。]*。$|^特此(?:通知|公告|说明)"
)
_LONGEST_LEAD = 45
_LONGEST_TITLE = 120
_LONGEST_SIGNATURE = 40
_LONGEST_ADDRESS = 160
_MOST_SIGNATURES = 6
_FEWEST_CELLS = 3  # that blanks alone set apart


def kinds_of(
    paragraphs: Sequence[Paragraph], labelled: frozenset[int], contents: frozenset[int]
) -> list[Kind]:
    """Decide what every paragraph is that has no label of its own.

    Args:
        paragraphs: All paragraphs of one language.
        labelled: Those that are headings, articles or items.
        contents: Those that make up the table of contents.

    Returns:
        The kind of each paragraph; that of its first sentence where they differ.
    """
    texts = [paragraph.text for paragraph in paragraphs]
    first_label = min(labelled, default=len(texts))
    signatures = _signatures(texts, labelled | contents)
    kinds: list[Kind] = []
    for index, paragraph in enumerate(paragraphs):
        if index in contents:
            kinds.append("toc")
        elif index in labelled:
            kinds.append("heading")
        elif index in signatures:
            kinds.append("signature")
        else:
            front = index < first_label
            after = kinds[-1] if kinds else None
            kinds.append(_kind(paragraph, front=front, after=after))
    return kinds


def _kind(paragraph: Paragraph, *, front: bool, after: Kind | None) -> Kind:
    """Decide the kind of a paragraph without label."""
    text = paragraph.text
    by_form = _kind_by_form(paragraph)
    if by_form:
        return by_form
    if _STOP.search(text):
        return "sentence"
    if SALUTATION.search(text):
        return "address" if front and len(text) <= _LONGEST_ADDRESS else "sentence"
    if len(text) > _LONGEST_TITLE:
        return "sentence"
    return "title" if front or after in {"date", "signature", "caption"} else "heading"


def _kind_by_form(paragraph: Paragraph) -> Kind | None:
    """Recognise what has a form of its own, wherever it stands."""
    role = paragraph.rows[0].line.role
    if role != "body":
        return role
    return next((kind for kind, has_form in _FORMS if has_form(paragraph)), None)


def is_table_row(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is a row of a table: cells set apart, no sentence."""
    text = paragraph.text
    cells = cells_of(text)
    return (
        len(paragraph.rows) == 1
        and len(cells) > 1
        and ("\t" in text or len(cells) >= _FEWEST_CELLS)
        and not text.endswith("。")
    )


def _is_caption(paragraph: Paragraph) -> bool:
    return bool(CAPTION.match(paragraph.text)) and not _STOP.search(paragraph.text)


def _is_bullet(paragraph: Paragraph) -> bool:
    opening = opening_label(paragraph.text)
    return opening is not None and opening.label.style == "bullet"


_FORMS: tuple[tuple[Kind, Callable[[Paragraph], bool]], ...] = (
    ("date", lambda paragraph: is_date(paragraph.text)),
    ("docnum", lambda paragraph: is_document_number(paragraph.text)),
    ("docnum", lambda paragraph: is_enactment(paragraph.text)),
    ("docnum", lambda paragraph: bool(_ADOPTED.fullmatch(paragraph.text))),
    ("note", lambda paragraph: bool(NOTE.match(paragraph.text))),
    ("caption", _is_caption),
    ("bullet", _is_bullet),
    ("footnote", lambda paragraph: bool(_FOOTNOTE.match(paragraph.text))),
    ("table", is_table_row),
)


def cells_of(text: str) -> list[str]:
    """Cut a table row at tabs and wide gaps."""
    return [cell.strip() for cell in _CELLS.split(text) if cell.strip()]


def _signatures(texts: Sequence[str], taken: frozenset[int]) -> frozenset[int]:
    """Find the lines that sign a text: short ones right before its date."""
    found = set()
    for index, text in enumerate(texts):
        if not is_date(text):
            continue
        for before in range(index - 1, max(-1, index - 1 - _MOST_SIGNATURES), -1):
            if before in taken or not _may_sign(texts[before]):
                break
            found.add(before)
    return frozenset(found)


def _may_sign(text: str) -> bool:
    if len(text) > _LONGEST_SIGNATURE or _STOP.search(text) or SALUTATION.search(text):
        return False
    return not (
        is_complete_title(text) or is_date(text) or is_document_number(text) or NOTE.match(text)
    )


def is_lead(sentence: str, rest: str) -> bool:
    """Tell whether the first sentence of a paragraph is a lead that only names its subject.

    Args:
        sentence: The first sentence.
        rest: What follows it in the paragraph.

    Returns:
        ``True`` for ``一是加强领导。`` before more text.
    """
    return (
        bool(rest)
        and len(sentence) <= _LONGEST_LEAD
        and bool(_ENUMERATED.match(sentence))
        and "，" not in sentence
    )


def is_bullet_lead(sentence: str) -> bool:
    """Tell whether a bullet begins with a lead (``——总体部署、分类施策。``)."""
    return len(sentence) <= _LONGEST_LEAD and not re.search(r"[，；]", sentence)


def is_closing_formula(text: str) -> bool:
    """Tell whether a paragraph says from when the document is in force."""
    return bool(_CLOSING.search(text))
