"""The store: records as the truth, Chroma and BM25 made from them, one search over all. Start reading here."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from vectorstore.chroma import VectorIndex, remove_index
from vectorstore.dense import Dense
from vectorstore.documents import EVERYTHING, Clause, Corpus, Document, Filters, Passage, make_corpus, text_hash
from vectorstore.embedder import Embedder, Progress
from vectorstore.errors import IndexMismatch, IndexUnavailable, StoreClosed
from vectorstore.lock import OwnerLock
from vectorstore.probe import PROBES, survives
from vectorstore.records import FINGERPRINT, Along, Records, StoredVector
from vectorstore.search import hybrid
from vectorstore.settings import StoreSettings
from vectorstore.words import WordIndex

Item = tuple[Document, Sequence[Clause]]
"""A document and its clauses in reading order."""
Check = Callable[[Corpus], None]
"""Sees what is stored just before that changes, while nobody else can change it; what it raises stops the change."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _State:
    """What searches read: swapped whole, so that a search sees one corpus version."""

    corpus: Corpus
    words: WordIndex


class Store:
    """Documents, and what is found in them. Made by `open_store`."""

    def __init__(
        self, records: Records, corpus: Corpus, index: VectorIndex, embedder: Embedder, lock: OwnerLock
    ) -> None:
        self.records = records
        self.lock = lock
        self.embedder = embedder
        self._index = index
        self._dense = Dense(index, records)
        self._writing = threading.Lock()
        self._closed = False
        self._state = _State(corpus, WordIndex(_words(corpus, corpus.clauses.values())))

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
        return hybrid(query, vector, limit, filters, corpus, self._dense, self._state.words)

    def put(
        self,
        document: Document,
        clauses: Sequence[Clause],
        progress: Progress | None = None,
        *,
        check: Check | None = None,
        along: Along | None = None,
    ) -> None:
        """Store one document in place of an earlier one with its id. Goes live and raises as `put_many`."""
        self.put_many([(document, clauses)], progress, check=check, along=along)

    def put_many(
        self,
        items: Sequence[Item],
        progress: Progress | None = None,
        *,
        check: Check | None = None,
        along: Along | None = None,
    ) -> None:
        """Store documents in place of earlier ones with their ids. They go live together, in one step or not at all.

        Raises:
            StoreError: nothing was stored; nor was it where `check`, `along` or `progress` raised something.
        """
        self._check_open()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        items = [(replace(document, ingested_at=now), clauses) for document, clauses in items]
        # Not while others wait to store or remove: this is what takes long.
        vectors = _embed(self.embedder, items, self._vectors_of(items), progress)
        with self._writing:
            self._check_open()
            if check is not None:
                check(self.corpus)
            corpus = _with(self.corpus, items)
            old = self._vector_ids([document.id for document, _ in items])
            owners = {clause.id: clause.document_id for _, clauses in items for clause in clauses}
            # Made before the records tell that it is stored: from then on it is to be found.
            after = self._after(corpus, {document.id for document, _ in items})
            # The index first: what only it has is not found, because searches look no further than the corpus.
            self._index.upsert(vectors, owners)
            try:
                self.records.put(items, vectors, corpus.version, along)
            except BaseException:
                self._index.delete({each.id for each in vectors} - old)
                raise
            self._state = after
            self._index.delete(old - {each.id for each in vectors})

    def remove(self, *document_ids: str, check: Check | None = None, along: Along | None = None) -> None:
        """Forget documents, together; they are gone from searches at once.

        Raises:
            StoreError: nothing was removed; nor was it where `check` or `along` raised something.
        """
        with self._writing:
            self._check_open()
            if check is not None:
                check(self.corpus)
            corpus = _without(self.corpus, set(document_ids))
            after = self._after(corpus, set(document_ids))
            gone = self._vector_ids(document_ids)
            self.records.remove(document_ids, corpus.version, along)
            self._state = after
            self._index.delete(gone)

    def _vectors_of(self, items: Sequence[Item]) -> list[StoredVector]:
        """What is stored of documents that are to be stored in their place."""
        stored = self.corpus.documents
        return [each for document, _ in items if document.id in stored for each in self.records.vectors(document.id)]

    def _vector_ids(self, document_ids: Sequence[str]) -> set[str]:
        return set().union(*self.records.vector_ids(document_ids).values())

    def _after(self, corpus: Corpus, changed: Set[str]) -> _State:
        """What searches find in once `corpus`, which differs from what is stored now in these documents, is stored."""
        before = self._state
        gone = [clause.id for each in changed for clause in before.corpus.of(each)]
        here = [clause for each in changed for clause in corpus.of(each)]
        return _State(corpus, before.words.changed(gone, _words(corpus, here)))

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
        corpus = records.corpus()
        index = _open_index(places, records, corpus, anew=rebuild, progress=progress)
        return Store(records, corpus, index, embedder, lock)
    except BaseException:
        lock.release()
        raise


