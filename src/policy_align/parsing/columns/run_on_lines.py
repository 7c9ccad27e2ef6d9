"""Lines that hold sentences of both languages, one after the other.

Paragraphs that translate each other may stand on one line, parted by nothing but a full stop, and
a whole document may have lost its line breaks. Such lines are cut where the language of the
sentences changes. A line of one language may well quote a sentence of the other: only where
a good part of the text is written like that it is cut.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING

from policy_align.parsing.languages.evidence import weigher
from policy_align.parsing.lines.characters import CLOSERS, KANA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_align.model import Language
    from policy_align.parsing.languages.evidence import Weigher
    from policy_align.parsing.lines.rows import Row

_SENTENCE = re.compile(rf"[^。！？｡]*[。！？｡]+[{re.escape(CLOSERS)}]*|[^。！？｡]+")
_KANALESS = re.compile(rf"(?:^|[。！？｡])[^。！？｡{KANA.pattern[1:-1]}]{{4,}}(?:[。！？｡]|$)")
_CLEAR = 4.0  # log-odds of a sentence that is of one language
_SHARE = 0.3  # part of a text whose lines hold both languages


def part_languages(rows: Sequence[Row]) -> list[Row]:
    """Cut the rows that hold sentences of both languages, if the file is written like that.

    Args:
        rows: The rows of one file in reading order.

    Returns:
        The rows; the parts of one that was cut know their languages.
    """
    sentences = {
        index: _SENTENCE.findall(row.text) for index, row in enumerate(rows) if _may_hold_both(row)
    }
    weigh = weigher([sentence for found in sentences.values() for sentence in found])
    runs = {index: list(_runs(found, weigh)) for index, found in sentences.items()}
    mixed = {
        index: found
        for index, found in runs.items()
        if _is_run_on(found) and not any(_turns(weigh.leans(text)) for text in sentences[index])
    }
    amount = sum(len(rows[index].text) for index in mixed)
    if not mixed or amount < _SHARE * sum(len(row.text) for row in rows):
        return list(rows)
    result: list[Row] = []
    for index, row in enumerate(rows):
        result += _parts(row, mixed[index]) if index in mixed else [row]
    return result


def find_unparted(rows: Sequence[Row]) -> Row | None:
    """Find what is still a line of both languages, if the file is written like that.

    Args:
        rows: The rows of one file, cut where they can be.

    Returns:
        The first row that begins clearly in one language and ends in the other; ``None`` where
        such rows are no good part of the text.
    """
    weigh = weigher([row.text for row in rows], inf)
    mixed = [row for row in rows if _turns(weigh.leans(row.text))]
    amount = sum(len(row.text) for row in mixed)
    return mixed[0] if amount > _SHARE * sum(len(row.text) for row in rows) else None


def _turns(leans: Sequence[float]) -> bool:
    """Whether a text is clearly of one language up to some place, and of the other after it."""
    return any(abs(lean) >= _CLEAR and lean * (leans[-1] - lean) < -(_CLEAR**2) for lean in leans)


def _may_hold_both(row: Row) -> bool:
    """Whether a row of running text has kana, and a sentence without."""
    known = row.language is not None or row.line.column is not None or row.line.role != "body"
    return not known and bool(KANA.search(row.text) and _KANALESS.search(row.text))


def _runs(sentences: Sequence[str], weigh: Weigher) -> Iterator[tuple[Language, str]]:
    """Join the neighbours of one language; a sentence that tells nothing goes with those before."""
    values = [weigh(sentence) for sentence in sentences]
    first = next((value for value in values if abs(value) >= _CLEAR), 0.0)
    told: list[Language] = []
    for value in values:
        last = told[-1] if told else _language(first)
        told.append(_language(value) if abs(value) >= _CLEAR else last)
    for language, run in groupby(zip(told, sentences, strict=True), key=lambda pair: pair[0]):
        yield language, "".join(sentence for _, sentence in run)


def _is_run_on(runs: Sequence[tuple[Language, str]]) -> bool:
    """Whether the language changes, and not just once at a blank, as between two cells."""
    if len(runs) != 2:  # noqa: PLR2004
        return len(runs) > 1
    (_, left), (_, right) = runs
    return not (left[-1].isspace() or right[0].isspace())


def _language(value: float) -> Language:
    return "zh" if value > 0 else "ja"


def _parts(row: Row, runs: Sequence[tuple[Language, str]]) -> Iterator[Row]:
    """Yield the parts of a row; all but the first begin a paragraph."""
    for number, (language, text) in enumerate(runs):
        line = replace(row.line, text=text, opens=True if number else row.line.opens)
        part = replace(row, text=text.strip(), line=line, language=language, trailing=False)
        yield replace(part, empty=0, hollow=0) if number else part
