"""Training a model on a user's own pairs: small, offline, repeatable."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from policy_align import load_embedder

SCRIPT = Path(__file__).parents[2] / "scripts" / "train_embedder.py"
WORDS = {
    "能源": "エネルギー", "系统": "システム", "煤炭": "石炭", "绿色": "グリーン", "低碳": "低炭素",
    "发展": "発展", "项目": "プロジェクト", "技术": "技術", "标准": "基準", "市场": "マーケット",
}  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    rng = random.Random(7)  # noqa: S311
    rows = [rng.sample(sorted(WORDS), 3) for _ in range(600)]
    lines = ["".join(row) + "\t" + "の".join(WORDS[word] for word in row) for row in rows]
    (folder / "pairs.tsv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def trained(data: Path, out: Path) -> Path:
    pytest.importorskip("sentencepiece")
    sizes = "--vocabulary 90 --dimension 16 --epochs 6 --batch 64 --general 0"
    options = [*sizes.split(), "--rate", "0.02", "--held-out", "0.1"]
    command = [sys.executable, str(SCRIPT), str(data), str(out), *options]
    subprocess.run(command, check=True, capture_output=True)
    return out


def test_a_model_is_trained_and_training_repeats(data: Path, tmp_path: Path) -> None:
    first, second = trained(data, tmp_path / "one"), trained(data, tmp_path / "two")
    for name in ("model.safetensors", "tokenizer.json", "config.json", "README.md"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    zh, right, wrong = load_embedder(str(first)).encode(["煤炭", "石炭", "マーケット"])
    assert zh @ right > zh @ wrong


def test_a_folder_without_pairs_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("sentencepiece")
    command = [sys.executable, str(SCRIPT), str(tmp_path), str(tmp_path / "out")]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    assert run.returncode == 2
    assert "no pairs found" in run.stderr
    assert not (tmp_path / "out").exists()
