"""``policy-align validate``: what is wrong in a translation memory, and how to mend it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from policy_align.cli.options import add_json
from policy_align.errors import InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from policy_align.cli.options import Subparsers
    from policy_align.validation import Finding, Report

_DESCRIPTION = """\
Check a translation memory (TMX) of any origin: what is wrong, on which line and in which unit,
what translation tools do with it, and how to mend it. Exit code 0: nothing found; 1: something
found (also where --fix mended it); 2: this is no TMX."""

_PLACES_SHOWN = 5


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "validate", help="check and mend a translation memory", description=_DESCRIPTION
    )
    parser.add_argument("file", metavar="FILE.tmx", help="the translation memory")
    parser.add_argument(
        "--fix",
        metavar="OUT",
        nargs="?",
        const="",
        help="write a mended copy: to OUT (which may be FILE.tmx itself), or beside the file as "
        "FILE.fixed.tmx",
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check, mend, print."""
    from policy_align.validation import mend_tmx, validate_tmx

    source = Path(args.file)
    if args.fix is None:
        report = validate_tmx(source)
    else:
        target = Path(args.fix) if args.fix else _beside(source)
        report, mending = mend_tmx(source, target)
        print(f"{target}: {_counted(mending.written, 'unit')}", file=sys.stderr)
        for reason, number in mending.left_out.items():
            print(f"left out: {number} × {reason}", file=sys.stderr)
    if args.json:
        print(json.dumps(_plain(report), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(report)))
    return 0 if report.clean else 1


def _beside(source: Path) -> Path:
    target = source.with_name(f"{source.stem}.fixed.tmx")
    if target.exists():
        raise InputError(target, "this file exists already", "name another one: --fix OUT")
    return target


def _plain(report: Report) -> dict[str, object]:
    return {
        "file": report.source,
        "units": report.units,
        "clean": report.clean,
        "counts": report.counts,
        "findings": [asdict(finding) for finding in report.findings],
    }


def _lines(report: Report) -> Iterator[str]:
    units = _counted(report.units, "unit")
    if report.clean:
        yield f"{report.source}: {units}, nothing found"
        return
    yield f"{report.source}: {units}, {_counted(sum(report.counts.values()), 'problem')}"
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(report.findings, key=lambda finding: finding.severity):
        groups.setdefault(finding.code, []).append(finding)
    for code, found in groups.items():
        yield ""
        yield from _rule(found, report.counts[code])


def _rule(found: list[Finding], total: int) -> Iterable[str]:
    first = found[0]
    for finding in found[:_PLACES_SHOWN]:
        yield f"{finding.severity}: {_place(finding)}: {finding.problem}"
    if total > _PLACES_SHOWN:
        yield f"  … and {total - _PLACES_SHOWN} more like it"
    yield f"  what tools do: {first.effect}"
    yield f"  how to mend it: {first.remedy}"


def _place(finding: Finding) -> str:
    return f"line {finding.line}" + (f", unit {finding.unit}" if finding.unit else "")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
