"""Alignment of two documents: structure helps, and the result is a bitext with provenance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policy_align.aligning.pieces import link_pieces
from policy_align.aligning.sections import align_in_sections
from policy_align.aligning.sentences import default_embedder
from policy_align.aligning.sides import read_document_sides
from policy_align.aligning.weights import load_weights, weights_version
from policy_align.bitext import Bitext
from policy_align.model import Bead, Pair
from policy_align.parsing.tree.sentences import ends_softly
from policy_align.threads import one_thread
from policy_align.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.embedding.protocol import Embedder
    from policy_align.model import Document, Sentence

_LATIN_END = re.compile(r"[A-Za-z0-9]$")
_LATIN_START = re.compile(r"^[A-Za-z0-9]")


def align(zh: Document, ja: Document, *, embedder: Embedder | None = None) -> Bitext:
    """Align two documents.

    Sections may be renumbered, missing on one side or swapped; within a section the order is
    kept. Halves of a sentence that only one language cuts at ``；`` are joined again.

    Args:
        zh: The Chinese document.
        ja: The Japanese document.
        embedder: Model for the sentence vectors; the bundled one by default.

    Returns:
        Pairs in the order of the Chinese document; what only the Japanese has stands after the
        pair of the Japanese sentence before it.
    """
    model = default_embedder(embedder)
    sides = read_document_sides(zh, ja, model)
    weights = load_weights("sentences")
    with one_thread():
        beads = link_pieces(align_in_sections(*sides, weights), *sides, weights)
    beads = _in_order(_join_soft_halves(beads, zh, ja))
    pairs = _pairs(beads, zh, ja)
    return Bitext(zh.name, pairs, zh, ja, _signature(model))


def _signature(embedder: Embedder) -> str:
    parts = {
        "policy_align": __version__,
        "model": embedder.name,
        "weights": weights_version(),
        "splitter": "。！？；",
    }
    return "|".join(f"{name}:{value}" for name, value in parts.items())


def _join_soft_halves(beads: Sequence[Bead], zh: Document, ja: Document) -> list[Bead]:
    """Join neighbouring beads that are parted at a ``；`` which only one language has."""
    soft_zh, soft_ja = _soft_ends(zh.sentences), _soft_ends(ja.sentences)
    result: list[Bead] = []
    for bead in beads:
        before = result[-1] if result else None
        if before and _parted_softly(before, bead, soft_zh, soft_ja):
            result[-1] = Bead(
                before.zh + bead.zh, before.ja + bead.ja, round(min(before.score, bead.score), 4)
            )
        else:
            result.append(bead)
    return result


def _soft_ends(sentences: Sequence[Sentence]) -> list[bool]:
    following = [*sentences, None][1:]
    return [ends_softly(s, after) for s, after in zip(sentences, following, strict=True)]


def _parted_softly(
    before: Bead, bead: Bead, soft_zh: Sequence[bool], soft_ja: Sequence[bool]
) -> bool:
    """Tell whether exactly one language has a soft boundary between two beads."""
    zh = _soft_between(before.zh, bead.zh, soft_zh)
    ja = _soft_between(before.ja, bead.ja, soft_ja)
    return zh != ja


def _soft_between(left: Sequence[int], right: Sequence[int], soft: Sequence[bool]) -> bool:
    return bool(left and right) and left[-1] + 1 == right[0] and soft[left[-1]]


def _in_order(beads: Sequence[Bead]) -> list[Bead]:
    """Put beads in Chinese order, additions after the bead of the Japanese sentence before."""
    anchored = sorted((bead for bead in beads if bead.zh), key=lambda bead: bead.zh[0])
    holder = {j: number for number, bead in enumerate(anchored) for j in bead.ja}
    additions: dict[int, list[Bead]] = {}
    for bead in sorted((b for b in beads if not b.zh), key=lambda b: b.ja[0]):
        place = holder.get(bead.ja[0] - 1, -1)
        holder.update(dict.fromkeys(bead.ja, place))
        additions.setdefault(place, []).append(bead)
    result = additions.get(-1, [])
    for number, bead in enumerate(anchored):
        result += [bead, *additions.get(number, [])]
    return result


def _pairs(beads: Sequence[Bead], zh: Document, ja: Document) -> tuple[Pair, ...]:
    """Give beads their text and where they come from."""
    pairs = []
    section = ""
    for number, bead in enumerate(beads, 1):
        left = [zh.sentences[i] for i in bead.zh]
        right = [ja.sentences[j] for j in bead.ja]
        section = "/".join(left[0].section) if left else section
        pairs.append(
            Pair(
                id=f"{zh.name}:{number}",
                doc=zh.name,
                section=section,
                kind=(left or right)[0].kind,
                zh=join_text([sentence.text for sentence in left]),
                ja=join_text([sentence.text for sentence in right]),
                score=bead.score,
                zh_ids=tuple(sentence.id for sentence in left),
                ja_ids=tuple(sentence.id for sentence in right),
                zh_page=left[0].place.page if left else 0,
                ja_page=right[0].place.page if right else 0,
            )
        )
    return tuple(pairs)


def join_text(texts: Sequence[str]) -> str:
    """Join sentences as they follow each other in a document.

    Args:
        texts: Sentences.

    Returns:
        The text, without spaces except between two Latin words or numbers.

    Example:
        >>> join_text(["甲。", "乙。"]), join_text(["see ISO", "9001"])
        ('甲。乙。', 'see ISO 9001')
    """
    result = ""
    for text in texts:
        gap = " " if _LATIN_END.search(result) and _LATIN_START.search(text) else ""
        result += gap + text
    return result
