"""Questions to a running server, one after another or many at once, and how long each takes.

The standard library's client: connections are kept open, as a service that calls the API would keep them.
"""

import http.client
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from evals.summary import Spread, spread

_TIMEOUT = 60.0


@dataclass(frozen=True, kw_only=True)
class Load:
    """What came of a number of questions."""

    clients: int
    questions: int
    errors: int
    first_error: str | None
    """What the first failed question got, for whoever has to find out why."""
    latency_ms: Spread | None
    """Of the questions that were answered."""
    per_second: float


@dataclass(frozen=True)
class _Reply:
    latency_ms: float
    error: str | None


def measure_load(
    url: str, questions: Sequence[str], clients: int, *, store: bool, progress: Callable[[], None] = lambda: None
) -> Load:
    """Ask all questions, shared out among so many clients that ask at the same time.

    Args:
        store: whether the server is to keep the conversations.
        progress: called after each answer.
    """
    shares = [questions[number::clients] for number in range(clients)]
    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=clients) as pool:
        replies = [
            reply
            for client in pool.map(lambda share: _ask_all(url, share, store=store, progress=progress), shares)
            for reply in client
        ]
    seconds = time.perf_counter() - start
    errors = [reply.error for reply in replies if reply.error is not None]
    return Load(
        clients=clients,
        questions=len(replies),
        errors=len(errors),
        first_error=errors[0] if errors else None,
        latency_ms=spread([reply.latency_ms for reply in replies if reply.error is None]),
        per_second=len(replies) / seconds,
    )


def connect(url: str, timeout: float = _TIMEOUT) -> http.client.HTTPConnection:
    """A connection to a server; it opens itself again where the server closed it.

    Raises:
        ValueError: the URL is not an http or https one.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is not a URL such as http://127.0.0.1:8000.")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return kind(parts.hostname, parts.port, timeout=timeout)


def post(connection: http.client.HTTPConnection, body: dict[str, Any]) -> tuple[int, bytes]:
    """Status and body of the response to a question.

    Raises:
        OSError, http.client.HTTPException: there was none.
    """
    connection.request("POST", "/v1/ask", json.dumps(body), {"Content-Type": "application/json"})
    response = connection.getresponse()
    return response.status, response.read()


def is_ready(url: str) -> bool:
    """True where `/readyz` says that questions can be answered."""
    connection = connect(url, timeout=5.0)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _ask_all(url: str, questions: Sequence[str], *, store: bool, progress: Callable[[], None]) -> list[_Reply]:
    connection = connect(url)
    replies: list[_Reply] = []
    for question in questions:
        replies.append(_ask(connection, question, store=store))
        progress()
    connection.close()
    return replies


def _ask(connection: http.client.HTTPConnection, question: str, *, store: bool) -> _Reply:
    start = time.perf_counter()
    try:
        body = {"question": question, "composer": "quote", "judge": "quick", "store": store}
        status, content = post(connection, body)
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        return _Reply(0.0, f"{type(error).__name__}: {error}")
    latency_ms = (time.perf_counter() - start) * 1000
    if status != 200:
        return _Reply(latency_ms, f"HTTP {status}: {content[:200].decode('utf-8', 'replace')}")
    return _Reply(latency_ms, None)
