"""The parser: files in, documents out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.errors import InputError
from policy_align.parsing.columns.mixed_lines import split_mixed
from policy_align.parsing.columns.newspaper import unfold_columns
from policy_align.parsing.columns.parted_lines import join_parted
from policy_align.parsing.columns.run_on_lines import find_unparted, part_languages
from policy_align.parsing.columns.splitting import has_gaps, split_columns
from policy_align.parsing.furniture.between_languages import set_aside_between
from policy_align.parsing.furniture.setting_aside import set_aside
from policy_align.parsing.languages.assigning import assign_languages
from policy_align.parsing.languages.evidence import line_evidence
from policy_align.parsing.layout import ONE_FILE_LAYOUTS, name_layout, number_pages
from policy_align.parsing.lines.characters import HAN, KANA
from policy_align.parsing.lines.rows import Row, rows_of, with_language
from policy_align.parsing.notes.marking import find_notes, placed
from policy_align.parsing.notes.taking_out import take_citations
from policy_align.parsing.reading.files import read_source, source_of_text
from policy_align.parsing.reflow.joining import reflow
from policy_align.parsing.reflow.parted_labels import join_labels
from policy_align.parsing.tables.finding import find_tables
from policy_align.parsing.tables.links import link_rows, pool_evidence
from policy_align.parsing.tree.assembly import Side, assemble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from policy_align.model import Document, Furniture, Language
    from policy_align.parsing.lines.source import Source
    from policy_align.parsing.notes.marking import Note

_NAMES = {"zh": "Chinese", "ja": "Japanese"}
_LEAST_SHARE = 0.03
_BOTH_SHARE = 0.3


def parse(  # noqa: PLR0913 - independent choices, all but the files by keyword
    source: str | PathLike[str],
    ja_source: str | PathLike[str] | None = None,
    *,
    layout: str | None = None,
    encoding: str | None = None,
    password: str | None = None,
    name: str | None = None,
) -> tuple[Document, Document]:
    """Parse a Chinese–Japanese policy document into its two language sides.

    Args:
        source: A file that holds both languages, or the Chinese one of two files.
        ja_source: The Japanese file, where there are two; files given in the wrong order are
            recognised.
        layout: How the languages are laid out, where the detection is to be overruled: one of
            ``policy_align.parsing.layout.ONE_FILE_LAYOUTS``.
        encoding: The encoding of text and HTML files, where it is known.
        password: The password of an encrypted PDF.
        name: Name of the document; else that of the file without suffix.

    Returns:
        The Chinese and the Japanese document.

    Raises:
        InputError: If a file cannot be used, or one of the languages is missing.
    """
    _check_layout(layout, source)
    first = read_source(source, encoding, password)
    title = name or Path(source).stem
    if ja_source is None:
        return _pair(_assemble_one(first, str(source), layout, title))
    second = read_source(ja_source, encoding, password)
    return _pair(_assemble_two((first, str(source)), (second, str(ja_source)), title))


def parse_text(
    text: str, ja_text: str | None = None, *, layout: str | None = None, name: str = "text"
) -> tuple[Document, Document]:
    r"""Parse a policy document that is at hand as a string; see ``parse``.

    Args:
        text: Text in both languages, or the Chinese text.
        ja_text: The Japanese text, where there are two.
        layout: How the languages are laid out, where known.
        name: Name of the document.

    Returns:
        The Chinese and the Japanese document.

    Raises:
        InputError: If one of the languages is missing.

    Example:
        >>> zh, ja = parse_text("一、总体要求\n一、全体の要求\n推动发展。\n発展を推進する。")
        >>> [sentence.text for sentence in ja.sentences], zh.sections[0].title
        (['一、全体の要求', '発展を推進する。'], '总体要求')
    """
    _check_layout(layout, name)
    first = source_of_text(text, name)
    if ja_text is None:
        return _pair(_assemble_one(first, name, layout, name))
    return _pair(_assemble_two((first, name), (source_of_text(ja_text, name), name), name))


def parse_document(
    source: str | PathLike[str],
    language: Language | None = None,
    *,
    encoding: str | None = None,
    password: str | None = None,
    name: str | None = None,
) -> Document:
    """Parse a file of one language.

    Args:
        source: The file.
        language: Its language; found out where not given.
        encoding: The encoding of a text or HTML file, where it is known.
        password: The password of an encrypted PDF.
        name: Name of the document; else that of the file without suffix.

    Returns:
        The document.

    Raises:
        InputError: If the file cannot be used.
    """
    read = read_source(source, encoding, password)
    rows, furniture = _clean_whole(read)
    _check_text(rows, str(source))
    language = language or _dominant(_evidence(rows))
    side = _whole_side(rows, furniture, language, read.name)
    return assemble([side], name or Path(source).stem, "separate")[0]


def _check_layout(layout: str | None, source: str | PathLike[str]) -> None:
    if layout is not None and layout not in ONE_FILE_LAYOUTS:
        known = ", ".join(ONE_FILE_LAYOUTS)
        raise InputError(source, f"there is no layout {layout!r}", f"use one of {known}")


def _pair(documents: Sequence[Document]) -> tuple[Document, Document]:
    zh, ja = documents
    return zh, ja


def _clean(source: Source) -> tuple[list[Row], list[Furniture]]:
    """Drop debris and furniture that can be told without the languages."""
    rows, debris = rows_of(source)
    rows, removed = set_aside(rows, paged=_is_paged(source))
    return rows, [*source.furniture, *debris, *removed]


def _clean_whole(source: Source) -> tuple[list[Row], list[Furniture]]:
    """Clean a file of one language; its columns come one after the other."""
    rows, furniture = _clean(source)
    unfolded = unfold_columns(_kept(source, rows))
    return (rows_of(unfolded)[0] if unfolded else rows), furniture


def _kept(source: Source, rows: Sequence[Row]) -> Source:
    """Return a source with the lines of some rows, and the blank ones."""
    kept = {id(row.line) for row in rows}
    lines = (line for line in source.lines if id(line) in kept or not line.text.strip())
    return replace(source, lines=tuple(lines))


def _columns(
    source: Source, layout: str | None
) -> tuple[Source | None, list[Note], list[Furniture]]:
    """Cut a file with the languages side by side, once furniture and footnotes are gone."""
    forced = layout == "columns"
    if (layout and not forced) or not has_gaps(source, forced=forced):
        return None, [], []
    rows, debris = rows_of(source)
    rows, removed = set_aside(rows, paged=_is_paged(source))
    text, notes = find_notes(rows)
    if any(note.has_gap for note in notes):
        notes = []
    else:
        rows = text
    split = split_columns(_kept(source, rows), forced=forced)
    return split, notes, [*debris, *removed]


def _is_paged(source: Source) -> bool:
    return len({line.page for line in source.lines}) > 1


def _assemble_one(source: Source, path: str, layout: str | None, name: str) -> list[Document]:
    """Parse one file with both languages."""
    split, notes, removed = _columns(source, layout)
    if split:
        rows = rows_of(split)[0]
        if not notes:
            rows, notes = find_notes(rows)
        furniture = [*source.furniture, *removed]
    else:
        rows, furniture = _clean(source)
        rows, notes = find_notes(rows)
    _check_text(rows, path)
    rows = join_parted(split_mixed(part_languages(rows)))
    evidence = _evidence(rows)
    tables = find_tables(rows)
    links = link_rows(rows, tables, evidence)
    rows = assign_languages(rows, pool_evidence(tables, evidence), links, layout)
    _check_languages(rows, evidence, path)
    rows, notes, marks = take_citations(rows, notes)
    furniture += marks
    found = layout or ("columns" if split else name_layout(rows))
    if not (split or _is_paged(source)):
        rows, removed = set_aside_between(rows)
        found = layout or ("pages" if removed else found)
        furniture += removed
    if found == "pages" and not _is_paged(source):
        rows, removed = set_aside(number_pages(rows), paged=True)
        furniture += removed
    rows = [*rows, *placed(notes, rows)]
    return assemble(
        [_one_side(rows, furniture, "zh", source.name), _one_side(rows, [], "ja", source.name)],
        name,
        found,
    )


def _one_side(
    rows: Sequence[Row], furniture: Sequence[Furniture], language: Language, source: str
) -> Side:
    """Take the rows of one language out of a file of two."""
    own = [row for row in rows if row.language == language]
    others = [row for row in rows if row.language != language]
    return Side(language, reflow(join_labels(join_parted(own)), others), furniture, source)


def _assemble_two(
    first: tuple[Source, str], second: tuple[Source, str], name: str
) -> list[Document]:
    """Parse two files of one language each, in whichever order they were given."""
    cleaned = []
    for source, path in (first, second):
        rows, furniture = _clean_whole(source)
        _check_text(rows, path)
        evidence = _evidence(rows)
        _check_one_language(rows, evidence, path)
        cleaned.append((_dominant(evidence), rows, furniture, source.name, path))
    if cleaned[0][0] == cleaned[1][0]:
        language = _NAMES[cleaned[0][0]]
        raise InputError(
            f"{first[1]} and {second[1]}",
            f"both files are in {language}",
            "give a Chinese and a Japanese file",
        )
    cleaned.sort(key=lambda entry: entry[0], reverse=True)
    sides = [
        _whole_side(rows, furniture, language, source_name)
        for language, rows, furniture, source_name, _ in cleaned
    ]
    return assemble(sides, name, "separate")


def _whole_side(
    rows: Sequence[Row], furniture: Sequence[Furniture], language: Language, source: str
) -> Side:
    """Make a side of all rows of a file of one language."""
    rows, notes = find_notes(rows)
    rows, notes, marks = take_citations(join_parted(rows), notes)
    own = with_language([*rows, *(row for note in notes for row in note.rows)], language)
    return Side(language, reflow(join_labels(own)), [*furniture, *marks], source)


def _evidence(rows: Sequence[Row]) -> list[float]:
    return line_evidence(row.text for row in rows)


def _dominant(evidence: Sequence[float]) -> Language:
    """Return the language that the lines of a file are in on the whole."""
    return "zh" if sum(evidence) > 0 else "ja"


def _check_text(rows: Sequence[Row], path: str) -> None:
    """Refuse a file without text in either language."""
    if not rows:
        raise InputError(path, "it holds no text", "check the text extraction")
    if not any(HAN.search(row.text) or KANA.search(row.text) for row in rows):
        reason = "no Chinese or Japanese text was found in it"
        raise InputError(path, reason, "check the file and its encoding")


def _check_languages(rows: Sequence[Row], evidence: Sequence[float], path: str) -> None:
    """Refuse a file in which one of the languages is missing."""
    amount = _amounts(rows, evidence)
    total = sum(amount.values())
    if min(amount.values()) <= _LEAST_SHARE * total and (row := find_unparted(rows)):
        reason = f"line {row.line.number} holds both languages and no full stop parts them"
        raise InputError(path, reason, "give each paragraph a line, or each language a file")
    if not total:
        reason = "no Chinese or Japanese text was found in it"
        raise InputError(path, reason, "check the file and its encoding")
    for language, other in (("zh", "ja"), ("ja", "zh")):
        if amount[language] <= _LEAST_SHARE * total:
            reason = f"only {_NAMES[other]} text was found in it"
            raise InputError(path, reason, f"give the {_NAMES[language]} file as well")


def _check_one_language(rows: Sequence[Row], evidence: Sequence[float], path: str) -> None:
    """Refuse a file that holds both languages where two files were given."""
    amount = _amounts(rows, evidence)
    if min(amount.values()) > _BOTH_SHARE * sum(amount.values()):
        reason = "it holds both languages"
        raise InputError(path, reason, "give it alone, or a file for each language")


def _amounts(rows: Sequence[Row], evidence: Sequence[float]) -> dict[str, int]:
    """Count the characters that are clearly in each language, and in rows taken for it."""
    amount = {"zh": 0, "ja": 0}
    for row, value in zip(rows, evidence, strict=True):
        told = "zh" if value > 0 else "ja"
        if abs(value) > 1 and row.language in {None, told}:
            amount[told] += len(row.text)
    return amount
