"""Serving: one process that owns the data folder, with uvicorn in front of the application."""

import logging
import signal
import socket
from typing import TYPE_CHECKING

import uvicorn

from assistant import logs
from assistant.api.app import create_app
from assistant.service import Service
from assistant.settings import Settings
from vectorstore.errors import StoreError
from vectorstore.lock import OwnerLock

if TYPE_CHECKING:
    from fastapi import FastAPI

GRACE = 3
"""Seconds that open connections have at the end; a browser tab would hold the process otherwise."""

log = logging.getLogger(__name__)


class CannotServe(Exception):
    """The address cannot be listened on, or the assistant could not be made."""


def serve_until_stopped(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        StoreBusy: another process owns the data folder.
        StoreError: the records cannot be opened.
        CannotServe: the port is taken, nobody would have to sign in, or the assistant could not be made.
    """
    with logs.written(settings.log_level, settings.log_format, texts=settings.log_questions):
        _serve(settings)


def _serve(settings: Settings) -> None:
    lock = OwnerLock(settings.data)
    lock.acquire()
    try:
        service = Service(settings, lock)
    except StoreError:
        lock.release()
        raise
    try:
        open_to = _open_to(settings, service)
        listening = _listen(settings)
        url = _url(settings, listening.getsockname()[1])
        server = uvicorn.Server(server_config(create_app(service)))
        lock.announce(url)
        log.info("listening on %s (page), %s/docs (API); %s", url, url, open_to)
        # uvicorn sends itself the signal again when it has stopped; by default that would end us before we have closed.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        service.start(failed=lambda: setattr(server, "should_exit", True))
        server.run(sockets=[listening])
    finally:
        service.close()
    if service.readiness.problem is not None:
        raise CannotServe(f"Not started: {service.readiness.problem}")


def server_config(app: "FastAPI") -> uvicorn.Config:
    """How uvicorn is set up, wherever it runs."""
    return uvicorn.Config(
        app,
        timeout_graceful_shutdown=GRACE,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        proxy_headers=False,  # else anybody on this machine could say where they come from
    )


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        raise CannotServe(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. Set ACCORD_PORT to a free port."
        ) from error
    return listening


def _open_to(settings: Settings, service: Service) -> str:
    """Who may ask, in words."""
    if service.admission.guarded:
        return "open to those with a key or a session"
    if not settings.loopback:
        raise CannotServe(
            f"ACCORD_HOST={settings.host} can be reached from other machines, and nobody would have to say who they "
            "are. Make a key (accord keys create NAME --scope ask) or add a person (accord users add NAME --role "
            "member), or name the proxy that signs people in (ACCORD_PROXY_HEADER), or leave ACCORD_HOST out."
        )
    return "open to everybody on this machine"


def _url(settings: Settings, port: int) -> str:
    """Where this machine's own command line finds us."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{port}"
