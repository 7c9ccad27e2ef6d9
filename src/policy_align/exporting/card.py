"""The dataset card: what a data set holds, where it comes from, and how far it can be trusted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.exporting.columns import COLUMNS, card_feature
from policy_align.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policy_align.bitext import Bitext
    from policy_align.corpus import Description
    from policy_align.evaluation import Evaluation

DEFAULT = "sentences"
_SURE = 0.95
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGEST = "1M<n<10M"
_WHAT = {
    "sentences": "sentence pairs in document order, omissions and additions included",
    "clauses": "the same, below the sentence",
    "pairs": "`anchor`, `positive`: what sentence-transformers trains on",
    "terms": "the bilingual term list of the corpus",
    "documents": "title, issuer, number, date, source, licence and hashes of each document",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a card speaks of.

    Attributes:
        name: Name of the data set.
        files: Names of the files by table and split.
        counts: Number of rows by table and split.
        bitexts: The documents.
        descriptions: What is known about each, by name.
        figures: How each that has a gold standard compares with it, by name.
    """

    name: str
    files: Mapping[tuple[str, str], str]
    counts: Mapping[tuple[str, str], int]
    bitexts: Sequence[Bitext]
    descriptions: Mapping[str, Description]
    figures: Mapping[str, Evaluation]


def card(contents: Contents) -> str:
    """Write the card.

    Args:
        contents: What it speaks of.

    Returns:
        Markdown under a YAML header, as the Hugging Face Hub and ``datasets`` read it.
    """
    parts = (_header, _introduction, _tables, _splits, _provenance, _method, _figures, _issues)
    return "\n".join(line for part in (*parts, _licence) for line in part(contents)) + "\n"


def _header(contents: Contents) -> Iterator[str]:
    total = sum(number for (table, _), number in contents.counts.items() if table == DEFAULT)
    size = next((name for limit, name in _SIZES if total < limit), _LARGEST)
    yield from ("---", "language:", "- zh", "- ja", "license: other")
    yield "license_name: see-terms-of-each-document"
    yield "license_link: README.md#licence"
    yield from ("multilinguality: translation", "task_categories:", "- translation")
    yield from ("- sentence-similarity", "size_categories:", f"- {size}")
    yield from ("source_datasets:", "- original", "annotations_creators:", "- machine-generated")
    yield f"pretty_name: {_quoted(contents.name)}"
    yield from ("tags:", "- policy", "- parallel-corpus", "- sentence-transformers")
    yield "dataset_info:"
    for table in _written(contents):
        yield from (f"- config_name: {table}", "  features:")
        for column in COLUMNS[table]:
            yield from (f"  {line}" for line in card_feature(column))
    yield "configs:"
    for table in _written(contents):
        yield f"- config_name: {table}"
        if table == DEFAULT:
            yield "  default: true"
        yield "  data_files:"
        for (owner, split), path in contents.files.items():
            if owner == table:
                yield from (f"  - split: {split}", f"    path: {path}")
    yield from ("---", "")


def _introduction(contents: Contents) -> Iterator[str]:
    yield f"# {contents.name}"
    yield ""
    documents = len(contents.bitexts)
    yield (
        f"Aligned Chinese–Japanese text of {documents} policy "
        f"document{'s' if documents != 1 else ''}, made with policy_align {__version__}."
    )
    yield ""
    yield from ("```python", "from datasets import load_dataset", "")
    yield 'sentences = load_dataset("PATH_OF_THIS_FOLDER")'
    yield 'pairs = load_dataset("PATH_OF_THIS_FOLDER", "pairs")  # for sentence-transformers'
    yield 'good = sentences["train"].filter(lambda row: row["score"] >= 0.9)'
    yield from ("```", "")
    yield (
        "Plain text, line by line, lies in `text/` (`train.zh` beside `train.ja`): what sacrebleu, "
        "Moses and fairseq read. `croissant.json` describes the same files for machines."
    )
    yield ""


def _tables(contents: Contents) -> Iterator[str]:
    yield from ("## Tables", "", "| config | rows | what it holds |", "| --- | --- | --- |")
    for table in _written(contents):
        rows = sum(number for (owner, _), number in contents.counts.items() if owner == table)
        yield f"| `{table}` | {rows:,} | {_WHAT[table]} |"
    yield ""
    for table in _written(contents):
        yield from (f"**{table}**", "", "| column | type | meaning |", "| --- | --- | --- |")
        for column in COLUMNS[table]:
            yield f"| `{column.name}` | {column.type} | {column.meaning} |"
        yield ""
    yield (
        "Texts are never null: the missing side of an omission or addition is empty. Filter by "
        "`score`, which is calibrated: of pairs with 0.9 about nine in ten are right."
    )
    yield ""


