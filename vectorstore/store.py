"""The store: records as the truth, Chroma and BM25 made from them, one search over all. Start reading here."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from vectorstore.chroma import VectorIndex, remove_index
from vectorstore.documents import EVERYTHING, Clause, Corpus, Document, Filters, Passage, make_corpus, text_hash
from vectorstore.embedder import Embedder, Progress
from vectorstore.errors import IndexMismatch, IndexUnavailable, StoreClosed
from vectorstore.lock import OwnerLock
from vectorstore.probe import PROBES, survives
from vectorstore.records import FINGERPRINT, Records, StoredVector
from vectorstore.search import hybrid
from vectorstore.settings import StoreSettings
from vectorstore.words import WordIndex

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _State:
    """What searches read: swapped whole, so that a search sees one corpus version."""

    corpus: Corpus
    words: WordIndex


class Store:
    """Documents, and what is found in them. Made by `open_store`."""

    def __init__(self, records: Records, index: VectorIndex, embedder: Embedder, lock: OwnerLock) -> None:
        self.records = records
        self.lock = lock
        self.embedder = embedder
        self._index = index
        self._writing = threading.Lock()
        self._closed = False
        self._state = _state(records.corpus())

    @property
    def corpus(self) -> Corpus:
        """Everything that is stored, as it is now."""
        return self._state.corpus

    def search(self, query: str, limit: int, filters: Filters = EVERYTHING) -> list[Passage]:
        """The best clauses for a query inside the filters, best first.

        Raises:
            StoreError: the index or the embedding model failed.
        """
        return self.search_in(self._state.corpus, query, limit, filters)

    def search_in(self, corpus: Corpus, query: str, limit: int, filters: Filters) -> list[Passage]:
        """The same, for a caller that goes on reading from `corpus`, so that nothing outside it is found."""
        vector = self.embedder.embed_query(query)
        return hybrid(query, vector, limit, filters, corpus, self._index, self._state.words)

    def put(self, document: Document, clauses: Sequence[Clause], progress: Progress | None = None) -> None:
        """Store one document in place of an earlier one with its id. Goes live and raises as `put_many`."""
        self.put_many([(document, clauses)], progress)

    def put_many(self, items: Sequence[tuple[Document, Sequence[Clause]]], progress: Progress | None = None) -> None:
        """Store documents in place of earlier ones with their ids. They go live together, in one step or not at all.

        Raises:
            StoreError: nothing was stored.
        """
        with self._writing:
            self._check_open()
            now = datetime.now(UTC).isoformat(timespec="seconds")
            items = [(replace(document, ingested_at=now), clauses) for document, clauses in items]
            corpus = _with(self.corpus, items)
            old = {each.id: each for document, _ in items for each in self.records.vectors(document.id)}
            clauses = [clause for _, members in items for clause in members]
            vectors = _embed(self.embedder, corpus, clauses, {each.hash: each for each in old.values()}, progress)
            owners = {clause.id: clause.document_id for clause in clauses}
            # The index first: what only it has is not found, because searches look no further than the corpus.
            self._index.upsert(vectors, owners)
            try:
                self.records.put(items, vectors, corpus.version)
            except BaseException:
                self._index.delete({each.id for each in vectors} - old.keys())
                raise
            self._state = _state(corpus)
            self._index.delete(old.keys() - {each.id for each in vectors})

    def remove(self, document_id: str) -> None:
        """Forget one document; it is gone from searches at once.

        Raises:
            StoreError: nothing was removed.
        """
        with self._writing:
            self._check_open()
            corpus = _without(self.corpus, document_id)
            gone = [each.id for each in self.records.vectors(document_id)]
            self.records.remove(document_id, corpus.version)
            self._state = _state(corpus)
            self._index.delete(gone)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreClosed("The store is being closed; nothing more is stored.")

    def close(self) -> None:
        """Let go of everything, once what is being written is written; the next process may open the folder."""
        with self._writing:
            self._closed = True
        self._index.close()
        self.records.close()
        self.lock.release()


def open_store(
    places: StoreSettings,
    embedder: Embedder,
    lock: OwnerLock,
    *,
    rebuild: bool = False,
    progress: Callable[[str], None] = log.info,
) -> Store:
    """Open the store, bringing its indexes in line with its records.

    Args:
        lock: on the folder, held already; released where opening fails, else when the store is closed.
        rebuild: make all vectors and indexes again, also for another embedding model.

    Raises:
        IndexMismatch: the stored vectors are another model's, and `rebuild` is not set.
        StoreError: the database or the index cannot be opened.
    """
    try:
        records = Records(places.records_url)
        _check_fingerprint(records, embedder, rebuild=rebuild, progress=progress)
        index = _open_index(places, records, anew=rebuild, progress=progress)
        return Store(records, index, embedder, lock)
    except BaseException:
        lock.release()
        raise


def _check_fingerprint(records: Records, embedder: Embedder, *, rebuild: bool, progress: Callable[[str], None]) -> None:
    stored = records.fact(FINGERPRINT)
    if stored is None:
        records.set_facts({FINGERPRINT: embedder.fingerprint})
    elif rebuild:
        progress(f"Embedding all documents again with {embedder.name}")
        corpus = records.corpus()
        vectors = _embed(embedder, corpus, list(corpus.clauses.values()), {}, None)
        records.replace_vectors(vectors, embedder.fingerprint)
    elif stored != embedder.fingerprint:
        raise IndexMismatch(
            f"The stored vectors were made by another embedding model than {embedder.name!r}. "
            "Set ACCORD_EMBEDDING_MODEL back, or make them again with: accord ingest --rebuild"
        )


def _open_index(places: StoreSettings, records: Records, *, anew: bool, progress: Callable[[str], None]) -> VectorIndex:
    """The vector index, in line with the records and able to find known vectors."""
    place = places.chroma_url or places.folder / "chroma"
    sample = records.sample(PROBES)
    if isinstance(place, Path) and place.exists() and (anew or not survives(place, sample)):
        progress("Making the vector index again from the records")
        remove_index(place)
    index = VectorIndex(place)
    if anew and not isinstance(place, Path):
        index.reset()
    _align(index, records, progress)
    if not index.finds(sample):
        progress("Making the vector index again from the records")
        index.reset()
        _align(index, records, progress)
        if not index.finds(sample):
            raise IndexUnavailable("The vector index does not find known vectors, even when made again.")
    return index


def _align(index: VectorIndex, records: Records, progress: Callable[[str], None]) -> None:
    """Give the index what only the records have, and take from it what they do not have."""
    corpus = records.corpus()
    present = index.ids()
    wanted: set[str] = set()
    for document in corpus.documents.values():
        vectors = records.vectors(document.id)
        wanted.update(each.id for each in vectors)
        if missing := [each for each in vectors if each.id not in present]:
            progress(f"Indexing {document.title}")
            index.upsert(missing, dict.fromkeys((each.clause_id for each in missing), document.id))
    index.delete(present - wanted)


def _embed(
    embedder: Embedder,
    corpus: Corpus,
    clauses: Sequence[Clause],
    known: dict[str, StoredVector],
    progress: Progress | None,
) -> list[StoredVector]:
    """Vectors of clauses and of their sentences; texts whose vector is known by hash are not embedded again."""
    wanted = [(clause.id, ordinal, text) for clause in clauses for ordinal, text in enumerate(_texts(corpus, clause))]
    hashes = [text_hash(text) for _, _, text in wanted]
    fresh = list(dict.fromkeys(text for (_, _, text), key in zip(wanted, hashes, strict=True) if key not in known))
    made = dict(zip(map(text_hash, fresh), embedder.embed(fresh, progress), strict=True))
    return [
        StoredVector(clause_id, ordinal, key, known[key].vector if key in known else made[key])
        for (clause_id, ordinal, _), key in zip(wanted, hashes, strict=True)
    ]


def _texts(corpus: Corpus, clause: Clause) -> list[str]:
    """What is embedded of a clause: all of it, then each sentence. With headings, vectors found less (evals)."""
    return [corpus.text(clause), *(corpus.quote(clause.document_id, span) for span in clause.sentences)]


def _words(corpus: Corpus, clause: Clause) -> str:
    """What BM25 reads of a clause: whose text it is, the headings it stands under, and its own words."""
    return " ".join([corpus.documents[clause.document_id].name, *clause.heading, corpus.text(clause)])


def _state(corpus: Corpus) -> _State:
    return _State(corpus, WordIndex({clause.id: _words(corpus, clause) for clause in corpus.clauses.values()}))


def _with(corpus: Corpus, items: Sequence[tuple[Document, Sequence[Clause]]]) -> Corpus:
    new = {document.id: document for document, _ in items}
    others = [clause for clause in corpus.clauses.values() if clause.document_id not in new]
    added = [clause for _, clauses in items for clause in clauses]
    return make_corpus({**corpus.documents, **new}.values(), [*others, *added])


def _without(corpus: Corpus, document_id: str) -> Corpus:
    return make_corpus(
        [document for document in corpus.documents.values() if document.id != document_id],
        [clause for clause in corpus.clauses.values() if clause.document_id != document_id],
    )
