"""Websites on loopback, the names that they go by, and a canary: what must never be connected to.

A site stands at 127.0.0.2, which `RULE` takes for public; everything else, 127.0.0.1 with the canary too, is as ever.
"""

import gzip
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer

import trustme

from ingest.addresses import is_public
from ingest.web import Web

SITE = "127.0.0.2"
HOST = "docs.example"


def rule(number):
    """Whether a number may be connected to, where our site counts as public."""
    return number == SITE or is_public(number)


@dataclass(frozen=True)
class Given:
    """How one path is answered."""

    body: bytes = b"The zeppelin subsidy is forty groats."
    status: int = 200
    kind: str | None = "text/plain; charset=utf-8"
    headers: tuple = ()
    packed: bool = False
    """As gzip."""
    pace: float = 0.0
    """Seconds between two bytes of the body."""
    head_pace: float = 0.0
    """Seconds between two lines of an answer that has no end of its head."""
    endless: bool = False
    cut: int | None = None
    """Only so many bytes of the body are sent, though more were announced."""


@dataclass
class Site:
    """A website and what it saw."""

    port: int
    paths: dict = field(default_factory=dict)
    """`Given` by path; of one that is not here the first that stands there, or 404."""
    seen: list = field(default_factory=list)
    """(path, headers) of each request."""
    names_shown: list = field(default_factory=list)
    """The host that each TLS client asked for."""

    def gives(self, path, *arguments, **keywords):
        """Say how a path is answered."""
        self.paths[path] = Given(*arguments, **keywords)


class Names:
    """A resolver that knows some names; each question is answered with the next in turn, the last for ever."""

    def __init__(self):
        self.known = {}
        self.asked = []

    def stand(self, host, *answers):
        """`answers`: each a list of (number, port)."""
        self.known[host] = list(answers)
        return self

    def __call__(self, host, port):
        self.asked.append(host)
        answers = self.known.get(host)
        if answers is None:
            raise OSError(f"{host} is not known")
        return answers.pop(0) if len(answers) > 1 else answers[0]


@contextmanager
def site(authority=None, name=HOST, **certificate):
    """A running site; with an authority it speaks TLS under a certificate for `name`."""
    server = _Server((SITE, 0), _Answers)
    server.site = Site(server.server_address[1])
    if authority is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name, **certificate).configure_cert(context)
        context.sni_callback = lambda sock, shown, _: server.site.names_shown.append(shown)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()


def reading(site, *hosts, resolver=None, **more):
    """What reads pages of a site that goes by the name `HOST`."""
    names = resolver or Names().stand(HOST, [(SITE, site.port)])
    return Web(hosts or (HOST,), resolver=names, rule=rule, **more)


class Canary:
    """Listens on 127.0.0.1 and counts who comes."""

    def __init__(self):
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.visits = 0
        threading.Thread(target=self._count, daemon=True).start()

    def close(self):
        """Listen no more."""
        self._listening.close()

    def _count(self):
        while True:
            try:
                visitor, _ = self._listening.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()


def authority():
    """One that signs certificates, and a context that trusts it alone."""
    made, trust = trustme.CA(), ssl.create_default_context()
    made.configure_trust(trust)
    return made, trust


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self):
        TCPServer.server_bind(self)  # HTTPServer's own asks for the name of our number, which can take seconds


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        site.seen.append((self.path, self.headers))
        given = site.paths.get(self.path) or site.paths.get(self.path.partition("?")[0])
        with suppress(OSError):  # the client has gone
            self._give(given or Given(b"Nothing here.", status=404))
        self.close_connection = True

    def _give(self, given):
        if given.head_pace:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while True:
                time.sleep(given.head_pace)
                self.wfile.write(b"X-More: yes\r\n")
        body = gzip.compress(given.body) if given.packed else given.body
        self.send_response(given.status)
        if given.kind is not None:
            self.send_header("Content-Type", given.kind)
        if given.packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in given.headers:
            self.send_header(name, value)
        if not given.endless and "Content-Length" not in dict(given.headers):
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        while given.endless and not given.pace:
            self.wfile.write(body)
        if given.pace:
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(given.pace)
        else:
            self.wfile.write(body if given.cut is None else body[: given.cut])

    def log_message(self, *_):
        pass
