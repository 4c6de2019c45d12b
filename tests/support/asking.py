"""Clients that ask all the time, until the server has ended, and what each of them heard."""

import io
import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from random import Random

CLIENTS = 8
STREAMS, FOLLOW_UPS = 0.3, 0.3
"""Shares of the questions."""
QUESTIONS = ("What will the Cyber Partnership do?", "What is the deadline for RISE?", "And on AI?", "Thanks!")


@dataclass(frozen=True)
class Heard:
    """What came back for one question."""

    client: int
    question: str
    status: int | None
    """Null: nothing at all came."""
    answer: dict | None
    whole: bool
    """False where a response had begun and broke off."""
    ended: float
    """By the monotonic clock."""


class Clients:
    """Eight of them, each with a key of its own."""

    def __init__(self, keys, seed):
        self.heard = []
        self._keys = keys
        self._seed = seed
        self._over = threading.Event()

    def ask_while(self, port, work):
        """Ask at this port until `work()` is done; gives what it gives."""
        with ThreadPoolExecutor(CLIENTS) as pool:
            asking = [pool.submit(self._ask, number, port) for number in range(CLIENTS)]
            try:
                return work()
            finally:
                self._over.set()
                for each in asking:
                    each.result()

    def _ask(self, client, port):
        chance, conversation, number = Random(f"{self._seed} {client}"), None, 0
        while not self._over.is_set():
            number += 1
            question = f"{chance.choice(QUESTIONS)} ({self._seed}.{client}.{number})"
            body = {"question": question, "judge": "quick", "composer": "quote"}
            if conversation is not None and chance.random() < FOLLOW_UPS:
                body["conversation_id"] = conversation
            path = "/v1/ask/stream" if chance.random() < STREAMS else "/v1/ask"
            data = _sent(port, path, self._keys[client], json.dumps(body).encode())
            status, answer, whole = _read(data) if data else (None, None, True)
            self.heard.append(Heard(client, question, status, answer, whole, time.monotonic()))
            conversation = answer["conversation_id"] if answer else conversation
            if status is None:
                time.sleep(0.05)


def _sent(port, path, key, body):
    """All that comes back, to the last byte."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    data = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(head.encode() + body)
            while part := connection.recv(65536):
                data += part
    except ConnectionError:
        pass
    return data


class _Bytes:
    """What HTTPResponse takes for a socket."""

    def __init__(self, data):
        self._data = data

    def makefile(self, _):
        return io.BytesIO(self._data)


def _read(data):
    """Status, answer and whether it was whole."""
    response = HTTPResponse(_Bytes(data))
    try:
        response.begin()
        text = response.read().decode()
    except HTTPException:
        return response.status if isinstance(response.status, int) else 0, None, False
    if response.headers["Content-Type"].startswith("text/event-stream"):
        name, _, last = text.rstrip("\n").rpartition("\n\n")[2].partition("\n")
        whole = text.endswith("\n\n") and name in ("event: answer", "event: error")
        return 200, json.loads(last.removeprefix("data: ")) if name == "event: answer" and whole else None, whole
    return response.status, json.loads(text) if response.status == 200 else None, True
