"""Real servers on loopback: of the whole program, and of an assistant that does nothing but ask its model."""

import socket
import threading
import time
from contextlib import contextmanager

import uvicorn

from assistant import parts
from assistant.access.admission import Admission
from assistant.api.app import create_app
from assistant.events import StatusEvent
from assistant.intake.work import AGAIN
from assistant.metrics import Metrics, Now
from assistant.models.model import Message
from assistant.serve import server_config
from assistant.service import Readiness, Service
from assistant.settings import load_settings
from vectorstore.accounts import Accounts
from vectorstore.lock import OwnerLock
from vectorstore.records import Records
from vectorstore.settings import StoreSettings

READY_WITHIN = 60.0


class Asking:
    """An assistant that only asks its slow model."""

    def __init__(self, model):
        self.model = model

    def may_wait(self, question):
        return True

    def ask(self, question, stop):
        for _ in self.events(question, stop):
            pass

    def events(self, question, stop):
        yield StatusEvent("judging")
        self.model.choose([Message("user", question.text)], ("Yes", "No"), timeout=60, stop=stop)


MACHINE_TOKEN = "the token of the data folder"


class Serving:
    """What the application needs of a service; keys and people are kept in `folder`."""

    def __init__(self, assistant, folder, **settings):
        self.settings = load_settings().model_copy(update=settings)
        self.readiness = Readiness(index="ready", embedding="ready")
        self.assistant = assistant
        self.metrics = Metrics(Now)
        self.accounts = Accounts(Records(StoreSettings(folder, "none").records_url))
        self.admission = Admission(self.accounts, MACHINE_TOKEN, self.settings.proxy)


@contextmanager
def running(service):
    """A server for this service; gives its port."""
    app = create_app(service)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(server_config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def serving(folder, in_its_place=None, ingest=parts.ingest, opens=None, again=AGAIN, **settings):
    """The whole program over this data folder, once it is ready; gives its port and its service.

    The language model is `in_its_place`, or the one that the settings name; `ingest` gives what reads documents and
    `opens` opens the store; what it refused of a document that was given is tried again after `again` seconds.
    """
    made = load_settings().model_copy(update={"data": folder, **settings})
    lock = OwnerLock(made.data)
    lock.acquire()
    service = Service(made, lock, in_its_place, ingest, opens, again)
    try:
        with running(service) as port:
            service.start()
            end = time.monotonic() + READY_WITHIN
            while not service.readiness.ready and time.monotonic() < end:
                time.sleep(0.05)
            assert service.readiness.ready, service.readiness
            yield port, service
    finally:
        service.close()
