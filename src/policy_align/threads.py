"""Keeping small matrix products on one thread: others would only wait for each other."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threadpoolctl import ThreadpoolController


@cache
def _controller() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


class _Limit:
    """The limit, set by the first who wants it and lifted by the last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._users = 0
        self._stack = ExitStack()

    def enter(self) -> None:
        with self._lock:
            if not self._users:
                self._stack.enter_context(_controller().limit(limits=1, user_api="blas"))
            self._users += 1

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                self._stack.close()


_limit = _Limit()


@contextmanager
def one_thread() -> Iterator[None]:
    """Let numpy compute matrix products on one thread within a ``with`` block."""
    _limit.enter()
    try:
        yield
    finally:
        _limit.leave()
