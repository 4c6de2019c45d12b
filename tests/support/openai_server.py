"""A small real server on loopback that speaks OpenAI's protocol, and a little of Ollama's and Anthropic's, and can be
told to misbehave.

    with running() as server:                                # by a fixture, see `provider` in test_models_remote.py
        server.says("It is so.")                             # or a callable: (messages) -> text of the reply
        server.does(Manner(status=500), Manner(status=500))  # the next two requests fail, then it says as before

Whether a client closed its connection is seen in `server.left`.
"""

import json
import select
import socket
import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How one request is answered."""

    text: object = "Yes."
    """Of the reply; or a callable that gives it from the messages."""
    status: int = 200
    error: str = "Something is wrong."
    """What the body of a status other than 200 says."""
    param: str | None = None
    """What the body says is wrong with the request."""
    headers: tuple = ()
    stalls: float | None = None
    """Seconds for which nothing is sent, after as many pieces as `after` says. Ends where the client leaves."""
    after: int = 0
    cut: str | None = None
    """What comes after so many pieces in place of the rest: "end" (the connection closes as if that were all),
    "break" (it closes in the midst of a frame), "rubbish" (a frame that is no JSON), "error" (a frame that tells one).
    """
    endless: bool = False
    pace: float = 0.0
    """Seconds between two pieces."""
    first: tuple = ()
    """The likeliest first tokens with their log-probabilities, where they are asked for; nothing: it tells none."""
    refuses: tuple = ()
    """Names of parameters for which a request is refused with 400."""


@dataclass
class Left:
    """A client that closed its connection before the reply was whole."""

    at: float
    pieces: int


@dataclass
class Seen:
    """A request as it came."""

    path: str
    headers: Message
    """Their names in any case; `str` tells all."""
    body: dict
    at: float = field(default_factory=time.monotonic)

    @property
    def messages(self):
        return self.body.get("messages", [])


class OpenAIServer:
    """What the server is told, and what it saw."""

    def __init__(self, port):
        self.port = port
        self.root = f"http://127.0.0.1:{port}"
        self.url = f"{self.root}/v1"
        self.models = ["made-up-1", "made-up-2"]
        self.key = None
        """Requests without this key are refused, where there is one."""
        self.manner = Manner()
        self.next = deque()
        self.seen = []
        self.left = []
        self.busy = 0
        self.busiest = 0
        self._changed = threading.Condition()

    def says(self, text, **more):
        self.manner = Manner(text=text, **more)

    def does(self, *manners):
        self.next.extend(manners)

    @property
    def asked(self):
        """The requests for a reply."""
        return [each for each in self.seen if not each.path.endswith("/models")]

    def until(self, true, seconds=5.0):
        """Wait for something to become true of it."""
        end = time.monotonic() + seconds
        while not true() and time.monotonic() < end:
            time.sleep(0.005)
        assert true()

    def enters(self, by):
        with self._changed:
            self.busy += by
            self.busiest = max(self.busiest, self.busy)

    def taken(self):
        with self._changed:
            return self.next.popleft() if self.next else self.manner


class _Gone(Exception):
    """The client has closed its connection."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def told(self):
        return self.server.told

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.told.seen.append(Seen(self.path, self.headers, {}))
        if self._refused():
            return
        data = [{"id": name, "object": "model", "created": 0, "owned_by": "me"} for name in self.told.models]
        self._json(200, {"object": "list", "data": data})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        seen = Seen(self.path, self.headers, body)
        self.told.seen.append(seen)
        if self._refused():
            return
        self.told.enters(+1)
        manner, self.pieces = self.told.taken(), 0
        try:
            self._answer(seen, manner)
        except (_Gone, ConnectionError):
            self.told.left.append(Left(time.monotonic(), self.pieces))
            self.close_connection = True
        finally:
            self.told.enters(-1)

    def _refused(self):
        given = self.headers.get("Authorization", "").removeprefix("Bearer ") or self.headers.get("x-api-key")
        if self.told.key is None or given == self.told.key:
            return False
        self._error(401, f"Incorrect API key provided: {given}. You asked: {self.path}", None)
        return True

    def _answer(self, seen, manner):
        if refused := [name for name in manner.refuses if name in seen.body]:
            self._error(
                400, f"Unsupported parameter: {refused[0]}", refused[0] if manner.param is None else manner.param
            )
            return
        if manner.status != 200:
            self._error(manner.status, manner.error, manner.param, manner.headers)
            return
        if seen.path.endswith("/chat/completions"):
            speaks = _OpenAI(seen.body, manner)
        else:
            speaks = _Ollama(seen.body, manner) if seen.path == "/api/chat" else _Anthropic(seen.body, manner)
        text = manner.text(seen.messages) if callable(manner.text) else manner.text
        self._stall(manner, 0)
        if seen.body.get("stream", True):
            self._stream(speaks, text, manner)
        else:
            self._json(200, speaks.whole(text))

    def _stream(self, speaks, text, manner):
        self.send_response(200)
        self.send_header("Content-Type", speaks.type)
        if manner.cut == "end":
            self.send_header("Connection", "close")
        else:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.chunked = manner.cut != "end"
        self._send(speaks.begin())
        for piece in self._pieces(text, manner):
            self._send(speaks.piece(piece, self.pieces))
            self.pieces += 1
            self._stall(manner, self.pieces)
            if manner.cut is not None and self.pieces >= max(manner.after, 1):
                self._cut(manner.cut)
                return
            if manner.pace:
                self._wait(manner.pace)
        self._send(speaks.end())
        if self.chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _pieces(self, text, manner):
        while True:
            yield from [f"{word} " for word in text.split(" ")[:-1]] + [text.split(" ")[-1]] if text else []
            if not manner.endless:
                return

    def _cut(self, how):
        if how == "break":
            self.wfile.write(b"ff\r\ndata: {")
        elif how == "rubbish":
            self._send(b"data: {this is no JSON\n\n")
        elif how == "error":
            self._send(b'data: {"error": {"message": "You asked: secret", "type": "server_error"}}\n\n')
        self.close_connection = True

    def _stall(self, manner, pieces):
        if manner.stalls is not None and pieces == manner.after:
            self._wait(manner.stalls)

    def _wait(self, seconds):
        """Do nothing for as long, or until the client closes its connection."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            readable, _, _ = select.select([self.connection], [], [], min(rest, 0.02))
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise _Gone

    def _send(self, data):
        if not data:  # a chunk of no length would be the end
            return
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data) if self.chunked else data)
        self.wfile.flush()

    def _error(self, status, message, param, headers=()):
        body = {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": None}}
        self._json(status, body, headers)

    def _json(self, status, value, headers=()):
        data = json.dumps(value).encode()
        self.send_response(status)
        for name, content in (("Content-Type", "application/json"), ("Content-Length", len(data)), *headers):
            self.send_header(name, str(content))
        self.end_headers()
        self.wfile.write(data)


class _OpenAI:
    """Server-sent events of chat completions."""

    type = "text/event-stream"

    def __init__(self, body, manner):
        self.model = body.get("model")
        self.firsts = manner.first if body.get("logprobs") else ()

    def begin(self):
        return self._chunk({"role": "assistant", "content": ""}, None)

    def piece(self, text, number):
        return self._chunk({"content": text}, None, self._logprobs() if number == 0 else None)

    def end(self):
        return self._chunk({}, "stop") + b"data: [DONE]\n\n"

    def whole(self, text):
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        return {**self._about("chat.completion"), "choices": [{**choice, "logprobs": self._logprobs()}]}

    def _chunk(self, delta, finish, logprobs=None):
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": logprobs}
        return _event({**self._about("chat.completion.chunk"), "choices": [choice]})

    def _about(self, kind):
        return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": self.model}

    def _logprobs(self):
        if not self.firsts:
            return None
        listed = [{"token": token, "logprob": value, "bytes": None} for token, value in self.firsts]
        return {"content": [{**listed[0], "top_logprobs": listed}], "refusal": None}


class _Ollama:
    """Lines of JSON."""

    type = "application/x-ndjson"

    def __init__(self, body, manner):
        self.model = body.get("model")
        self.firsts = manner.first if body.get("logprobs") else ()

    def begin(self):
        return b""

    def piece(self, text, number):
        listed = [{"token": token, "logprob": value} for token, value in self.firsts]
        told = {"logprobs": [{**listed[0], "top_logprobs": listed}]} if listed and number == 0 else {}
        return self._line({"message": {"role": "assistant", "content": text}, "done": False, **told})

    def end(self):
        return self._line({"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"})

    def _line(self, value):
        return json.dumps({"model": self.model, "created_at": "2026-01-01T00:00:00Z", **value}).encode() + b"\n"


class _Anthropic:
    """Server-sent events of messages."""

    type = "text/event-stream"

    def __init__(self, body, manner):
        self.model = body.get("model")

    def begin(self):
        message = {"id": "msg_1", "type": "message", "role": "assistant", "content": [], "model": self.model}
        usage = {"input_tokens": 1, "output_tokens": 1}
        started = {**message, "stop_reason": None, "stop_sequence": None, "usage": usage}
        block = {"index": 0, "content_block": {"type": "text", "text": ""}}
        return self._named("message_start", {"message": started}) + self._named("content_block_start", block)

    def piece(self, text, number):
        return self._named("content_block_delta", {"index": 0, "delta": {"type": "text_delta", "text": text}})

    def end(self):
        delta = {"delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": {"output_tokens": 1}}
        stop = self._named("content_block_stop", {"index": 0})
        return stop + self._named("message_delta", delta) + self._named("message_stop", {})

    def _named(self, name, value):
        return f"event: {name}\n".encode() + _event({"type": name, **value})


def _event(value):
    return f"data: {json.dumps(value)}\n\n".encode()


@contextmanager
def running(port=0):
    """A server on loopback; port 0 takes a free one."""
    listening = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    listening.daemon_threads = True
    listening.block_on_close = False
    listening.told = OpenAIServer(listening.server_address[1])
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield listening.told
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
