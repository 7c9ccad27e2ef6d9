"""Tables whose columns hold different languages: which column is which."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from policy_align.parsing.languages.evidence import weigher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policy_align.model import Language

_JA_SHARE = 0.15  # of kana among kana and Han characters; Japanese has more
_ZH_SHARE = 0.02  # Chinese has less
_SURE_KANA = 4  # kana that make some text Japanese
_SURE_CHINESE = 1.0  # log-odds that make the words of a column Chinese
_CHINESE = 2.5  # log-odds of a cell that is Chinese
_STRAY = 0.2  # part of the cells of a Japanese column that may be so
_TERM = 16  # characters a cell of a word list has at most, by the median


def kana_share(texts: Iterable[str]) -> float:
    """Return the share of kana among the kana and Han characters of some text.

    Args:
        texts: The text, in any number of pieces.

    Returns:
        A number from 0 to 1; 0 where there is neither.

    Example:
        >>> kana_share(["揚水", "する"])
        0.5
    """
    kana = han = 0
    for text in texts:
        for char in text:
            if "ぁ" <= char <= "ヿ" and char not in "・ー":
                kana += 1
            elif "一" <= char <= "鿿":
                han += 1
    return kana / (kana + han) if kana + han else 0.0


def tell_language(texts: Iterable[str], characters: int) -> Language | None:
    """Tell the language of some text by its share of kana.

    Args:
        texts: The text, in any number of pieces.
        characters: How many Han characters it needs to be called Chinese for want of kana.

    Returns:
        The language, or ``None`` where the text does not make it clear.

    Example:
        >>> tell_language(["国务院关于印发行动方案的通知"], characters=10)
        'zh'
        >>> tell_language(["行動計画"], characters=10) is None
        True
    """
    text = "".join(texts)
    share = kana_share([text])
    han = sum("一" <= char <= "鿿" for char in text)
    if share >= _JA_SHARE and sum("ぁ" <= char <= "ヿ" for char in text) >= _SURE_KANA:
        return "ja"
    return "zh" if share <= _ZH_SHARE and han >= characters else None


def column_languages(rows: Sequence[Sequence[str]]) -> list[Language | None] | None:
    """Tell which columns of a table are Chinese and which are Japanese.

    A column of numbers or of neither language goes with the column on its left, one before
    all others with the first.

    Args:
        rows: The texts of the cells, row by row.

    Returns:
        The language of each column, or ``None`` unless there are columns of both languages.

    Example:
        >>> column_languages([["1", "碳达峰", "カーボンピークアウト"], ["2", "煤电", "石炭火力"]])
        ['zh', 'zh', 'ja']
    """
    count = max(map(len, rows), default=0)
    weigh = weigher([cell for row in rows for cell in row])
    told: list[Language | None] = []
    for number in range(count):
        cells = [row[number] for row in rows if number < len(row)]
        language = tell_language(cells, characters=min(4, 2 * len(cells)))
        if language == "ja" and sum(weigh(cell) > _CHINESE for cell in cells) > _STRAY * len(cells):
            return None  # a table in Chinese and one in Japanese, one below the other
        # A column of a Japanese table may hold words without kana.
        doubtful = language == "zh" and weigh("".join(cells)) < _SURE_CHINESE
        told.append(None if doubtful else language)
    if "zh" not in told or "ja" not in told:
        return None
    last = next(language for language in told if language)
    filled: list[Language | None] = []
    for language in told:
        last = language or last
        filled.append(last)
    return filled


def is_word_list(cells: Iterable[str]) -> bool:
    """Tell whether the cells of a table hold terms or figures rather than running text.

    Args:
        cells: The texts of the cells; empty ones do not count.

    Returns:
        True where no cell holds a sentence and most are short.
    """
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and median(map(len, filled)) <= _TERM and not any("。" in c for c in filled)
