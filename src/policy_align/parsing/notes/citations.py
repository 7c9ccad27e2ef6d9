"""Citations of footnotes in extracted text: signs, and raised numbers that have become digits.

``稳步提高3。`` cites note 3, ``见附件3。`` does not, and no digit tells by itself. What stands
around it does: an amount has a unit after it, a reference a word before it that also stands
before other numbers of the file, and a mark stands behind a word that needs no number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from math import log2
from typing import TYPE_CHECKING, TypeAlias

from policy_align.parsing.lines.characters import BLANKS, CLOSERS, FINALS, OPENERS
from policy_align.parsing.lines.wording import last_mark
from policy_align.parsing.notes.marks import PLAIN, Mark, signs_in, weigh_sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policy_align.parsing.lines.rows import Row

_NUMBER = re.compile(
    r"(?=[0-9])(?<![0-9０-９.,．，A-Za-z])[0-9]{1,3}(?![0-9０-９A-Za-z]|[.,．，][0-9０-９])"
)
_NUMERALS = "0-9０-９〇零一二三四五六七八九十百千万萬億亿"
_COUNTED = re.compile(rf"(?:^|[^第{_NUMERALS}])[{_NUMERALS}]+.$")
_ANY_NUMBER = re.compile(r"[0-9０-９]+(?:[.,．][0-9０-９]+)*")
_REFERS = re.compile(r"(?:[见見如按]|参照|根据|依据)[^，、。；：\s]{1,6}$")
_REFERRED = re.compile(
    r"[をにの](?:、[^。]{0,16}[をにの])?(?:参照|示す|掲げる|定める|よる|より|とおり|通り)"
)
_REFERENCE = 3.0
_RATIO = re.compile(r"[:：][0-9０-９]")
_WORD = 3  # characters in front of a number that are taken for the word before it
BEFORE_NUMBERS = frozenset(
    "第表図图圖件紙纸条條款項项号號节節章期段级級層层约約达達至到每毎各近满満共计計超"
)
AFTER_NUMBERS = frozenset(
    "年月日号號时時分秒个個個项項条條款章节節名人位户戶戸家所处處処种種类類次回件份部台套座万萬億亿千百元円"
    "米吨噸度倍成级級級期批轮輪层層章页頁社市县県省村か箇ヶカ%％℃‰"
)
_PARTICLES = frozenset("をがはにのとでもやへ的")
_ENDS = frozenset("。！？；：，、.,;:!?" + CLOSERS)
_CLOSES = frozenset(CLOSERS + "%％")
_NEVER_BEFORE = frozenset(OPENERS + "+-－−–—―/／~～〜.．…·:：=＝<>≤≥×")
_NEVER_AFTER = frozenset("+-－−–—―/／~～〜.．=＝<>≤≥×" + OPENERS)
_GO_ON = _NEVER_AFTER - frozenset(OPENERS) | frozenset("0123456789,，")
_PAUSES = frozenset("，、；,;")
_PAGE_BEFORE = 1.0  # what a citation on the page before the note counts less
_GUESSED_BEFORE = 0.5  # and where nothing but the page numbers tells where pages end
_PAGES_BEFORE = 1.5  # and on a page before that
_NEAR = 4  # rows, among which those of another column may be
_ALONE = 0.5  # a raised number that extraction put on a line of its own
_BEHIND_STOP = 1.0  # what it counts less behind a sentence: it may open what follows
_CONTEXT = 20  # characters around a number that are looked at
_MOST_PLACES = 8
_MOST_LOOKED_AT = 1000  # numbers that may cite a note
_UNCITED = 0.0
_IN_ORDER = 1.0
_MOST_LEARNED = 20_000  # numbers from which the habits of a file are learned
_HABIT = 0.8  # share of the numbers of a file that are spaced, where that is its habit
_FEWEST_SPACED = 5


_Path: TypeAlias = "tuple[float, Citation | None, _Path | None]"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the text that may cite a note.

    Attributes:
        row: Index of its row.
        start: Where the digits begin in the text of the row.
        end: Where they end.
        score: How much speaks for it, what other numbers of the file tell included.
    """

    row: int
    start: int
    end: int
    score: float

    @property
    def at(self) -> tuple[int, int]:
        """The row and where in it the digits begin."""
        return self.row, self.start


