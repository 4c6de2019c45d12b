"""One source to one document and its clauses: load, make canonical, split."""

import hashlib

from ingest.blocks import Block
from ingest.clauses import canonical, split
from ingest.errors import LoadError
from ingest.sources import Source
from vectorstore.documents import Clause, Document


def read(source: Source) -> tuple[Document, list[Clause]]:
    """Load one source and split it.

    Raises:
        LoadError: the file cannot be read as a document.
        OSError: the file cannot be opened.
    """
    loader = source.loader
    data = source.read()
    blocks = loader(data)
    if not blocks:
        raise LoadError("empty", "The file has no text in it.")
    document = _document(source, blocks, data)
    return document, split(document, blocks)


def _document(source: Source, blocks: list[Block], data: bytes) -> Document:
    record = source.record
    stated = next((block.text for block in blocks if block.kind == "title"), None)
    title = record.title or stated or record.file
    return Document(
        id=record.id,
        name=record.name or record.publisher or title,
        kind=record.kind,
        title=title,
        text=canonical(blocks)[0],
        sha256=hashlib.sha256(data).hexdigest(),
        publisher=record.publisher,
        author=record.author,
        author_office=record.author_office,
        place=record.place,
        published=record.published,
        url=record.url,
        licence=record.licence,
        origin=source.origin,
    )
