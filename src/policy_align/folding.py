"""Keys for comparison: simplified, traditional and Japanese shapes of a character meet.

Folding is for keys only (matching, search, features); stored text stays as it is in the
source. The table of shapes is ``data/han_shapes.tsv``, written by
``scripts/build_fold_table.py``.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files


@cache
def han_table() -> dict[int, str]:
    """Return the table of shapes.

    Returns:
        For ``str.translate``: code points of folded shapes to the shape that stands for them.
    """
    text = files("policy_align").joinpath("data/han_shapes.tsv").read_text(encoding="utf-8")
    groups = (line.split("\t") for line in text.splitlines())
    return {ord(shape): folded for folded, shapes in groups for shape in shapes}


def fold_han(text: str) -> str:
    """Replace every Han character by the shape that stands for its group.

    Args:
        text: Any text.

    Returns:
        A text of the same length, so that positions in it are positions in ``text``.

    Example:
        >>> fold_han("産業") == fold_han("产业") == fold_han("產業")
        True
        >>> fold_han("計画"), fold_han("计划")
        ('计画', '计画')
    """
    return text.translate(han_table())


def search_key(text: str) -> str:
    """Fold everything that should not matter when texts are compared.

    Args:
        text: Any text.

    Returns:
        The text after compatibility normalisation (full and half width), Han folding and case
        folding, without white space.

    Example:
        >>> search_key("ＣＯ₂ 排出") == search_key("co2排出")
        True
    """
    key = unicodedata.normalize("NFKC", text).casefold()
    # Without the white space between them, a letter and a mark may be one character.
    return unicodedata.normalize("NFKC", "".join(fold_han(key).split()))
