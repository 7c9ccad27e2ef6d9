"""What single characters tell: how wide they are, and in which language they occur.

The shapes of Han characters are told apart by the national character sets, which ship with
Python: a character that GB 2312 holds and JIS X 0208 lacks is Chinese, and simplified unless Big5
holds it, too; one that is in the first level of JIS X 0208 and in neither GB 2312 nor Big5 is a
Japanese shape.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Script: TypeAlias = Literal[
    "simplified", "chinese", "traditional", "japanese", "unsimplified", "reduced", "common", ""
]

CLOSERS = "）)」』”’】》〉］]｝}〕≫〗"
OPENERS = "（(「『“‘【《〈［[｛{〔≪〖"
PARTNER = dict(zip(CLOSERS, OPENERS, strict=True))
FINALS = "。！？!?｡"
BLANKS = " \t\u3000\u00a0"

KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
HAN = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]")

_WIDE = re.compile("[\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uff01-\uff5e]+")
"""What most text is made of, a pattern being faster than to look every character up."""
_FIRST_LEVEL = b"\x98\x72"  # the last character of the first level of JIS X 0208, 腕
_BMP = 0x10000
_REMEMBERED = 1 << 16  # lines; each is measured by several steps


class _Widths(dict[str, int]):
    """Display width of characters, looked up once each."""

    def __missing__(self, char: str) -> int:
        if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
            width = 0
        else:
            width = 2 if unicodedata.east_asian_width(char) in {"W", "F", "A"} else 1
        self[char] = width
        return width


class _Scripts(dict[str, Script]):
    """The character sets that hold a Han character, looked up once each."""

    def __missing__(self, char: str) -> Script:
        script = _script(char) if HAN.match(char) and char not in "々〇" else ""
        self[char] = script
        return script


def _bytes_in(char: str, codec: str) -> bytes:
    try:
        return char.encode(codec)
    except UnicodeEncodeError:
        return b""


def _script(char: str) -> Script:
    """Name the writing that a Han character belongs to."""
    simplified = bool(_bytes_in(char, "gb2312"))
    traditional = bool(_bytes_in(char, "big5"))
    jis = _bytes_in(char, "shift_jis")
    common_in_japanese = bool(jis) and jis <= _FIRST_LEVEL
    if simplified and not jis and not traditional:
        return "simplified"
    if simplified and jis:
        return "common" if traditional else "reduced"
    if simplified:
        return "chinese"
    if common_in_japanese:
        return "unsimplified" if traditional else "japanese"
    if traditional:
        return "traditional"
    return "simplified" if ord(char) < _BMP and not jis and _bytes_in(char, "gbk") else "common"


_WIDTHS = _Widths()
SCRIPTS = _Scripts()


@lru_cache(maxsize=_REMEMBERED)
def display_width(text: str) -> int:
    """Return the width of a text in half-width columns, a Han character counting two.

    Args:
        text: Any text without line breaks.

    Returns:
        The number of columns of a terminal or fixed-pitch page.

    Example:
        >>> display_width("到 2030年")
        9
    """
    rest = _WIDE.sub("", text)
    width = len(rest) if rest.isascii() else sum(map(_WIDTHS.__getitem__, rest))
    return 2 * (len(text) - len(rest)) + width


def script(char: str) -> Script:
    """Tell in which writing a Han character occurs.

    Args:
        char: One character.

    Returns:
        ``simplified`` (simplified Chinese only), ``chinese`` (simplified and traditional
        Chinese), ``traditional`` (rare in modern Japanese),
        ``japanese`` (Japanese only), ``unsimplified`` (Japanese and traditional Chinese),
        ``reduced`` (Japanese and simplified Chinese), ``common`` (everywhere), or an empty
        string for what is no Han character.

    Example:
        >>> [script(char) for char in "发每録發"]
        ['simplified', 'chinese', 'japanese', 'traditional']
        >>> [script(char) for char in "開国中a"]
        ['unsimplified', 'reduced', 'common', '']
    """
    return SCRIPTS[char]


def side_by_side(lines: Iterable[str]) -> Counter[str]:
    """Count the pairs of characters that stand side by side inside lines.

    Args:
        lines: The lines.

    Returns:
        How often each pair occurs; those of a line's end and the next one's beginning do not.

    Example:
        >>> side_by_side(["减排减排", "减碳"]).most_common(2)
        [('减排', 2), ('排减', 1)]
    """
    # One text for all lines: counting many short ones takes twice as long.
    text = "\n".join(lines)
    pairs = Counter(map(add, text, text[1:]))
    for pair in [pair for pair in pairs if "\n" in pair]:
        del pairs[pair]
    return pairs
