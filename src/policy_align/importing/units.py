"""Units of a translation memory, as every kind of file gives them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from policy_align.model import Pair

# What stands for a byte that is no part of UTF-8.
_UNREADABLE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a memory.

    Attributes:
        number: Its number in the file, counted from 1; of a table, the number of its line.
        pair: Its texts with what is known about them; ``None`` if it cannot be used.
        problem: Why it cannot be used.
    """

    number: int
    pair: Pair | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a memory comes from.

    Attributes:
        tool: The tool that wrote it; empty where it does not say.
        date: When it was written, ``YYYY-MM-DD``; empty where it does not say.
    """

    tool: str = ""
    date: str = ""


Note: TypeAlias = Callable[[Origin], None]


def problem_of(zh: str, ja: str) -> str:
    """Say why two texts make no pair; nothing if they do."""
    if _UNREADABLE.search(zh) or _UNREADABLE.search(ja):
        return "it is not UTF-8"
    missing = [name for name, text in (("Chinese", zh), ("Japanese", ja)) if not text]
    return f"no {' and no '.join(missing)} text" if missing else ""
