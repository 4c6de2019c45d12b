"""Documents and answers that a test puts into the running server itself."""

import copy
import secrets

import pytest
from copies import RISE, SEMICONDUCTORS


@pytest.fixture
def storing(client, service):
    """Stores documents made by hand; what a test leaves there is taken away after it."""
    store, stored = service.assistant.store, []

    def store_them(*made):
        for document, clauses in made:
            store.put(document, clauses)
            stored.append(document.id)

    yield store_them
    for document_id in stored:
        if document_id in store.corpus.documents:
            store.remove(document_id)


@pytest.fixture
def kept(client, service):
    """Keeps copies of answers as one conversation, in this order, each under an id of its own; gives it as read."""
    conversations, made = service.assistant.conversations, []

    def keep(answers):
        made.append(secrets.token_urlsafe(16))
        for number, answer in enumerate(answers):
            given = {**copy.deepcopy(answer), "id": secrets.token_urlsafe(16), "conversation_id": made[-1]}
            assert conversations.add(given, None, opens=number == 0)
        return client.get(f"/v1/conversations/{made[-1]}")[2]

    yield keep
    for each in made:
        conversations.delete(each, None)


@pytest.fixture(scope="module")
def conversation(client):
    """Three questions, of which the first and last cite the same spans."""
    first = client.ask(SEMICONDUCTORS)
    client.ask(RISE, conversation_id=first["conversation_id"])
    client.ask(SEMICONDUCTORS, conversation_id=first["conversation_id"])
    return client.get(f"/v1/conversations/{first['conversation_id']}")[2]
