"""Embedding models: the bundled one, one of the user's own, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_align import Embedder, InputError, load_embedder

MODEL = Path(str(files("policy_align") / "data" / "model"))
TEXTS = [
    "到2030年，非化石能源消费比重达到25%左右。",
    "2030年までに、非化石エネルギー消費率25％前後を達成する。",
    "産業構造",
    "产业结构",
    "",
    "ＣＯ₂",
]


def cosine(one: str, other: str) -> float:
    vectors = load_embedder().encode([one, other])
    return float(vectors[0] @ vectors[1])


def test_bundled_model_is_an_embedder() -> None:
    embedder = load_embedder()
    assert isinstance(embedder, Embedder)
    assert embedder.name.startswith("bundled-")
    assert load_embedder("bundled") is embedder


def test_shape_type_and_length() -> None:
    vectors = load_embedder().encode(TEXTS)
    assert vectors.shape[0] == len(TEXTS)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.allclose(lengths, [text != "" for text in TEXTS], atol=1e-5)
    assert load_embedder().encode([]).shape == (0, vectors.shape[1])


def test_shapes_of_characters_do_not_matter() -> None:
    assert cosine("产业结构调整", "產業結構調整") == pytest.approx(1)
    assert cosine("産業構造", "产业構造") == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "translation", "other"),
    [
        ("能源", "エネルギー", "リサイクル"),
        ("系统", "システム", "サービス"),
        ("法律", "法令", "時間"),
    ],
)
def test_words_without_common_characters_are_known(text: str, translation: str, other: str) -> None:
    assert cosine(text, translation) > cosine(text, other) + 0.2


@settings(max_examples=50)
@given(st.lists(st.text(st.characters()), max_size=5))
def test_any_text_has_a_finite_vector_that_its_neighbours_do_not_change(texts: list[str]) -> None:
    together = load_embedder().encode(texts)
    assert np.isfinite(together).all()
    for text, vector in zip(texts, together, strict=True):
        assert np.array_equal(load_embedder().encode([text])[0], vector)


def test_long_text_is_embedded_whole() -> None:
    embedder = load_embedder()
    assert cosine("煤" * 10_000, "煤" * 10_000 + "能源法律" * 5_000) < 0.99
    assert embedder.encode(["能源" * 10_000]).shape[0] == 1


def test_sentence_transformers_gives_the_same_vectors(caplog: pytest.LogCaptureFixture) -> None:
    library = pytest.importorskip("sentence_transformers")
    model = library.SentenceTransformer(str(MODEL), device="cpu")
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []
    texts = [text for text in TEXTS if text]
    assert np.allclose(model.encode(texts), load_embedder().encode(texts), atol=1e-5)


def test_model2vec_gives_the_same_vectors() -> None:
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(MODEL)
    assert np.allclose(model.encode(TEXTS), load_embedder().encode(TEXTS), atol=1e-5)


def test_bundled_model_needs_no_torch() -> None:
    code = (
        "import sys, policy_align as pa; pa.load_embedder().encode(['能源']); "
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_bundled_model_is_small_and_says_where_it_comes_from() -> None:
    assert sum(file.stat().st_size for file in MODEL.rglob("*")) <= 16 * 2**20
    card = (MODEL / "README.md").read_text(encoding="utf-8")
    assert "license: cc-by-sa-4.0" in card
    rows = [line for line in card.splitlines() if line.startswith("| ") and "---" not in line]
    assert len(rows) > 20
    for forbidden in ("GPL", "MPL", "ODbL"):
        assert forbidden not in card.split("## Data and licences")[1]


@pytest.mark.parametrize("kind", ["missing", "empty", "file", "damaged"])
def test_what_is_no_model_is_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / kind
    if kind != "missing":
        path.mkdir()
    if kind == "file":
        path = path / "model.txt"
        path.write_text("no model", encoding="utf-8")
    if kind == "damaged":
        (path / "modules.json").write_bytes((MODEL / "modules.json").read_bytes())
        (path / "model.safetensors").write_bytes(b"damaged")
    code = (
        "import sys, policy_align as pa\n"
        f"try: pa.load_embedder({str(path)!r})\n"
        "except pa.InputError as error: print(error)"
    )
    offline = {**os.environ, "HF_HUB_OFFLINE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code], env=offline, capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith(str(path))
    assert run.stdout.count("\n") == 1


def test_objects_that_encode_are_taken() -> None:
    class Lengths:
        def encode(self, texts: list[str]) -> list[list[float]]:
            return [[float(len(text)), 0.0] for text in texts]

    class Named(Lengths):
        name = "named"

    named = Named()
    assert load_embedder(named) is named
    wrapped = load_embedder(Lengths())
    assert isinstance(wrapped, Embedder)
    assert wrapped.name == "Lengths"
    vectors = wrapped.encode(["煤炭", ""])
    assert vectors.dtype == np.float32
    assert vectors.tolist() == [[1.0, 0.0], [0.0, 0.0]]
    assert load_embedder(load_embedder()) is load_embedder()


def test_an_object_that_does_not_encode_is_refused() -> None:
    with pytest.raises(InputError, match="no method encode"):
        load_embedder(3.5)


def test_a_folder_of_sentence_transformers_with_one_table_is_read(tmp_path: Path) -> None:
    library = pytest.importorskip("sentence_transformers")
    model = library.SentenceTransformer(str(MODEL), device="cpu")
    model.save(str(tmp_path / "saved"))
    texts = [text for text in TEXTS if text]
    saved = load_embedder(tmp_path / "saved")
    assert saved.name.startswith("saved")
    assert np.allclose(saved.encode(texts), load_embedder().encode(texts), atol=1e-5)


def test_batches_do_not_show() -> None:
    texts = [f"第{number}条" for number in range(4_200)] + [""] * 3
    together = load_embedder().encode(texts)
    for row in (0, 2_047, 2_048, 4_199, 4_202):
        assert np.array_equal(together[row], load_embedder().encode([texts[row]])[0])


def test_a_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model").touch()
    with pytest.raises(InputError, match="a model is a folder"):
        load_embedder(str(tmp_path / "model"))
