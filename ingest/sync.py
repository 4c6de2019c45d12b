"""Compare sources with what is stored; add, change, remove. One bad file stops nothing else."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from ingest.blocks import Flag
from ingest.errors import IngestError, LoadError
from ingest.formats import document_endings
from ingest.read import read
from ingest.sources import Batch, Source
from vectorstore.documents import Clause, Document
from vectorstore.errors import StoreError
from vectorstore.store import Store

Status = Literal["added", "changed", "unchanged", "removed", "failed"]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """What became of one document. `added`, `changed` and `removed` count clauses."""

    source: str
    status: Status
    document_id: str | None = None
    clauses: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    code: str | None = None
    reason: str | None = None
    flags: tuple[Flag, ...] = ()
    """What whoever reviews it should know of."""


@dataclass(frozen=True)
class Report:
    """What became of every source, in order, and the corpus version after it."""

    entries: tuple[Entry, ...]
    corpus_version: str

    def as_dict(self) -> dict[str, object]:
        """The report as plain values for JSON."""
        entries = [{**asdict(entry), "flags": [asdict(flag) for flag in entry.flags]} for entry in self.entries]
        return {"entries": entries, "corpus_version": self.corpus_version}


def sync(store: Store, batch: Batch, progress: Progress = lambda what, done, total: None) -> Report:
    """Bring the store in line with a batch; each document goes live in one step or not at all."""
    entries: list[Entry] = []
    taken: set[str] = set()
    for number, source in enumerate(batch.sources):
        progress(source.shown, number, len(batch.sources))
        twice = source.record.id in taken
        entries.append(_twin(source) if twice else _sync_one(store, source))
        taken.add(source.record.id)
    progress("done", len(batch.sources), len(batch.sources))
    if batch.origin is not None:
        kept = {source.record.id for source in batch.sources}
        stored = [each for each in store.corpus.documents.values() if each.origin == batch.origin]
        for gone in (each for each in stored if each.id not in kept):
            removed = len(store.corpus.of(gone.id))
            store.remove(gone.id)
            entries.append(Entry(gone.title, "removed", gone.id, removed=removed))
    return Report(tuple(entries), store.corpus.version)


def _twin(source: Source) -> Entry:
    """File names may differ where the ids made from them do not."""
    told = f"Another file beside it makes the same document id {source.record.id!r}. Rename this file."
    return Entry(source.shown, "failed", source.record.id, code="duplicate_id", reason=told)


def _sync_one(store: Store, source: Source) -> Entry:
    try:
        reading = read(source)
        document, clauses = replace(reading.document, origin=_origin(store, reading.document)), reading.clauses
        before = {clause.id: clause for clause in store.corpus.of(document.id)}
        status = _compare(store, document, clauses)
        if status != "unchanged":
            store.put(document, clauses)
    except Exception as error:  # one bad file, whatever is wrong with it, stops nothing else
        log.warning("ingest of %r failed", source.shown, exc_info=error)
        return Entry(source.shown, "failed", source.record.id, code=_code(error), reason=_reason(error))
    return Entry(
        source.shown,
        status,
        document.id,
        clauses=len(clauses),
        added=sum(clause.id not in before for clause in clauses),
        changed=sum(clause.id in before and before[clause.id].hash != clause.hash for clause in clauses),
        removed=len(before.keys() - {clause.id for clause in clauses}),
        flags=reading.flags,
    )


def _origin(store: Store, document: Document) -> str | None:
    """The origin to store: a folder keeps, or takes over, what lies in it.

    Raises:
        LoadError: `duplicate_id`, the id belongs to a document from another place.
    """
    stored = store.corpus.documents.get(document.id)
    if stored is None or stored.origin == document.origin or _folder(stored.origin) == document.origin:
        return document.origin
    if _folder(document.origin) == stored.origin:
        return stored.origin
    raise LoadError(
        "duplicate_id", f"A document {document.id!r} from another place is stored already. Rename this file."
    )


def _folder(origin: str | None) -> str | None:
    """The folder of a single file; null where the origin is a folder itself."""
    return str(Path(origin).parent) if origin and Path(origin).suffix.lower() in document_endings() else None


def _compare(store: Store, document: Document, clauses: Sequence[Clause]) -> Status:
    stored = store.corpus.documents.get(document.id)
    if stored is None:
        return "added"
    same = stored.as_supplied() == document.as_supplied() and store.corpus.of(document.id) == list(clauses)
    return "unchanged" if same else "changed"


def _code(error: Exception) -> str:
    if isinstance(error, IngestError | StoreError):
        return error.code
    return "unreadable" if isinstance(error, OSError) else "internal"


def _reason(error: Exception) -> str:
    if isinstance(error, IngestError | StoreError):
        return str(error)
    if isinstance(error, OSError):
        return f"The file cannot be opened: {error.strerror}."
    return f"Reading it failed ({type(error).__name__}); the log has the details."
