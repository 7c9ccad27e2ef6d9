"""Which pairs are for training and which are held out, the same in every run.

Whole documents are held out, chosen by a hash of their names, so that documents that are added
later change nothing for the others; of a corpus of one document sections are held out, in the
order of a hash of their labels, until there are enough. What differs only in numbers,
punctuation and the shape of characters from a sentence of the training part goes there, too, so
that nothing that is held out was seen in training.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, TypeAlias

from policy_align.folding import search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policy_align.model import Pair

Split: TypeAlias = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")

_HELD_OUT: dict[Split, float] = {"test": 0.1, "validation": 0.2}
_FREE = re.compile(r"[\W\d_]+")
_SECTION_LEVELS = 2


def assign_splits(pairs: Sequence[Pair]) -> dict[str, Split]:
    """Assign every pair of a corpus to a split.

    Args:
        pairs: All pairs of the corpus.

    Returns:
        The split of each pair by its identifier.

    Example:
        >>> from policy_align.model import Pair
        >>> pairs = [Pair(f"{doc}:1", doc, "", "title", doc, doc, 1.0) for doc in "甲乙丙"]
        >>> sorted(assign_splits(pairs).values())
        ['test', 'train', 'validation']
    """
    single = len({pair.doc for pair in pairs}) == 1
    units = {pair.id: _unit(pair, single=single) for pair in pairs}
    of_unit = _by_quota(Counter(units.values())) if single else _by_hash(set(units.values()))
    keys = {pair.id: near_duplicate_key(pair) for pair in pairs}
    of_key: dict[str, Split] = {}
    for name, key in keys.items():
        split = of_unit[units[name]]
        of_key[key] = min(of_key.get(key, split), split, key=SPLITS.index)
    return {name: of_key[key] for name, key in keys.items()}


def near_duplicate_key(pair: Pair) -> str:
    """Return what near-duplicates have in common.

    Args:
        pair: A pair.

    Returns:
        Its Chinese text (or the Japanese one where that is missing) with shapes of characters
        folded, without numbers and punctuation.

    Example:
        >>> from policy_align.model import Pair
        >>> pair = Pair("a:1", "a", "", "sentence", "到2030年，產業升級。", "", 1.0)
        >>> near_duplicate_key(pair)
        '到年产业升级'
    """
    text = search_key(pair.zh or pair.ja)
    return _FREE.sub("", text) or text


def _unit(pair: Pair, *, single: bool) -> str:
    """Return what is held out as a whole: the document, or a section of the only one."""
    if not single:
        return pair.doc
    return "/".join(pair.section.split("/")[:_SECTION_LEVELS])


def _by_hash(units: Iterable[str]) -> dict[str, Split]:
    """Hold out what the hash says, whatever else there is."""
    shares = {unit: _share(unit) for unit in units}
    splits = {unit: _split(share) for unit, share in shares.items()}
    ordered = sorted(shares, key=lambda unit: (shares[unit], unit))
    # Few units may all fall on one side; then the nearest to each border fill the gaps.
    if len(ordered) >= len(SPLITS):
        splits[ordered[0]], splits[ordered[-1]] = "test", "train"
        if "validation" not in splits.values():
            splits[ordered[1]] = "validation"
    return splits


def _by_quota(sizes: Counter[str]) -> dict[str, Split]:
    """Hold out one unit after the other until a tenth of the pairs is held out, twice."""
    ordered = sorted(sizes, key=lambda unit: (_share(unit), unit))
    splits: dict[str, Split] = {}
    taken = 0
    for unit in ordered:
        splits[unit] = _split(taken / sizes.total()) if len(ordered) >= len(SPLITS) else "train"
        taken += sizes[unit]
    return splits


def _split(share: float) -> Split:
    return next((split for split, limit in _HELD_OUT.items() if share < limit), "train")


def _share(unit: str) -> float:
    """Return a number from 0 to 1 that depends on a name alone."""
    digest = hashlib.sha256(unit.encode(errors="ignore")).digest()
    return int.from_bytes(digest[:8], "big") / (1 << 64)
