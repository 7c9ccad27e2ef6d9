"""Quality on gold data must not fall below the pinned floors (see scripts/gate.py)."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

SCRIPT = Path(__file__).parent.parent / "scripts" / "gate.py"


@pytest.fixture(scope="module")
def gate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gate", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pinned(gate: ModuleType) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
    return value


def test_gold_is_the_gold_that_the_floors_belong_to(
    gate: ModuleType, pinned: dict[str, Any]
) -> None:
    assert gate.gold_hash() == pinned["gold_sha256"]


def test_no_figure_is_below_its_floor(gate: ModuleType, pinned: dict[str, Any]) -> None:
    figures = gate.measure()
    fallen = {
        name: (figures.get(name), floor)
        for name, floor in pinned["floors"].items()
        if figures.get(name, 0.0) < floor
    }
    assert not fallen
