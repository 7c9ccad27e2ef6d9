"""The reading order of a PDF page: bands, columns, table rows, footnotes and captions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from policy_align.parsing.pdf.columns import place_run
from policy_align.parsing.pdf.geometry import SAME_LINE, merge_rows
from policy_align.parsing.pdf.tables import TableRow, find_tables
from policy_align.parsing.tables.bilingual import column_languages, tell_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policy_align.model import Language
    from policy_align.parsing.lines.source import Role
    from policy_align.parsing.pdf.geometry import Run
    from policy_align.parsing.pdf.glyphs import Box, Rule
    from policy_align.parsing.pdf.run_cuts import Gutter

_RUBY_SIZE = 0.6  # of the size of the line below
_RUBY_LOW, _RUBY_HIGH = 0.5, 1.6  # em of the line below, from baseline to baseline
_SMALL = 0.97  # of the size of the text; footnotes are smaller
_NOTE_MARK = re.compile(
    r"\s*(?:[①-⑳㉑-㉟⑴-⒇❶-❿]|[※＊*†‡§]|[\[［〔【(（]\s*(?:\d{1,3}|[０-９]{1,3})\s*[\]］〕】)）]"
    r"|[（(\[［〔【]?(?:脚注|訳注|译注|譯注|译者注|訳者注|注释|注釈|注|註|备注|備考)"
    r"|[¹²³⁴-⁹]|(?:\d{1,3}|[０-９]{1,3})(?![\d０-９.,．、%％年月日]))"
)
_SET_OFF = re.compile(r"\d{1,3}\t[^\t]+")  # a mark and its note, as far apart as two cells
_CAPTION = re.compile(
    r"\s*(?:[（(【]?(?:续|続)?(?:图表|図表|附表|付表|別表|表|图|図)\s*"
    r"[\d０-９一二三四五六七八九十]+(?:[-－.．‐][\d０-９]+)*(?!年|月|は|が|を|に|の|所|中))"
)
_CAPTION_CHARS = 60
_SURE_CHARS = 40  # Han characters without kana that make a column of a page Chinese
_AGREED = 0.85  # part of the text of a column that is of one language


@dataclass(slots=True)
class Row:
    """A line of the document before its place in the whole is known.

    Attributes:
        page: Number of the page.
        text: Its text.
        box: Left, bottom, right and top on the upright page.
        size: Size of its main font.
        y: Its baseline.
        column: Number of its column, ``None`` for a line over the whole width.
        role: What it is.
        opens: Whether it begins a paragraph.
        language: Its language, where known.
        cited_by: For a line of a footnote, the line that cites it, where known.
    """

    page: int
    text: str
    box: Box
    size: float
    y: float
    column: int | None
    role: Role = "body"
    opens: bool | None = None
    language: Language | None = None
    cited_by: Row | None = None


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The lines of a page in reading order, and its ruby.

    Attributes:
        rows: The lines.
        ruby: Readings printed in small type above the lines.
        columned: Whether the page has two columns.
    """

    rows: list[Row]
    ruby: list[Run] = field(default_factory=list)
    columned: bool = False


def lay_out(runs: Sequence[Run], gutter: Gutter | None, rules: Sequence[Rule]) -> PageLayout:
    """Put the text of a page in reading order.

    Lines over the whole width part the page into bands; inside a band the left column comes
    before the right one.

    Args:
        runs: The runs of the page, furniture removed.
        gutter: The free strip between its columns, if it has columns.
        rules: The ruled lines of the page.

    Returns:
        Its lines.
    """
    if gutter is None:
        lines, ruby = _split_ruby(merge_rows(runs))
        return PageLayout(list(_rows(find_tables(lines, rules), None)), ruby)
    streams, ruby = _streams(runs, gutter)
    left, right, full = ([*find_tables(stream, rules)] for stream in streams)
    ordered: list[Row] = []
    sides = [list(_rows(left, 0)), list(_rows(right, 1))]
    for across in _rows(full, None):
        for side in sides:
            while side and side[0].y > across.y:
                ordered.append(side.pop(0))
        ordered.append(across)
    return PageLayout([*ordered, *sides[0], *sides[1]], ruby, columned=True)


