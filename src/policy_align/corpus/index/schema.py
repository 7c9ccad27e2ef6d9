"""The SQLite file: its tables, and how it is opened."""

from __future__ import annotations

import hashlib
import sqlite3
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from policy_align.corpus.index.grams import TOKEN_CHARACTERS

if TYPE_CHECKING:
    from pathlib import Path

_VERSION = 2
_QUOTED = TOKEN_CHARACTERS.replace("'", "''").replace('"', '""')
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    first INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    alive INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE sections (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE pairs (
    id INTEGER PRIMARY KEY,
    place INTEGER NOT NULL,
    name INTEGER NOT NULL,
    digest INTEGER NOT NULL
);
CREATE TABLE lines (id INTEGER PRIMARY KEY, line BLOB NOT NULL);
CREATE TABLE columns (first INTEGER PRIMARY KEY, scores BLOB NOT NULL, sections BLOB NOT NULL);
CREATE TABLE background (id INTEGER PRIMARY KEY, zh TEXT NOT NULL, ja TEXT NOT NULL);
CREATE TABLE maps (id INTEGER PRIMARY KEY, bits BLOB NOT NULL);
"""
# One engine per language: kana, for example, cost nothing in the Chinese one.
ENGINES = {"zh": "grams_zh", "ja": "grams_ja"}
_ENGINE = f"""
CREATE VIRTUAL TABLE NAME USING fts5(
    text, content='', columnsize=0, tokenize="ascii tokenchars '{_QUOTED}'"
);
INSERT INTO NAME(NAME, rank) VALUES ('hashsize', {1 << 26});
"""  # noqa: S608 - constants


@cache
def stamp() -> str:
    """Return what an index depends on beside the documents; another stamp makes it useless."""
    table = files("policy_align").joinpath("data/han_shapes.tsv").read_bytes()
    shapes = hashlib.blake2b(table, digest_size=8).hexdigest()
    return f"{_VERSION} {unicodedata.unidata_version} {shapes}"


def create(path: Path) -> sqlite3.Connection:
    """Make an index without documents."""
    connection = open_for_writing(path)
    connection.execute("PRAGMA page_size = 8192")
    connection.executescript(_TABLES)
    for name in ENGINES.values():
        connection.executescript(_ENGINE.replace("NAME", name))
    connection.execute("INSERT INTO meta VALUES ('stamp', ?)", (stamp(),))
    return connection


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open a draft that nobody else knows; a crash spoils it."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;"
    )
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open an index. It is never written to once it stands in its place, only replaced."""
    place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(place, uri=True, check_same_thread=False)
    connection.executescript("PRAGMA mmap_size = 4294967296; PRAGMA cache_size = -16384;")
    return connection


def is_current(connection: sqlite3.Connection) -> bool:
    """Tell whether an index was made by this version, for these shapes of characters."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'stamp'").fetchone()
    return row is not None and row[0] == stamp()
