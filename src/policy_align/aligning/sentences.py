"""Alignment of two plain lists of sentences, without any structure to help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_align.aligning.monotone import align_monotone
from policy_align.aligning.sides import read_sides
from policy_align.aligning.weights import load_weights
from policy_align.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_align.embedding.protocol import Embedder
    from policy_align.model import Bead


def align_sentences(
    zh: Sequence[str], ja: Sequence[str], *, embedder: Embedder | None = None
) -> list[Bead]:
    """Align two lists of sentences.

    Args:
        zh: Chinese sentences, in order.
        ja: Japanese sentences, in order.
        embedder: Model for the sentence vectors; the bundled one by default.

    Returns:
        Beads in order; every sentence stands in exactly one. Of adjacent null beads the
        Chinese come first.

    Example:
        >>> zh = ["为了保护环境，制定本法。", "国家鼓励植树。", "本法自2024年起施行。"]
        >>> ja = ["環境を保護するため、この法律を制定する。", "この法律は2024年から施行する。"]
        >>> beads = align_sentences(zh, ja)
        >>> [(bead.zh, bead.ja) for bead in beads]
        [((0,), (0,)), ((1,), ()), ((2,), (1,))]
    """
    sides = read_sides(zh, ja, default_embedder(embedder))
    with one_thread():
        return align_monotone(*sides, load_weights("sentences"))


def default_embedder(embedder: Embedder | None) -> Embedder:
    """Return the embedder given, or the bundled one."""
    if embedder is not None:
        return embedder
    from policy_align.embedding import load_embedder

    return load_embedder("bundled")
