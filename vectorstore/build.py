"""A store from settings. Importing this module loads torch (about 4 s)."""

from collections.abc import Callable

from vectorstore.lock import OwnerLock
from vectorstore.sentence_embedder import SentenceEmbedder
from vectorstore.settings import StoreSettings
from vectorstore.store import Store, open_store


def build_store(
    settings: StoreSettings,
    lock: OwnerLock,
    *,
    rebuild: bool = False,
    progress: Callable[[str], None] = lambda what: None,
) -> Store:
    """The store that settings describe; `lock` is held already and is the store's from now on.

    Raises:
        StoreError: the embedding model, the database or the index cannot be opened.
    """
    progress("Loading the embedding model")
    return open_store(settings, SentenceEmbedder(settings.embedding_model), lock, rebuild=rebuild, progress=progress)
