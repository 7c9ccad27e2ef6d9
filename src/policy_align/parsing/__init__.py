"""Parsing: from a file to two monolingual documents of sections and sentences."""

from policy_align.parsing.parser import parse, parse_document, parse_text
from policy_align.parsing.sentences import ends_softly

__all__ = ["ends_softly", "parse", "parse_document", "parse_text"]
