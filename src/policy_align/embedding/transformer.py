"""Any sentence-transformers model, by name or path."""

from __future__ import annotations

import socket
import sys
import urllib.request
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from policy_align.embedding.cache import VectorCache, cache_folder
from policy_align.embedding.texts import without_surrogates
from policy_align.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

# Where the hub keeps the models whose names have no owner.
_OWNER = "sentence-transformers"
# One of these is in every folder of a model.
_FILES = ("modules.json", "config.json")
_NETWORK = ("connect", "offline", "resolve", "network", "timed out", "cached", "couldn't reach")
_SECONDS = 5.0
_ADVICE = (
    'check the name, give the folder of a downloaded model, or use "bundled", which needs neither '
    "network nor cache"
)


class TransformerEmbedder:
    """A sentence-transformers model.

    The model itself is loaded when a text comes whose vector is not in the cache; one that is not
    on this machine yet is downloaded at once.

    Args:
        name: Name on the hub, or folder.
        batch_size: Texts that the model reads at once.
        device: Where it runs (``cpu``, ``cuda``, ``mps``); by default the best there is.
        cached: Whether vectors are kept on disk, by text and model.

    Attributes:
        name: The name, without leading folders of a path.

    Raises:
        InputError: If there is no such model, or it cannot be reached.
    """

    def __init__(
        self,
        name: str,
        batch_size: int,
        device: str | None,
        *,
        cached: bool,
    ) -> None:
        self.name = Path(name).name if Path(name).exists() else name
        self._source = name
        self._batch_size = batch_size
        self._device = device
        self._model: Any = None
        if Path(name).is_dir() and not any((Path(name) / file).exists() for file in _FILES):
            raise InputError(name, "the folder holds no model", "give the folder of a model")
        version = _version(name)
        folder = cache_folder() if cached else None
        if version is None:
            _need_network(name)
            self._load()
            version = _version(name)
        known = folder is not None and version is not None
        self._cache = VectorCache(folder, f"{name}@{version}") if folder and known else None
        if self._cache is None:
            self._load()

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences.

        Args:
            sentences: n texts of either language; what the model cannot hold of an overlong
                one is left out, as the model defines.

        Returns:
            float32 array of shape (n, d) with L2-normalised rows.
        """
        if not sentences:
            return self.encode([""])[:0]
        texts = list(dict.fromkeys(sentences))
        known = self._cache.get(texts) if self._cache else {}
        unknown = [text for text in texts if text not in known]
        if unknown:
            new = dict(zip(unknown, self._compute(unknown), strict=True))
            if self._cache:
                self._cache.put(new)
            known |= new
        return np.stack([known[text] for text in sentences])

    def _compute(self, texts: list[str]) -> NDArray[np.float32]:
        vectors = self._load().encode(
            [without_surrogates(text) for text in texts],
            batch_size=self._batch_size,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=sys.stderr.isatty(),
        )
        return np.asarray(vectors, dtype=np.float32)

    def _load(self) -> Any:  # noqa: ANN401 - the class is imported where it is needed
        if self._model is None:
            try:
                from sentence_transformers import SentenceTransformer

                with _bars_on_terminals():
                    self._model = SentenceTransformer(self._source, device=self._device)
            except Exception as error:  # hub, files and frameworks raise many kinds
                raise _refusal(self._source, error) from error
        return self._model


@contextmanager
def _bars_on_terminals() -> Iterator[None]:
    """Keep the progress bars of downloads and loading from where nobody watches."""
    from huggingface_hub import utils as hub
    from transformers.utils import logging

    bars = logging.is_progress_bar_enabled(), not hub.are_progress_bars_disabled()
    if not sys.stderr.isatty():
        logging.disable_progress_bar()
        hub.disable_progress_bars()
    try:
        yield
    finally:
        if bars[0]:
            logging.enable_progress_bar()
        if bars[1]:
            hub.enable_progress_bars()


def _refusal(name: str, error: Exception) -> InputError:
    """Say why a model cannot be had, and what can be done."""
    reason = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
    if Path(name).exists():
        return InputError(name, f"the model cannot be loaded ({reason})", "copy the folder again")
    if any(sign in str(error).lower() for sign in _NETWORK):
        return _out_of_reach(name)
    return InputError(name, f"no such model here or on the hub ({reason})", _ADVICE)


def _need_network(name: str) -> None:
    """Refuse a model that would have to be downloaded when nothing can be."""
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        raise _out_of_reach(name)
    hub = urlsplit(constants.ENDPOINT)
    if urllib.request.getproxies():
        return  # the hub need not be reachable directly
    try:
        socket.create_connection((hub.hostname, hub.port or 443), timeout=_SECONDS).close()
    except OSError as error:
        raise _out_of_reach(name) from error


def _out_of_reach(name: str) -> InputError:
    reason = "the model is not on this machine, and the network cannot be reached"
    return InputError(name, reason, _ADVICE)


def _version(name: str) -> str | None:
    """Return what changes when a model does; None if the model is not on this machine."""
    folder = Path(name)
    if folder.is_dir():
        state = [
            (str(file.relative_to(folder)), file.stat().st_size, file.stat().st_mtime_ns)
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        ]
        return f"{folder.resolve()}:{blake2b(repr(state).encode(), digest_size=8).hexdigest()}"
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for candidate in (name, f"{_OWNER}/{name}"):
        try:
            found = try_to_load_from_cache(candidate, "config.json")
        except HFValidationError:
            return None
        if isinstance(found, str):
            return Path(found).parent.name
    return None