def _streams(
    runs: Sequence[Run], gutter: Gutter
) -> tuple[tuple[list[Run], list[Run], list[Run]], list[Run]]:
    """Return the lines left, right and across, each from top to bottom, and the ruby."""
    parts: tuple[list[Run], list[Run], list[Run]] = ([], [], [])
    for run in runs:
        for stream, part in zip(parts, place_run(run, gutter), strict=True):
            if part is not None:
                stream.append(part)
    across = parts[2]
    for stream in parts[:2]:
        # The rest of a spaced-out title that crosses the gutter belongs to it.
        for run in [run for run in stream if _beside(run, parts[2])]:
            stream.remove(run)
            across.append(run)
    merged = [_split_ruby(merge_rows(stream)) for stream in (parts[0], parts[1], across)]
    left, right, full = (lines for lines, _ in merged)
    _move_last_lines(left, right, full)
    return (left, right, full), [run for _, ruby in merged for run in ruby]


def _beside(run: Run, across: Iterable[Run]) -> bool:
    """Tell whether a run stands on the baseline of one that crosses the gutter."""
    return any(abs(run.y - other.y) < SAME_LINE / 2 * max(run.size, other.size) for other in across)


def _move_last_lines(left: list[Run], right: list[Run], full: list[Run]) -> None:
    """Move the short last lines of paragraphs over the whole width out of the left column."""
    if not full:
        return
    edge = max(run.x1 for run in full)
    start = min(run.x0 for run in full)
    for run in [*left]:
        before = min((one for one in full if one.y > run.y), key=lambda one: one.y, default=None)
        if (
            before is not None
            and abs(before.size - run.size) < 0.1 * run.size
            and before.x1 > edge - 2 * run.size
            and abs(run.x0 - start) < run.size / 2
            and before.y - run.y < 2.5 * run.size
            and not any(abs(other.y - run.y) < run.size for other in right)
        ):
            left.remove(run)
            full.append(run)
    full.sort(key=lambda run: -run.y)


