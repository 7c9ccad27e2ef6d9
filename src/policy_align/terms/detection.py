"""In which language a query is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_align.model import Language

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f]")


def detect_language(query: str, *, zh: int, ja: int) -> Language:
    """Tell in which language a query is to be looked up.

    Kana decide; else the side that holds the query; else, where both do or none, the shapes
    of the characters (simplified or Japanese); Chinese where these do not tell either.

    Args:
        query: What the user typed.
        zh: Number of pairs whose Chinese side holds the folded query.
        ja: The same for the Japanese side.

    Returns:
        The language.

    Example:
        >>> detect_language("産業", zh=3, ja=3), detect_language("产业", zh=3, ja=3)
        ('ja', 'zh')
        >>> detect_language("揚水発電", zh=0, ja=2)
        'ja'
    """
    if _KANA.search(query):
        return "ja"
    if not zh or not ja:
        return "ja" if ja else "zh"
    simplified = sum(_in(char, "gb2312") and not _in(char, "shift_jis") for char in query)
    japanese = sum(_in(char, "shift_jis") and not _in(char, "gb2312") for char in query)
    return "ja" if japanese > simplified else "zh"


def _in(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
