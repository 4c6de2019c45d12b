"""The index of vectors in Chroma; the only door to it.

Chroma holds ids, vectors and what filters need, never text: deleted text would stay in its files. It is used
directly because LangChain's wrapper drops every hit that has no text.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.config import Settings
from chromadb.errors import ChromaError

from vectorstore.embedder import Vector
from vectorstore.errors import IndexUnavailable
from vectorstore.records import StoredVector, vector_key

Level = Literal["clauses", "sentences"]
LEVELS: tuple[Level, ...] = ("clauses", "sentences")
_BATCH = 1000
_FOUND = 0.9999
"""Cosine at which a vector counts as having found itself (float32)."""


class VectorIndex:
    """Vectors of clauses and of sentences in two collections, in a folder or on a Chroma server."""

    def __init__(self, place: Path | str) -> None:
        """Open a folder (which no other process may have open) or an http(s) URL.

        Raises:
            IndexUnavailable: it cannot be opened.
        """
        self._place = place
        with _errors(place):
            self._client = _client(place)
            self._collections = {level: self._collection(level) for level in LEVELS}

    def close(self) -> None:
        """Let the folder go."""
        self._client.close()

    def ids(self) -> set[str]:
        """The ids of all stored vectors."""
        with _errors(self._place):
            return {each for collection in self._collections.values() for each in collection.get(include=[])["ids"]}

    def upsert(self, vectors: Sequence[StoredVector], owners: Mapping[str, str]) -> None:
        """Store vectors; the same ones again change nothing. `owners` gives a clause's document, both by id."""
        with _errors(self._place):
            for level, members in _by_level(vectors):
                for start in range(0, len(members), _BATCH):
                    batch = members[start : start + _BATCH]
                    self._collections[level].upsert(
                        ids=[each.id for each in batch],
                        embeddings=np.stack([each.vector for each in batch]),
                        metadatas=[{"document_id": owners[each.clause_id]} for each in batch],
                    )

    def delete(self, ids: Iterable[str]) -> None:
        """Forget vectors by id; unknown ids do no harm."""
        gone = sorted(ids)
        with _errors(self._place):
            for start in range(0, len(gone), _BATCH):
                for collection in self._collections.values():
                    collection.delete(ids=gone[start : start + _BATCH])

    def query(
        self, level: Level, vector: Vector, limit: int, within: Set[str] | None = None
    ) -> dict[tuple[str, int], float]:
        """Cosines of the nearest clauses or sentences, best first, by clause id and ordinal.

        `within` are the ids of the documents that may be found; null: all.
        """
        if within is not None and not within:
            return {}
        with _errors(self._place):
            found = self._collections[level].query(
                query_embeddings=vector[np.newaxis, :],
                n_results=limit,
                where=None if within is None else {"document_id": {"$in": sorted(within)}},
                include=["distances"],
            )
        hits = zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)
        return {vector_key(vector_id): 1.0 - float(distance) for vector_id, distance in hits}

    def finds(self, vectors: Sequence[StoredVector]) -> bool:
        """True where these vectors, asked for, find vectors equal to them (`count` proves nothing).

        One in twenty may not: of some thousand near each other, the graph of a sound index leads to all but a few.
        """
        missed = 0
        for level, members in _by_level(vectors):
            for each in members:
                nearest = self.query(level, each.vector, 1)
                missed += max(nearest.values(), default=0.0) < _FOUND
        return missed <= len(vectors) // 20

    def reset(self) -> None:
        """Make both collections anew, empty."""
        with _errors(self._place):
            for level in LEVELS:
                self._client.delete_collection(level)
            self._collections = {level: self._collection(level) for level in LEVELS}

    def _collection(self, level: Level) -> Any:
        # Without embedding_function=None Chroma would fetch a model of its own.
        return self._client.get_or_create_collection(
            level, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 400}}
        )


def ids_on_server(url: str) -> set[str]:
    """The ids of all vectors on a Chroma server; collections that are not there are not made.

    Raises:
        IndexUnavailable: it cannot be asked.
    """
    with _errors(url):
        client = _client(url)
        there = {collection.name for collection in client.list_collections()}
        names = [level for level in LEVELS if level in there]
        found = [client.get_collection(name, embedding_function=None).get(include=[])["ids"] for name in names]
    return {each for ids in found for each in ids}


def remove_index(folder: Path) -> None:
    """Delete an index folder that cannot be opened any more; it can be made again from the records."""
    shutil.rmtree(folder, ignore_errors=True)


def _client(place: Path | str) -> Any:
    settings = Settings(anonymized_telemetry=False)
    if isinstance(place, Path):
        return chromadb.PersistentClient(str(place), settings=settings)
    url = urlsplit(place)
    port = url.port or (443 if url.scheme == "https" else 8000)
    return chromadb.HttpClient(url.hostname or "localhost", port, ssl=url.scheme == "https", settings=settings)


def _by_level(vectors: Sequence[StoredVector]) -> Iterator[tuple[Level, list[StoredVector]]]:
    yield "clauses", [each for each in vectors if each.ordinal == 0]
    yield "sentences", [each for each in vectors if each.ordinal > 0]


@contextmanager
def _errors(place: Path | str) -> Iterator[None]:
    """Chroma's errors as ours. It raises ValueError for a server that is not there."""
    try:
        yield
    except (ChromaError, ValueError, OSError) as error:
        raise IndexUnavailable(f"The vector index at {str(place)!r} cannot be used: {error}") from error
