"""What embedders of texts share, whoever runs their model: batches, and queries that are asked again."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from vectorstore.embedder import Matrix, Progress, Vector

BATCH = 32
LITTLE = 1000
"""Characters up to which texts are embedded by one thread, as one query is: with more threads than free cores a query
took 480 ms instead of 11, since they wait for each other."""
REMEMBERED = 16
"""Queries whose vectors are kept: on its way to its answer a question is compared more than once."""


class BatchedEmbedder(ABC):
    """An `Embedder` but for its name, its fingerprint and its model."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._query = lru_cache(REMEMBERED)(self._embed_query)

    @abstractmethod
    def _encode(self, texts: list[str]) -> Matrix:
        """Vectors of one batch, shape (n, d), rows of unit length."""

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Vectors of texts in their order, shape (n, d), rows of unit length; longer texts are cut at the model's
        length.
        """
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        # Texts of like length together: every text of a batch costs as much as the longest.
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = self._encode([texts[at] for at in batch])
            if progress is not None:
                progress(start + len(batch), len(texts))
        return vectors

    def embed_query(self, text: str) -> Vector:
        """The vector of one query, shape (d,), unit length, read only."""
        return self._query(text)

    def _embed_query(self, text: str) -> Vector:
        vector: Vector = self._encode([text])[0]
        vector.flags.writeable = False  # it is given out again
        return vector


def is_little(texts: Sequence[str]) -> bool:
    """Whether one thread is enough."""
    return len(texts) == 1 or sum(map(len, texts)) < LITTLE
