"""Embeddings by sentence-transformers; the only door to it. Importing this module loads torch (about 4 s)."""

import hashlib
import os
import threading
from pathlib import Path

import numpy as np

from vectorstore.batches import BATCH, BatchedEmbedder, is_little
from vectorstore.embedder import Matrix
from vectorstore.errors import EmbeddingError
from vectorstore.packaged_weights import DEFAULT, file_hash, packaged_folder

# Before huggingface_hub is imported: the default model never asks a hub, and no other run sends statistics.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

_CORES = os.cpu_count() or 1

disable_progress_bar()  # type: ignore[no-untyped-call]  # for 0.02 s of loading


class SentenceEmbedder(BatchedEmbedder):
    """A sentence-transformers model on the CPU: the packaged default, a folder, or a name on the model hub."""

    def __init__(self, model: str = DEFAULT) -> None:
        """Load the model.

        Raises:
            EmbeddingError: it is not there, or its files are not what they should be.
        """
        self.name = model
        self._turn = threading.Lock()  # fast tokenizers cannot be used by two threads at once
        folder = _folder(model)
        try:
            self._model = SentenceTransformer(
                str(folder or model),
                device="cpu",
                trust_remote_code=False,
                local_files_only=folder is not None,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError) as error:
            raise EmbeddingError(f"The embedding model {model!r} cannot be loaded: {error}") from error
        super().__init__(int(self._model.get_embedding_dimension() or 0))
        self.fingerprint = self._fingerprint(folder)

    def _encode(self, texts: list[str]) -> Matrix:
        with self._turn:
            torch.set_num_threads(1 if is_little(texts) else _CORES)
            vectors = self._model.encode(
                texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
            )
        return np.asarray(vectors, dtype=np.float32)

    def _fingerprint(self, folder: Path | None) -> str:
        """Hash over the weights (or, for a hub name, what they do to a fixed sentence) and how they are used."""
        digest = hashlib.sha256()
        if folder is not None and (weights := folder / "model.safetensors").exists():
            digest.update(file_hash(weights).encode())
        else:
            digest.update(np.round(self._encode(["We will establish a partnership."]), 3).tobytes())
        digest.update(f"{self._dimension} {self._model.max_seq_length} cosine".encode())
        return digest.hexdigest()[:32]


def _folder(model: str) -> Path | None:
    """Where a model's files lie; null where the name is one for the hub."""
    if model == DEFAULT:
        return packaged_folder()
    folder = Path(model)
    return folder if folder.is_dir() else None
