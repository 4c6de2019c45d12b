"""A real server on loopback over an assistant that does nothing but ask its model."""

import socket
import threading
from contextlib import contextmanager

import uvicorn

from assistant.api.app import create_app
from assistant.events import StatusEvent
from assistant.metrics import Metrics, Now
from assistant.models.model import Message
from assistant.serve import server_config
from assistant.service import Readiness
from assistant.settings import load_settings


class Asking:
    """An assistant that only asks its slow model."""

    def __init__(self, model):
        self.model = model

    def ask(self, question, stop):
        for _ in self.events(question, stop):
            pass

    def events(self, question, stop):
        yield StatusEvent("judging")
        self.model.choose([Message("user", question.text)], ("Yes", "No"), timeout=60, stop=stop)


class Serving:
    """What the application needs of a service."""

    def __init__(self, assistant):
        self.settings = load_settings()
        self.readiness = Readiness(index="ready", embedding="ready")
        self.assistant = assistant
        self.metrics = Metrics(Now)


@contextmanager
def running(service, *middleware):
    """The port that the service is served at; `middleware` goes around everything."""
    app = create_app(service)
    for each in middleware:
        app.add_middleware(each)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(server_config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()
