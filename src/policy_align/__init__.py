"""Aligned, searchable, exportable Chinese–Japanese policy text.

The names below are the public API; they load what they need on first use, so that
``import policy_align`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from policy_align.version import __version__

if TYPE_CHECKING:
    from policy_align.aligning import align, align_sentences
    from policy_align.bitext import Bitext
    from policy_align.corpus import Corpus, load_corpus
    from policy_align.embedding import Embedder, load_embedder
    from policy_align.errors import InputError, MissingExtraError, PolicyAlignError
    from policy_align.evaluation import Evaluation, evaluate
    from policy_align.formats import read_bitext
    from policy_align.model import Bead, Document, Furniture, Pair, Place, Section, Sentence
    from policy_align.parsing import parse
    from policy_align.results import Hit, Rendering, SearchResult, Term, TermResult

__all__ = [
    "Bead",
    "Bitext",
    "Corpus",
    "Document",
    "Embedder",
    "Evaluation",
    "Furniture",
    "Hit",
    "InputError",
    "MissingExtraError",
    "Pair",
    "Place",
    "PolicyAlignError",
    "Rendering",
    "SearchResult",
    "Section",
    "Sentence",
    "Term",
    "TermResult",
    "__version__",
    "align",
    "align_sentences",
    "evaluate",
    "load_corpus",
    "load_embedder",
    "parse",
    "read_bitext",
]

_HOME = {
    "align": "aligning",
    "align_sentences": "aligning",
    "Bitext": "bitext",
    "Corpus": "corpus",
    "load_corpus": "corpus",
    "Embedder": "embedding",
    "load_embedder": "embedding",
    "InputError": "errors",
    "MissingExtraError": "errors",
    "PolicyAlignError": "errors",
    "Evaluation": "evaluation",
    "evaluate": "evaluation",
    "read_bitext": "formats",
    "Bead": "model",
    "Document": "model",
    "Furniture": "model",
    "Pair": "model",
    "Place": "model",
    "Section": "model",
    "Sentence": "model",
    "parse": "parsing",
    "Hit": "results",
    "Rendering": "results",
    "SearchResult": "results",
    "Term": "results",
    "TermResult": "results",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the type is that of the name asked for
    """Load a public name from its module on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, also those not loaded yet."""
    return __all__
