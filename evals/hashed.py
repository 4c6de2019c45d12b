"""A stand-in for an embedding model that takes no time: what it costs to store and search is the same, what is found
is not worth measuring. It knows words, not meanings.
"""

import zlib
from collections.abc import Sequence
from functools import cache

import numpy as np

from vectorstore.embedder import Matrix, Progress, Vector
from vectorstore.words import words

DIMENSION = 384
"""As many numbers in a vector as those of the model that comes with the project."""


class HashedWords:
    """Texts as unit vectors: the sum of a random direction for each word in them, the same in every process."""

    name = "hashed words"
    fingerprint = f"hashed words {DIMENSION}"

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Vectors of texts, shape (n, 384), rows of unit length."""
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        for at, text in enumerate(texts):
            vectors[at] = self.embed_query(text)
        if progress is not None:
            progress(len(texts), len(texts))
        return vectors

    def embed_query(self, text: str) -> Vector:
        """The vector of one query, shape (384,), unit length."""
        vector = np.sum([_direction(word) for word in [*words(text), ""]], axis=0)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


@cache
def _direction(word: str) -> Vector:
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(DIMENSION, dtype=np.float32)
