"""One store with the bundled corpus, and one real server on loopback, for all tests of the assistant."""

import json
import socket
import threading
import time
from http.client import HTTPConnection

import pytest
import uvicorn

from assistant.api.app import create_app
from assistant.ask import Assistant
from assistant.serve import server_config
from assistant.service import Service
from assistant.settings import load_settings
from ingest.sources import bundled
from ingest.sync import sync
from vectorstore.lock import OwnerLock
from vectorstore.store import open_store


@pytest.fixture(scope="session")
def assistant(tmp_path_factory, embedder):
    settings = load_settings().model_copy(update={"data": tmp_path_factory.mktemp("assistant")})
    lock = OwnerLock(settings.data)
    lock.acquire()
    store = open_store(settings.store, embedder, lock)
    sync(store, bundled())
    yield Assistant(store)
    store.close()


class Client:
    """Speaks HTTP to a server of ours and gives back status, headers and JSON."""

    def __init__(self, port):
        self.port = port

    def send(self, method, path, body=None, headers=()):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        given = {"Content-Type": "application/json", **dict(headers)}
        connection.request(method, path, data, given)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        return response.status, response.headers, json.loads(text) if is_json and text else text

    def get(self, path, headers=()):
        return self.send("GET", path, headers=headers)

    def post(self, path, body, headers=()):
        return self.send("POST", path, body, headers)

    def ask(self, question, **more):
        status, _, answer = self.post("/v1/ask", {"question": question, **more})
        assert status == 200, answer
        return answer


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    settings = load_settings().model_copy(update={"data": tmp_path_factory.mktemp("served")})
    lock = OwnerLock(settings.data)
    lock.acquire()
    service = Service(settings, lock)
    yield service
    service.close()


@pytest.fixture(scope="session")
def client(service):
    """A server that has begun to load: its first answers are 503, see test_health."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(server_config(create_app(service)))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    running.start()
    client = Client(listening.getsockname()[1])
    client.before_ready = client.get("/readyz"), client.post("/v1/ask", {"question": "What is the RISE partnership?"})
    service.start()
    while client.get("/readyz")[0] != 200:
        time.sleep(0.1)
    yield client
    server.should_exit = True
    running.join()
