"""What is made of a whole corpus is kept for as long as it is the one that questions are answered from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from vectorstore.documents import Corpus

Made = TypeVar("Made")
_KEPT = 4
"""Corpora: while documents are stored, questions may still be answered from the one before."""


@dataclass(frozen=True, eq=False)
class _Known:
    """A corpus that is told from others by being it: comparing texts would take as long as reading them."""

    corpus: Corpus

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self.corpus is other.corpus

    def __hash__(self) -> int:
        return id(self.corpus)


def by_corpus(make: Callable[[Corpus], Made]) -> Callable[[Corpus], Made]:
    """The same function, which makes its value once for each corpus."""
    kept = lru_cache(maxsize=_KEPT)(lambda known: make(known.corpus))
    return lambda corpus: kept(_Known(corpus))
