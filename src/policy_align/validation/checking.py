"""Going through a whole file: the frame, every unit, and what only shows across units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policy_align.validation import languages
from policy_align.validation.attributes import REQUIRED
from policy_align.validation.duplicates import Sources, is_settled
from policy_align.validation.segments import plain_text
from policy_align.validation.tree import TEXT, BrokenError, Damage, Element, elements
from policy_align.validation.units import check_element, check_unit, language_of, text_of

if TYPE_CHECKING:
    from policy_align.validation.findings import Collector

_CHINESE, _JAPANESE = "zh-CN", "ja-JP"
_PAIR = 2


@dataclass(slots=True)
class Survey:
    """What is known about a file once it has been gone through.

    Attributes:
        text: Its repaired text.
        damaged: Whether it is not well-formed XML.
        header: Its header, if it has one.
        units: Number of its units.
        languages: How many units have a text in each language.
        sources: Its units by source text.
    """

    text: str
    damaged: bool
    header: Element | None = None
    units: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    sources: Sources = field(default_factory=Sources)

    @property
    def srclang(self) -> str:
        """The source language as the header has it."""
        return (self.header.attributes.get("srclang") or "").strip() if self.header else ""

    def pair(self) -> tuple[str, str]:
        """Return the source and the target language of the file, as tools expect the codes."""
        known = [code for code, _ in self.languages.most_common()]
        source = languages.canonical(self.srclang)
        if source not in known:
            chinese = [code for code in known if code.startswith("zh-")]
            source = next(iter([*chinese, *known]), _CHINESE)
        preferred = ("ja-",) if source.startswith("zh-") else ("zh-",)
        others = [code for code in known if code != source]
        wanted = [code for code in others if code.startswith(preferred)]
        default = _JAPANESE if source != _JAPANESE else _CHINESE
        return source, next(iter([*wanted, *others]), default)


def survey(text: str, found: Collector) -> tuple[Survey, Collector]:
    """Go through a file and note every problem.

    Args:
        text: Its repaired text.
        found: What was found before.

    Returns:
        What is known about the file, and all that was found.
    """
    try:
        return _survey(text, found.fork(), damaged=False)
    except BrokenError as error:
        found.add("not-well-formed", error.line, detail=error.reason)
        return _survey(text, found, damaged=True)


def _survey(text: str, found: Collector, *, damaged: bool) -> tuple[Survey, Collector]:
    seen = Survey(text, damaged=damaged)
    checker = _Checker(seen, found)
    for element in elements(text, damaged=damaged):
        checker.take(element)
    checker.close()
    return seen, found


class _Checker:
    """Keeps what the checks of later elements need from earlier ones."""

    def __init__(self, seen: Survey, found: Collector) -> None:
        self._seen = seen
        self._found = found
        self._has_body = False
        self._ids: set[str] = set()
        self._unmatched: list[tuple[int, int]] = []
        self._matched = 0
        self._codes: Counter[str] = Counter()

    def take(self, element: Element | Damage) -> None:
        if isinstance(element, Damage):
            self._seen.units += 1
            self._found.add("unreadable-unit", element.line, self._seen.units, element.reason)
            return
        checks = {"tmx": self._root, "body": self._body, "header": self._header, "tu": self._unit}
        checks.get(element.name, self._other)(element)

    def _root(self, root: Element) -> None:
        version = root.attributes.get("version")
        if version != "1.4":
            self._found.add("version", root.line, detail=repr(version) if version else "missing")
        spaces = [value for name, value in root.attributes.items() if name.startswith("xmlns")]
        if spaces or root.prefix:
            self._found.add("namespace", root.line, detail=" ".join(spaces) or root.prefix)
        check_element(root, 0, self._found)

    def _body(self, body: Element) -> None:
        self._has_body = True
        check_element(body, 0, self._found)
        if self._seen.header is None:
            self._found.add("no-header", body.line)

    def _header(self, header: Element) -> None:
        if self._seen.header is not None:
            self._found.add("header-twice", header.line)
            return
        self._seen.header = header
        check_element(header, 0, self._found)
        for name in REQUIRED:
            if name != "srclang" and name not in header.attributes:
                self._found.add("header-attribute", header.line, detail=name)
        srclang = self._seen.srclang
        if not srclang:
            self._found.add("no-srclang", header.line)
        elif srclang == "*all*":
            self._found.add("srclang-all", header.line)
        elif rule := languages.problem(srclang):
            self._found.add(rule, header.line, detail=srclang)

    def _other(self, element: Element) -> None:
        if element.name == TEXT:
            self._found.add("stray-text", element.line, detail=plain_text(element)[:20])
        else:
            self._found.add("unknown-element", element.line, detail=element.name)

    def _unit(self, unit: Element) -> None:
        self._seen.units += 1
        number = self._seen.units
        srclang = self._seen.srclang
        check_unit(unit, number, srclang if srclang != "*all*" else "", self._found)
        identifier = unit.attributes.get("tuid")
        if identifier is not None:
            if identifier in self._ids:
                self._found.add("duplicate-id", unit.line, number, repr(identifier[:40]))
            self._ids.add(identifier)
        variants = unit.children("tuv")
        written = [language_of(variant) for variant in variants]
        self._codes.update(code for code in written if code)
        known = set(map(languages.canonical, written)) - {""}
        self._seen.languages.update(known)
        self._match(unit, number, written)
        self._remember(unit, number, variants)

    def _match(self, unit: Element, number: int, written: list[str]) -> None:
        own = unit.attributes.get("srclang", "").strip()
        if own == "*all*":
            self._found.add("srclang-all", unit.line, number)
        wanted = own or self._seen.srclang
        if wanted in {"", "*all*"}:
            return
        if wanted in written:
            self._matched += 1
        else:
            self._unmatched.append((unit.line, number))

    def _remember(self, unit: Element, number: int, variants: list[Element]) -> None:
        """Note a unit that says what an earlier one said."""
        texts = {languages.canonical(language_of(each)): text_of(each) for each in variants}
        if len(texts) < _PAIR:
            return
        wanted = languages.canonical(unit.attributes.get("srclang") or self._seen.srclang)
        source = wanted if wanted in texts else next(iter(texts))
        others = (text for code, text in texts.items() if code != source)
        earlier = self._seen.sources.add(unit, number, texts[source], "\n".join(others))
        if earlier:
            self._found.add("duplicate-unit", unit.line, number, f"unit {earlier.number}")

    def close(self) -> None:
        """Note what only the whole file shows."""
        if not self._has_body:
            self._found.add("no-body", 1)
            if self._seen.header is None:
                self._found.add("no-header", 1)
        if not self._seen.units:
            self._found.add("no-unit", 1)
        if len(self._seen.languages) > _PAIR:
            names = " ".join(sorted(self._seen.languages))
            self._found.add("more-languages", 1, detail=names)
        self._close_sources()
        header = self._seen.header
        if header and self._unmatched and not self._matched:
            used = " ".join(sorted(self._codes)) or "none"
            detail = f"{self._seen.srclang!r}, but the texts are in {used}"
            self._found.add("srclang", header.line, detail=detail)
        else:
            for line, number in self._unmatched:
                detail = f"{self._seen.srclang!r}, but this unit has no text with that code"
                self._found.add("srclang", line, number, detail)

    def _close_sources(self) -> None:
        for group in self._seen.sources.contested():
            if not is_settled(group):
                last = group[-1]
                self._found.add(
                    "duplicate-source", last.line, last.number, f"unit {group[0].number}"
                )
