"""What all tests share: the real embedding model, loaded once, (the network is shut but for loopback: see pyproject.toml)."""

import pytest

from vectorstore.sentence_embedder import SentenceEmbedder


@pytest.fixture(scope="session")
def embedder():
    return SentenceEmbedder()
