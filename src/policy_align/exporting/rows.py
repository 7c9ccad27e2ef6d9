"""The rows of every table of a data set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from policy_align.formats.characters import one_line
from policy_align.formats.jsonl import row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policy_align.bitext import Bitext
    from policy_align.corpus import Description
    from policy_align.model import Pair
    from policy_align.results import Term

    Row: TypeAlias = dict[str, Any]

TRAINING_SCORE = 0.5


def sentence_row(pair: Pair) -> Row:
    """Return a pair as a row of ``sentences``."""
    row = row_of(pair)
    return {"translation": {"zh": row.pop("zh"), "ja": row.pop("ja")}, **row}


def clause_row(pair: Pair) -> Row:
    """Return a pair of clauses as a row of ``clauses``."""
    row = sentence_row(pair)
    for name in ("zh_ids", "ja_ids", "zh_page", "ja_page"):
        del row[name]
    return {"sentence_id": sentence_id(pair), **row}


def sentence_id(clause: Pair) -> str:
    """Return the identifier of the sentence pair that a pair of clauses is part of.

    Args:
        clause: The pair of clauses.

    Returns:
        The identifier.

    Example:
        >>> from policy_align.model import Pair
        >>> sentence_id(Pair("plan:12.3", "plan", "", "sentence", "甲，", "あ、", 0.9))
        'plan:12'
    """
    doc, _, number = clause.id.rpartition(":")
    return f"{doc}:{number.partition('.')[0]}"


def training_rows(pairs: Iterable[Pair]) -> Iterator[Row]:
    """Yield what an embedding model learns from: both texts there, likely right, each once."""
    known: set[tuple[str, str]] = set()
    for zh, ja in parallel_lines(pairs, least_score=TRAINING_SCORE):
        if (zh, ja) not in known:
            known.add((zh, ja))
            yield {"anchor": zh, "positive": ja}


def parallel_lines(pairs: Iterable[Pair], *, least_score: float = 0.0) -> Iterator[tuple[str, str]]:
    """Yield the texts of the pairs that have both, each in one line.

    Args:
        pairs: The pairs.
        least_score: Least score of a pair.

    Yields:
        The Chinese and the Japanese text.
    """
    for pair in pairs:
        zh, ja = one_line(pair.zh), one_line(pair.ja)
        if zh and ja and pair.score >= least_score:
            yield zh, ja


def term_row(term: Term) -> Row:
    """Return an entry of a term list as a row of ``terms``."""
    return {
        "zh": term.zh,
        "ja": term.ja,
        "count": term.count,
        "score": float(term.score),
        "variants": [{"text": text, "count": count} for text, count in term.variants],
        "example_id": term.example.pair.id if term.example else "",
    }


def document_row(bitext: Bitext, description: Description) -> Row:
    """Return a document as a row of ``documents``."""
    texts = {
        f"{name}_{side}": values.get(side, "")
        for name, values in (
            ("title", description.title),
            ("issuer", description.issuer),
            ("number", description.document_number),
            ("rights", description.rights),
        )
        for side in ("zh", "ja")
    }
    files: Sequence[str] = sorted(description.sha256)
    return {
        "doc": bitext.name,
        **texts,
        "date": description.date,
        "source": description.source,
        "files": files,
        "sha256": [description.sha256[name] for name in files],
        "signature": bitext.signature or description.signature,
        "pairs": len(bitext),
    }
