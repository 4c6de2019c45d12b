"""A store from settings, and its embedding model. Importing this module loads Chroma (about a second)."""

import logging
from collections.abc import Callable

from vectorstore.compiled_embedder import CompiledEmbedder
from vectorstore.converted import NotConverted
from vectorstore.embedder import Embedder
from vectorstore.lock import OwnerLock
from vectorstore.packaged_weights import DEFAULT
from vectorstore.settings import StoreSettings
from vectorstore.store import Store, open_store

log = logging.getLogger(__name__)


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
    return open_store(settings, embedder_for(settings.embedding_model), lock, rebuild=rebuild, progress=progress)


def embedder_for(model: str) -> Embedder:
    """The embedding model of this name: the default by OpenVINO, others, in a folder or on a hub, by torch.

    Raises:
        EmbeddingError: it is not there, or its files are not what they should be.
    """
    if model == DEFAULT:
        try:
            return CompiledEmbedder()
        except NotConverted as error:
            log.warning("The embedding model cannot be converted for OpenVINO and is run by torch: %s", error)
    # Loads torch (about 4 s), which the default model does without.
    from vectorstore.sentence_embedder import SentenceEmbedder

    return SentenceEmbedder(model)
