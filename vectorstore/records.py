"""The records: documents, clauses and vectors through SQLAlchemy. They are the truth; indexes are made from them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import count, islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from vectorstore.database import empty_log, first_line, open_database, open_for_reading
from vectorstore.documents import Clause, Corpus, Document, Span, make_corpus
from vectorstore.errors import NoRoom, RecordsError
from vectorstore.tables import ClauseRow, ClearedClauseRow, ClearedRow, DocumentRow, FactRow, Table, VectorRow

Vector = NDArray[np.float32]
Along = Callable[[Session], None]
"""What is done in the same transaction; what it raises undoes it all."""
CORPUS_VERSION, FINGERPRINT = "corpus_version", "embedding_fingerprint"
Item = TypeVar("Item")
_AT_ONCE = 500
"""Rows, or ids, in one statement."""
_DOCUMENT = [getattr(DocumentRow, field.name) for field in fields(Document)]
_CLAUSE = [getattr(ClauseRow, field.name) for field in fields(Clause)]
_VECTOR = VectorRow.clause_id, VectorRow.ordinal, VectorRow.hash, VectorRow.vector


@dataclass(frozen=True)
class StoredVector:
    """One embedded text of one clause; ordinal 0 is the clause itself, 1, 2, ... are its sentences."""

    clause_id: str
    ordinal: int
    hash: str
    """SHA-256 of the text that was embedded."""
    vector: Vector

    @property
    def id(self) -> str:
        """Says by itself whether an index is up to date: another text has another id."""
        return vector_id(self.clause_id, self.ordinal, self.hash)


def vector_id(clause_id: str, ordinal: int, text_hash: str) -> str:
    """The id of a vector, see `StoredVector.id`."""
    return f"{clause_id}#{ordinal}#{text_hash[:16]}"


def vector_key(vector_id: str) -> tuple[str, int]:
    """The clause id and the ordinal that a vector's id names."""
    clause_id, ordinal, _ = vector_id.rsplit("#", 2)
    return clause_id, int(ordinal)


