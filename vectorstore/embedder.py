"""What the store needs of an embedding model."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""Unit length, shape (d,)."""
Matrix = NDArray[np.float32]
"""Rows of unit length, shape (n, d)."""
Progress = Callable[[int, int], None]
"""Called with how many texts are embedded and how many there are."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how near they are in meaning."""

    name: str
    fingerprint: str
    """Says which vectors may be compared: model files, pooling, length and normalisation."""

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Vectors of texts, in their order."""

    def embed_query(self, text: str) -> Vector:
        """The vector of one query."""
