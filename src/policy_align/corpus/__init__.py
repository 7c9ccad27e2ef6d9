"""The corpus: aligned documents on disk, with what is known about each of them."""

from policy_align.corpus.collection import Corpus, load_corpus
from policy_align.corpus.description import Description

__all__ = ["Corpus", "Description", "load_corpus"]