class Records:
    """The database of records at a SQLAlchemy URL, migrated to the newest tables when opened."""

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        """With `read_only` nothing is changed, not even the tables.

        Raises:
            RecordsError: the database cannot be opened.
        """
        self._engine = open_for_reading(url) if read_only else open_database(url)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end, undone on any error.

        Raises:
            RecordsError: the database refused.
        """
        try:
            with Session(self._engine) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            if "disk is full" in str(error):  # in SQLite's words
                raise NoRoom("There is no room left on the disk of the records. Make room there.") from error
            raise RecordsError(f"The records cannot be read or written: {first_line(error)}") from error

    def empty_log(self) -> bool:
        """Leave no deleted text in SQLite's log; false where others kept it from being emptied.

        Raises:
            RecordsError: the database refused.
        """
        return empty_log(self._engine)

    def corpus(self) -> Corpus:
        """Everything that is stored, as one unchanging value."""
        with self.session() as session:
            rows = session.execute(select(*_DOCUMENT).order_by(DocumentRow.position))
            documents = [_document(dict(row)) for row in rows.mappings()]
            order = ClauseRow.document_id, ClauseRow.position
            headings: dict[tuple[str, ...], tuple[str, ...]] = {}  # many clauses stand under the same ones
            rows = session.execute(select(*_CLAUSE).order_by(*order))
            clauses = [_clause(dict(row), headings) for row in rows.mappings()]
        return make_corpus(documents, clauses)

    def put(
        self,
        items: Sequence[tuple[Document, Sequence[Clause]]],
        vectors: Iterable[StoredVector],
        version: str,
        along: Along | None = None,
    ) -> None:
        """Store documents whole, in place of earlier ones with their ids, in one transaction."""
        with self.session() as session:
            ids = [document.id for document, _ in items]
            known = select(DocumentRow.id, DocumentRow.position).where(DocumentRow.id.in_(ids))
            positions = {document_id: position for document_id, position in session.execute(known)}
            following = count((session.scalar(select(func.max(DocumentRow.position))) or 0) + 1)
            session.execute(delete(DocumentRow).where(DocumentRow.id.in_(ids)))
            documents = [
                {**_values(document), "position": positions.get(document.id) or next(following)}
                for document, _ in items
            ]
            clauses = [
                {**_values(clause), "position": number} for _, members in items for number, clause in enumerate(members)
            ]
            _insert(session, DocumentRow, documents)
            _insert(session, ClauseRow, clauses)
            _insert(session, VectorRow, map(_vector_row, vectors))
            session.merge(FactRow(key=CORPUS_VERSION, value=version))
            _note_changes(session, version)
            if along is not None:
                along(session)

    def remove(self, document_ids: Sequence[str], version: str, along: Along | None = None) -> None:
        """Forget documents whole, in one transaction."""
        with self.session() as session:
            for some in _batches(document_ids):
                session.execute(delete(DocumentRow).where(DocumentRow.id.in_(some)))
            session.merge(FactRow(key=CORPUS_VERSION, value=version))
            _note_changes(session, version)
            if along is not None:
                along(session)

    def vectors(self, document_id: str | None = None) -> list[StoredVector]:
        """Vectors of one document or of all, in a stable order."""
        query = select(*_VECTOR).order_by(VectorRow.clause_id, VectorRow.ordinal)
        if document_id is not None:
            query = query.join(ClauseRow).where(ClauseRow.document_id == document_id)
        with self.session() as session:
            return [_vector(row) for row in session.execute(query)]

    def vector_ids(self, document_ids: Iterable[str] | None = None) -> dict[str, set[str]]:
        """The ids of the vectors of these documents, or of all, by document; those without any are left out."""
        found: dict[str, set[str]] = {}
        every = select(ClauseRow.document_id, VectorRow.clause_id, VectorRow.ordinal, VectorRow.hash).join(ClauseRow)
        queries = (
            [every]
            if document_ids is None
            else [every.where(ClauseRow.document_id.in_(some)) for some in _batches(document_ids)]
        )
        with self.session() as session:
            for query in queries:
                for document_id, clause_id, ordinal, key in session.execute(query):
                    found.setdefault(document_id, set()).add(vector_id(clause_id, ordinal, key))
        return found

    def sample(self, size: int) -> list[StoredVector]:
        """At most so many vectors, spread over all clauses: half of clauses, half of sentences."""
        chosen: list[StoredVector] = []
        with self.session() as session:
            for level in (VectorRow.ordinal == 0, VectorRow.ordinal == 1):  # each clause has a first sentence
                every = session.scalars(select(VectorRow.clause_id).where(level).order_by(VectorRow.clause_id)).all()
                some = min(size // 2, len(every))
                picked = [every[number * len(every) // some] for number in range(some)]
                query = select(*_VECTOR).where(level, VectorRow.clause_id.in_(picked)).order_by(VectorRow.clause_id)
                chosen += map(_vector, session.execute(query))
        return chosen

    def replace_vectors(self, vectors: Iterable[StoredVector], fingerprint: str) -> None:
        """Put vectors, which may be embedded as they are taken, in the place of all that are stored, in one step."""
        with self.session() as session:
            session.execute(delete(VectorRow))
            _insert(session, VectorRow, map(_vector_row, vectors))
            session.merge(FactRow(key=FINGERPRINT, value=fingerprint))

    def fact(self, key: str) -> str | None:
        """One fact about the whole store."""
        with self.session() as session:
            return session.scalar(select(FactRow.value).where(FactRow.key == key))

    def set_facts(self, facts: Mapping[str, str]) -> None:
        """Store facts about the whole store."""
        with self.session() as session:
            for key, value in facts.items():
                session.merge(FactRow(key=key, value=value))


def _note_changes(session: Session, version: str) -> None:
    """Of cleared answers, what they stand on that is another text from now on.

    It stays noted where the text becomes again what it was: nobody has read the answer beside it since.
    """
    same = ClauseRow.id == ClearedClauseRow.clause_id, ClauseRow.hash == ClearedClauseRow.hash
    unchanged = select(ClauseRow.id).where(*same).correlate(ClearedClauseRow).exists()
    at_once = {"synchronize_session": False}
    session.execute(update(ClearedClauseRow).where(~unchanged).values(changed=True), execution_options=at_once)
    others = update(ClearedRow).where(ClearedRow.corpus_version != version).values(outdated=True)
    session.execute(others, execution_options=at_once)


def _insert(session: Session, table: type[Table], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows without an object for each: a corpus has hundreds of thousands."""
    for some in _batches(rows):
        session.execute(insert(table), some)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    every = iter(items)
    while some := list(islice(every, _AT_ONCE)):
        yield some


def _values(value: Document | Clause) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _document(row: Mapping[str, Any]) -> Document:
    return Document(**{**row, "corrected": tuple(row["corrected"])})


def _clause(row: Mapping[str, Any], headings: dict[tuple[str, ...], tuple[str, ...]]) -> Clause:
    heading = tuple(row["heading"])
    sentences: tuple[Span, ...] = tuple((start, end) for start, end in row["sentences"])
    told = {"heading": headings.setdefault(heading, heading), "sentences": sentences, "pages": tuple(row["pages"])}
    return Clause(**{**row, **told})


def _vector_row(each: StoredVector) -> dict[str, Any]:
    data = each.vector.astype("<f4").tobytes()
    return {"clause_id": each.clause_id, "ordinal": each.ordinal, "hash": each.hash, "vector": data}


def _vector(row: Row[str, int, str, bytes]) -> StoredVector:
    clause_id, ordinal, key, data = row
    return StoredVector(clause_id, ordinal, key, np.frombuffer(data, dtype="<f4"))
