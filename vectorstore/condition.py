"""In what condition the records and the index of vectors are. Looking changes nothing."""

import shutil
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from vectorstore.database import Migration, migration, sqlite_file
from vectorstore.errors import IndexUnavailable, RecordsError
from vectorstore.records import Records, vector_id
from vectorstore.settings import StoreSettings
from vectorstore.tables import ClauseRow, DocumentRow, VectorRow


@dataclass(frozen=True)
class Contents:
    """What the records hold of documents."""

    documents: int
    clauses: int
    vectors: frozenset[str]
    """The ids of all vectors."""
    lacking: tuple[str, ...]
    """The clauses that do not have a vector of their own and one of each sentence, by id."""


@dataclass(frozen=True)
class Difference:
    """How the index of vectors differs from the records."""

    missing: int
    surplus: int


def records_exist(places: StoreSettings) -> bool:
    """False where no database of records was made yet; one that is not a file is taken to be there.

    Raises:
        RecordsError: there can be no such database, or it cannot be reached.
    """
    file = sqlite_file(places.records_url)
    try:
        return file is None or file.exists()
    except OSError as error:
        raise RecordsError(f"The database {str(file)!r} cannot be reached: {error.strerror}") from error


def look_at_tables(records: Records) -> Migration:
    """How new the tables are, once the database has been found to be whole.

    Raises:
        RecordsError: it is not, or is no database.
    """
    with records.session() as session:
        connection = session.connection()
        if connection.dialect.name == "sqlite" and (told := session.scalar(text("PRAGMA quick_check(1)"))) != "ok":
            raise RecordsError(f"The database is damaged: {told}")
        return migration(connection)


def look_at_documents(records: Records) -> Contents:
    """What the records hold of documents.

    Raises:
        RecordsError: they cannot be read.
    """
    try:
        with records.session() as session:
            return Contents(
                documents=session.scalar(select(func.count()).select_from(DocumentRow)) or 0,
                clauses=session.scalar(select(func.count()).select_from(ClauseRow)) or 0,
                vectors=frozenset(
                    vector_id(*row)
                    for row in session.execute(select(VectorRow.clause_id, VectorRow.ordinal, VectorRow.hash))
                ),
                lacking=_lacking(session),
            )
    except ValueError as error:  # of what should be JSON
        raise RecordsError(f"The records cannot be read: {error}") from error


def look_at_index(places: StoreSettings, records: Records, contents: Contents) -> Difference | None:
    """How the index differs from the records; null where there is none yet. No server may have it open.

    A folder is copied and the copy tried in another process: opening an index writes to it, and a damaged one can
    end the process.

    Raises:
        IndexUnavailable: it is damaged, or cannot be asked.
        RecordsError: the records cannot be read.
    """
    folder = places.folder.absolute() / "chroma"
    if places.chroma_url is None and not folder.exists():
        return None
    # Chroma reads the .env of the current folder, which may be what is wrong: it is looked at from another one.
    with TemporaryDirectory(prefix="accord-") as scratch, chdir(scratch):
        if places.chroma_url is not None:
            # Chroma takes a second to import.
            from vectorstore.chroma import ids_on_server

            present = ids_on_server(places.chroma_url)
        else:
            present = _ids_in_copy(folder, Path(scratch) / "chroma", records)
    return Difference(missing=len(contents.vectors - present), surplus=len(present - contents.vectors))


def _ids_in_copy(folder: Path, copy: Path, records: Records) -> set[str]:
    # Chroma takes a second to import.
    from vectorstore.probe import PROBES, ids_found

    try:
        shutil.copytree(folder, copy)
        for each in (copy, *copy.rglob("*")):
            each.chmod(0o700)  # Chroma writes also to read, which may be forbidden in the folder
    except OSError as error:
        raise IndexUnavailable(f"The vector index at {str(folder)!r} cannot be copied and tried: {error}") from error
    present = ids_found(copy, records.sample(PROBES))
    if present is None:
        raise IndexUnavailable(f"The vector index at {str(folder)!r} is damaged: it does not open or finds nothing.")
    return present


def _lacking(session: Session) -> tuple[str, ...]:
    having = (
        select(ClauseRow.id, ClauseRow.sentences, func.count(VectorRow.ordinal))
        .outerjoin(VectorRow)
        .group_by(ClauseRow.id)
        .order_by(ClauseRow.id)
    )
    rows = session.execute(having)
    return tuple(clause_id for clause_id, sentences, vectors in rows if vectors != 1 + len(sentences))
