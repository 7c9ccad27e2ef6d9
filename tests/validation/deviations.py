"""Translation memories with one deviation each, and the rule that each breaks."""

from __future__ import annotations

from dataclasses import dataclass

HEADER = (
    '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" '
    'adminlang="en" srclang="zh-CN" datatype="plaintext"/>'
)
PAIRS = {
    "能源": "エネルギー",
    "产业": "産業",
    "到2030年，达到峰值。": "2030年までにピークに達する。",
}


def unit(zh: str, ja: str, *, number: int = 0) -> str:
    """Return a unit in the form that all tools load."""
    return (
        f'<tu tuid="plan:{number}"><prop type="x-section">一</prop>\n'
        f'<tuv xml:lang="zh-CN"><seg>{zh}</seg></tuv>\n'
        f'<tuv xml:lang="ja-JP"><seg>{ja}</seg></tuv></tu>\n'
    )


UNITS = "".join(unit(zh, ja, number=n) for n, (zh, ja) in enumerate(PAIRS.items(), 1))
BASE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<tmx version="1.4">\n{HEADER}\n<body>\n{UNITS}</body>\n</tmx>\n'
)


@dataclass(frozen=True)
class Deviation:
    """One thing that is wrong.

    Attributes:
        rule: The rule that it breaks.
        old: What is replaced in the base, ...
        new: ... and by what; every time unless ``once``.
        encoding: How the file is encoded.
        lost: Sources that no longer have a translation.
        once: Whether only the first occurrence is replaced.
        others: Rules that the same deviation breaks, too.
    """

    rule: str
    old: str = ""
    new: str = ""
    encoding: str = "utf-8"
    lost: tuple[str, ...] = ()
    once: bool = True
    others: tuple[str, ...] = ()

    def data(self) -> bytes:
        """Return the file."""
        assert not self.old or self.old in BASE
        text = BASE.replace(self.old, self.new, 1 if self.once else -1) if self.old else BASE
        return text.encode(self.encoding, "surrogatepass")


