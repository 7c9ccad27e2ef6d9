"""What every model needs done to a text first."""

from __future__ import annotations

import re

_SURROGATES = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    r"""Drop lone surrogates, which no tokenizer takes.

    Example:
        >>> without_surrogates("能\ud800源")
        '能源'
    """
    return _SURROGATES.sub("", text)
