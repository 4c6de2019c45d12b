"""The default embedding model, run by OpenVINO: a third of the time that torch takes, and loaded in half a second
instead of six; the vectors are the same but for the seventh digit. The only door to OpenVINO and to tokenizers.
"""

import hashlib
import json
import os
import sys
import threading
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from vectorstore.batches import BatchedEmbedder, is_little
from vectorstore.converted import converted
from vectorstore.embedder import Matrix
from vectorstore.packaged_weights import DEFAULT, SHA256, packaged_folder

# As if it were not installed: when openvino is imported, it reports that to its makers by this package.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
import openvino


class CompiledEmbedder(BatchedEmbedder):
    """The packaged default on the CPU."""

    name = DEFAULT

    def __init__(self, cache: Path | None = None) -> None:
        """Load the model; `cache` is where its converted form is kept, null for the user's cache folder.

        Raises:
            EmbeddingError: it is not there, or its files are not what they should be.
            NotConverted: it cannot be brought into the form that OpenVINO runs.
        """
        folder = packaged_folder()
        longest = _json(folder / "sentence_bert_config.json")["max_seq_length"]
        super().__init__(int(_json(folder / "config.json")["hidden_size"]))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(longest)
        self._tokenizer.enable_padding()
        self._core = openvino.Core()
        self._model = self._core.read_model(converted(folder, cache))
        self._one = self._compiled(1)
        self._turn = threading.Lock()  # a request can be used by one thread at a time
        digest = hashlib.sha256(SHA256.encode())  # of the weights, which were checked
        digest.update(f"{self._dimension} {longest} cosine".encode())
        self.fingerprint = digest.hexdigest()[:32]
        """The same as with torch: the vectors may be compared."""

    def _encode(self, texts: list[str]) -> Matrix:
        with self._turn:
            read = self._tokenizer.encode_batch(texts)
            tokens = {
                "input_ids": np.array([each.ids for each in read], dtype=np.int64),
                "attention_mask": np.array([each.attention_mask for each in read], dtype=np.int64),
            }
            request = self._one if is_little(texts) else self._all
            return np.array(request.infer(tokens)[0], dtype=np.float32)

    @cached_property
    def _all(self) -> Any:
        """By all cores; most processes never need it."""
        return self._compiled(os.cpu_count() or 1)

    def _compiled(self, threads: int) -> Any:
        settings = {
            "INFERENCE_PRECISION_HINT": "f32",  # else some processors round, and vectors depend on the machine
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": 1,
            "ENABLE_CPU_PINNING": False,  # two processes would share one core while another is free
        }
        return self._core.compile_model(self._model, "CPU", settings).create_infer_request()


def _json(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read
