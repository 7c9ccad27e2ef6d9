"""Models of the hub: a tiny transformer on the path that LaBSE takes, and its cache."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from policy_align import Embedder, InputError, align_sentences, load_embedder
from policy_align.embedding import transformer
from policy_align.embedding.cache import VARIABLE, VectorCache, cache_folder

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

CHARACTERS = "能源法律煤炭石エネルギー電力发展発"
TEXTS = ["能源法律", "煤炭", "エネルギー", "能源法律", ""]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a sentence-transformers model of one layer over single characters."""
    torch = pytest.importorskip("torch")
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    special = {name: f"[{name[:3].upper()}]" for name in ("pad_token", "unk_token", "cls_token")}
    vocabulary = [*special.values(), *sorted(set(CHARACTERS))]
    words = models.WordLevel({c: i for i, c in enumerate(vocabulary)}, special["unk_token"])
    tokenizer = Tokenizer(words)
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)
    fast.save_pretrained(folder / "bert")
    torch.manual_seed(1)
    sizes = {"hidden_size": 16, "intermediate_size": 16, "max_position_embeddings": 32}
    config = BertConfig(
        vocab_size=len(vocabulary), num_hidden_layers=1, num_attention_heads=2, **sizes
    )
    BertModel(config).save_pretrained(folder / "bert")
    SentenceTransformer(str(folder / "bert"), device="cpu").save(str(folder / "tiny"))
    return folder / "tiny"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def loaded(path: Path | str, *, cached: bool = True) -> transformer.TransformerEmbedder:
    return transformer.TransformerEmbedder(str(path), 2, "cpu", cached=cached)


def reference(model: Path, texts: list[str]) -> NDArray[np.float32]:
    from sentence_transformers import SentenceTransformer

    vectors = SentenceTransformer(str(model), device="cpu").encode(texts, normalize_embeddings=True)
    return np.asarray(vectors, np.float32)


def test_vectors_are_those_of_the_model(model: Path) -> None:
    embedder = load_embedder(model, batch_size=2, device="cpu")
    assert isinstance(embedder, Embedder)
    assert embedder.name == "tiny"
    vectors = embedder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert np.allclose(vectors, reference(model, TEXTS), atol=1e-6)
    assert embedder.encode([]).shape == (0, 16)
    assert load_embedder(str(model), batch_size=2, device="cpu") is embedder


def test_aligner_takes_it(model: Path) -> None:
    beads = align_sentences(["能源法律", "煤炭"], ["能源法律", "石炭"], embedder=loaded(model))
    assert {side for bead in beads for side in bead.zh} == {0, 1}


def test_second_run_computes_nothing(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = loaded(model).encode(TEXTS)
    second = loaded(model)
    monkeypatch.setattr(second, "_load", lambda: pytest.fail("the model was loaded"))
    assert np.array_equal(second.encode(TEXTS), first)
    assert np.array_equal(second.encode([TEXTS[1], TEXTS[1]])[1], first[1])


def test_only_new_texts_are_computed(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(model).encode(["煤炭"])
    embedder = loaded(model)
    computed: list[list[str]] = []
    compute = embedder._compute
    monkeypatch.setattr(
        embedder, "_compute", lambda texts: computed.append(texts) or compute(texts)
    )
    embedder.encode(["煤炭", "能源", "能源", "煤炭"])
    assert computed == [["能源"]]


def test_a_changed_model_has_other_vectors(model: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(model, copy)
    first = loaded(copy).encode(["煤炭"])
    tokenizer = json.loads((copy / "tokenizer.json").read_text(encoding="utf-8"))
    places = tokenizer["model"]["vocab"]
    places["煤"], places["能"] = places["能"], places["煤"]
    (copy / "tokenizer.json").write_text(json.dumps(tokenizer) + "\n", encoding="utf-8")
    assert not np.allclose(loaded(copy).encode(["煤炭"]), first)


def test_cache_can_be_switched_off(
    model: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(model, cached=False).encode(["煤炭"])
    monkeypatch.setenv(VARIABLE, "off")
    assert cache_folder() is None
    loaded(model).encode(["煤炭"])
    assert not cache.exists()


def test_cache_is_in_the_folder_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(VARIABLE)
    folder = cache_folder()
    assert folder is not None
    assert folder.name == "policy_align" or "policy_align" in folder.parts
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path


def test_a_damaged_cache_is_done_without(model: Path, cache: Path) -> None:
    cache.mkdir()
    (cache / "vectors.sqlite").write_bytes(b"no database" * 100)
    assert np.allclose(loaded(model).encode(["煤炭"]), reference(model, ["煤炭"]), atol=1e-6)


def test_a_cache_that_cannot_be_written_is_done_without(model: Path, cache: Path) -> None:
    cache.write_text("a file, no folder", encoding="utf-8")
    assert loaded(model).encode(["煤炭"]).shape == (1, 16)


def test_models_do_not_share_vectors(tmp_path: Path) -> None:
    one, other = VectorCache(tmp_path, "one"), VectorCache(tmp_path, "other")
    vectors = {str(n): np.full(3, n, np.float32) for n in range(1_200)}
    one.put(vectors)
    assert other.get(["1"]) == {}
    found = one.get([*vectors, "unknown"])
    assert found.keys() == vectors.keys()
    assert all(np.array_equal(found[text], vectors[text]) for text in vectors)
    with sqlite3.connect(tmp_path / "vectors.sqlite") as database:
        assert database.execute("SELECT count(*) FROM vectors").fetchone() == (1_200,)
    database.close()


def test_a_model_that_is_damaged_is_refused_by_name(model: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(model, copy)
    (copy / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(InputError, match="the model cannot be loaded") as error:
        loaded(copy).encode(["煤炭"])
    assert error.value.source == str(copy)


def test_a_model_out_of_reach_is_refused_with_what_helps() -> None:
    code = (
        "import policy_align as pa\n"
        "try: pa.load_embedder('nobody/no-such-model')\n"
        "except pa.InputError as error: print(error)"
    )
    offline = {**os.environ, "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, env=offline, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("nobody/no-such-model: the model is not on this machine")
    assert '"bundled"' in run.stdout
    assert run.stdout.count("\n") == 1
    assert run.stderr == ""


def test_a_network_that_does_not_answer_is_noticed_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    constants = pytest.importorskip("huggingface_hub").constants

    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(transformer.urllib.request, "getproxies", dict)
    monkeypatch.setattr(transformer.socket, "create_connection", refuse)
    with pytest.raises(InputError, match="network cannot be reached"):
        loaded("nobody/no-such-model")
