"""Alignment of Chinese and Japanese texts: documents, lists of sentences, clauses.

The way of the data: ``sides`` (what is known of each sentence: ``vectors``, ``bags`` of tokens,
lengths, marks, labels) → ``coarse`` (where to look) → ``features`` (evidence for each candidate
bead) → ``monotone`` (fused with fitted ``weights``) → ``lattice`` (all alignments at once:
probabilities, best path) → ``confidence``. ``documents`` and ``sections`` add the structure of
documents, ``clauses`` goes below the sentence.
"""

from __future__ import annotations

from policy_align.aligning.documents import align
from policy_align.aligning.sentences import align_sentences

__all__ = ["align", "align_sentences"]
