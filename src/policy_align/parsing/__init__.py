"""Parsing: from a file to two monolingual documents of sections and sentences.

The way of the data, one room a step, in the order of ``parser``: ``reading`` and ``pdf`` (a file
→ pages of lines) → ``furniture`` (set aside) → ``columns`` (parted) → ``languages`` (told) →
``notes`` (found) → ``reflow`` (lines → paragraphs; ``tables`` on the way) → ``tree`` (sections of
sentences). ``lines`` and ``numbering`` are what all of them share.
"""

from policy_align.parsing.parser import parse, parse_document, parse_text
from policy_align.parsing.tree.sentences import ends_softly

__all__ = ["ends_softly", "parse", "parse_document", "parse_text"]
