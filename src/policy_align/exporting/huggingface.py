"""A folder that ``datasets.load_dataset`` loads in one line."""

from __future__ import annotations

import tempfile
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_align.errors import InputError
from policy_align.exporting.card import Contents, card
from policy_align.exporting.columns import COLUMNS, arrow_schema
from policy_align.exporting.croissant import croissant, newest
from policy_align.exporting.rows import (
    clause_row,
    document_row,
    parallel_lines,
    sentence_id,
    sentence_row,
    term_row,
    training_rows,
)
from policy_align.exporting.splits import SPLITS, assign_splits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from os import PathLike

    from policy_align.bitext import Bitext
    from policy_align.corpus import Corpus
    from policy_align.evaluation import Evaluation
    from policy_align.model import Pair

_MARKS = ("README.md", "croissant.json", "data")
_WHOLE = "train"


def export_hf(
    corpus: Corpus,
    folder: str | PathLike[str],
    *,
    name: str = "",
    gold: str | PathLike[str] | None = None,
    announce: Callable[[str], None] | None = None,
) -> dict[tuple[str, str], int]:
    """Write a corpus as a folder that ``datasets.load_dataset`` loads.

    Args:
        corpus: The corpus.
        folder: The folder to write, whole or not at all. An earlier export is replaced, any
            other folder with something in it is left alone.
        name: Name of the data set; that of the folder by default.
        gold: A folder with gold standards (``NAME.sentences.jsonl`` or ``NAME.jsonl``), to be
            measured against in the card.
        announce: Called with the name of each table before work on it begins.

    Returns:
        The number of rows by table and split.

    Raises:
        InputError: If the folder cannot be put there.
        MissingExtraError: If pyarrow is not installed.
    """
    target = Path(folder).resolve()
    _check_target(target)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as place:
        new = Path(place) / "new"
        new.mkdir()
        counts = _write(corpus, new, name or target.name, gold, announce or _silent)
        if target.exists():
            target.rename(Path(place) / "old")
        new.rename(target)
    return counts


def _silent(_table: str) -> None:
    """Announce nothing."""


def _check_target(target: Path) -> None:
    if not target.parent.is_dir():
        raise InputError(target, f"there is no folder {target.parent}", "create it first")
    if target.exists() and not target.is_dir():
        raise InputError(target, "this is a file", "give the name of a folder")
    held = {path.name for path in target.iterdir()} if target.is_dir() else set()
    if held and not held.issuperset(_MARKS):
        raise InputError(target, "this folder holds something else", "give another name")


def _write(
    corpus: Corpus,
    folder: Path,
    name: str,
    gold: str | PathLike[str] | None,
    announce: Callable[[str], None],
) -> dict[tuple[str, str], int]:
    bitexts = list(corpus.values())
    pairs = list(chain.from_iterable(bitexts))
    splits = assign_splits(pairs)
    writer = _Writer(folder)

    def by_split(pairs: Iterable[Pair], key: Callable[[Pair], str]) -> Iterator[Any]:
        groups: dict[str, list[Pair]] = {split: [] for split in SPLITS}
        for pair in pairs:
            groups[splits[key(pair)]].append(pair)
        return iter(groups.items())

    announce("sentences")
    for split, part in by_split(pairs, _own_id):
        writer.write("sentences", split, map(sentence_row, part))
        writer.write_text(split, part)
    announce("clauses")
    clauses = chain.from_iterable(bitext.clauses() for bitext in bitexts)
    for split, part in by_split(clauses, sentence_id):
        writer.write("clauses", split, map(clause_row, part))
    announce("pairs")
    for split, part in by_split(pairs, _own_id):
        writer.write("pairs", split, training_rows(part))
    announce("terms")
    writer.write("terms", _WHOLE, map(term_row, corpus.extract_terms()))
    announce("documents")
    descriptions = corpus.descriptions
    rows = (document_row(bitext, descriptions[key]) for key, bitext in corpus.items())
    writer.write("documents", _WHOLE, rows)
    known = {bitext.name: descriptions[key] for key, bitext in corpus.items()}
    contents = Contents(
        name, writer.files, writer.counts, bitexts, known, _measured(bitexts, gold)
    )  # fmt: skip
    (folder / "README.md").write_text(card(contents), encoding="utf-8")
    licence = "; ".join(dict.fromkeys(_rights(contents))) or "see README.md"
    text = croissant(
        folder, writer.files, name=name, licence=licence,
        date=newest([each.date for each in known.values()]),
    )  # fmt: skip
    (folder / "croissant.json").write_text(text, encoding="utf-8")
    return dict(writer.counts)


def _own_id(pair: Pair) -> str:
    return pair.id


def _rights(contents: Contents) -> Iterator[str]:
    for description in contents.descriptions.values():
        yield from (text for text in description.rights.values() if text)


def _measured(
    bitexts: Iterable[Bitext], gold: str | PathLike[str] | None
) -> Mapping[str, Evaluation]:
    from policy_align.evaluation import evaluate
    from policy_align.formats import read_bitext

    results: dict[str, Evaluation] = {}
    for bitext in bitexts if gold is not None else ():
        for suffix in (".sentences.jsonl", ".jsonl"):
            path = Path(gold or "") / f"{bitext.name}{suffix}"
            if path.is_file():
                results[bitext.name] = evaluate(bitext, read_bitext(path))
                break
    return results


class _Writer:
    """Writes the tables and remembers their names and sizes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: dict[tuple[str, str], str] = {}
        self.counts: Counter[tuple[str, str]] = Counter()

    def write(self, table: str, split: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write one split of a table; nothing where it has no row."""
        from policy_align.formats.parquet import write_rows

        waiting = iter(rows)
        first = next(waiting, None)
        if first is None:
            return
        name = f"data/{table}/{split}-00000-of-00001.parquet"
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)

        def counted() -> Iterator[Mapping[str, Any]]:
            for row in chain([first], waiting):
                self.counts[table, split] += 1
                yield row

        write_rows(counted(), arrow_schema(COLUMNS[table]), path)
        self.files[table, split] = name

    def write_text(self, split: str, pairs: Iterable[Pair]) -> None:
        """Write the two sides of a split, line by line."""
        folder = self._folder / "text"
        folder.mkdir(exist_ok=True)
        lines = list(parallel_lines(pairs))
        for number, side in enumerate(("zh", "ja")):
            text = "".join(f"{line[number]}\n" for line in lines)
            data = text.encode(errors="ignore")
            (folder / f"{split}.{side}").write_bytes(data)
