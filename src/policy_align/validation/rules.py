"""What can be wrong in a translation memory, what tools then do, and how to mend it.

The effects were observed in OmegaT 3.6 and translate-toolkit 3.20 or stand in the source or
the manuals of the tools that are named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem.

    Attributes:
        severity: ``error`` where a tool loses text or refuses the file, else ``warning``.
        problem: What is wrong; ``{}`` stands for the particulars.
        effect: What tools do with it.
        remedy: How to mend it by hand; ``--fix`` does the same.
    """

    severity: Severity
    problem: str
    effect: str
    remedy: str


_REFUSED = "OmegaT refuses the whole file and says so only in its log"
_NOT_XML = f"{_REFUSED}; every tool that reads XML strictly refuses it, too"
_SCHEMA = (
    "OmegaT 6.2 and other tools that check the schema refuse the whole file; OmegaT 3.6 loads it"
)
_INVALID = "many tools say no more than “Invalid TMX”"
_NO_MATCH = "the segment never matches exactly, so the translation is not found"
_POEDIT = "Poedit, Weblate and translate-toolkit find no translation at all"

RULES: dict[str, Rule] = {
    # The file as text
    "byte-order-mark": Rule(
        "warning",
        "the file begins with a byte order mark",
        "OmegaT loads it; TAUS and some older tools reject it",
        "save it as UTF-8 without BOM",
    ),
    "encoding": Rule(
        "warning",
        "the file is encoded in {}",
        "OmegaT loads UTF-16; some tools and every line-based one cannot read it",
        "save it as UTF-8",
    ),
    "encoding-declared": Rule(
        "error",
        "{}",
        f"{_REFUSED}, or shows garbled text",
        "save it as UTF-8 and let the first line say so",
    ),
    "illegal-character": Rule(
        "error",
        "the character {}, which XML forbids",
        _NOT_XML,
        "delete the character (U+FFFE inside a word is a hyphen that a PDF reader lost)",
    ),
    "illegal-reference": Rule(
        "error",
        "{} stands for a character that XML forbids, even when written so",
        _NOT_XML,
        "delete it",
    ),
    "lone-surrogate": Rule(
        "error",
        "half a character ({}): the other half is lost",
        _NOT_XML,
        "delete it, or type the character again",
    ),
    "bare-ampersand": Rule(
        "error",
        "a bare & ({})",
        _NOT_XML,
        "write &amp;",
    ),
    "bare-less-than": Rule(
        "error",
        "a bare < that opens no tag ({})",
        _NOT_XML,
        "write &lt;",
    ),
    "section-end": Rule(
        "error",
        "the characters ]]> in a text",
        _NOT_XML,
        "write ]]&gt;",
    ),
    "unknown-entity": Rule(
        "error",
        "{} is a name that only HTML knows",
        _NOT_XML,
        "write the character itself",
    ),
    "entity-declaration": Rule(
        "error",
        "the file declares XML entities",
        "they can read files and exhaust memory, so careful tools refuse the file",
        "delete the declarations between [ and ] of <!DOCTYPE …>",
    ),
    "not-well-formed": Rule(
        "error",
        "the XML is damaged here: {}",
        f"{_REFUSED}; no tool loads any of its units",
        "export it again, or mend the tags",
    ),
    "unreadable-unit": Rule(
        "error",
        "this unit is damaged beyond repair: {}",
        f"{_REFUSED}; no tool loads any of its units",
        "export it again, or take the unit out",
    ),
    # The frame
    "version": Rule(
        "warning",
        "the version is {}",
        _SCHEMA,
        'write <tmx version="1.4"> (“1.4b” is the name of the document, not the version)',
    ),
    "namespace": Rule(
        "warning",
        "the tags are in a namespace ({})",
        _SCHEMA,
        "delete the xmlns declaration; TMX 1.4 has none",
    ),
    "no-header": Rule(
        "error",
        "there is no <header>",
        f"{_SCHEMA}; Poedit and Weblate import nothing",
        "add a <header> with srclang and the other attributes",
    ),
    "header-twice": Rule("warning", "there is a second <header>", _SCHEMA, "keep one"),
    "header-attribute": Rule(
        "error",
        "the header has no {}",
        "OmegaT refuses the whole file when all are missing; schema checkers do so always",
        "add it; TMX 1.4 demands creationtool, creationtoolversion, segtype, o-tmf, adminlang, "
        "srclang and datatype",
    ),
    "no-srclang": Rule(
        "error",
        "the header does not say the source language (srclang)",
        f"OmegaT refuses the whole file; {_POEDIT}",
        'add srclang, as in srclang="zh-CN"',
    ),
    "srclang-all": Rule(
        "error",
        'the header says srclang="*all*"',
        f"OmegaT warns; {_POEDIT}; TAUS and Okapi reject it",
        'name the source language, as in srclang="zh-CN"',
    ),
    "srclang": Rule(
        "error",
        "the source language is {}",
        f"OmegaT warns; {_POEDIT}",
        "write srclang exactly as xml:lang of the source segments",
    ),
    "segtype": Rule(
        "warning",
        "segtype is {}",
        _SCHEMA,
        "write one of block, paragraph, sentence, phrase",
    ),
    "no-body": Rule("error", "there is no <body>", _INVALID, "put the units into <body>…</body>"),
    "no-unit": Rule(
        "warning", "there is no unit in it", "there is nothing to find", "export again"
    ),
    "unknown-element": Rule(
        "error",
        "<{}> has no place here",
        f"OmegaT loses a unit that holds it; {_SCHEMA}",
        "delete the tag and keep its text",
    ),
    "unknown-attribute": Rule(
        "warning",
        "{} is no attribute of TMX",
        _SCHEMA,
        'move it into a property: <prop type="x-…">…</prop>',
    ),
    "stray-text": Rule(
        "error", "text outside of any segment ({})", _SCHEMA, "delete it or make it a unit"
    ),
    "prop-type": Rule("warning", "a <prop> without type", _SCHEMA, 'add type="x-…"'),
    "order": Rule(
        "warning",
        "<{}> stands after what it must precede",
        _SCHEMA,
        "put note and prop first, then the tuv elements (and inside tuv: seg last)",
    ),
    "date": Rule(
        "warning",
        "{} is no date as TMX wants it",
        "OmegaT loads the usual other forms; Poedit goes on without the date",
        "write it as 20211024T093000Z",
    ),
    # Languages
    "language-attribute": Rule(
        "error",
        "the language is given as lang= instead of xml:lang=",
        f"{_POEDIT}; {_SCHEMA}",
        "write xml:lang",
    ),
    "no-language": Rule(
        "error",
        "a <tuv> without a language",
        "no tool can tell which text is the source",
        'add xml:lang, as in <tuv xml:lang="zh-CN">',
    ),
    "language-code": Rule(
        "error",
        "{} is no code of a language",
        f"no tool finds the text by its language; {_SCHEMA}",
        "write zh-CN or ja-JP",
    ),
    "language-underscore": Rule(
        "error",
        "the language code {} has an underscore",
        "OmegaT loads the file and finds nothing, without a word; the schema forbids it",
        "write a hyphen: zh-CN, ja-JP",
    ),
    "language-three-letters": Rule(
        "error",
        "the language code {} has three letters",
        "OmegaT and translate-toolkit load the file and find nothing, without a word",
        "write zh-CN for cmn, zho or chi, and ja-JP for jpn",
    ),
    "language-region": Rule(
        "warning",
        "the language code {} is not what tools compare with",
        "OmegaT matches it; translate-toolkit, Weblate and Phrase (strict locales) do not",
        "write zh-CN (or zh-TW, zh-HK) and ja-JP",
    ),
    "language-order": Rule(
        "warning",
        "the source language does not come first",
        "OmegaT loads it; tools that take the first text for the source swap the two",
        "put the source <tuv> first",
    ),
    "more-languages": Rule(
        "warning",
        "texts in further languages ({})",
        "Trados does not take translation memories of more than two languages",
        "keep the two languages of the project",
    ),
    # Units
    "one-language": Rule(
        "error",
        "the unit has a text in only one language",
        f"tools pass over the unit; {_INVALID}",
        "add the translation or take the unit out",
    ),
    "same-language": Rule(
        "error",
        "two texts in the same language ({})",
        "which of them is used differs from tool to tool",
        "make two units of it",
    ),
    "no-segment": Rule(
        "error",
        "a <tuv> without <seg>",
        f"{_SCHEMA}, or passes over the unit",
        "add the text or take the unit out",
    ),
    "empty-segment": Rule(
        "error",
        "the {} is empty",
        "OmegaT inserts an empty translation: the line vanishes from the document",
        "translate it or take the unit out",
    ),
    "white-space": Rule(
        "error", "white space around the {}", _NO_MATCH, "delete it at the beginning and the end"
    ),
    "line-break": Rule(
        "error", "a line break inside the {}", _NO_MATCH, "join the lines (a space between words)"
    ),
    "lookalike": Rule(
        "error",
        "{} looks like an ordinary character but is another (as PDF readers produce it)",
        f"{_NO_MATCH}; searching does not find it either",
        "type the ordinary character",
    ),
    "invisible": Rule("warning", "the invisible character {}", _NO_MATCH, "delete it"),
    "inline-code": Rule(
        "warning",
        "the formatting code <{}> in a segment",
        "OmegaT matches without the text of the code, translate-toolkit with it",
        "delete the code where the documents are plain text",
    ),
    "duplicate-id": Rule(
        "warning",
        "the tuid {} was used before",
        "tools that tell units apart by tuid mix them up",
        "give every unit its own tuid",
    ),
    "duplicate-unit": Rule(
        "warning",
        "the same pair stands in {} already",
        "no harm but weight; counts of translations are wrong",
        "keep one",
    ),
    "duplicate-source": Rule(
        "warning",
        "another translation of the source of {}",
        "OmegaT inserts the last one of the file, whichever that is",
        "put the best one last and give each an x-score, or mark the others with "
        '<prop type="x-alternative">',
    ),
}
