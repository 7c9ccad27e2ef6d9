"""The labels that Word writes before the paragraphs of a numbered list."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_LEGAL_ZH = "零壹贰叁肆伍陆柒捌玖拾佰仟"
_LEGAL_JA = "零壱弐参四伍六七八九拾百阡"
_LEGAL_TW = "零壹貳參肆伍陸柒捌玖拾佰仟"
_COUNTING = "零一二三四五六七八九十百千"
_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマ"
    "ケフコエテアサキユメミシヱヒモセスン"
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"))
_ROMAN_SMALL = ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_COUNTED = 9999
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    Attributes:
        start: The first number.
        figures: Name of the numeral system, as in ``w:numFmt``.
        pattern: The label with ``%1`` to ``%9`` for the numbers of the levels.
        suffix: What stands between label and text.
        restart: The level whose paragraphs make it start anew; 0 for none.
    """

    start: int
    figures: str
    pattern: str
    suffix: str
    restart: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted.

    Attributes:
        lists: The levels of each list, by its number.
        counts: The last number of each level, by the number of the shared definition.
        origin: The shared definition of each list.
    """

    lists: Mapping[str, Mapping[int, Level]]
    origin: Mapping[str, str]
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, number: str, level: int) -> str:
        """Count a paragraph and return its label.

        Args:
            number: Number of its list.
            level: Its level, counted from 0.

        Returns:
            The label with what parts it from the text; empty for bullets and unknown lists.
        """
        levels = self.lists.get(number, {})
        if level not in levels:
            return ""
        counts = self.counts[self.origin.get(number, number)]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            rule = levels.get(deeper)
            if rule is None or rule.restart < 0 or level < rule.restart:
                del counts[deeper]
        own = levels[level]
        if own.figures in {"bullet", "none"}:
            return ""

        def figure(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            rule = levels.get(place)
            if rule is None:
                return ""
            return format_number(counts.get(place, rule.start), rule.figures)

        text = re.sub(r"%([1-9])", figure, own.pattern)
        return text + own.suffix if text else ""


def read_numbering(root: Any) -> Numbering:  # noqa: ANN401 - an lxml element
    """Read the lists of a Word document.

    Args:
        root: The root element of its numbering part, or ``None`` if it has none.

    Returns:
        The lists, not yet counted.
    """
    if root is None:
        return Numbering({}, {})
    shared = {
        item.get(f"{_W}abstractNumId"): {
            int(level.get(f"{_W}ilvl", "0")): _read_level(level)
            for level in item.iterchildren(f"{_W}lvl")
        }
        for item in root.iterchildren(f"{_W}abstractNum")
    }
    lists: dict[str, dict[int, Level]] = {}
    origin: dict[str, str] = {}
    for item in root.iterchildren(f"{_W}num"):
        number = item.get(f"{_W}numId", "")
        base = _value(item, "abstractNumId") or ""
        levels = dict(shared.get(base, {}))
        origin[number] = base
        for change in item.iterchildren(f"{_W}lvlOverride"):
            place = int(change.get(f"{_W}ilvl", "0"))
            own = change.find(f"{_W}lvl")
            if own is not None:
                levels[place] = _read_level(own)
            start = _value(change, "startOverride")
            if start and place in levels:
                old = levels[place]
                levels[place] = Level(int(start), old.figures, old.pattern, old.suffix, old.restart)
                origin[number] = f"{base}/{number}"
        lists[number] = levels
    return Numbering(lists, origin)


def _read_level(level: Any) -> Level:  # noqa: ANN401
    suffix = {"space": " ", "nothing": ""}.get(_value(level, "suff") or "tab", " ")
    place = int(level.get(f"{_W}ilvl", "0"))
    restart = _value(level, "lvlRestart")
    after = place if restart is None else int(restart) or -1
    start = int(_value(level, "start") or "1")
    return Level(
        start, _value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", suffix, after
    )


def _value(element: Any, name: str) -> str | None:  # noqa: ANN401
    child = element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def format_number(number: int, figures: str) -> str:
    """Write a number in a numeral system of Word.

    Args:
        number: The number.
        figures: Name of the system, as in ``w:numFmt``; unknown ones count as ``decimal``.

    Returns:
        The numeral.

    Example:
        >>> [format_number(21, name) for name in ("chineseCounting", "aiueo", "upperRoman")]
        ['二十一', 'ナ', 'XXI']
    """
    if not 0 < number <= _MAX_COUNTED:
        return str(number)
    writer = _WRITERS.get(figures)
    return writer(number) if writer else str(number)


def _positional(number: int, characters: str) -> str:
    """Write a number with a character for each place, as in 一百零一."""
    parts: list[str] = []
    figures = str(number)
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure != "0":
            parts.append(characters[int(figure)] + characters[9 + place] * (place > 0))
        elif parts[-1] != characters[0] and number % 10**place:
            parts.append(characters[0])
    return "".join(parts)


def _chinese(number: int) -> str:
    text = _positional(number, _COUNTING)
    return text.removeprefix("一") if text.startswith("一十") else text


def _japanese(number: int) -> str:
    return re.sub("零|一(?=[十百千])", "", _positional(number, _COUNTING))


def _legal(characters: str) -> Callable[[int], str]:
    return lambda number: _positional(number, characters)


def _each_digit(characters: str) -> Callable[[int], str]:
    return lambda number: "".join(characters[int(figure)] for figure in str(number))


def _from_row(characters: str) -> Callable[[int], str]:
    """Return a writer that takes the characters in turn, and numbers beyond them as they are."""

    def write(number: int) -> str:
        return characters[number - 1] if number <= len(characters) else str(number)

    return write


def _letters(number: int) -> str:
    repeat, place = divmod(number - 1, 26)
    return "abcdefghijklmnopqrstuvwxyz"[place] * (repeat + 1)


def _roman(number: int) -> str:
    text = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        count, number = divmod(number, value)
        text += letters * count
    return text


_FULL_WIDTH = {ord("0") + figure: 0xFF10 + figure for figure in range(10)}
_CIRCLED = "".join([*map(chr, range(0x2460, 0x2474)), *map(chr, range(0x3251, 0x3260))])
_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": _legal(_LEGAL_ZH),
    "ideographLegalTraditional": _legal(_LEGAL_TW),
    "japaneseLegal": _legal(_LEGAL_JA),
    "ideographDigital": _each_digit(_DIGITS),
    "japaneseDigitalTenThousand": _each_digit(_DIGITS),
    "taiwaneseDigital": _each_digit("○" + _DIGITS[1:]),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _from_row(_CIRCLED),
    "decimalEnclosedCircleChinese": _from_row(_CIRCLED),
    "decimalEnclosedParen": _from_row("".join(map(chr, range(0x2474, 0x2488)))),
    "decimalEnclosedFullstop": _from_row("".join(map(chr, range(0x2488, 0x249C)))),
    "ideographEnclosedCircle": _from_row("".join(map(chr, range(0x3280, 0x328A)))),
    "ideographTraditional": _from_row(_STEMS),
    "ideographZodiac": _from_row(_BRANCHES),
    "aiueoFullWidth": _from_row(_AIUEO),
    "aiueo": _from_row(_AIUEO),
    "irohaFullWidth": _from_row(_IROHA),
    "iroha": _from_row(_IROHA),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
