"""Secrets that are put in all places where somebody may put one, and are looked for wherever they may not be."""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from secrets import choice
from string import ascii_lowercase
from urllib.parse import urlencode

from evals.tab import filled

LENGTH = 16
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUESTION = "What is the RISE partnership?"


class Canaries(dict):
    """The secret of each place; made when it is first asked for."""

    def __missing__(self, place):
        self[place] = "zy" + "".join(choice(ascii_lowercase) for _ in range(LENGTH - 2))
        return self[place]

    def put(self, place, secret):
        """Something that the server has made itself is the secret of this place."""
        self[place] = secret[:LENGTH]

    def places_in(self, text):
        """Whose secrets stand in a text, as they are or in base64 (at any of its three places in a group)."""
        found = text if isinstance(text, str) else text.decode("latin-1")
        return {place for place, secret in self.items() if any(form in found for form in _forms(secret))}


def _forms(secret):
    ends = {0: len(secret) // 3 * 4, 1: (len(secret) - 2) // 3 * 4, 2: (len(secret) - 1) // 3 * 4}
    encoded = {shift: b64encode(b" " * shift + secret.encode()).decode() for shift in ends}
    return [secret, encoded[0][: ends[0]], encoded[1][4 : 4 + ends[1]], encoded[2][4 : 4 + ends[2]]]


@dataclass(frozen=True)
class Sent:
    """One request. `who` is whose headers go along, null for nobody's."""

    who: str | None
    method: str
    path: str
    body: object = None
    headers: dict = field(default_factory=dict)

    @property
    def data(self):
        """The body as it is sent."""
        if self.body is None or isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


CREDENTIALS = {
    "valid key", "wrong secret of a valid key", "key of nobody", "malformed key", "Basic password", "other scheme",
    "session", "session of nobody", "browser", "proxy header", "right password", "wrong password",
    "ACCORD_MODEL_KEY", "ACCORD_DATABASE_URL", "OPENAI_API_KEY",
}  # fmt: skip
"""Places whose secrets come back to nobody, not even to whoever has sent them."""


def as_somebody_else(secret, key_id):
    """Requests that say in all ways who sends them, and are refused."""
    basic = b64encode(f"mia:{secret['Basic password']}".encode()).decode()
    known, unknown = secret["wrong secret of a valid key"], secret["key of nobody"]
    headers = [
        {"Authorization": f"Bearer acc_{key_id}_{known:A<43}"},
        {"Authorization": f"Bearer acc_abcdefgh_{unknown:A<43}"},
        {"Authorization": f"Bearer {secret['malformed key']}"},
        {"Authorization": f"Basic {basic}"},
        {"Authorization": f'Digest username="{secret["other scheme"]}"'},
        {"Cookie": f"accord_session={secret['session of nobody']}"},
        {"Cookie": f"accord_browser={secret['browser']}; __Host-accord_session={secret['session of nobody']}"},
        {"X-Remote-User": secret["proxy header"]},
        {"X-Forwarded-For": secret["X-Forwarded-For"]},
    ]
    paths = ["/v1/documents", f"/v1/answers/{secret['id without a key']}?key={secret['query without a key']}"]
    sent = [Sent(None, "GET", path, None, each) for each in headers for path in paths]
    sent += [Sent(None, "GET", f"/{secret['path without a key']}", None, {"Accept": "text/html"})]
    sent += [Sent(None, "POST", "/v1/ask", {"question": secret["question without a key"]}, JSON)]
    wrong = [("mia", secret["wrong password"]), (secret["name"], secret["wrong password"])]
    forms = [{"name": name, "password": password, "next": f"/{secret['next']}"} for name, password in wrong]
    return sent + [Sent(None, "POST", "/sign-in", urlencode(form), FORM) for form in forms]


def around(secret):
    """Requests with something in their headers, path, query or body that nobody looks at, or that is refused."""
    ask, path = {"question": QUESTION, "judge": "quick", "store": False}, "/v1/ask"
    return [
        # A well-formed request id is there to be logged and comes back; this is none.
        Sent("mia", "GET", "/v1/documents", None, {"X-Request-ID": f"{secret['X-Request-ID']} and more"}),
        Sent("mia", "GET", "/v1/documents", None, {"User-Agent": secret["User-Agent"]}),
        Sent("mia", "GET", "/v1/documents", None, {"Referer": f"https://{secret['Referer']}.example/"}),
        Sent("mia", "POST", path, ask, {**JSON, "Origin": f"https://{secret['Origin']}.example"}),
        Sent("mia", "GET", "/v1/documents", None, {"Host": f"{secret['Host']}.example"}),
        Sent("mia", "GET", "/v1/documents", None, {"Accept": f"text/{secret['Accept']}"}),
        Sent("mia", "POST", path, ask, {"Content-Type": f"text/{secret['Content-Type']}"}),
        Sent("mia", "GET", f"/v1/documents?key={secret['query']}"),
        Sent("mia", "GET", f"/v1/{secret['unknown path']}?{secret['query']}"),
        Sent("mia", "GET", f"/{secret['unknown path']}/x.php?{secret['query']}", None, {"Accept": "text/html"}),
        Sent("mia", "GET", f"/static/{secret['unknown path']}"),
        Sent("mia", "PROPFIND", f"/{secret['unknown path']}"),
        Sent("mia", secret["method"].upper(), path),
        Sent("mia", "PUT", f"{path}?{secret['query']}"),
        Sent("mia", "POST", path, {**ask, secret["field"]: secret["value of a field"]}, JSON),
        Sent("mia", "POST", path, {**ask, "judge": secret["value of a field"]}, JSON),
        Sent("mia", "POST", path, {**ask, "question": [secret["question"]]}, JSON),
        Sent("mia", "POST", path, f'{{"question": "{secret["half a body"]}', JSON),
        Sent("mia", "POST", path, b'{"question": "' + secret["half a body"].encode() + b'\xff\xfe"}', JSON),
        Sent("mia", "POST", path, b" " * 300_000 + secret["large body"].encode(), JSON),
        Sent("mia", "POST", path, {**ask, "documents": [secret["document"]]}, JSON),
        Sent("mia", "POST", path, {**ask, "conversation_id": secret["conversation"]}, JSON),
        Sent("mia", "POST", path, {**ask, "conversation_id": secret["conversation"] * 9}, JSON),
        Sent("mia", "GET", f"/v1/documents/{secret['document']}"),
        Sent("mia", "GET", f"/v1/clauses/{secret['clause']}/1/1"),
        Sent("mia", "GET", f"/v1/answers/{secret['answer']}"),
        Sent("mia", "GET", f"/v1/conversations/{secret['conversation']}"),
        Sent("mia", "DELETE", f"/v1/conversations/{secret['conversation']}"),
        Sent("mia", "POST", "/v1/ingest", {"paths": [f"/{secret['path of a file']}"]}, JSON),
        Sent("ada", "POST", "/v1/ingest", {"paths": [f"/{secret['path of a file']}"]}, JSON),
        Sent("mia", "GET", f"/gradio_api/file=/etc/{secret['path of a file']}"),
        Sent("mia", "GET", f"/monitoring/{secret['unknown path']}"),
        Sent("mia", "GET", f"/gradio_api/queue/data?session_hash={secret['tab']}"),
        Sent("mia", "POST", "/gradio_api/queue/join", f'{{"data": "{secret["page body"]}', JSON),
        Sent("mia", "POST", "/gradio_api/queue/join", page([secret["page body"]], 999), JSON),
        Sent("mia", "POST", "/gradio_api/queue/join", page([secret["page body"]]), JSON),  # one value too few
        Sent("mia", "POST", "/gradio_api/upload", f"--{secret['upload']}\r\n{secret['upload']}\r\n\r\n",
            {"Content-Type": f"multipart/form-data; boundary={secret['upload']}"}),
        Sent("mia", "GET", f"/sign-in?next=/{secret['next']}"),
    ]  # fmt: skip


def asking(secret, about, form):
    """Questions that are taken: alone, as a stream, with a model, on the page, kept, and searches."""
    question = f"What will the Semiconductor Partnership do for {secret[f'question {about}']}?"
    ask, tab = {"question": question, "judge": "quick"}, about.replace(" ", "-")
    return [
        Sent("mia", "POST", "/v1/ask", ask, JSON),
        Sent("mia", "POST", "/v1/ask/stream", ask, JSON),
        Sent("mia", "POST", "/v1/ask", {**ask, "judge": "model"}, JSON),
        Sent("mia", "POST", "/v1/ask/stream", {**ask, "judge": "model", "composer": "generate"}, JSON),
        Sent("mia", "POST", "/v1/search", {"query": secret[f"query {about}"]}, JSON),
        Sent("mia", "POST", "/gradio_api/queue/join", filled(form, question, tab), JSON),
        Sent("mia", "GET", f"/gradio_api/queue/data?session_hash={tab}"),
        Sent("mia", "POST", "/v1/ask", {"question": f"{secret[f'question {about}']}\x07"}, JSON),
        Sent("mia", "GET", "/v1/conversations"),
    ]


def everybodys():
    """What anybody else may read."""
    paths = ["/", "/config", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics", "/monitoring", "/sign-in",
        "/monitoring/summary", "/v1/conversations", "/v1/documents", "/v1/documents/techuk-coverage", "/documents",
        "/gradio_api/info", "/gradio_api/app_id", "/gradio_api/startup-events"]  # fmt: skip
    asked = [Sent(who, "POST", "/v1/ask", {"question": QUESTION}, JSON) for who in ("max", "ada")]
    return asked + [Sent(who, "GET", path) for who in ("max", "ada", None) for path in paths]


def page(data, event=0, tab="tab"):
    """What the page's script could send of an event; `event` is its number."""
    return {"data": data, "fn_index": event, "session_hash": tab, "event_data": None}
