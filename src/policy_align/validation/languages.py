"""Codes of languages as translation tools compare them."""

from __future__ import annotations

import re
from functools import lru_cache

_PRIMARY = {
    "zho": "zh", "chi": "zh", "cmn": "zh", "jpn": "ja", "jp": "ja", "eng": "en", "kor": "ko",
    "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "rus": "ru", "vie": "vi",
}  # fmt: skip
_STRAY = re.compile(r"[^a-z0-9-]+")
_CODE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")  # xs:language
_LONG = 3
_REGION = 2
_SCRIPT = 4


@lru_cache(maxsize=1024)
def canonical(code: str) -> str:
    """Return a code as tools expect it.

    Args:
        code: Any spelling.

    Returns:
        Language and region; what names only Chinese or Japanese gets its usual region. Signs
        that no code has are left out; an empty string where no code is left.

    Example:
        >>> [canonical(code) for code in ("zh_CN", "cmn", "zh-Hans", "zh-hant-hk", "ja", "EN-us")]
        ['zh-CN', 'zh-CN', 'zh-CN', 'zh-HK', 'ja-JP', 'en-US']
        >>> canonical(";ja-JP"), canonical("?")
        ('ja-JP', '')
    """
    primary, *rest = _STRAY.sub("", code.lower().replace("_", "-")).split("-")
    primary = _PRIMARY.get(primary, primary)
    region = next((part.upper() for part in rest if len(part) == _REGION), "")
    if primary == "ja":
        return "ja-JP"
    if primary == "zh":
        return f"zh-{region or ('TW' if 'hant' in rest else 'CN')}"
    whole = "-".join([primary, *map(_cased, rest)])
    return whole if _CODE.fullmatch(whole) else ""


def _cased(part: str) -> str:
    if len(part) == _REGION:
        return part.upper()
    return part.title() if len(part) == _SCRIPT else part


@lru_cache(maxsize=1024)
def problem(code: str) -> str:
    """Return the rule that a code breaks.

    Args:
        code: The code as written.

    Returns:
        The code of the rule; an empty string where tools find the language.

    Example:
        >>> [problem(code) for code in ("zh_CN", "jpn", "zh", "zh-cn", ";zh-CN")]
        ['language-underscore', 'language-three-letters', 'language-region', '', 'language-code']
    """
    if not _CODE.fullmatch(code.replace("_", "-")):
        return "language-code"
    if "_" in code:
        return "language-underscore"
    wanted = canonical(code)
    if wanted.lower() == code.lower():
        return ""
    primary = code.strip().split("-")[0]
    return "language-three-letters" if len(primary) == _LONG else "language-region"
