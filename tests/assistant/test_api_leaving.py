"""Clients that go before they have their answer, over real HTTP."""

import json
import socket
import time

import pytest
from engines import SlowEngine
from served import Asking, Serving, running

from assistant.models.local import LocalModel

BODY = json.dumps({"question": "Will it stop?"}).encode()


@pytest.fixture(scope="module")
def port_and_engine(tmp_path_factory):
    engine = SlowEngine(60)
    model = LocalModel(engine)
    with running(Serving(Asking(model), tmp_path_factory.mktemp("leaving"))) as port:
        yield port, engine
    model.close()


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
def test_the_model_stops_half_a_second_after_the_client_has_gone(port_and_engine, path):
    port, engine = port_and_engine
    engine.read_for.clear()
    engine.stopped.clear()
    client = socket.create_connection(("127.0.0.1", port))
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(BODY)}"
    client.sendall(head.encode() + b"\r\n\r\n" + BODY)
    until = time.monotonic() + 20
    while not engine.read_for and time.monotonic() < until:
        time.sleep(0.01)
    assert engine.read_for == ["Will it stop?"]
    assert not engine.stopped.wait(0.5)  # as long as the client is there, it goes on
    client.close()
    assert engine.stopped.wait(0.5)