def _split_ruby(lines: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """Split off the readings that stand in small type right above a line."""
    kept: list[Run] = []
    ruby: list[Run] = []
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else None
        (ruby if below is not None and _is_ruby_of(line, below) else kept).append(line)
    return kept, ruby


def _is_ruby_of(line: Run, base: Run) -> bool:
    """Tell whether a line is ruby of the line below it."""
    return (
        line.size < _RUBY_SIZE * base.size
        and _RUBY_LOW * base.size < line.y - base.y < _RUBY_HIGH * base.size
        and line.x0 > base.x0 - base.size
        and line.x1 < base.x1 + base.size
    )


def _rows(items: Sequence[Run | TableRow], column: int | None) -> Iterator[Row]:
    """Turn lines and table rows into rows of the document, captions marked."""
    rows: list[Row] = []
    for is_table, group in groupby(items, key=lambda item: isinstance(item, TableRow)):
        if is_table:
            rows.extend(_table_rows([one for one in group if isinstance(one, TableRow)], column))
        else:
            lines = (one for one in group if not isinstance(one, TableRow))
            rows.extend(Row(o.page, o.text, o.box, o.size, o.y, column) for o in lines)
    for number, row in enumerate(rows):
        if row.role == "body" and _CAPTION.match(row.text) and len(row.text) <= _CAPTION_CHARS:
            near = rows[max(number - 1, 0) : number + 3]
            if any(other.role == "table" for other in near):
                row.role = "caption"
                row.opens = True
    yield from rows


def _table_rows(items: Sequence[TableRow], column: int | None) -> Iterator[Row]:
    """Turn the rows of a table into rows of the document, one for each language they hold."""
    languages = column_languages([item.texts for item in items])
    for item in items:
        for language in ("zh", "ja") if languages else (None,):
            chosen = [
                cell
                for number, cell in enumerate(item.cells)
                if languages is None or languages[number] == language
            ]
            part = TableRow(tuple(chosen))
            if part.runs:
                text, size = "\t".join(part.texts), median(run.size for run in part.runs)
                page, y = part.runs[0].page, max(run.y for run in item.runs)
                yield Row(
                    page, text, part.box, size, y, column, "table", opens=True, language=language
                )


def mark_footnotes(pages: Sequence[PageLayout], rules: Sequence[Sequence[Rule]]) -> None:
    """Mark the footnotes at the foot of each column: smaller, and begun by a mark.

    Args:
        pages: The pages of the document; the rows are changed in place.
        rules: The ruled lines of each page.
    """
    usual = {column: _usual_size(pages, column) for column in (0, 1, None)}
    ran_on: set[int | None] = set()
    for page, page_rules in zip(pages, rules, strict=True):
        running: set[int | None] = set()
        for column in (0, 1, None):
            rows = [row for row in page.rows if row.column == column]
            block = _foot(rows, usual[column], page_rules)
            begin = next((n for n, row in enumerate(block) if _NOTE_MARK.match(row.text)), None)
            if begin is None:
                begin = 0 if column in ran_on and block else len(block)
            elif column in ran_on or _under_rule(block[0], page_rules, rows):
                begin = 0
            _set_notes(block[begin:])
            if block[begin:]:
                running.add(column)
        ran_on = running
        for column in (None, 0, 1):
            # Long and short notes of one page differ in whether they fill its whole width.
            tops = [
                row.y
                for row in page.rows
                if row.role == "footnote" and row.column != column and None in (row.column, column)
            ]
            if tops:
                _set_notes([r for r in page.rows if r.column == column and r.y < max(tops)])


def _set_notes(rows: Sequence[Row]) -> None:
    """Make rows footnotes."""
    for row in rows:
        row.role = "footnote"
        row.opens = bool(_NOTE_MARK.match(row.text))
    _set_note_language(rows)


def _usual_size(pages: Sequence[PageLayout], column: int | None) -> float:
    """Return the size of most of the text of a column, the whole text if it has little."""
    every = [row for page in pages for row in page.rows if row.role == "body"]
    own = [row for row in every if row.column == column]
    chosen = (
        own if sum(len(row.text) for row in own) > 0.2 * sum(len(r.text) for r in every) else every
    )
    weights: dict[float, int] = {}
    for row in chosen:
        size = round(row.size * 4) / 4
        weights[size] = weights.get(size, 0) + len(row.text)
    return max(weights, key=lambda size: weights[size], default=1.0)


def _foot(rows: Sequence[Row], usual: float, rules: Sequence[Rule]) -> list[Row]:
    """Return the last rows of a column that are smaller than its text or stand under a rule."""
    block: list[Row] = []
    for row in reversed(rows):
        if row.size > _SMALL * usual or not (row.role == "body" or _SET_OFF.fullmatch(row.text)):
            break
        block.insert(0, row)
    if block:
        for row in block:
            row.text = row.text.replace("\t", " ")
        return block
    for number in range(len(rows) - 1, -1, -1):
        if rows[number].role != "body":
            break
        below_table = number > 0 and rows[number - 1].role == "table"  # the rule is its last one
        if (
            not below_table
            and _NOTE_MARK.match(rows[number].text)
            and _under_rule(rows[number], rules, rows)
        ):
            return list(rows[number:])
    return []


def _under_rule(row: Row, rules: Sequence[Rule], rows: Sequence[Row]) -> bool:
    """Tell whether a short rule stands right above a row, as above footnotes."""
    left, right = min(one.box[0] for one in rows), max(one.box[2] for one in rows)
    return any(
        rule.level
        and rule.x1 - rule.x0 < 0.7 * (right - left)
        and abs(rule.x0 - left) < 2 * row.size
        and 0 < rule.y0 - row.y < 3 * row.size
        and not any(row.y < other.y < rule.y0 for other in rows)
        for rule in rules
    )


def _set_note_language(rows: Sequence[Row]) -> None:
    """Tell the language of each footnote by its kana."""
    note: list[Row] = []
    for row in [*rows, None]:
        if row is None or row.opens:
            language = tell_language([one.text for one in note], characters=10)
            for one in note:
                one.language = language
            note = []
        if row is not None:
            note.append(row)


def set_languages(pages: Sequence[PageLayout]) -> None:
    """Tell the language of each column, where its text makes it clear.

    A column has one language over the document; where its pages disagree (columns that change
    sides), every page is judged by itself.

    Args:
        pages: The pages of the document; the rows are changed in place.
    """
    for column in (0, 1):
        told: dict[int, Language | None] = {}
        weight: dict[Language, int] = {"zh": 0, "ja": 0}
        for number, page in enumerate(pages):
            own = [row for row in page.rows if row.column == column]
            # Notes of both languages may stand in one column.
            texts = [row.text for row in own if row.role != "footnote"]
            told[number] = language = tell_language(texts, characters=_SURE_CHARS)
            if language is not None:
                weight[language] += sum(map(len, texts))
        main: Language = max(weight, key=lambda language: weight[language])
        whole = sum(weight.values())
        agreed = whole > 0 and weight[main] >= _AGREED * whole
        for number, page in enumerate(pages):
            for row in page.rows:
                if row.column == column and row.language is None:
                    row.language = main if agreed else told[number]
