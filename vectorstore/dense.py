"""The nearest vectors, within some documents too.

Chroma reads the facts of every vector to filter: among 100,000 clauses that takes longer than an answer may.
"""

import threading
from collections.abc import Set
from math import ceil

import numpy as np

from vectorstore.chroma import Level, VectorIndex
from vectorstore.documents import Corpus, text_hash
from vectorstore.embedder import Matrix, Vector
from vectorstore.records import Records, StoredVector

FEW = 2000
"""Clauses up to which every vector is compared with the query."""
FURTHER = 2
"""So many times as deep as needed on average one looks among all vectors for those of some documents."""
MOST = 4000
"""Vectors that are looked at that way; for documents that have fewer of them, Chroma filters."""
_KEPT = 40_000
"""Vectors that are kept for the next search, 1.5 KB each."""

Found = dict[tuple[str, int], float]
"""Cosines, best first, by clause id and ordinal."""
_Read = tuple[list[tuple[str, int]], Matrix]


class Dense:
    """Searches the index of vectors, or the records where few may be found."""

    def __init__(self, index: VectorIndex, records: Records) -> None:
        self._index = index
        self._records = records
        self._read: dict[tuple[str, str], _Read] = {}
        self._reading = threading.Lock()

    def nearest(self, level: Level, vector: Vector, limit: int, within: Set[str] | None, corpus: Corpus) -> Found:
        """The nearest clauses or sentences. `within` are the ids of the documents that may be found; null: all.

        Raises:
            StoreError: index or records failed.
        """
        if within is None:
            return self._index.query(level, vector, limit)
        inside = corpus.number_of(within)
        if inside <= FEW:
            return self._compared(level, vector, limit, within, corpus)
        deep = ceil(FURTHER * limit * len(corpus.clauses) / inside)
        if deep <= MOST:
            hits = self._index.query(level, vector, deep)
            found = {key: cosine for key, cosine in hits.items() if _document(key[0], corpus) in within}
            if len(found) >= limit or len(hits) < deep:
                return dict(list(found.items())[:limit])
        return self._index.query(level, vector, limit, within)

    def _compared(self, level: Level, vector: Vector, limit: int, within: Set[str], corpus: Corpus) -> Found:
        found: Found = {}
        for document_id in within:
            keys, matrix = self._vectors(document_id, corpus)
            cosines = (matrix @ vector).tolist() if keys else []
            found |= {
                key: cosine for key, cosine in zip(keys, cosines, strict=True) if (key[1] == 0) == (level == "clauses")
            }
        return dict(sorted(found.items(), key=lambda each: -each[1])[:limit])

    def _vectors(self, document_id: str, corpus: Corpus) -> _Read:
        """The vectors of one document as it is in this corpus."""
        place = document_id, corpus.version
        if (read := self._read.get(place)) is None:
            current = [each for each in self._records.vectors(document_id) if _is_of(each, corpus)]
            matrix = np.stack([each.vector for each in current]) if current else np.empty((0, 0), dtype=np.float32)
            read = [(each.clause_id, each.ordinal) for each in current], matrix
            with self._reading:
                self._read[place] = read
                while len(self._read) > 1 and sum(len(keys) for keys, _ in self._read.values()) > _KEPT:
                    del self._read[next(iter(self._read))]
        return read


def _document(clause_id: str, corpus: Corpus) -> str | None:
    clause = corpus.clauses.get(clause_id)
    return None if clause is None else clause.document_id


def _is_of(vector: StoredVector, corpus: Corpus) -> bool:
    """False where the records have gone on meanwhile, and the vector is of another text than the corpus has."""
    clause = corpus.clauses.get(vector.clause_id)
    if clause is None or vector.ordinal > len(clause.sentences):
        return False
    span = (clause.start, clause.end) if vector.ordinal == 0 else clause.sentences[vector.ordinal - 1]
    return text_hash(corpus.quote(clause.document_id, span)) == vector.hash
