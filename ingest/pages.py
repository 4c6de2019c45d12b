"""Pages of the web as sources: which document each is, and what is known of it."""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import unquote

from ingest.addresses import is_address
from ingest.sources import LONGEST_ID, Record, Source
from ingest.web import Page
from vectorstore.documents import FACTS, Corpus, Document, Kind


def from_web(corpus: Corpus) -> Sequence[Document]:
    """The documents that were read from the web."""
    return [each for each in corpus.documents.values() if each.origin is not None and is_address(each.origin)]


def from_page(page: Page, kind: Kind, corpus: Corpus) -> Source:
    """A page as a source: of the document that was read from there before, else of a new one."""
    for document in from_web(corpus):
        if page.url in (document.origin, document.url):
            return page_again(page, document, kind)
    record = Record(id=_new_id(page.url, corpus), file=_file(page), kind=kind, url=page.url)
    return _source(page, record, page.url)


def page_again(page: Page, document: Document, kind: Kind) -> Source:
    """A page as a source of the document that was read from there before, whose record staff may have corrected."""
    stored = {name: getattr(document, name) for name in FACTS}  # whatever the page says of itself by now
    facts = stored | {"id": document.id, "file": _file(page), "kind": kind, "url": document.url or page.url}
    # Not checked again: what is stored is kept as it is.
    return _source(page, Record.model_construct(**facts), document.origin or page.url)


def _source(page: Page, record: Record, origin: str) -> Source:
    return Source(page.url, record, origin, lambda: page.data, page.retrieved)


def _file(page: Page) -> str:
    """The name that a file of the page would have: its ending says which loader reads it."""
    return _new_name(page.url) + page.ending


def _new_name(url: str) -> str:
    host, _, path = url.partition("://")[2].partition("/")
    return re.sub(r"[^a-z0-9]+", "-", f"{host.removeprefix('www.')}-{unquote(path)}".lower()).strip("-")


def _new_id(url: str, corpus: Corpus) -> str:
    """The host and path as an id; with some digits of a hash where that would be cut, or is another document's."""
    plain = _new_name(url)
    if len(plain) <= LONGEST_ID and plain not in corpus.documents:
        return plain
    digits = hashlib.sha256(url.encode("ascii")).hexdigest()[:8]
    return f"{plain[: LONGEST_ID - 9].strip('-')}-{digits}"
