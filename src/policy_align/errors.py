"""The errors that users of the library meet; all share one root."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike


class PolicyAlignError(Exception):
    """Root of every error that the library raises on purpose."""


class InputError(PolicyAlignError):
    """Input that cannot be used: which one, why, and what to do about it.

    Args:
        source: The file (or another name for the input) that cannot be used.
        reason: What is wrong with it, without a full stop.
        advice: What the user can do, without a full stop.

    Example:
        >>> print(InputError("plan.txt", "the file is empty", "check the text extraction"))
        plan.txt: the file is empty; check the text extraction
    """

    def __init__(self, source: str | PathLike[str], reason: str, advice: str) -> None:
        self.source = str(source)
        self.reason = reason
        self.advice = advice
        super().__init__(f"{self.source}: {reason}; {advice}")


class MissingExtraError(PolicyAlignError):
    """A feature whose optional packages are not installed.

    Args:
        feature: What was asked for.
        extra: The extra that brings it, as in ``policy-align[extra]``.

    Example:
        >>> print(MissingExtraError("Parquet output", "parquet"))
        Parquet output needs more packages; install them with: pip install "policy-align[parquet]"
    """

    def __init__(self, feature: str, extra: str) -> None:
        self.feature = feature
        self.extra = extra
        super().__init__(
            f'{feature} needs more packages; install them with: pip install "policy-align[{extra}]"'
        )
