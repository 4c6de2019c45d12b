"""Embedding models for tests of what is around them: small, quick, and the same in every process."""

import zlib

import numpy as np

from vectorstore.documents import text_hash
from vectorstore.words import words


class BagOfWords:
    """Texts as unit vectors of how often each word, by its hash, stands in them. Another salt is another model."""

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
        vector = np.zeros(self._dimension, dtype=np.float32)
        for word in [*words(text), ""]:
            at = zlib.crc32(f"{self._salt}{word}".encode())
            vector[at % self._dimension] += 1 + at % 7
        return vector / np.linalg.norm(vector)


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
