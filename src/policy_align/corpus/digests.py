"""Telling whether two pairs say the same."""

from __future__ import annotations

import hashlib
import re

# Control characters and lone surrogates, which an index does not keep apart.
_UNFIT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_UNKNOWN = "\ufffd"


def fit(key: str) -> str:
    """Replace the characters of a search key that an index could not keep."""
    return _UNFIT.sub(_UNKNOWN, key)


def pair_digest(zh: str, ja: str) -> int:
    """Return a number that pairs of the same keys share.

    Args:
        zh: Search key of the Chinese text.
        ja: Search key of the Japanese text.

    Returns:
        A number of 64 bits with a sign; that two different pairs among millions share one
        is next to impossible.
    """
    data = fit(f"{zh}\n{ja}").encode()
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