def _splits(contents: Contents) -> Iterator[str]:
    yield from ("## Splits", "", "| config | split | rows |", "| --- | --- | --- |")
    for (table, split), rows in contents.counts.items():
        yield f"| `{table}` | {split} | {rows:,} |"
    yield ""
    unit = "whole documents are held out, chosen by a hash of their names"
    if len(contents.bitexts) == 1:
        unit = (
            "the corpus has one document, so **sections** of it are held out, in the order of a "
            "hash of their labels: the splits share subject and style"
        )
    yield (
        f"The splits are the same in every run: {unit}. "
        "A sentence that differs from one in `train` only in numbers, punctuation or the shape of "
        "characters is in `train`, too, so "
        "no held-out sentence was seen in training. Clauses and pairs follow their sentence; "
        "`terms` and `documents` are not split, and `terms` was made from all splits."
    )
    yield ""


def _provenance(contents: Contents) -> Iterator[str]:
    yield from ("## Provenance", "")
    for bitext in contents.bitexts:
        known = contents.descriptions[bitext.name]
        yield f"### {bitext.name}"
        yield ""
        for what, sides in (
            ("Title", known.title),
            ("Issuer", known.issuer),
            ("Number", known.document_number),
        ):
            texts = list(dict.fromkeys(text for text in sides.values() if text))
            if texts:
                yield f"- {what}: {_line(' / '.join(texts))}"
        for what, text in (("Date", known.date), ("Source", known.source)):
            if text:
                yield f"- {what}: {_line(text)}"
        for name, digest in sorted(known.sha256.items()):
            yield f"- `{name}`: sha256 `{digest}`"
        yield ""


def _method(contents: Contents) -> Iterator[str]:
    yield from ("## How it was aligned", "")
    yield (
        "Each document was parsed into sections and sentences; sections were matched on the tree, "
        "and sentences inside them by a search over many-to-many beads, omissions and additions, "
        "with evidence from embeddings, shared characters, numbers, labels and length. Nobody "
        "corrected the result by hand."
    )
    yield ""
    signatures = {
        bitext.signature or contents.descriptions[bitext.name].signature
        for bitext in contents.bitexts
    }
    for signature in sorted(signatures - {""}):
        yield f"- `{_line(signature)}`"
    yield ""


def _figures(contents: Contents) -> Iterator[str]:
    yield from ("## Figures", "")
    if not contents.figures:
        yield from ("There is no gold standard for these documents, so nothing was measured.", "")
        return
    yield "Against the gold standard, strict (both sides of a pair equal):"
    yield ""
    yield "| document | precision | recall | F1 | recall of omissions | calibration error |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, result in contents.figures.items():
        strict = result.strict
        figures = (strict.precision, strict.recall, strict.f1, result.nulls.recall)
        cells = " | ".join(f"{figure:.4f}" for figure in figures)
        yield f"| {name} | {cells} | {result.calibration_error:.4f} |"
    without = len(contents.bitexts) - len(contents.figures)
    if without:
        yield from ("", f"{without} more documents have no gold standard.")
    yield ""


def _issues(contents: Contents) -> Iterator[str]:
    pairs = [pair for bitext in contents.bitexts for pair in bitext]
    omitted = sum(not pair.ja for pair in pairs)
    added = sum(not pair.zh for pair in pairs)
    merged = sum(len(pair.zh_ids) > 1 or len(pair.ja_ids) > 1 for pair in pairs)
    unsure = sum(bool(pair.zh and pair.ja) and pair.score < _SURE for pair in pairs)
    yield from ("## Known issues", "")
    yield f"- {omitted:,} Chinese sentences have no translation, {added:,} Japanese no original."
    yield f"- {merged:,} pairs hold more than one sentence on a side."
    yield f"- {unsure:,} pairs with both texts have a score below {_SURE}: look at them first."
    yield "- Translations are as published: where they are wrong, the data is wrong."
    yield "- The term list is made by machine and holds errors, mostly at low counts."
    yield ""


def _licence(contents: Contents) -> Iterator[str]:
    yield from ("## Licence", "")
    yield "Each text is under the terms of its document:"
    yield ""
    for bitext in contents.bitexts:
        rights = contents.descriptions[bitext.name].rights
        for side in ("zh", "ja"):
            yield f"- {bitext.name}, {side}: {_line(rights.get(side) or 'not stated')}"
    yield ""
    yield "The alignment adds no restriction of its own (Apache-2.0, like policy_align)."


def _written(contents: Contents) -> list[str]:
    return list(dict.fromkeys(table for table, _ in contents.files))


def _line(text: str) -> str:
    return " ".join(text.split()).replace("<", "&lt;")


def _quoted(text: str) -> str:
    """Return a text as a YAML scalar in double quotes, which is JSON."""
    return json.dumps(text, ensure_ascii=False)
