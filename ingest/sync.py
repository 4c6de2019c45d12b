"""Compare sources with what is stored; add, change, remove. One bad file stops nothing else.

Documents are stored some at a time, since every time the words of all are weighed anew. What is stored stays stored
when the rest is interrupted, and the same again passes over it.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from ingest.blocks import Flag
from ingest.changes import Change, changes, texts
from ingest.errors import IngestError, LoadError
from ingest.formats import document_endings
from ingest.read import read
from ingest.sources import Batch, Source
from ingest.telling import Progress, Telling
from vectorstore.documents import Clause, Corpus, Document
from vectorstore.embedder import Progress as EmbeddingProgress
from vectorstore.errors import StoreError
from vectorstore.store import Item, Store

Status = Literal["added", "changed", "unchanged", "duplicate", "removed", "failed"]
AT_ONCE = 1000
"""Clauses that are stored together, or those of one document where it has more: half a minute of embedding."""

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
    changes: tuple[Change, ...] = ()
    """Clause by clause, of a document that was stored before."""


@dataclass(frozen=True)
class Report:
    """What became of every source, in order, and the corpus version after it."""

    entries: tuple[Entry, ...]
    corpus_version: str

    def as_dict(self) -> dict[str, object]:
        """The report as plain values for JSON."""
        listed = ("flags", "changes")
        entries = [
            {**asdict(entry), **{name: [asdict(each) for each in getattr(entry, name)] for name in listed}}
            for entry in self.entries
        ]
        return {"entries": entries, "corpus_version": self.corpus_version}


@dataclass(frozen=True)
class _Compared:
    """A source beside what is stored: what is to be told of it, and what is to be stored, if anything."""

    entry: Entry
    source: Source
    made: Item | None = None
    stored: Document | None = None
    """What it was compared with."""


class _Meanwhile(Exception):
    """Others have stored or removed something since it was compared."""


def sync(store: Store, batch: Batch, progress: Progress = lambda what, done, total: None) -> Report:
    """Bring the store in line with a batch; each document goes live in one step or not at all."""
    entries: list[Entry] = []
    telling = Telling(progress, len(batch.sources))
    for some in _some_at_once(_compared(store, batch, telling)):
        clauses = sum(len(each.made[1]) for each in some if each.made is not None)
        entries += _stored(store, batch, some, telling.storing(len(some), clauses))
        telling.passed(len(some), clauses)
    telling.done()
    return Report((*entries, *_removed(store, batch)), store.corpus.version)


def _compared(store: Store, batch: Batch, telling: Telling) -> Iterator[_Compared]:
    """Every source, read and compared, in order."""
    taken: set[str] = set()
    known = _known(store.corpus, batch)
    for source in batch.sources:
        telling.reading(source.shown)
        twin = source.record.id in taken
        each = _Compared(_twin(source), source) if twin else _compare(store, source, known)
        taken.add(source.record.id)
        if each.made is not None:
            known.setdefault(each.made[0].sha256, each.made[0].id)
        yield each


def _known(corpus: Corpus, batch: Batch) -> dict[str, str]:
    """The ids of documents that stay, by the hashes of their bytes."""
    here = {source.record.id for source in batch.sources}
    return {
        each.sha256: each.id
        for each in corpus.documents.values()
        if each.id in here or batch.origin is None or each.origin != batch.origin  # else it is removed
    }


def _some_at_once(every: Iterable[_Compared]) -> Iterator[list[_Compared]]:
    some: list[_Compared] = []
    clauses = 0
    for each in every:
        some.append(each)
        clauses += len(each.made[1]) if each.made is not None else 0
        if clauses >= AT_ONCE:
            yield some
            some, clauses = [], 0
    if some:
        yield some


def _stored(store: Store, batch: Batch, some: Sequence[_Compared], embedded: EmbeddingProgress) -> list[Entry]:
    """Store documents together, or each by itself where that fails; what became of each."""
    items = [each.made for each in some if each.made is not None]
    if not items:
        return [each.entry for each in some]
    try:
        store.put_many(items, embedded, check=partial(_check, batch, some))
    except Exception as error:  # one bad document, whatever is wrong with it, stops nothing else
        if len(some) > 1:
            return [entry for each in some for entry in _stored(store, batch, [each], embedded)]
        source = some[0].source
        if isinstance(error, _Meanwhile):
            return _stored(store, batch, [_compare(store, source, _known(store.corpus, batch))], embedded)
        _log("storing", source.record.id, error)
        return [failed(source.shown, source.record.id, error)]
    return [each.entry for each in some]


def _check(batch: Batch, some: Sequence[_Compared], corpus: Corpus) -> None:
    """Raises _Meanwhile where the comparison holds no more: what staff have done since is not undone unseen."""
    known = _known(corpus, batch)
    for each in some:
        if each.made is None:
            continue
        document = each.made[0]
        stored = corpus.documents.get(document.id)
        if stored is not each.stored or (stored is None and document.sha256 in known):
            raise _Meanwhile


def _removed(store: Store, batch: Batch) -> list[Entry]:
    """Forget what came from where this batch is from and is not among it."""
    kept = {source.record.id for source in batch.sources}
    stored = store.corpus.documents.values() if batch.origin is not None else ()
    gone = [each for each in stored if each.origin == batch.origin and each.id not in kept]
    entries = [Entry(each.title, "removed", each.id, removed=len(store.corpus.of(each.id))) for each in gone]
    if gone:
        store.remove(*(each.id for each in gone))
    return entries


def failed(shown: str, document_id: str | None, error: Exception) -> Entry:
    """What is told of a source that an error stopped."""
    return Entry(shown, "failed", document_id, code=_code(error), reason=_reason(error))


def _twin(source: Source) -> Entry:
    """File names may differ where the ids made from them do not."""
    told = f"Another file beside it makes the same document id {source.record.id!r}. Rename this file."
    return Entry(source.shown, "failed", source.record.id, code="duplicate_id", reason=told)


def _compare(store: Store, source: Source, known: Mapping[str, str]) -> _Compared:
    """One source beside what is stored. `known` are ids of documents by the hashes of their bytes."""
    corpus = store.corpus
    try:
        reading = read(_as_corrected(source, corpus))
        document, clauses = replace(reading.document, origin=_origin(corpus, reading.document)), reading.clauses
    except Exception as error:  # one bad file, whatever is wrong with it, stops nothing else
        _log("ingest of", source.shown, error)
        return _Compared(failed(source.shown, source.record.id, error), source)
    if document.id not in corpus.documents and (twin := known.get(document.sha256)) is not None:
        told = f"The same file is stored already as {twin!r}. It is not stored twice."
        return _Compared(Entry(source.shown, "duplicate", document.id, code="duplicate_content", reason=told), source)
    status = _status(corpus, document, clauses)
    stored, before = corpus.documents.get(document.id), corpus.of(document.id)
    differences = () if stored is None else changes(texts(stored, before), texts(document, clauses))
    count = Counter(each.what for each in differences)
    entry = Entry(
        source.shown,
        status,
        document.id,
        clauses=len(clauses),
        added=len(clauses) if stored is None else count["added"],
        changed=count["changed"],
        removed=count["removed"],
        flags=reading.flags,
        changes=differences,
    )
    return _Compared(entry, source, None if status == "unchanged" else (document, clauses), stored)


def _as_corrected(source: Source, corpus: Corpus) -> Source:
    """The same source with what staff have set right in the record of its document."""
    stored = corpus.documents.get(source.record.id)
    if stored is None or not stored.corrected:
        return source
    return replace(source, corrected={name: getattr(stored, name) for name in stored.corrected})


def _origin(corpus: Corpus, document: Document) -> str | None:
    """The origin to store: a folder keeps, or takes over, what lies in it.

    Raises:
        LoadError: `duplicate_id`, the id belongs to a document from another place.
    """
    stored = corpus.documents.get(document.id)
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


def _status(corpus: Corpus, document: Document, clauses: Sequence[Clause]) -> Status:
    stored = corpus.documents.get(document.id)
    if stored is None:
        return "added"
    same = stored.as_supplied() == document.as_supplied() and corpus.of(document.id) == list(clauses)
    return "unchanged" if same else "changed"


def _log(what: str, named: str, error: Exception) -> None:
    """In one line where the file is at fault; else with all that tells where in the program it was."""
    of_the_file = isinstance(error, IngestError | OSError)
    log.warning("%s %r failed: %s", what, named, _reason(error), exc_info=None if of_the_file else error)


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
