"""Two real servers over real stores, the bundled corpus in one and hostile documents besides in the other; the language
model of both is a scripted server."""

import shutil
import socket
import threading
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from hostile import KEY, Asked, document
from openai_server import running
from pydantic import SecretStr

from assistant.api.app import create_app
from assistant.serve import server_config
from assistant.service import Service
from assistant.settings import load_settings
from vectorstore.lock import OwnerLock

HERE = Path(__file__).parent


@contextmanager
def served(folder, model):
    """A server of ours over this data folder, whose model is the scripted one; gives it with its service."""
    settings = load_settings().model_copy(
        update={"data": folder, "model": f"{model.url}#made-up", "model_key": SecretStr(KEY), "model_timeout": 10.0}
    )
    lock = OwnerLock(settings.data)
    lock.acquire()
    service = Service(settings, lock)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(server_config(create_app(service)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    service.start()
    end = time.monotonic() + 60
    while not service.readiness.ready and time.monotonic() < end:
        time.sleep(0.05)
    yield Asked(listening.getsockname()[1], model, folder), service
    server.should_exit = True
    thread.join()
    service.close()


@pytest.fixture(scope="package")
def model():
    pytest.importorskip("langchain_openai", reason="needs the extra `openai`")
    with running() as server:
        server.key = KEY
        yield server


@pytest.fixture(scope="package")
def asked(model, corpus_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked") / "data"
    shutil.copytree(corpus_folder, folder)
    with served(folder, model) as (asked, _):
        yield asked


@pytest.fixture(scope="package")
def poisoned(model, corpus_folder, tmp_path_factory):
    """The same with a document for each order in documents.toml."""
    root = tmp_path_factory.mktemp("poisoned")
    shutil.copytree(corpus_folder, root / "data")
    (root / "drop").mkdir()
    orders = tomllib.loads((HERE / "documents.toml").read_text(encoding="utf-8"))["orders"]
    for number, order in enumerate(orders):
        name, text = document(number, order)
        (root / "drop" / name).write_text(text, encoding="utf-8")
    with served(root / "data", model) as (asked, service):
        report = service.ingest([str(root / "drop")], "coverage")
        assert all(each["status"] == "added" for each in report["entries"])
        yield asked
