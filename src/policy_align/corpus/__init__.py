"""The corpus: aligned documents on disk, with what is known about each of them."""

from policy_align.corpus.collection import Corpus
from policy_align.corpus.description import Description
from policy_align.corpus.loading import load_corpus

__all__ = ["Corpus", "Description", "load_corpus"]
