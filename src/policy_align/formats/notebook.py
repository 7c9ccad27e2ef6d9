"""Bitexts in notebooks: as a data frame and as a small table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from policy_align.errors import MissingExtraError
from policy_align.formats.characters import legal
from policy_align.formats.jsonl import COLUMNS, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import DataFrame

    from policy_align.bitext import Bitext
    from policy_align.model import Pair

ROWS_SHOWN = 20
_CELL = 'style="text-align:left;vertical-align:top;white-space:pre-wrap"'


def data_frame(bitext: Bitext) -> DataFrame:
    """Return the pairs of a bitext as a data frame, one row per pair.

    Args:
        bitext: The bitext.

    Returns:
        The frame, with the fields of a pair as columns.

    Raises:
        MissingExtraError: If pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtraError("A data frame", "pandas") from error
    rows = [row_of(pair) for pair in bitext]
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    types = {"zh_page": "int64", "ja_page": "int64", "score": "float64"}
    frame: DataFrame = pd.DataFrame(columns).astype(types)
    return frame


def table(bitext: Bitext) -> str:
    """Return the first pairs of a bitext as an HTML table.

    Args:
        bitext: The bitext.

    Returns:
        HTML for a notebook, with the texts escaped.
    """
    return "".join(_parts(bitext))


def _parts(bitext: Bitext) -> Iterator[str]:
    shown = bitext[:ROWS_SHOWN]
    yield f"<p><b>{_text(bitext.name)}</b>: {len(bitext)} pairs</p><table><thead><tr>"
    yield "".join(f"<th {_CELL}>{name}</th>" for name in ("section", "zh", "ja", "score"))
    yield "</tr></thead><tbody>"
    yield from map(_row, shown)
    yield "</tbody></table>"
    if len(bitext) > len(shown):
        yield f"<p>… {len(bitext) - len(shown)} more</p>"


def _row(pair: Pair) -> str:
    return (
        f"<tr><td {_CELL}>{_text(pair.section)}</td>"
        f'<td lang="zh-CN" {_CELL}>{_text(pair.zh)}</td>'
        f'<td lang="ja" {_CELL}>{_text(pair.ja)}</td><td {_CELL}>{pair.score:.2f}</td></tr>'
    )


def _text(text: str) -> str:
    return escape(legal(text))
