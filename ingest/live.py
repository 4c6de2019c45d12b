"""Documents into a store that is open already: what the command line and a serving process use."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.errors import ManifestError
from ingest.files import shown_name
from ingest.sources import bundled, from_path
from ingest.sync import Entry, Progress, Report, sync
from vectorstore.documents import Kind
from vectorstore.store import Store


def ingest(store: Store, paths: Sequence[str] | None, kind: Kind, progress: Progress) -> dict[str, Any]:
    """Store what lies at these paths (null: the bundled corpus); the report as plain values for JSON.

    A path that is not there, or whose manifest is not right, is reported and stops nothing else.
    """
    if paths is None:
        return sync(store, bundled(), progress).as_dict()
    entries: list[Entry] = []
    for path in paths:
        try:
            entries += sync(store, from_path(Path(path), kind=kind), progress).entries
        except (ManifestError, OSError) as error:
            if isinstance(error, ManifestError):
                code, reason = error.code, str(error)
            else:
                code, reason = "unreadable", f"It cannot be opened: {error.strerror}. Check how it is written."
            entries.append(Entry(shown_name(path)[:300], "failed", code=code, reason=reason))
    return Report(tuple(entries), store.corpus.version).as_dict()
