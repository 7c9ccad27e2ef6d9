"""Page numbers as they are printed: with dashes, words, totals, in Roman or Chinese figures."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = r"(?:\d{1,4}|[ivxlc]{1,7}|(?<=[-−])[一二三四五六七八九十〇]{1,4}(?=[-−]))"
_PAGE_NUMBER = re.compile(
    rf"[-−·.|/(\[〈<【『「]*(?:第|p\.?|pp\.?|page|页码|頁码|ペ-ジ)?[:]?({_NUMBER})(?:页|頁|ペ-ジ|枚目)?"
    rf"(?:[-−/,·.|]*(?:of|共|全|中|计)?({_NUMBER})(?:页|頁|ペ-ジ)?)?[-−·.|/)\]〉>】』」]*"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―─━ー〜~～•・", "-"))


def read_page_number(key: str) -> int | None:
    """Read a folded text as a page number.

    Args:
        key: The text as ``fold_key`` folds it.

    Returns:
        The number, or ``None`` if the text is no page number.

    Example:
        >>> read_page_number(fold_key("第３页／共９页")), read_page_number(fold_key("—ii—"))
        (3, 2)
        >>> read_page_number(fold_key("第3章")) is None
        True
    """
    match = _PAGE_NUMBER.fullmatch(key)
    return _to_int(match[1]) if match else None


def fold_key(text: str) -> str:
    """Fold text for comparison: width, case and dashes made equal.

    Args:
        text: Text without white space.

    Returns:
        The folded text; not for display.
    """
    return unicodedata.normalize("NFKC", text).casefold().translate(_DASHES)


def _to_int(text: str) -> int:
    """Return the value of a page number in Arabic, Roman or Chinese figures."""
    if text.isdecimal():
        return int(text)
    if text[0] in "ivxlc":
        values = ["ivxlc".index(char) for char in text]
        worth = [(1, 5, 10, 50, 100)[value] for value in values]
        later = [*worth[1:], 0]
        return sum(-a if a < b else a for a, b in zip(worth, later, strict=True))
    figures = "〇一二三四五六七八九"
    tens, ten, ones = text.rpartition("十")
    high = (figures.find(tens) if tens else 1) if ten else 0
    return high * 10 + (figures.find(ones) if ones else 0)
