"""Many texts embedded a batch at a time."""

from collections.abc import Callable, Sequence

import numpy as np

from vectorstore.embedder import Matrix, Progress

BATCH = 32
LITTLE = 1000
"""Characters up to which texts are embedded by one thread, as one query is: with more threads than free cores a query
took 480 ms instead of 11, since they wait for each other."""
REMEMBERED = 16
"""Queries whose vectors are kept: on its way to its answer a question is compared more than once."""


def embedded(
    texts: Sequence[str], dimension: int, encode: Callable[[list[str]], Matrix], progress: Progress | None
) -> Matrix:
    """Vectors of texts in their order, shape (n, dimension); `encode` gives those of one batch."""
    vectors = np.empty((len(texts), dimension), dtype=np.float32)
    # Texts of like length together: every text of a batch costs as much as the longest.
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        vectors[batch] = encode([texts[at] for at in batch])
        if progress is not None:
            progress(start + len(batch), len(texts))
    return vectors


def is_little(texts: Sequence[str]) -> bool:
    """Whether one thread is enough."""
    return len(texts) == 1 or sum(map(len, texts)) < LITTLE
