"""Titles that say what follows them: notes, or the works that a document cites."""

from __future__ import annotations

import re

_LABEL = r"[【\[［〔（(]?\s*(?:[0-9０-９一二三四五六七八九十]{1,3}[、．.\s\u3000]+)?"
_CLOSE = r"\s*[】\]］〕）)]?[:：]?"
_NOTES = rf"{_LABEL}(?:[注註]\s*[释釋釈解]?|[脚腳尾后後補补附原]\s*[注註]|[注註]記){_CLOSE}"
_WORKS = rf"{_LABEL}(?:(?:主要)?(?:参考|引用|參考))?(?:文[献獻]|[资資][料].?出[处處典]){_CLOSE}"
# The titles of both languages may stand on one line.
_NAMES_NOTES = re.compile(rf"{_NOTES}(?:\s+{_NOTES})?")
_NAMES_WORKS = re.compile(rf"{_WORKS}(?:\s+{_WORKS})?")


def names_notes(text: str) -> bool:
    """Tell whether a line is the title of a list of notes.

    Example:
        >>> names_notes("三、注释"), names_notes("注意事项")
        (True, False)
    """
    return _NAMES_NOTES.fullmatch(text) is not None


def names_works(text: str) -> bool:
    """Tell whether a line is the title of a list of works, which the text cites by number.

    Example:
        >>> names_works("参考文献"), names_works("文献 文獻")
        (True, True)
    """
    return _NAMES_WORKS.fullmatch(text) is not None
