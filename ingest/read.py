"""One source to one document and its clauses: load, make canonical, split."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from pydantic import ValidationError

from ingest.apart import load_apart, never
from ingest.blocks import Flag, Loaded, Stated
from ingest.clauses import canonical, split
from ingest.errors import LoadError
from ingest.files import plain_name
from ingest.load import load
from ingest.sources import Record, Source
from vectorstore.documents import BUNDLED, Clause, Document

_LONGEST = 500
"""Characters of a title, or of anything else that a file states of itself."""


@dataclass(frozen=True)
class Reading:
    """What was made of one source."""

    document: Document
    clauses: tuple[Clause, ...]
    flags: tuple[Flag, ...]
    """What whoever reviews it should know of."""


def read(source: Source, stop: Callable[[], bool] = never) -> Reading:
    """Load one source, in a process of its own, and split it.

    Raises:
        LoadError: the file cannot be read as a document.
        OSError: the file cannot be opened.
        Stopped: `stop` said so.
    """
    data, file = source.read(), source.record.file
    # What comes with the project is ours and needs no process of its own.
    loaded = load(file, data) if source.origin == BUNDLED else load_apart(file, data, stop=stop)
    if not loaded.blocks:
        raise LoadError("no_text", "The file has no text in it. Give the file that was meant.")
    document = replace(_document(source, loaded, data), **source.corrected, corrected=tuple(sorted(source.corrected)))
    return Reading(document, tuple(split(document, loaded.blocks)), loaded.flags)


def _document(source: Source, loaded: Loaded, data: bytes) -> Document:
    record, stated = source.record, _sound(loaded.stated)
    shown = next((block.text for block in loaded.blocks if block.kind == "title"), "")
    title = record.title or stated.title or shown[:_LONGEST] or plain_name(record.file)
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
        retrieved=source.retrieved,
    )


def _sound(stated: Stated) -> Stated:
    """What a file states of itself, as far as a record may say it: a web address that is one, a day that there is."""
    return Stated(**{name: value for name, value in vars(stated).items() if value is not None and _holds(name, value)})


def _holds(name: str, value: str) -> bool:
    try:
        Record.model_validate({"id": "stated", "file": "stated", name: value})
    except ValidationError:
        return False
    return len(value) <= _LONGEST and value.isprintable()
