"""The citations of footnotes taken out of the sentences."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from policy_align.model import Furniture
from policy_align.parsing.languages.evidence import weigher
from policy_align.parsing.notes.citations import CitationIndex, choose_citations
from policy_align.parsing.notes.texts import Allotment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.model import Language
    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.notes.citations import Citation
    from policy_align.parsing.notes.marking import Note


def take_citations(
    rows: Sequence[Row], notes: Sequence[Note]
) -> tuple[list[Row], list[Note], list[Furniture]]:
    """Take the citations of notes out of the text.

    Args:
        rows: The rows of a file, notes removed, with their languages.
        notes: Its notes.

    Returns:
        The rows without citations, the notes with the language of the text that cites them,
        and the citations as furniture.
    """
    if not notes:
        return list(rows), [], []
    chosen = _choose(rows, notes)
    cuts: defaultdict[int, list[Citation]] = defaultdict(list)
    known: list[Note] = []
    for note, place in zip(notes, chosen, strict=True):
        if place is None:
            known.append(note)
            continue
        cuts[place.row].append(place)
        known.append(replace(note, language=rows[place.row].language))
    kept: list[Row] = []
    furniture: list[Furniture] = []
    for number, row in enumerate(rows):
        text = row.text
        found = sorted(cuts.get(number, ()), key=lambda place: place.start)
        furniture += [
            Furniture(text[place.start : place.end], "footnote mark", row.place) for place in found
        ]
        for place in reversed(found):
            text = _without(text, place)
        if text:
            kept.append(replace(row, text=text) if found else row)
    return kept, known, furniture


def _choose(rows: Sequence[Row], notes: Sequence[Note]) -> list[Citation | None]:
    """Choose where each note is cited: in its own language, as far as that is clear."""
    index = CitationIndex(rows)
    tell = Allotment(rows, weigher([row.text for row in rows])).tell
    told = any(row.language for row in rows)
    chains: defaultdict[tuple[str, Language | None], list[int]] = defaultdict(list)
    for number, note in enumerate(notes):
        language = tell("".join(row.text for row in note.rows)) if told else None
        chains[note.mark.style, language].append(number)
    chosen: list[Citation | None] = [None] * len(notes)
    for judge in (_is_in, _is_before):
        for (_, language), chain in sorted(chains.items(), key=lambda entry: entry[0][1] is None):
            left = [number for number in chain if chosen[number] is None]
            used = {place.at for place in chosen if place}
            places = [
                [
                    place
                    for place in index.of(note.page, note.mark, far=note.far)
                    if place.at not in used and judge(place, rows[place.row], language)
                ]
                for note in (notes[number] for number in left)
            ]
            for number, place in zip(left, choose_citations(places), strict=True):
                chosen[number] = place
    return chosen


def _is_in(_: Citation, row: Row, language: Language | None) -> bool:
    """Whether a place is in a row that may be of a language."""
    return language is None or row.language in {None, language}


def _is_before(place: Citation, _row: Row, _language: Language | None) -> bool:
    """Whether a place is before a row, where an extractor may have put it from another column."""
    return place.start == 0


def _without(text: str, place: Citation) -> str:
    """Cut a citation out of a row, with the blanks that extraction put around it."""
    before, after = text[: place.start], text[place.end :]
    bare, rest = before.rstrip(), after.lstrip()
    latin = bare[-1:].isascii() and rest[:1].isascii() and rest[:1].isalnum()
    blank = " " if latin and (bare != before or rest != after) else ""
    return bare + blank + rest
