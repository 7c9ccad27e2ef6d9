"""Lists of annexes under a text (``附件：1．……``), which open no section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policy_align.parsing.lines.wording import is_date
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.parsing.numbering.labels import Label

_ATTACHED = re.compile(
    r"(?:附件|附[錄録录]|附|添付|別添|別紙|付録)(?:資料|资料|材料|書類|文書|文件)?"
    r"[ \u3000]*[：:][\s\u3000]*"
)
_STOP = re.compile(r"[。；]")
_LONGEST_ENTRY = 60
_MOST_SIGNATURES = 6


def annex_lists_of(texts: Sequence[str]) -> frozenset[int]:
    """Find the paragraphs that list the annexes of a document.

    The label of an annex stands above it and has a number or a line of its own; the word with a
    colon introduces what is attached.

    Args:
        texts: The paragraphs of one language.

    Returns:
        The numbers of the paragraphs of all such lists.

    Example:
        >>> texts = ["附件：1．补助标准", "2．申请表", "附件1", "补助标准"]
        >>> sorted(annex_lists_of(texts))
        [0, 1]
    """
    found: set[int] = set()
    for index, text in enumerate(texts):
        entry = _first_entry(text)
        if entry is not None:
            entries = list(_entries(texts, index, entry))
            if len(entries) > 1 or (entry and (_number(entry) or _closes(texts, index))):
                found.update(entries)
    return frozenset(found)


def _first_entry(text: str) -> str | None:
    """Return what follows the word for annexes and a colon; empty where a line break does."""
    introduced = _ATTACHED.match(text)
    entry = text[introduced.end() :] if introduced else None
    return None if entry is None or _is_text(entry) else entry


def _entries(texts: Sequence[str], index: int, entry: str) -> Iterator[int]:
    """Yield a list of annexes: its first paragraph and those that count on."""
    yield index
    last = _number(entry) if entry else None
    for following in range(index + 1, len(texts)):
        label = _number(texts[following])
        expected = last.number + 1 if last else 1
        if label is None or label.number != expected or _is_text(texts[following]):
            return
        if (entry and last is None) or (last and last.value[0] != label.style):
            return
        yield following
        last = label


def _closes(texts: Sequence[str], index: int) -> bool:
    """Whether nothing but the signature and the date of the text follow a paragraph."""
    following = texts[index + 1 : index + 2 + _MOST_SIGNATURES]
    end = next((place for place, text in enumerate(following) if is_date(text)), len(following))
    return end <= _MOST_SIGNATURES and not any(map(_is_text, following[:end]))


def _number(text: str) -> Label | None:
    opening = opening_label(text)
    return opening.label if opening and opening.label.style not in {"bullet", "annex"} else None


def _is_text(entry: str) -> bool:
    return bool(_STOP.search(entry)) or len(entry) > _LONGEST_ENTRY
