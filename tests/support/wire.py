"""Requests as a program sends them that may hang up: over one connection after another, whole or left in the midst."""

import socket
import struct
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse

_PATIENCE = 30.0
"""Seconds for a whole answer: there are streams that never end."""
_FRESH = 2.0
"""Seconds without a request after which a connection is opened anew: the server closes it after five."""
_AT_ONCE = struct.pack("ii", 1, 0)
"""For SO_LINGER: closing resets the connection, instead of ending it in order."""


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int | None
    """Null where nobody waited for it."""
    headers: str = ""
    text: str = ""


@dataclass(frozen=True)
class Leaving:
    """How a client leaves before it has its answer."""

    after: float
    """Seconds that it waits at least."""
    having: int
    """Bytes of the answer that it waits for as well."""
    abrupt: bool


class Wire:
    """One connection that stays open over many requests, whoever sends them: as behind a proxy."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self._used = 0.0

    def send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], leaving: Leaving | None = None
    ) -> Reply:
        """One request; where the client leaves, `text` is what it had by then, status line and headers included."""
        if time.monotonic() - self._used > _FRESH:
            self.close()
        try:
            self._connection.request(method, path, body, headers)
            if leaving is not None:
                return Reply(None, text=self._left(leaving))
            with self._connection.getresponse() as response:
                reply = Reply(response.status, str(response.headers), _read(response))
        except Exception:
            self.close()
            raise
        self._used = time.monotonic()
        return reply

    def close(self) -> None:
        """Hang up; the next request opens it again."""
        self._connection.close()

    def _left(self, leaving: Leaving) -> str:
        time.sleep(leaving.after)
        had = self._connection.sock.recv(leaving.having) if leaving.having else b""
        if leaving.abrupt:
            self._connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.close()
        return had.decode("utf-8", "replace")


def _read(response: HTTPResponse) -> str:
    text, until = b"", time.monotonic() + _PATIENCE
    while part := response.read1():
        text += part
        if time.monotonic() > until:
            raise TimeoutError(f"there is no end to {text[:300]!r}")
    return text.decode("utf-8", "replace")