ENERGY = "<seg>能源</seg>"
JA_ENERGY = "<seg>エネルギー</seg>"
DEVIATIONS = [
    Deviation("byte-order-mark", encoding="utf-8-sig"),
    Deviation("encoding", 'encoding="UTF-8"', 'encoding="UTF-16"', encoding="utf-16"),
    Deviation("encoding", 'encoding="UTF-8"', 'encoding="GB18030"', encoding="gb18030"),
    Deviation("encoding-declared", encoding="gb18030"),
    Deviation("encoding-declared", 'encoding="UTF-8"', 'encoding="UTF-16"'),
    Deviation("illegal-character", "能源", "能\x0b源"),
    Deviation("illegal-character", "能源", "能\ufffe源"),
    Deviation("illegal-character", "能源", "能\x00源"),
    Deviation("illegal-reference", "能源", "能&#11;源"),
    Deviation("illegal-reference", "能源", "能&#xFFFE;源"),
    Deviation("illegal-reference", "能源", "能&#0;源"),
    Deviation("lone-surrogate", "能源", "能\ud800源"),
    Deviation("bare-ampersand", 'type="x-section">一', 'type="x-section">R&D'),
    Deviation("bare-less-than", 'type="x-section">一', 'type="x-section">1 < 2'),
    Deviation("section-end", 'type="x-section">一', 'type="x-section">]]>'),
    Deviation("unknown-entity", 'type="x-section">一', 'type="x-section">&nbsp;一'),
    Deviation(
        "entity-declaration",
        "<tmx ",
        '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<tmx ',
    ),
    Deviation("version", 'version="1.4"', 'version="1.4b"'),
    Deviation("version", ' version="1.4"', ""),
    Deviation("namespace", "<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" '),
    Deviation("no-header", HEADER, ""),
    Deviation("header-twice", HEADER, HEADER * 2),
    Deviation("header-attribute", 'o-tmf="x" ', ""),
    Deviation("header-attribute", 'datatype="plaintext"', ""),
    Deviation("no-srclang", 'srclang="zh-CN" ', ""),
    Deviation("no-srclang", HEADER, "<header/>", others=("header-attribute",)),
    Deviation("srclang-all", 'srclang="zh-CN"', 'srclang="*all*"'),
    Deviation("srclang", 'srclang="zh-CN"', 'srclang="en-US"'),
    Deviation("srclang", 'srclang="zh-CN"', 'srclang="ZH-cn"'),
    Deviation("segtype", 'segtype="sentence"', 'segtype="Sentence"'),
    Deviation("unknown-element", ENERGY, "<seg>能<b>源</b></seg>"),
    Deviation("unknown-element", "</tuv></tu>", "</tuv><context>a</context></tu>"),
    Deviation("unknown-attribute", '<tu tuid="plan:1"', '<tu tuid="plan:1" x-score="1"'),
    Deviation("unknown-attribute", 'datatype="plaintext"', 'datatype="plaintext" x-project="a"'),
    Deviation("stray-text", "<body>", "<body>text"),
    Deviation("prop-type", ' type="x-section"', ""),
    Deviation("order", "</tuv></tu>", '</tuv><prop type="x-a">1</prop></tu>'),
    Deviation("order", ENERGY, f"{ENERGY}<note>a</note>"),
    Deviation("date", "<tu ", '<tu creationdate="2021-10-24" '),
    Deviation("date", "<tu ", '<tu changedate="20211324T000000Z" '),
    Deviation("language-attribute", "xml:lang=", "lang=", once=False),
    Deviation("no-language", ' xml:lang="ja-JP"', ""),
    Deviation("language-code", '"ja-JP"', '";ja-JP"', once=False),
    Deviation("language-underscore", '"zh-CN"', '"zh_CN"', once=False),
    Deviation("language-underscore", '"ja-JP"', '"ja_JP"', once=False),
    Deviation("language-three-letters", '"zh-CN"', '"cmn"', once=False),
    Deviation("language-three-letters", '"ja-JP"', '"jpn"', once=False),
    Deviation("language-region", '"ja-JP"', '"ja"', once=False),
    Deviation("language-region", '"zh-CN"', '"zh-Hans"', once=False),
    Deviation(
        "language-order",
        f'<tuv xml:lang="zh-CN">{ENERGY}</tuv>\n<tuv xml:lang="ja-JP">{JA_ENERGY}</tuv>',
        f'<tuv xml:lang="ja-JP">{JA_ENERGY}</tuv>\n<tuv xml:lang="zh-CN">{ENERGY}</tuv>',
    ),
    Deviation(
        "more-languages", "</tuv></tu>", '</tuv><tuv xml:lang="en-US"><seg>energy</seg></tuv></tu>'
    ),
    Deviation("one-language", f'<tuv xml:lang="ja-JP">{JA_ENERGY}</tuv>', "", lost=("能源",)),
    Deviation(
        "same-language", "</tuv></tu>", '</tuv><tuv xml:lang="ja-JP"><seg>動力</seg></tuv></tu>'
    ),
    Deviation("no-segment", JA_ENERGY, "", lost=("能源",)),
    Deviation("empty-segment", JA_ENERGY, "<seg/>", lost=("能源",)),
    Deviation("empty-segment", JA_ENERGY, "<seg> \u200b\n</seg>", lost=("能源",)),
    Deviation("empty-segment", ENERGY, "<seg></seg>", lost=("能源",)),
    Deviation("white-space", ENERGY, "<seg> 能源</seg>"),
    Deviation("white-space", ENERGY, "<seg>能源\u3000</seg>"),
    Deviation("line-break", ENERGY, "<seg>能\n  源</seg>"),
    Deviation("line-break", ENERGY, "<seg>能&#10;源</seg>"),
    Deviation("lookalike", "产业", "⽣业", lost=("产业",)),
    Deviation("lookalike", "能源", "能\ufa0e⽔", lost=("能源",)),
    Deviation("lookalike", "エネルギー", "エネルキ\u3099ー"),
    Deviation("invisible", "能源", "能\u200b源"),
    Deviation("inline-code", ENERGY, '<seg>能<ph x="1">&lt;br/&gt;</ph>源</seg>'),
    Deviation("inline-code", ENERGY, "<seg>能<hi>源</hi></seg>"),
    Deviation("duplicate-id", 'tuid="plan:2"', 'tuid="plan:1"'),
    Deviation("duplicate-unit", "</body>", f"{unit('能源', 'エネルギー', number=9)}</body>"),
    Deviation(
        "duplicate-source", "</body>", f"{unit('能源', '動力', number=9)}</body>", lost=("能源",)
    ),
    Deviation("not-well-formed", "</body>\n</tmx>", ""),
    Deviation("not-well-formed", "<body>", "<body><tuv>"),
    Deviation("unreadable-unit", "<seg>エネルギー</seg></tuv>", "<seg>エネ", lost=("能源",)),
    Deviation("not-well-formed", "能源", "能源<br>", others=()),
    Deviation("no-body", "<body>", "", others=("not-well-formed",)),
]
