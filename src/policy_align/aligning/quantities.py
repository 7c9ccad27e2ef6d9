"""Numbers, dates and units, understood across notations.

``1.2亿`` and ``1億2,000万``, ``百分之二十`` and ``20％``, ``二〇三〇年`` and ``2030年``,
``民國113年`` and ``令和6年`` are the same numbers. Every number of a text becomes one or two
tokens: its plain value, and, where a unit of measure follows, the quantity in base units, so that
``4000万千瓦``, ``4,000万キロワット`` and ``40ギガワット`` meet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from policy_align.folding import fold_han

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "壹": 1}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_ERA_START = {"民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
"""Year before the first year of an era."""

_PREFIX = {
    "キロ": 1e3,
    "メガ": 1e6,
    "ギガ": 1e9,
    "テラ": 1e12,
    "ミリ": 1e-3,
    "センチ": 1e-2,
    "ヘクト": 1e2,
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "T": 1e12,
    "千": 1e3,
    "兆": 1e6,
    "吉": 1e9,
    "毫": 1e-3,
    "公": 1e3,
    "厘": 1e-2,
    "": 1.0,
}
_UNIT_NAMES: dict[str, tuple[float, str]] = {
    f"{prefix}{name}": (factor, unit)
    for unit, names, prefixes in (
        (
            "Wh",
            ("瓦时", "瓦小时", "ワット时", "ワットアワー", "Wh"),
            "千 兆 吉 キロ メガ ギガ テラ k M G T",
        ),
        ("W", ("瓦", "ワット", "W"), "千 兆 吉 キロ メガ ギガ k M G"),
        ("m", ("米", "メートル", "m"), "千 公 毫 厘 キロ センチ ミリ k"),
        ("g", ("克", "グラム", "g"), "千 公 毫 キロ ミリ k"),
        ("L", ("升", "リットル", "L"), "毫 ミリ キロ"),
        ("Hz", ("赫兹", "ヘルツ", "Hz"), "千 兆 吉 キロ メガ ギガ k M G"),
        ("V", ("伏", "ボルト", "V"), "千 キロ k"),
        ("byte", ("字节", "バイト", "B"), "千 兆 吉 キロ メガ ギガ テラ k M G T"),
    )
    for name in names
    for prefix in ["", *prefixes.split()]
    for factor in [_PREFIX[prefix]]
} | {
    "公里": (1e3, "m"),
    "里": (5e2, "m"),
    "海里": (1852.0, "m"),
    "吨": (1e6, "g"),
    "トン": (1e6, "g"),
    "t": (1e6, "g"),
    "斤": (5e2, "g"),
    "公斤": (1e3, "g"),
    "公顷": (1e4, "m2"),
    "ヘクタール": (1e4, "m2"),
    "ha": (1e4, "m2"),
    "亩": (1e4 / 15, "m2"),
    "ムー": (1e4 / 15, "m2"),
    "平方米": (1.0, "m2"),
    "平方メートル": (1.0, "m2"),
    "平方公里": (1e6, "m2"),
    "平方千米": (1e6, "m2"),
    "平方キロメートル": (1e6, "m2"),
    "平方キロ": (1e6, "m2"),
    "立方米": (1.0, "m3"),
    "立方メートル": (1.0, "m3"),
    "キロ": (1e3, "m"),
    "km": (1e3, "m"),
    "kg": (1e3, "g"),
    "%": (0.01, "ratio"),
    "パーセント": (0.01, "ratio"),
    "‰": (0.001, "ratio"),
    "元": (1.0, "CNY"),
    "人民币": (1.0, "CNY"),
    "美元": (1.0, "USD"),
    "米ドル": (1.0, "USD"),
    "ドル": (1.0, "USD"),
    "欧元": (1.0, "EUR"),
    "ユーロ": (1.0, "EUR"),
    "日元": (1.0, "JPY"),
    "円": (1.0, "JPY"),
    "小时": (1.0, "h"),
    "时间": (1.0, "h"),
    "分钟": (1.0, "min"),
    "分间": (1.0, "min"),
    "度": (1.0, "degree"),
    "摄氏度": (1.0, "degree"),
    "年": (1.0, "year"),
    "月": (1.0, "month"),
    "日": (1.0, "day"),
    "个月": (1.0, "months"),
    "か月": (1.0, "months"),
    "ヶ月": (1.0, "months"),
    "カ月": (1.0, "months"),
    "周岁": (1.0, "age"),
    "岁": (1.0, "age"),
}
_UNITS = {fold_han(name): meaning for name, meaning in _UNIT_NAMES.items()}
_UNIT = re.compile(rf"\s*(?:{'|'.join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))})")
_HAN_NUMERAL = "零〇○一二两三四五六七八九十百千"
_COUNTED = (
    r"[年月日个箇か所カヶ章条节款项号级次回名人倍度成分割时种类位周届期件户家元亿万千百十点"
    r"岁吨斤米亩票组批间部篇编目％%円]"
)
_TOKEN = re.compile(
    rf"""
      (?P<era>民国|令和|平成|昭和|大正|明治)\s*(?P<era_year>元|\d{{1,3}}|[{_HAN_NUMERAL}]{{1,4}})\s*年
    | (?P<upper>\d+)\s*分の\s*(?P<lower>\d+)
    | (?P<base>[{_HAN_NUMERAL}万]+)分之(?P<share>[{_HAN_NUMERAL}万]+(?:点[{_HAN_NUMERAL}]+)?)
    | (?P<digits>\d[\d,]*(?:\.\d+)?(?:\s*[十百千]?[万亿兆](?:\s*\d[\d,]*(?:\.\d+)?)?)*)
    | (?P<han>(?<=第)[{_HAN_NUMERAL}]+
        | [{_HAN_NUMERAL}]+点[{_HAN_NUMERAL}]+[万亿]*
        | [{_HAN_NUMERAL}]+[万亿兆][{_HAN_NUMERAL}万亿兆]*
        | [{_HAN_NUMERAL}]+(?={_COUNTED}))
    """,
    re.VERBOSE,
)
_PIECE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([十百千]?)([万亿兆]?)")


@lru_cache(maxsize=65536)
def number_tokens(text: str) -> tuple[str, ...]:
    """Read the numbers of a text.

    Args:
        text: Chinese or Japanese.

    Returns:
        In the order of the text, for each number its plain value and, where a unit follows,
        the quantity in base units.

    Example:
        >>> number_tokens("1.2亿") == number_tokens("1億2,000万") == ("120000000",)
        True
        >>> number_tokens("百分之二十"), number_tokens("20％")
        (('20', '0.2 ratio'), ('20', '0.2 ratio'))
        >>> number_tokens("二〇三〇年") == number_tokens("2030年")
        True
        >>> number_tokens("民國113年") == number_tokens("2024年")
        True
        >>> number_tokens("4000万千瓦"), number_tokens("40ギガワット")
        (('40000000', '4e+10 W'), ('40', '4e+10 W'))
        >>> number_tokens("统一规划、一体化")
        ()
    """
    folded = fold_han(unicodedata.normalize("NFKC", text))
    return tuple(_tokens(folded))


def _tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        if not match.group():
            continue
        if match["era"]:
            year = 1 if match["era_year"] == "元" else _value(match["era_year"])
            yield from _with_unit(_ERA_START[match["era"]] + year, "年")
        elif match["upper"]:
            yield _plain(int(match["lower"]) / max(int(match["upper"]), 1))
        elif match["base"]:
            yield from _share(match["base"], match["share"])
        else:
            unit = _UNIT.match(text, match.end())
            yield from _with_unit(_value(match.group()), unit.group().strip() if unit else "")


def _share(base: str, share: str) -> Iterator[str]:
    """Read ``百分之二十`` and ``三分之一``."""
    below, above = _value(base), _value(share)
    if below == 100:  # noqa: PLR2004 - per cent
        yield from _with_unit(above, "%")
    else:
        yield _plain(above / max(below, 1))


def _with_unit(value: float, unit: str) -> Iterator[str]:
    yield _plain(value)
    if unit in _UNITS:
        factor, base = _UNITS[unit]
        yield f"{value * factor:g} {base}"


def _plain(value: float) -> str:
    return f"{value:.10g}"


def _value(numeral: str) -> float:
    """Value of a numeral in digits, Chinese characters or both."""
    if numeral[0].isdecimal():
        return _mixed_value(numeral)
    whole, _, decimals = numeral.partition("点")
    large = "".join(c for c in decimals if c in _LARGE)
    digits = "".join(str(_DIGIT[c]) for c in decimals if c in _DIGIT)
    value = _han_value(whole) + (float(f"0.{digits}") if digits else 0)
    for char in large:
        value *= _LARGE[char]
    return value


def _mixed_value(numeral: str) -> float:
    """Value of ``1亿2,000万``: pieces that each carry their own large unit."""
    total = 0.0
    for digits, small, large in _PIECE.findall(numeral):
        total += float(digits.replace(",", "")) * _SMALL.get(small, 1) * _LARGE.get(large, 1)
    return total


def _han_value(numeral: str) -> float:
    """Value in Chinese characters, positional (二〇三〇) or with units (二十亿)."""
    if all(char in _DIGIT for char in numeral):
        return float("".join(str(_DIGIT[char]) for char in numeral)) if numeral else 0.0
    total = section = current = 0.0
    for char in numeral:
        if char in _LARGE:
            below = section + current
            total = total + below * _LARGE[char] if below else (total or 1) * _LARGE[char]
            section = current = 0.0
        elif char in _SMALL:
            section += (current or 1) * _SMALL[char]
            current = 0.0
        else:
            current = _DIGIT[char]
    return total + section + current
