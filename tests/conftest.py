"""What all tests share: the real embedding model, loaded once, and a network that is shut but for loopback."""

import pytest
from pytest_socket import disable_socket, socket_allow_hosts

from vectorstore.sentence_embedder import SentenceEmbedder


def pytest_runtest_setup():
    disable_socket(allow_unix_socket=True)
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def embedder():
    return SentenceEmbedder()
