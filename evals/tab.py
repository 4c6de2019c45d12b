"""One tab of the page without a browser: what its script sends and hears, in the same order, and nothing drawn.

A question goes to the page's queue, and what becomes of it comes back as server-sent events, until it is complete.
"""

import http.client
import json
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from evals.load import connect


class TabError(Exception):
    """The page does not speak as it should; the message says what came."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a tab showed of one question in the end."""

    asked: str
    text: str
    """All of it, without markup; nothing where it failed."""
    ms: float
    error: str | None
    """What came instead of a reply."""


class Tab:
    """Opened as a browser opens the page that has never been there: it gets a cookie of its own."""

    def __init__(self, url: str) -> None:
        """
        Raises:
            TabError: there is no page to ask on.
            OSError, http.client.HTTPException: there is no server.
        """
        self._url = url
        self._id = secrets.token_hex(6)
        self._calls = connect(url)
        self._headers: dict[str, str] = {}
        self._beating = connect(url)
        self._open()

    def close(self) -> None:
        """The tab is closed; the server notices."""
        self._calls.close()
        self._heartbeat.close()
        self._beating.close()

    def ask(self, question: str) -> Shown:
        """Ask, and wait until the reply is whole."""
        start = time.perf_counter()
        text, error = "", None
        try:
            text = _text(self._completed(question))
        except (TabError, OSError, http.client.HTTPException, ValueError) as failed:
            error = f"{type(failed).__name__}: {failed}"
            self._calls.close()
        return Shown(asked=question, text=text, ms=(time.perf_counter() - start) * 1000, error=error)

    def kept(self) -> list[dict[str, Any]]:
        """All answers that the server has kept for this browser, oldest first.

        Raises:
            TabError: the server does not tell.
        """
        listed = self._json("GET", "/v1/conversations")["conversations"]
        whole = [self._json("GET", f"/v1/conversations/{each['id']}") for each in reversed(listed)]
        return [answer for each in whole for answer in each["answers"]]

    def _open(self) -> None:
        self._calls.request("GET", "/", headers={"Accept": "text/html"})
        page = self._calls.getresponse()
        page.read()
        cookie = page.headers.get("Set-Cookie")
        if page.status != 200 or cookie is None:
            raise TabError(f"The page answers with HTTP {page.status}, cookie {cookie!r}; it must be open to all.")
        self._headers = {"Cookie": cookie.split(";", 1)[0]}
        self._form = form(self._json("GET", "/config"))
        self._beating.request("GET", f"/gradio_api/heartbeat/{self._id}", headers=self._headers)
        self._heartbeat = self._beating.getresponse()

    def _completed(self, question: str) -> Any:
        """What the page gets to show in the end."""
        joined = self._json("POST", "/gradio_api/queue/join", filled(self._form, question, self._id))
        ended = [
            event
            for event in self._events()
            if event.get("event_id") == joined["event_id"] and event["msg"] == "process_completed"
        ]
        if not ended:
            raise TabError("The events ended before the question was complete.")
        if not ended[0]["success"]:
            raise TabError(f"The question failed: {ended[0]['output']}")
        return ended[0]["output"]["data"]

    def _events(self) -> Iterator[dict[str, Any]]:
        self._calls.request("GET", f"/gradio_api/queue/data?session_hash={self._id}", headers=self._headers)
        response = self._calls.getresponse()
        _check(response.status, b"")
        for line in response:  # the server ends it when nothing more is to come
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))

    def _json(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body)
        self._calls.request(method, path, data, {"Content-Type": "application/json", **self._headers})
        response = self._calls.getresponse()
        content = response.read()
        _check(response.status, content)
        return json.loads(content)


_TYPED = object()
"""Stands where the question goes."""


def form(config: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent with a question that is put by Enter in the box, from `GET /config`: all inputs as they are on a
    fresh page, to be `filled`.

    Raises:
        TabError: the page has no such box.
    """
    components = {each["id"]: each for each in config["components"]}
    for event in config["dependencies"]:
        for box, name in event["targets"]:
            if name == "submit":
                data = [_TYPED if each == box else components[each]["props"].get("value") for each in event["inputs"]]
                return {"fn_index": event["id"], "trigger_id": box, "event_data": None, "data": data}
    raise TabError("There is no box on the page in which Enter asks.")


def filled(form: Mapping[str, Any], question: str, tab: str) -> dict[str, Any]:
    """The body that puts a question from a tab into the page's queue."""
    data = [question if each is _TYPED else each for each in form["data"]]
    return {**form, "data": data, "session_hash": tab}


def _text(shown: Any) -> str:
    """All text in what is shown, without markup, on one line."""
    if isinstance(shown, Mapping):
        shown = list(shown.values())
    if isinstance(shown, list):
        return " ".join(filter(None, map(_text, shown)))
    if not isinstance(shown, str):
        return ""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", shown)).split())


def _check(status: int, content: bytes) -> None:
    if status != 200:
        raise TabError(f"HTTP {status}: {content[:200].decode('utf-8', 'replace')}")
