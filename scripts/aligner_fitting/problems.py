"""Alignment problems: line-aligned texts, merged, cut short and with headings repeated."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aligner_fitting.texts import Segment, Text, in_sentences, resized, set_name
from policy_align.aligning.sides import KINDS, Layout, make_layout
from policy_align.parsing.tree.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Bead = tuple[int, int, int, int]
"""First Chinese sentence, their number, first Japanese sentence, their number."""

_LONG = 30
"""Segments from which a text may have a long gap."""

_MOST = 4
"""Most segments that are merged into one sentence."""

_MISREAD = 0.03
"""Share of the paragraphs and kinds that a layout has wrong."""

_SIZES = (40, 90, 160, 300)
"""Segments in a problem."""


@dataclass(frozen=True)
class Problem:
    """Two texts and their right alignment.

    Attributes:
        name: Set it comes from.
        zh: Chinese sentences.
        ja: Japanese sentences.
        beads: Right beads in order.
        layouts: Paragraph and kind of each sentence of both sides, or nothing.
    """

    name: str
    zh: list[str]
    ja: list[str]
    beads: list[Bead]
    layouts: tuple[Layout, Layout] | None = None


@dataclass(frozen=True)
class Noise:
    """How a problem is made from line-aligned segments.

    Attributes:
        merge: Share of the segments that are merged with the one before, on each side.
        omit: Share of the segments that one side lacks.
        gap: Chance that one side lacks a long run of segments.
        repeat: Chance that the same short heading stands before every few segments.
    """

    merge: float = 0.08
    omit: float = 0.08
    gap: float = 0.0
    repeat: float = 0.0


USUAL = Noise()
"""The noise that figures are reported for: 16 % merges, half of them on either side, 8 % gaps."""


def random_noise(rng: random.Random) -> Noise:
    """Draw the noise of one problem."""
    return Noise(rng.uniform(0.01, 0.14), rng.uniform(0.0, 0.16), 0.15, 0.1)


def problems_of(
    name: str, documents: Sequence[Text], copies: int, seed: int, *, layout: bool = False
) -> Iterator[Problem]:
    """Make problems from a set: several copies, each with noise of its own.

    Args:
        name: Name of the set.
        documents: Its texts.
        copies: How often every text is used.
        seed: Seed of the noise.
        layout: Whether the problems know paragraphs and kinds.

    Yields:
        The problems; every other copy is cut into sentences.
    """
    rng = random.Random(f"{name} {seed}")  # noqa: S311
    for copy in range(copies):
        parts = [in_sentences(d) for d in documents] if layout or copy % 2 else documents
        for part in resized(parts, _SIZES[(copy + seed) % len(_SIZES)]):
            yield perturb(name, part, random_noise(rng), rng, layout=layout)


def real_problem(path: Path) -> Problem:
    """Make a problem of a gold standard as it is, nulls and all.

    Args:
        path: JSONL with ``zh``, ``ja``, ``kind`` and, if known, ``block``.

    Returns:
        The problem, with layout; sides of beads are cut into sentences.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts: dict[str, list[str]] = {"zh": [], "ja": []}
    blocks: dict[str, list[int]] = {"zh": [], "ja": []}
    kinds: dict[str, list[str]] = {"zh": [], "ja": []}
    beads = []
    for number, row in enumerate(rows):
        first = len(texts["zh"]), len(texts["ja"])
        for side in texts:
            parts = [row[side][start:end] for start, end in split_sentences(row[side])]
            texts[side] += parts
            blocks[side] += [row.get("block", number)] * len(parts)
            kinds[side] += [row["kind"] if row["kind"] in KINDS else "sentence"] * len(parts)
        i, j = first
        beads.append((i, len(texts["zh"]) - i, j, len(texts["ja"]) - j))
    layouts = [make_layout(blocks[side], kinds[side]) for side in texts]
    name = set_name(path)
    return Problem(name, texts["zh"], texts["ja"], beads, (layouts[0], layouts[1]))


def perturbed(name: str, documents: Sequence[Text], noise: Noise, seed: int) -> list[Problem]:
    """Make problems with the same noise from a set, as it is and cut into sentences.

    Args:
        name: Name of the set.
        documents: Its texts.
        noise: How much to disturb.
        seed: Seed of the noise.

    Returns:
        The problems.
    """
    rng = random.Random(f"{name} {noise} {seed}")  # noqa: S311
    parts = [
        part
        for texts in (documents, [in_sentences(document) for document in documents])
        for part in resized(texts, max(_SIZES))
    ]
    return [perturb(name, part, noise, rng) for part in parts]


