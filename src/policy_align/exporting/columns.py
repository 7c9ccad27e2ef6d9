"""The columns of every table of a data set, and how each format calls their types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from policy_align.formats.parquet import import_pyarrow

Type: TypeAlias = Literal["string", "int32", "float64", "translation", "strings", "numbers", "uses"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: Its name.
        type: Its type; ``translation`` is a Chinese and a Japanese text, ``uses`` a list of
            texts with counts.
        meaning: What it holds.
    """

    name: str
    type: Type
    meaning: str


_TRANSLATION = Column("translation", "translation", "the texts `zh` and `ja`")
_PLACE = (
    Column("doc", "string", "name of the document"),
    Column("section", "string", "Chinese labels joined by `/`, as in `三/（一）`"),
    Column("kind", "string", "title, heading, sentence, item, bullet, table …"),
    Column("score", "float64", "probability that the pair is right, 0 to 1"),
)
_SIDES = (
    Column("zh_ids", "numbers", "sentence numbers in the Chinese document"),
    Column("ja_ids", "numbers", "sentence numbers in the Japanese document"),
    Column("zh_page", "int32", "page on which the Chinese begins; 0 where there is none"),
    Column("ja_page", "int32", "page on which the Japanese begins; 0 where there is none"),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "sentences": (
        Column("id", "string", "stable, `<doc>:<n>`"),
        _TRANSLATION,
        *_PLACE,
        *_SIDES,
    ),
    "clauses": (
        Column("id", "string", "stable, `<doc>:<n>.<m>`"),
        Column("sentence_id", "string", "`id` of the sentence pair"),
        _TRANSLATION,
        *_PLACE,
    ),
    "pairs": (
        Column("anchor", "string", "Chinese text"),
        Column("positive", "string", "Japanese text"),
    ),
    "terms": (
        Column("zh", "string", "the Chinese term"),
        Column("ja", "string", "its usual rendering"),
        Column("count", "int32", "pairs in which the two stand for each other"),
        Column("score", "float64", "probability that they are a right term pair"),
        Column("variants", "uses", "other renderings with their counts"),
        Column("example_id", "string", "`id` of a sentence pair that shows it"),
    ),
    "documents": (
        Column("doc", "string", "name of the document"),
        Column("title_zh", "string", "title"),
        Column("title_ja", "string", "title"),
        Column("issuer_zh", "string", "who issued it"),
        Column("issuer_ja", "string", "who issued it"),
        Column("number_zh", "string", "document number"),
        Column("number_ja", "string", "document number"),
        Column("date", "string", "date of issue as text, `YYYY-MM-DD`"),
        Column("source", "string", "where the text was taken from"),
        Column("rights_zh", "string", "licence of the Chinese text"),
        Column("rights_ja", "string", "licence of the Japanese text"),
        Column("files", "strings", "names of the source files"),
        Column("sha256", "strings", "their hashes, in the same order"),
        Column("signature", "string", "what made the alignment"),
        Column("pairs", "int32", "number of sentence pairs"),
    ),
}


def arrow_schema(columns: tuple[Column, ...]) -> Any:  # noqa: ANN401 - pyarrow is untyped
    """Return the ``pyarrow.Schema`` of a table.

    Args:
        columns: Its columns.

    Returns:
        The schema.

    Raises:
        MissingExtraError: If pyarrow is not installed.
    """
    pa = import_pyarrow()
    texts = pa.struct([("zh", pa.string()), ("ja", pa.string())])
    uses = pa.list_(pa.struct([("text", pa.string()), ("count", pa.int32())]))
    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "float64": pa.float64(),
        "translation": texts,
        "strings": pa.list_(pa.string()),
        "numbers": pa.list_(pa.int32()),
        "uses": uses,
    }
    return pa.schema([(column.name, types[column.type]) for column in columns])


def card_feature(column: Column) -> list[str]:
    """Return a column as lines of the YAML of a dataset card.

    Args:
        column: The column.

    Returns:
        Lines without indentation; the first begins with ``- name``.
    """
    types = {
        "translation": ["dtype:", "  translation:", "    languages:", "    - zh", "    - ja"],
        "strings": ["sequence: string"],
        "numbers": ["sequence: int32"],
        "uses": ["list:", "- name: text", "  dtype: string", "- name: count", "  dtype: int32"],
    }
    described = types.get(column.type, [f"dtype: {column.type}"])
    return [f"- name: {column.name}", *(f"  {line}" for line in described)]
