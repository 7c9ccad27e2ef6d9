"""Characters that files of other programs cannot hold."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[ \t]*[\n\r\x0b\x0c\x85\u2028\u2029]+\s*")
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


def one_line(text: str) -> str:
    r"""Join the lines of a text and trim it, as a segment of a translation memory has to be.

    Args:
        text: Any text.

    Returns:
        The text in one line: with a space where two Latin words met, without one elsewhere.

    Example:
        >>> one_line(" 能\n源 "), one_line("carbon\n  peaking")
        ('能源', 'carbon peaking')
    """
    return _BREAK.sub(_joint, text.strip())


def has_line_break(text: str) -> bool:
    """Whether a text has several lines, white space around it set aside."""
    return _BREAK.search(text.strip()) is not None


def _joint(match: re.Match[str]) -> str:
    around = match.string[match.start() - 1] + match.string[match.end()]
    return " " if around.isascii() else ""
