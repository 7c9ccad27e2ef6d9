"""Which column of a table is Chinese and which Japanese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NAMES = {
    "zh": (
        "zh",
        "zh-cn",
        "zh-tw",
        "zh-hans",
        "zh-hant",
        "cmn",
        "chinese",
        "中文",
        "中国語",
        "汉语",
    ),
    "ja": ("ja", "ja-jp", "jpn", "japanese", "日文", "日语", "日本語"),
    "note": ("note", "notes", "comment", "remark", "备注", "備考"),
    "score": ("score",),
    "section": ("section",),
}
_KNOWN = {alias: name for name, aliases in _NAMES.items() for alias in aliases}
_KANA = re.compile("[ぁ-ゖァ-ヺ]")


def named_columns(header: Sequence[str]) -> dict[str, int]:
    """Find the columns by the names in a header.

    Args:
        header: The cells of the first row.

    Returns:
        The columns by ``zh``, ``ja``, ``note``, ``score`` and ``section``, as far as they are
        there; nothing if the row does not name both languages.

    Example:
        >>> named_columns(["Japanese", "zh_CN", "comment"])
        {'ja': 0, 'zh': 1, 'note': 2}
        >>> named_columns(["能源", "エネルギー"])
        {}
    """
    found: dict[str, int] = {}
    for column, cell in enumerate(header):
        name = _KNOWN.get(cell.strip().lower().replace("_", "-"))
        if name:
            found.setdefault(name, column)
    return found if {"zh", "ja"} <= set(found) else {}


def guessed_columns(rows: Iterable[Sequence[str]]) -> dict[str, int]:
    """Tell which of the first two columns is Japanese by the kana in them.

    Args:
        rows: Some rows of a table without header.

    Returns:
        The columns ``zh`` and ``ja``; Chinese comes first where the kana do not tell.

    Example:
        >>> guessed_columns([["エネルギー", "能源"], ["国務院", "国务院"]])
        {'zh': 1, 'ja': 0}
    """
    kana = [0, 0]
    for cells in rows:
        for column, cell in enumerate(cells[:2]):
            kana[column] += bool(_KANA.search(cell))
    return {"zh": 1, "ja": 0} if kana[0] > kana[1] else {"zh": 0, "ja": 1}
