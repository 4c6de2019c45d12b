"""What all tests share: the real embedding model, loaded once, and stores. (pyproject.toml shuts the network.)"""

import os
import sys
from pathlib import Path

import pytest

from ingest.sources import bundled
from ingest.sync import sync
from vectorstore.build import embedder_for
from vectorstore.lock import OwnerLock
from vectorstore.packaged_weights import DEFAULT
from vectorstore.settings import StoreSettings
from vectorstore.store import open_store

# No test loads the language model by accident, where it is installed; those that need it say so.
os.environ["ACCORD_MODEL"] = "none"

# Tests are imported by their path: what they share beside fixtures lies in a folder of its own.
sys.path.append(str(Path(__file__).parent / "support"))
from embedders import BagOfWords


@pytest.fixture(scope="session")
def embedder():
    return embedder_for(DEFAULT)


def open_folder(folder, embedder, **options):
    """A store in a folder, opened as a process opens it that nobody else disputes the folder."""
    lock = OwnerLock(folder)
    lock.acquire()
    return open_store(StoreSettings(folder, embedder.name), embedder, lock, **options)


@pytest.fixture
def open_at():
    """Opens a store in a folder; what a test leaves open is closed after it."""
    stores = []

    def make(folder, embedder, **options):
        stores.append(open_folder(folder, embedder, **options))
        return stores[-1]

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def words_store(tmp_path, open_at):
    """An empty store that embeds by words alone: quick, and enough where nearness in meaning is not the point."""
    return open_at(tmp_path / "data", BagOfWords())


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory, embedder):
    """A data folder with the bundled corpus, embedded by the real model; copy it before writing to it."""
    folder = tmp_path_factory.mktemp("corpus") / "data"
    store = open_folder(folder, embedder)
    sync(store, bundled())
    store.close()
    return folder
