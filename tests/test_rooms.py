"""The rooms of the package depend on each other in one direction only."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import policy_align

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(policy_align.__file__).parent


def imported(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports from, those for type checking too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def rooms_below(package: str, room: str) -> set[str]:
    """Return the rooms of a package that one of its rooms imports from."""
    folder = PACKAGE.joinpath(*package.split(".")[1:])
    heads = (
        module.removeprefix(f"{package}.").split(".")[0]
        for path in (folder / room).rglob("*.py")
        for module in imported(path)
        if module.startswith(f"{package}.")
    )
    return {head for head in heads if (folder / head).is_dir()} - {room}


@pytest.mark.parametrize("package", ["policy_align", "policy_align.parsing"])
def test_rooms_depend_on_each_other_in_one_direction(package: str) -> None:
    folder = PACKAGE.joinpath(*package.split(".")[1:])
    left = {path.parent.name for path in folder.glob("*/__init__.py")}
    assert left
    below = {room: rooms_below(package, room) for room in left}
    while left:
        free = {room for room in left if not below[room] & left}
        assert free, {room: below[room] & left for room in left}
        left -= free
