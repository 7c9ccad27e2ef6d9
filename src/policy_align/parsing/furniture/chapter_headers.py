"""Running headers that name the chapter: at the top of a page they repeat a heading above."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from policy_align.parsing.furniture.lone_lines import text_before
from policy_align.parsing.furniture.running_lines import LONGEST, RUNNING, STOP, stops_short
from policy_align.parsing.languages.evidence import line_evidence
from policy_align.parsing.lines.wording import CONTENTS_TITLE
from policy_align.parsing.numbering.labels import opening_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policy_align.parsing.furniture.running_lines import Pages, Running

_LOOK_BACK = 400  # lines in which the chapter has begun
_TELLING = 2.0  # log-odds of a line that is of one language


def chapter_headers(pages: Pages, running: Running) -> None:
    """Set aside the headers that name the current chapter.

    Each occurs on one page or on every second one of its chapter, so that no pattern of pages
    tells it. But where one of them cuts a sentence, the others are no headings either.

    Args:
        pages: The pages of the file.
        running: What is known of headers.
    """
    found = list(_repeated_headings(pages))
    if not any(_cuts_sentence(pages, lines[0]) for _, lines in found):
        return
    for place, lines in found:
        name = "".join(pages.rows[index].text for index in lines)
        telling = abs(line_evidence([name])[0]) >= _TELLING
        if telling or _cuts_sentence(pages, lines[0]):  # else both languages may have the heading
            pages.reasons.update(dict.fromkeys(lines, RUNNING))
            running.filled[True].add(place)


def _repeated_headings(pages: Pages) -> Iterator[tuple[int, list[int]]]:
    """Yield the pages that begin with the heading of the current chapter, with its lines.

    A table of contents names each heading once before it stands above its text.
    """
    tops = {place: _heading(pages, pages.left(place)[:2]) for place in range(len(pages.pages))}
    seen = Counter({_key(pages, lines): 0 for lines in tops.values() if lines})
    if not seen:
        return
    listed = any(CONTENTS_TITLE.match(row.text.strip()) for row in pages.rows)
    for place, lines in tops.items():
        if lines and seen[_key(pages, lines)] > listed and _is_current(pages, lines[0]):
            yield place, lines
        keys = [pages.keys[index] for index in pages.left(place)]
        parted = (label + title for label, title in pairwise(keys))
        seen.update([key for key in (*keys, *parted) if key in seen])


def _is_current(pages: Pages, index: int) -> bool:
    """Whether the last heading of its kind before a line has the same number.

    Another law of a collection begins with the same chapters, but after the last one of a law.
    """
    own = opening_label(pages.rows[index].text)
    for before in range(index - 1, max(index - _LOOK_BACK, 0) - 1, -1):
        other = None if before in pages.reasons else opening_label(pages.rows[before].text)
        if own and other and other.closed and other.label.style == own.label.style:
            return other.label.value == own.label.value
    return False


def _heading(pages: Pages, lines: list[int]) -> list[int]:
    """Return the lines of a heading, whose label may stand on a line of its own."""
    text = pages.rows[lines[0]].text.strip() if lines else ""
    opening = opening_label(text)
    if opening is None or not opening.closed or opening.label.style == "bullet":
        return []
    lines = lines if opening.end >= len(text) else lines[:1]
    short = all(len(pages.rows[index].text) <= LONGEST for index in lines)
    return lines if short and not STOP.search(pages.rows[lines[-1]].text) else []


def _key(pages: Pages, lines: list[int]) -> str:
    return "".join(pages.keys[index] for index in lines)


def _cuts_sentence(pages: Pages, index: int) -> bool:
    """Whether the text before a line stops in the middle of a sentence."""
    before = text_before(pages, index)
    return before is not None and stops_short(before.text, pages.width)