def _check_fingerprint(records: Records, embedder: Embedder, *, rebuild: bool, progress: Callable[[str], None]) -> None:
    stored = records.fact(FINGERPRINT)
    if stored is None:
        records.set_facts({FINGERPRINT: embedder.fingerprint})
    elif rebuild:
        records.replace_vectors(_embedded_again(records.corpus(), embedder, progress), embedder.fingerprint)
    elif stored != embedder.fingerprint:
        raise IndexMismatch(
            f"The stored vectors were made by another embedding model than {embedder.name!r}. "
            "Set ACCORD_EMBEDDING_MODEL back, or make them again with: accord ingest --rebuild"
        )


def _embedded_again(corpus: Corpus, embedder: Embedder, progress: Callable[[str], None]) -> Iterator[StoredVector]:
    done, total = 0, len(corpus.clauses)
    for document in corpus.documents.values():
        progress(f"Embedding all documents again with {embedder.name}: {done:,} of {total:,} clauses")
        clauses = corpus.of(document.id)
        yield from _embed(embedder, [(document, clauses)], [], None)
        done += len(clauses)


def _open_index(
    places: StoreSettings, records: Records, corpus: Corpus, *, anew: bool, progress: Callable[[str], None]
) -> VectorIndex:
    """The vector index, in line with the records and able to find known vectors."""
    place = places.chroma_url or places.folder / "chroma"
    sample = records.sample(PROBES)
    if isinstance(place, Path) and place.exists() and (anew or not survives(place, sample)):
        progress("Making the vector index again from the records")
        remove_index(place)
    index = VectorIndex(place)
    if anew and not isinstance(place, Path):
        index.reset()
    _align(index, records, corpus, progress)
    if not index.finds(sample):
        progress("Making the vector index again from the records")
        index.reset()
        _align(index, records, corpus, progress)
        if not index.finds(sample):
            raise IndexUnavailable("The vector index does not find known vectors, even when made again.")
    return index


def _align(index: VectorIndex, records: Records, corpus: Corpus, progress: Callable[[str], None]) -> None:
    """Give the index what only the records have, and take from it what they do not have."""
    present = index.ids()
    wanted = records.vector_ids()
    lacking = [document_id for document_id, ids in wanted.items() if not ids <= present]
    for number, document_id in enumerate(lacking):
        progress(f"Indexing {corpus.documents[document_id].title} ({number:,} of {len(lacking):,} documents)")
        missing = [each for each in records.vectors(document_id) if each.id not in present]
        index.upsert(missing, dict.fromkeys((each.clause_id for each in missing), document_id))
    index.delete(present.difference(*wanted.values()))


def _embed(
    embedder: Embedder, items: Sequence[Item], known: Sequence[StoredVector], progress: Progress | None
) -> list[StoredVector]:
    """Vectors of clauses and of their sentences; texts whose vector is known by hash are not embedded again."""
    vectors = {each.hash: each.vector for each in known}
    wanted = [
        (clause.id, ordinal, text_hash(text), text)
        for document, clauses in items
        for clause in clauses
        for ordinal, text in enumerate(_texts(document, clause))
    ]
    fresh = {key: text for _, _, key, text in wanted if key not in vectors}
    if fresh:
        vectors |= dict(zip(fresh, embedder.embed(list(fresh.values()), progress), strict=True))
    return [StoredVector(clause_id, ordinal, key, vectors[key]) for clause_id, ordinal, key, _ in wanted]


def _texts(document: Document, clause: Clause) -> list[str]:
    """What is embedded of a clause: all of it, then each sentence. With headings, vectors found less (evals)."""
    return [document.text[start:end] for start, end in ((clause.start, clause.end), *clause.sentences)]


def _words(corpus: Corpus, clauses: Iterable[Clause]) -> dict[str, str]:
    """What BM25 reads of clauses: whose text it is, the headings it stands under, and its own words."""
    return {
        clause.id: " ".join([corpus.documents[clause.document_id].name, *clause.heading, corpus.text(clause)])
        for clause in clauses
    }


def _with(corpus: Corpus, items: Sequence[Item]) -> Corpus:
    new = {document.id: document for document, _ in items}
    others = [clause for clause in corpus.clauses.values() if clause.document_id not in new]
    added = [clause for _, clauses in items for clause in clauses]
    return make_corpus({**corpus.documents, **new}.values(), [*others, *added])


def _without(corpus: Corpus, gone: Set[str]) -> Corpus:
    return make_corpus(
        [document for document in corpus.documents.values() if document.id not in gone],
        [clause for clause in corpus.clauses.values() if clause.document_id not in gone],
    )
