"""What a validation found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.validation.rules import RULES

if TYPE_CHECKING:
    from policy_align.validation.rules import Severity

KEPT_PER_RULE = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place.

    Attributes:
        code: Name of the rule, such as ``empty-segment``.
        severity: ``error`` where a tool loses text or refuses the file, else ``warning``.
        line: Line of the file, from 1.
        unit: Number of the translation unit, from 1; 0 where the problem is in none.
        problem: What is wrong.
        effect: What tools do with it.
        remedy: How to mend it.
    """

    code: str
    severity: Severity
    line: int
    unit: int
    problem: str
    effect: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found in a file.

    Attributes:
        source: Name of the file.
        units: Number of translation units.
        findings: The problems by line; of each rule only the first thousand.
        counts: How often each rule was broken, by code.
    """

    source: str
    units: int
    findings: tuple[Finding, ...]
    counts: dict[str, int]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.counts


class Collector:
    """Gathers findings while a file is gone through; memory stays bounded."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, line: int, unit: int = 0, detail: str = "") -> None:
        """Note a problem.

        Args:
            code: Name of the rule.
            line: Line of the file.
            unit: Number of the unit; 0 for none.
            detail: The particulars, for the message.
        """
        self._counts[code] += 1
        if self._counts[code] <= KEPT_PER_RULE:
            rule = RULES[code]
            problem = rule.problem.replace("{}", detail)
            self._findings.append(
                Finding(code, rule.severity, line, unit, problem, rule.effect, rule.remedy)
            )

    def fork(self) -> Collector:
        """Return a collector that has found the same so far."""
        other = Collector()
        other._findings = list(self._findings)
        other._counts = Counter(self._counts)
        return other

    def report(self, source: str, units: int) -> Report:
        """Return what was gathered.

        Args:
            source: Name of the file.
            units: Number of its units.

        Returns:
            The report, ordered by line.
        """
        ordered = sorted(self._findings, key=lambda finding: (finding.line, finding.unit))
        return Report(source, units, tuple(ordered), dict(sorted(self._counts.items())))
