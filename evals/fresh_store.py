"""A store of its own for one run: nobody's data is read or changed. Importing it loads Chroma (about a second)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from vectorstore.build import build_store
from vectorstore.lock import OwnerLock
from vectorstore.settings import StoreSettings
from vectorstore.store import Store


@contextmanager
def fresh_store(embedding_model: str) -> Iterator[Store]:
    """An empty store in a temporary folder, gone at the end.

    Raises:
        StoreError: the embedding model, the database or the index cannot be opened.
    """
    with TemporaryDirectory(prefix="accord-eval-") as folder:
        lock = OwnerLock(Path(folder))
        lock.acquire()
        store = build_store(StoreSettings(Path(folder), embedding_model), lock)
        try:
            yield store
        finally:
            store.close()
