"""Documents into a store that is open already: what the command line and a serving process use."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.addresses import is_address
from ingest.errors import ManifestError, without_user
from ingest.files import shown_name
from ingest.pages import from_page, from_web, page_again
from ingest.sources import Batch, Source, bundled, from_path
from ingest.sync import Entry, Report, failed, sync
from ingest.telling import Progress
from ingest.web import Page, Web
from vectorstore.documents import Document, Kind
from vectorstore.intakes import Withdrawals
from vectorstore.store import Store

log = logging.getLogger(__name__)


def ingest(
    store: Store,
    paths: Sequence[str] | None,
    kind: Kind,
    progress: Progress,
    hosts: Sequence[str] = (),
    *,
    refresh: bool = False,
    web: Callable[[Sequence[str]], Web] = Web,
) -> dict[str, Any]:
    """Store what lies at these paths or addresses (null: the bundled corpus); the report as plain values for JSON.

    A path that is not there, or whose manifest is not right, is reported and stops nothing else; so is an address that
    cannot be read.

    Args:
        hosts: that may be read from, as `ingest.web.Web` takes them.
        refresh: read all that was read from the web again, instead; what cannot be had stays as it is stored.
        web: makes what reads.
    """
    reading = web(hosts)
    if refresh:
        return _refreshed(store, reading, progress).as_dict()
    if paths is None:
        return sync(store, bundled(Withdrawals(store.records).ids()), progress).as_dict()
    entries: list[Entry] = []
    for number, path in enumerate(paths):
        if is_address(path):
            progress(without_user(path), number, len(paths))
            entries.append(_page(store, reading, path, lambda page: from_page(page, kind, store.corpus)))
            continue
        try:
            entries += sync(store, from_path(Path(path), kind=kind), progress).entries
        except (ManifestError, OSError) as error:
            if isinstance(error, ManifestError):
                code, reason = error.code, str(error)
            else:
                code, reason = "unreadable", f"It cannot be opened: {error.strerror}. Check how it is written."
            entries.append(Entry(shown_name(path)[:300], "failed", code=code, reason=reason))
    return Report(tuple(entries), store.corpus.version).as_dict()


def _refreshed(store: Store, reading: Web, progress: Progress) -> Report:
    known = from_web(store.corpus)
    entries = []
    for number, document in enumerate(known):
        progress(document.title, number, len(known))
        entries.append(_page_again(store, reading, document))
    progress("done", len(known), len(known))
    return Report(tuple(entries), store.corpus.version)


def _page_again(store: Store, reading: Web, document: Document) -> Entry:
    address = document.origin or ""
    return _page(store, reading, address, lambda page: page_again(page, document, document.kind), document.id)


def _page(
    store: Store, reading: Web, address: str, source: Callable[[Page], Source], known_as: str | None = None
) -> Entry:
    """What became of one address; `known_as` is the document that was read from there before, if any."""
    shown = without_user(address)
    try:
        page = reading.fetch(address)
    except Exception as error:  # one bad page, whatever is wrong with it, stops nothing else
        log.warning("reading %r failed", shown, exc_info=error)
        entry = failed(shown, known_as, error)
        return replace(entry, reason=f"{entry.reason} What is stored of it stays.") if known_as is not None else entry
    return sync(store, Batch(None, (source(page),))).entries[0]