class CitationIndex:
    """The numbers in the text of a file that may cite notes.

    Args:
        rows: All rows of the file in reading order.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._last = max((row.page for row in rows), default=0)
        self._guessed = len({row.line.page for row in rows}) == 1
        self._places: defaultdict[Mark, list[tuple[int, int, int, int]]] = defaultdict(list)
        self._known: dict[tuple[int, Mark, bool], list[Citation]] = {}
        self._words: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._units: Counter[str] = Counter()
        for index, row in enumerate(rows):
            signs = list(signs_in(row.text))
            for mark, start, end in signs:
                self._places[mark].append((row.page, index, start, end))
            for match in _NUMBER.finditer(row.text):
                in_sign = any(start <= match.start() < end for _, start, end in signs)
                if match[0][0] != "0" and not in_sign:
                    self._places[Mark(PLAIN, int(match[0]))].append(
                        (row.page, index, *match.span())
                    )
        spaced = glued = 0
        for text, match in islice(_numbers(rows), _MOST_LEARNED):
            before, after = _around(text, match.start(), match.end())
            word = before.rstrip(BLANKS)[-_WORD:]
            self._words[word][match[0]] += 1
            self._units[after.lstrip(BLANKS)[:1]] += 1
            if _is_between(word, after.lstrip(BLANKS)):
                blank = before[-1] in BLANKS or after[0] in BLANKS
                spaced, glued = spaced + blank, glued + (not blank)
        self._spaces = spaced >= max(_FEWEST_SPACED, _HABIT * (spaced + glued))

    def of(self, page: int, mark: Mark, *, far: bool = False) -> list[Citation]:
        """List the places that may cite a note: on its page and the one before.

        A note on the last page may be one to all of the text.

        Args:
            page: The page.
            mark: The mark of the note.
            far: Whether it is one of the notes to all of the text before it.

        Returns:
            The places in reading order, each with what speaks for it.
        """
        if (page, mark, far) not in self._known:
            self._known[page, mark, far] = list(self._find(page, mark, far=far))
        return self._known[page, mark, far]

    def _find(self, page: int, mark: Mark, *, far: bool) -> Iterator[Citation]:
        """Yield the places that may cite a note."""
        weigh = self._weigh if mark.style == PLAIN else self._weigh_sign
        places = self._places.get(mark, [])
        first = 0 if far or page == self._last else bisect_left(places, (page - 1,))
        last = bisect_left(places, (page + 1,))
        for where, index, start, end in places[max(first, last - _MOST_LOOKED_AT) : last]:
            score = weigh(index, start, end)
            if score is not None:
                away = 0.0 if far else self._away(page - where)
                yield Citation(index, start, end, score - away)

    def _away(self, pages: int) -> float:
        """Return what a citation counts less that is so many pages before its note."""
        if pages > 1:
            return _PAGES_BEFORE
        return (_GUESSED_BEFORE if self._guessed else _PAGE_BEFORE) * pages

    def _weigh_alone(self, index: int) -> float:
        """Weigh a mark on a line of its own."""
        before = self._rows[index - 1].text if index else "。"
        return _ALONE - _BEHIND_STOP * (last_mark(before) in FINALS)

    def _weigh_sign(self, index: int, start: int, end: int) -> float | None:
        """Weigh a sign as a citation; ``None`` where it can be none."""
        text = self._rows[index].text
        before, after = (side.strip(BLANKS) for side in _around(text, start, end))
        if not before and not after:
            return self._weigh_alone(index)
        if before:
            return weigh_sign(before, after)
        # An extractor, or the end of a line, may have put it before what stands after it.
        if start > _CONTEXT or text[end] in BLANKS or text[end] not in _ENDS | _PARTICLES:
            return None
        return _ALONE

    def _weigh(self, index: int, start: int, end: int) -> float | None:
        """Weigh a number as a citation; ``None`` where it can be none."""
        text = self._rows[index].text
        before, after = (side.strip(BLANKS) for side in _around(text, start, end))
        if not before and not after:
            return self._weigh_alone(index)
        if not before:
            if text[end] in BLANKS or start > _CONTEXT:
                return None
            before = self._neighbour(index, -1)
        score = self._weigh_after(after or self._neighbour(index, 1), wrapped=not after)
        if score is None or not before or before[-1] in _NEVER_BEFORE or _is_latin(before[-1]):
            return None
        return (
            score
            + self._weigh_before(before, text[start:end])
            + self._weigh_blanks(text, start, end)
        )

    def _neighbour(self, index: int, step: int) -> str:
        """Return the text of the row of the same language before or after one, if it is near."""
        row = self._rows[index]
        for other in range(index + step, index + step * _NEAR, step):
            if not 0 <= other < len(self._rows) or self._rows[other].page != row.page:
                break
            below = self._rows[max(other, other - step)]
            if below.empty + below.hollow:
                break
            if self._rows[other].language == row.language:
                return self._rows[other].text
        return ""

    def _weigh_before(self, before: str, number: str) -> float:
        score = 0.0
        if before[-1] in _CLOSES:
            score += 2.0
        elif before[-1] in _PAUSES or _names_number(before):
            score -= 2.0
        if _REFERS.search(before):
            score -= _REFERENCE
        # The same word before the same number again names what is numbered, as 囲み1 does.
        seen = self._words[before[-_WORD:]]
        others = len(seen) - (number in seen) + (seen[number] > 1)
        return score - min(3.0, 1.0 * others)

    def _weigh_after(self, after: str, *, wrapped: bool) -> float | None:
        """Weigh what stands after a number; on the next row it may be of another column."""
        first = after[:1]
        if first in AFTER_NUMBERS or (wrapped and first in _GO_ON) or _REFERRED.match(after):
            score = -_REFERENCE
        elif wrapped:
            score = 0.5
        elif first in _NEVER_AFTER or _RATIO.match(after):
            return None
        elif first in _ENDS:
            score = 2.0
        elif first in _PARTICLES:
            score = 1.5
        else:
            score = -min(3.0, 1.5 * log2(max(1, self._units[first])))
        return score

    def _weigh_blanks(self, text: str, start: int, end: int) -> float:
        left = start > 0 and text[start - 1] in BLANKS
        right = end < len(text) and text[end] in BLANKS
        if left and right:
            return -0.5
        if not self._spaces:
            return 0.0
        closing = end < len(text) and text[end] in _ENDS
        return 2.0 if not left or (not right and not closing and end < len(text)) else 0.0


def _numbers(rows: Iterable[Row]) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the numbers of a file, each with the text that it stands in."""
    for row in rows:
        for match in _ANY_NUMBER.finditer(row.text):
            yield row.text, match


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands right before and after a number, however long the line is."""
    return text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]


def _is_between(before: str, after: str) -> bool:
    """Whether two texts are such that a layout engine would part a number from both."""
    return all(char.isalpha() and not char.isascii() for char in (before[-1:], after[:1]))


def _names_number(text: str) -> bool:
    """Whether a text ends in a word that a number follows: ``附件``, but not ``300万件``."""
    return text[-1] in BEFORE_NUMBERS and not _COUNTED.search(text)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def choose_citations(chain: Sequence[Sequence[Citation]]) -> list[Citation | None]:
    """Choose where each note of a chain is cited.

    Args:
        chain: For each note, in the order of their numbers, the places that may cite it.

    Returns:
        The place of each note, or ``None`` where nothing speaks for any; as a rule notes are
        cited in the order of their numbers.
    """
    paths: list[_Path] = [(0.0, None, None)]
    for places in chain:
        best = sorted(places, key=lambda place: -place.score)[:_MOST_PLACES]
        paths = [_extend(paths, place) for place in (None, *best)]
    path: _Path | None = max(paths, key=lambda found: found[0])
    chosen: list[Citation | None] = []
    while path is not None and path[2] is not None:
        chosen.append(path[1])
        path = path[2]
    return list(_one_note_each(chosen[::-1], chain))


def _one_note_each(
    chosen: Sequence[Citation | None], chain: Sequence[Sequence[Citation]]
) -> Iterator[Citation | None]:
    """Yield the chosen places; one that two notes share goes to the note it suits better."""
    owners: dict[tuple[int, int], int] = {}
    for note, place in enumerate(chosen):
        if place is not None:
            rival = chosen[owners.setdefault(place.at, note)]
            if rival is not None and rival.score < place.score:
                owners[place.at] = note
    for note, place in enumerate(chosen):
        if place is None or owners[place.at] == note:
            yield place
            continue
        free = (other for other in chain[note] if other.at not in owners and other.score > _UNCITED)
        instead = max(free, key=lambda other: other.score, default=None)
        if instead is not None:
            owners[instead.at] = note
        yield instead


def _extend(paths: Sequence[_Path], place: Citation | None) -> _Path:
    """Return the best path that ends in a place."""
    return max(
        ((path[0] + _gain(path, place), place, path) for path in paths), key=lambda path: path[0]
    )


def _gain(path: _Path, place: Citation | None) -> float:
    if place is None:
        return _UNCITED
    before = path[1]
    if before is None:
        return place.score
    in_order = (before.row, before.start) < (place.row, place.start)
    return place.score + (_IN_ORDER if in_order else -_IN_ORDER)
