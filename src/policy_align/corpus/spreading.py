"""Choosing at even distances."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")


def spread(items: Sequence[_T], size: int) -> Sequence[_T]:
    """Choose items at even distances.

    Args:
        items: The items.
        size: How many to choose at most.

    Returns:
        All items, or ``size`` of them.

    Example:
        >>> spread(range(10), 4)
        [0, 2, 5, 7]
    """
    if len(items) <= size:
        return items
    return [items[number * len(items) // size] for number in range(size)]
