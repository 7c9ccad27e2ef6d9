"""Tables in extracted text: their rows rebuilt out of the lines that hold their cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from policy_align.parsing.tables.flow import flow_tables
from policy_align.parsing.tables.layout import layout_tables
from policy_align.parsing.tables.lone_cells import lone_tables
from policy_align.parsing.tables.runs import lone_runs
from policy_align.parsing.tables.scattered import scattered_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.tables.cells import TableRow, TextTable


def mark_tables(rows: Sequence[Row]) -> list[Row]:
    """Rebuild the rows of tables.

    Args:
        rows: The rows of one language in reading order, footnotes marked.

    Returns:
        The rows; those of tables have that role, and one for each row of the table holds its
        cells, joined by tabs. Rows of a file whose reader knows its tables are as they were.
    """
    made: dict[int, list[Row]] = {}
    gone: set[int] = set()
    for table in find_tables(rows):
        made[table.rows[0].first] = _rows_of(table, rows)
        gone.update(table.lines)
    result: list[Row] = []
    for index, row in enumerate(rows):
        result += made.get(index, [])
        if index not in gone:
            result.append(row)
    return result


def find_tables(rows: Sequence[Row]) -> list[TextTable]:
    """Find the tables of a text.

    Args:
        rows: The rows in reading order, footnotes marked.

    Returns:
        The tables; none in a file whose reader knows its tables.
    """
    known = {"table", "caption"}
    if any(row.line.box is not None or row.line.role in known for row in rows):
        return []
    body = [index for index, row in enumerate(rows) if row.line.role == "body"]
    inner = [rows[index] for index in body]
    found = list(layout_tables(inner)) or _tables_without_layout(inner)
    return [table.renumbered(body) for table in found]


def _tables_without_layout(rows: Sequence[Row]) -> list[TextTable]:
    """Find the tables whose cells follow one another."""
    runs = list(lone_runs(rows))
    found, otherwise = lone_tables(runs)
    left = [run for run in runs if not _taken(found) & {cell.row for cell in run}]
    found += scattered_tables(left)
    found += [table for table in otherwise if _taken(found).isdisjoint(table.lines)]
    return [*found, *flow_tables(rows, _taken(found))]


def _taken(tables: Sequence[TextTable]) -> frozenset[int]:
    """Return the numbers of the lines that are in tables."""
    return frozenset(line for table in tables for line in table.lines)


def _rows_of(table: TextTable, rows: Sequence[Row]) -> list[Row]:
    ends = [*(row.first for row in table.rows[1:]), table.lines[-1] + 1]
    return [
        _row(row, rows[row.first], rows[max(row.first, end - 1)])
        for row, end in zip(table.rows, ends, strict=True)
    ]


def _row(row: TableRow, first: Row, last: Row) -> Row:
    """Write a row of a table as a line of its own."""
    return replace(
        first,
        text="\t".join(row.cells),
        indent=0,
        trailing=False,
        line=replace(first.line, role="table", opens=True),
        end=last.last_line,
    )
