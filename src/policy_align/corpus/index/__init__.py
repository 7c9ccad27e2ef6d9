"""The index of a large corpus: one SQLite file beside the documents.

The texts stay in their JSONL files; the index knows where each pair stands in them, and which
pairs hold which characters. It is brought up to date when a corpus is opened.
"""

from policy_align.corpus.index.refreshing import refresh
from policy_align.corpus.index.store import IndexStore

__all__ = ["IndexStore", "refresh"]
