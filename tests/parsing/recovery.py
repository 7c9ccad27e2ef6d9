"""How much of a document whose structure is known a parser recovers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.parsing.marked import Paper

    from policy_align.model import Document


@dataclass(frozen=True)
class Result:
    """How much of a document was recovered.

    Attributes:
        titles: F1 of the section titles.
        sentences: F1 of the sentences.
        kept: Share of the characters that stand in sentences.
        foreign: Characters in sentences that the document does not have.
        problems: The differences, in words.
    """

    titles: float
    sentences: float
    kept: float
    foreign: int
    problems: tuple[str, ...]


def compare(paper: Paper, documents: Sequence[Document]) -> Result:
    """Compare parsed documents with what is known."""
    titles: list[Counter[str]] = [Counter(), Counter()]
    sentences: list[Counter[str]] = [Counter(), Counter()]
    letters: list[Counter[str]] = [Counter(), Counter()]
    for document in documents:
        language = document.language
        titles[0].update(f"{language} {bare(title)}" for title in paper.titles(language))
        titles[1].update(f"{language} {bare(s.title)}" for s in document.sections if s.title)
        sentences[0].update(f"{language} {bare(text)}" for text in paper.sentences(language))
        sentences[1].update(f"{language} {bare(s.text)}" for s in document.sentences)
        for side, texts in enumerate(
            (paper.sentences(language), [s.text for s in document.sentences])
        ):
            letters[side].update(language + char for text in texts for char in bare(text))
    problems = [f"- {text}" for text in (titles[0] - titles[1])]
    problems += [f"+ {text}" for text in (titles[1] - titles[0])]
    problems += [f"-s {text}" for text in (sentences[0] - sentences[1])]
    problems += [f"+s {text}" for text in (sentences[1] - sentences[0])]
    kept = (letters[0] & letters[1]).total() / max(1, letters[0].total())
    foreign = (letters[1] - letters[0]).total()
    return Result(_f1(*titles), _f1(*sentences), kept, foreign, tuple(problems))


def bare(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


def _f1(gold: Counter[str], found: Counter[str]) -> float:
    right = (gold & found).total()
    return 2 * right / max(1, gold.total() + found.total())
