"""Vectors of slow models, kept on disk so that a second run need not compute them again.

The file is an SQLite database in the user's cache folder. The environment variable
``POLICY_ALIGN_CACHE`` names another folder, or ``off``. A cache that cannot be read or written
is done without: it is never the reason why a run fails.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

VARIABLE = "POLICY_ALIGN_CACHE"
_OFF = "off"
# SQLite takes at least this many values in one query.
_AT_ONCE = 500
_SECONDS = 30.0
_TABLE = """
CREATE TABLE IF NOT EXISTS vectors (
    model TEXT NOT NULL, text BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, text)
) WITHOUT ROWID
"""


def cache_folder() -> Path | None:
    """Return the folder of the cache, or None if the environment switches it off.

    Example:
        >>> os.environ["POLICY_ALIGN_CACHE"] = "off"
        >>> cache_folder() is None
        True
        >>> del os.environ["POLICY_ALIGN_CACHE"]
    """
    place = os.environ.get(VARIABLE)
    if place == _OFF:
        return None
    if place:
        return Path(place)
    from platformdirs import user_cache_path

    return user_cache_path("policy_align", appauthor=False)


class VectorCache:
    """The vectors of one model, by text.

    Args:
        folder: Folder of the database; made if need be.
        model: What tells the model and its version from all others.
    """

    def __init__(self, folder: Path, model: str) -> None:
        self._path = folder / "vectors.sqlite"
        self._model = model

    def get(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Look up vectors.

        Args:
            texts: Any texts.

        Returns:
            The vectors of those that are known.
        """
        if not self._path.exists():
            return {}
        keys = {_key(text): text for text in texts}
        listed, found = list(keys), []
        try:
            with closing(self._connect()) as database:
                for begin in range(0, len(listed), _AT_ONCE):
                    some = listed[begin : begin + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    query = (
                        f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({marks})"  # noqa: S608 - only marks are put in
                    )
                    found += database.execute(query, (self._model, *some)).fetchall()
        except sqlite3.Error:
            return {}
        return {keys[key]: np.frombuffer(vector, np.float32) for key, vector in found}

    def put(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors.

        Args:
            vectors: Vectors by text.
        """
        rows = [(self._model, _key(text), row.tobytes()) for text, row in vectors.items()]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as database, database:
                database.execute(_TABLE)
                database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
        except (OSError, sqlite3.Error):
            return

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_SECONDS)


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
