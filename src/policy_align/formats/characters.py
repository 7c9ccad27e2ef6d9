"""Characters that files of other programs cannot hold."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    r"""Drop the characters that XML 1.0 forbids (section 2.2 of its specification).

    Spreadsheets and browsers cannot show them either.

    Args:
        text: Any text.

    Returns:
        The text without NUL, most control characters, lone surrogates, U+FFFE and U+FFFF.

    Example:
        >>> legal("能\x00源\ufffe")
        '能源'
    """
    return _ILLEGAL.sub("", text)