def perturb(
    name: str,
    segments: Sequence[Segment],
    noise: Noise,
    rng: random.Random,
    *,
    layout: bool = False,
) -> Problem:
    """Make an alignment problem from line-aligned segments.

    Args:
        name: Name of the problem.
        segments: Aligned segments of one document, in order.
        noise: How much to disturb.
        rng: Source of randomness.
        layout: Whether the problem knows paragraphs and kinds (then hardly any merge crosses
            a paragraph).

    Returns:
        The problem, with minimal right beads.
    """
    if rng.random() < noise.repeat:
        segments = _with_headings(segments, rng)
    zh_has, ja_has = _kept(len(segments), noise, rng)
    blocks = [segment.block if layout else 0 for segment in segments]
    zh_groups = _grouped(sorted(zh_has), ja_has, blocks, noise, rng)
    ja_groups = _grouped(sorted(ja_has), zh_has, blocks, noise, rng)
    layouts = (
        (_noisy_layout(zh_groups, segments, rng), _noisy_layout(ja_groups, segments, rng))
        if layout
        else None
    )
    return Problem(
        name,
        ["".join(segments[k].zh for k in group) for group in zh_groups],
        ["".join(segments[k].ja for k in group) for group in ja_groups],
        _beads(zh_groups, ja_groups),
        layouts,
    )


def _with_headings(segments: Sequence[Segment], rng: random.Random) -> list[Segment]:
    """Put one short segment of a text before every few others."""
    short = sorted(segments, key=lambda segment: len(segment.zh))[: max(len(segments) // 5, 1)]
    heading, every = rng.choice(short), rng.randint(2, 6)
    result: list[Segment] = []
    for number, segment in enumerate(segments):
        if number % every == 0 and segment is not heading:
            result.append(Segment(heading.zh, heading.ja, -number - 1, "heading"))
        result.append(segment)
    return result


def _kept(count: int, noise: Noise, rng: random.Random) -> tuple[set[int], set[int]]:
    """Choose the segments that each side has."""
    zh, ja = set(range(count)), set(range(count))
    for k in range(count):
        if rng.random() < noise.omit:
            rng.choice((zh, ja)).discard(k)
    if count > _LONG and rng.random() < noise.gap:
        size = rng.randint(4, count // 4)
        first = rng.randint(0, count - size)
        rng.choice((zh, ja)).difference_update(range(first, first + size))
    return zh, ja


def _noisy_layout(
    groups: list[list[int]], segments: Sequence[Segment], rng: random.Random
) -> Layout:
    """Lay out groups of segments, with a few paragraphs and kinds misread."""
    blocks, kinds, block = [], [], 0
    before = None
    for group in groups:
        first, last = segments[group[0]], segments[group[-1]]
        opens = before is None or first.block != before
        block += opens if rng.random() > _MISREAD else not opens
        before = last.block
        blocks.append(block)
        kinds.append(first.kind if rng.random() > _MISREAD else "sentence")
    return make_layout(blocks, kinds)


def _grouped(
    kept: list[int], other: set[int], blocks: list[int], noise: Noise, rng: random.Random
) -> list[list[int]]:
    """Merge neighbours at random; what the other side lacks is rarely merged."""
    groups: list[list[int]] = []
    for k in kept:
        joins = bool(groups) and groups[-1][-1] == k - 1 and len(groups[-1]) < _MOST
        rate = noise.merge if joins else 0.0
        if joins and (k not in other or groups[-1][-1] not in other):
            rate *= 0.15
        if joins and len(groups[-1]) > 1:
            rate *= 0.35
        if joins and blocks[k] != blocks[k - 1]:
            rate *= 0.03
        if rng.random() < rate:
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups


def _beads(zh: list[list[int]], ja: list[list[int]]) -> list[Bead]:
    """Link groups that share a segment, in the smallest beads; Chinese nulls come first."""
    in_zh, in_ja = {k for group in zh for k in group}, {k for group in ja for k in group}
    beads = []
    i = j = 0
    while i < len(zh) or j < len(ja):
        if i < len(zh) and in_ja.isdisjoint(zh[i]):
            beads.append((i, 1, j, 0))
            i += 1
            continue
        if j < len(ja) and in_zh.isdisjoint(ja[j]):
            beads.append((i, 0, j, 1))
            j += 1
            continue
        a, b = _bead_end(zh, ja, i, j)
        beads.append((i, a - i, j, b - j))
        i, j = a, b
    return beads


def _bead_end(zh: list[list[int]], ja: list[list[int]], i: int, j: int) -> tuple[int, int]:
    """Extend a bead that begins at i and j until it shares no segment with what follows."""
    left, right = set(zh[i]), set(ja[j])
    a, b = i + 1, j + 1
    while True:
        if a < len(zh) and not right.isdisjoint(zh[a]):
            left |= set(zh[a])
            a += 1
        elif b < len(ja) and not left.isdisjoint(ja[b]):
            right |= set(ja[b])
            b += 1
        else:
            return a, b
