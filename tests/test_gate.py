"""Quality on gold data must not fall below the pinned floors (see scripts/gate.py)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

import gate


def test_gold_is_the_gold_that_the_floors_belong_to() -> None:
    pinned = json.loads(gate.FLOORS.read_text("utf-8"))
    assert gate.sha256(gate.gold_files()) == pinned["gold"]["sha256"]


def test_no_figure_is_below_its_floor() -> None:
    figures = gate.measure_gold()
    floors = gate.read_floors()["gold"]
    assert not {name: figures.get(name) for name in gate.fallen(figures, floors)}
