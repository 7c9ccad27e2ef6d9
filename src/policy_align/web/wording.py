"""The words of the interface in Chinese, Japanese and English."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = {"zh": "zh-Hans", "ja": "ja", "en": "en"}
"""The languages of the interface, with the tag for the ``lang`` attribute."""

NAMES = {"zh": "中文", "ja": "日本語", "en": "English"}
_DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words in one language; call it with a key.

    Attributes:
        language: ``zh``, ``ja`` or ``en``.
        texts: The texts by key.
    """

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its blanks filled.

        Args:
            key: Which text.
            **values: What its blanks hold.

        Returns:
            The text.
        """
        return self.texts[key].format(**values) if values else self.texts[key]

    def count(self, key: str, number: int) -> str:
        """Return a text for a number of things; in English the singular has a key of its own.

        Args:
            key: Which text.
            number: How many.

        Returns:
            The text with the number in it.

        Example:
            >>> english = wording("en")
            >>> english.count("pairs", 1), english.count("pairs", 1200)
            ('1 pair', '1,200 pairs')
        """
        singular = f"{key}.one"
        chosen = singular if number == 1 and singular in self.texts else key
        return self.texts[chosen].format(n=f"{number:,}")


@cache
def wording(language: str) -> Wording:
    """Return the words of a language of ``LANGUAGES``."""
    path = files("policy_align.web") / "locales" / f"{language}.json"
    return Wording(language, json.loads(path.read_text(encoding="utf-8")))


def choose_language(asked: str, accepted: str) -> str:
    """Choose the language of the interface.

    Args:
        asked: The language that the address asks for, or any other text.
        accepted: The ``Accept-Language`` header of the browser (RFC 9110, section 12.5.4).

    Returns:
        The language asked for if there is such a one, else that of the browser, else English.

    Example:
        >>> choose_language("", "fr, zh-TW;q=0.5, ja;q=0.9"), choose_language("zh", "ja")
        ('ja', 'zh')
    """
    if asked in LANGUAGES:
        return asked
    ranked = sorted(map(_weighted, accepted.split(",")), key=lambda entry: -entry[0])
    found = (tag for weight, tag in ranked if weight > 0 and tag in LANGUAGES)
    return next(found, _DEFAULT)


def _weighted(entry: str) -> tuple[float, str]:
    tag, _, parameter = entry.partition(";")
    try:
        weight = float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        weight = 0.0
    return weight, tag.strip().lower().partition("-")[0]
