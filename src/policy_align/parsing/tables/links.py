"""Links between the lines of a table, which is in one language from its head to its last row."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from policy_align.folding import search_key
from policy_align.parsing.languages.vocabulary import SURE
from policy_align.parsing.lines.characters import HAN, KANA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from policy_align.parsing.languages.assigning import Link
    from policy_align.parsing.lines.rows import Row
    from policy_align.parsing.tables.cells import TextTable

_FEWEST_COLUMNS = 3  # offices and names of those who sign make up two
_CONTRARY = 4.0  # log-odds of lines that are in another language than those around them
_NUMBER = re.compile(r"[0-9]+")


def pool_evidence(tables: Iterable[TextTable], evidence: Sequence[float]) -> list[float]:
    """Let each line of a table in one language tell of its language what the surest one tells.

    Args:
        tables: The tables of a file.
        evidence: What each of its rows tells about its language by itself.

    Returns:
        What each tells then.
    """
    pooled = list(evidence)
    for table in tables:
        told = [evidence[line] for line in table.lines]
        surest = max(told, key=abs)
        contrary = sum(map(abs, told)) - abs(sum(told))
        if abs(surest) < SURE or contrary >= _CONTRARY or _take_turns(_texts(table)):
            continue
        for line in table.lines:
            pooled[line] = surest
    return pooled


def link_rows(
    rows: Sequence[Row], tables: Iterable[TextTable], evidence: Sequence[float]
) -> list[Link | None]:
    """Tell of every row how it goes on with a table in which the row before it stands, too.

    A row that begins like the head of the table, but goes on otherwise, is the head of the same
    table in the other language. Where each row has the numbers of the one before it, the
    languages take turns.

    Args:
        rows: The rows of a file in reading order, of both languages.
        tables: The tables found in it.
        evidence: What each tells about its language by itself.

    Returns:
        One link for each row; ``None`` where it does not go on with a table.
    """
    links: dict[int, Link] = {}
    texts = {index: row.text for index, row in enumerate(rows) if row.line.role == "table"}
    for table in tables:
        cells = dict(zip([row.first for row in table.rows], _texts(table), strict=True))
        if _take_turns(list(cells.values())):
            links.update(dict.fromkeys(list(cells)[1:], "other"))
        elif _is_linked(table, [evidence[line] for line in table.lines]):
            texts.update(dict.fromkeys(table.lines, ""))
            texts.update(cells)
    links.update(_links(rows, texts))
    return [links.get(index) for index in range(len(rows))]


def _texts(table: TextTable) -> list[str]:
    """Write each row of a table as a line."""
    return ["\t".join(row.cells) for row in table.rows]


def _take_turns(texts: Sequence[str]) -> bool:
    """Whether rows stand in pairs with the same numbers."""
    numbers = [_NUMBER.findall(text) for text in texts]
    return any(numbers) and len(texts) % 2 == 0 and numbers[::2] == numbers[1::2]


def _is_linked(table: TextTable, evidence: Sequence[float]) -> bool:
    """Whether a table is in one language, or in one and then in the other."""
    if max(len(row.cells) for row in table.rows) < _FEWEST_COLUMNS:
        return False
    leans = list(accumulate(evidence, initial=0.0))
    most = max(abs(2 * lean - leans[-1]) for lean in leans)
    return sum(map(abs, evidence)) - most < _CONTRARY


def _links(rows: Sequence[Row], texts: Mapping[int, str]) -> Iterator[tuple[int, Link]]:
    """Yield the rows that go on with a table, and how."""
    head: str | None = None
    for index, row in enumerate(rows):
        text = texts.get(index)
        if text is None:
            head = head if row.line.role == "footnote" else None  # a table runs on over notes
            continue
        other = head is not None and text != head and _begin_alike(text, head)
        head = text if other or head is None else head
        if index - 1 not in texts:
            continue
        if other:
            yield index, "other"
        else:
            yield index, "words" if HAN.search(text) or KANA.search(text) else "figures"


def _begin_alike(text: str, other: str) -> bool:
    """Whether two rows of as many cells have the same word in the first one."""
    cells, others = text.split("\t"), other.split("\t")
    return len(cells) == len(others) > 1 and search_key(cells[0]) == search_key(others[0])
