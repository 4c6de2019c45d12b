"""Embedding models for tests of what is around them: small, quick, and the same in every process."""

import zlib
from functools import cache

import numpy as np

from vectorstore.documents import text_hash
from vectorstore.words import words


class BagOfWords:
    """Texts as unit vectors: the sum of a random direction for each word in them. Another salt is another model."""

    def __init__(self, salt: str = "", dimension: int = 64) -> None:
        self.name = f"bag-of-words{salt}"
        self.fingerprint = text_hash(f"{self.name} {dimension}")
        self._salt = salt
        self._dimension = dimension

    def embed(self, texts, progress=None):
        rows = [self.embed_query(text) for text in texts]
        if progress is not None:
            progress(len(rows), len(rows))
        return np.stack(rows) if rows else np.empty((0, self._dimension), dtype=np.float32)

    def embed_query(self, text):
        vector = sum(_direction(f"{self._salt}{word}", self._dimension) for word in [*words(text), ""])
        return vector / np.linalg.norm(vector)


@cache
def _direction(word, dimension):
    """Directions as smooth as those of real models: vectors of whole numbers tie, and graphs of ties lose members."""
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(dimension, dtype=np.float32)


class Counting:
    """Another embedder, remembering which texts it was given (queries apart)."""

    def __init__(self, inner) -> None:
        self.name, self.fingerprint = inner.name, inner.fingerprint
        self.texts = []
        self._inner = inner

    def embed(self, texts, progress=None):
        self.texts += texts
        return self._inner.embed(texts, progress)

    def embed_query(self, text):
        return self._inner.embed_query(text)
