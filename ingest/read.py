"""One source to one document and its clauses: load, make canonical, split."""

import hashlib
from dataclasses import dataclass

from ingest.blocks import Flag, Loaded
from ingest.clauses import canonical, split
from ingest.errors import LoadError
from ingest.flags import flagged
from ingest.sources import Source
from vectorstore.documents import Clause, Document


@dataclass(frozen=True)
class Reading:
    """What was made of one source."""

    document: Document
    clauses: tuple[Clause, ...]
    flags: tuple[Flag, ...]
    """What whoever reviews it should know of."""


def read(source: Source) -> Reading:
    """Load one source and split it.

    Raises:
        LoadError: the file cannot be read as a document.
        OSError: the file cannot be opened.
    """
    loader = source.loader
    data = source.read()
    loaded = flagged(loader(data))
    if not loaded.blocks:
        raise LoadError("empty", "The file has no text in it.")
    document = _document(source, loaded, data)
    return Reading(document, tuple(split(document, loaded.blocks)), loaded.flags)


def _document(source: Source, loaded: Loaded, data: bytes) -> Document:
    record, stated = source.record, loaded.stated
    shown = next((block.text for block in loaded.blocks if block.kind == "title"), None)
    title = record.title or stated.title or shown or record.file
    publisher = record.publisher or stated.publisher
    return Document(
        id=record.id,
        name=record.name or publisher or title,
        kind=record.kind,
        title=title,
        text=canonical(loaded.blocks)[0],
        sha256=hashlib.sha256(data).hexdigest(),
        publisher=publisher,
        author=record.author or stated.author,
        author_office=record.author_office,
        place=record.place,
        published=record.published or stated.published,
        url=record.url or stated.url,
        licence=record.licence,
        origin=source.origin,
    )
