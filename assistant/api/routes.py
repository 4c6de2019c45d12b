"""Which route asks for which scope. The README's table says the same; what is not listed is `REST`."""

from dataclasses import dataclass
from typing import Literal

from starlette.routing import compile_path

from vectorstore.roles import Scope

Counts = Literal["question", "read", "nothing"]
READING = ("GET", "HEAD")
MAX_BODY = 256 * 1024
MAX_UPLOAD = 51_000_000
"""A file of 50 MB, and what is stated of it."""


@dataclass(frozen=True)
class Route:
    """What one route asks for."""

    methods: tuple[str, ...]
    path: str
    scope: Scope | None
    """Null: open to all who can reach the server."""
    counts: Counts = "read"
    """As what it counts against the limits of an asker."""
    body: int = MAX_BODY
    """Bytes that a request may have."""


ROUTES = (
    Route(READING, "/healthz", None, "nothing"),
    Route(READING, "/readyz", None, "nothing"),
    Route((*READING, "POST"), "/sign-in", None),
    Route(("POST",), "/sign-out", None),
    Route(READING, "/pages.css", None, "nothing"),
    Route(("GET",), "/documents", "ask"),
    Route(("GET",), "/documents/{document_id}", "ask"),
    Route(("GET",), "/documents/{document_id}/{place:path}", "ask"),
    Route(("GET",), "/compare", "ask", "question"),
    Route(("GET",), "/shared/{token}", "ask"),
    Route(("GET",), "/check", "ask"),
    Route(("POST",), "/check", "ask", "question", body=MAX_UPLOAD),
    Route(("GET",), "/review", "draft"),
    Route(("GET",), "/review/questions.jsonl", "draft"),
    Route(("GET",), "/review/cleared", "draft"),
    Route(("GET",), "/review/{answer_id}", "draft"),
    Route(("POST",), "/review/{answer_id}/clear", "draft"),
    Route(("POST",), "/review/{answer_id}/withdraw", "draft"),
    Route(("GET",), "/commitments", "ask"),
    Route(("POST",), "/commitments/confirm", "draft"),
    Route(("GET",), "/briefing", "draft", "question"),
    Route(("POST",), "/briefing/section", "draft", "question"),
    Route(("GET",), "/briefing/file", "draft", "question"),
    Route(READING, "/manage.js", None, "nothing"),
    Route(("GET",), "/manage", "draft"),
    Route(("POST",), "/manage", "draft", body=MAX_UPLOAD),
    Route(("POST",), "/manage/withdrawn/{document_id}", "draft"),
    Route(("GET",), "/manage/document/{document_id}", "draft"),
    Route(("POST",), "/manage/document/{document_id}/record", "draft"),
    Route(("POST",), "/manage/document/{document_id}/replace", "draft", body=MAX_UPLOAD),
    Route(("POST",), "/manage/document/{document_id}/withdraw", "draft"),
    Route(("GET",), "/manage/{intake_id}", "draft"),
    Route(("POST",), "/manage/{intake_id}/record", "draft"),
    Route(("POST",), "/manage/{intake_id}/publish", "draft"),
    Route(("POST",), "/manage/{intake_id}/drop", "draft"),
    Route(("POST",), "/v1/ask", "ask", "question"),
    Route(("POST",), "/v1/ask/stream", "ask", "question"),
    Route(("POST",), "/v1/search", "ask", "question"),
    Route(("POST",), "/v1/check", "ask", "question", body=MAX_UPLOAD),
    Route(("POST",), "/v1/briefings", "draft", "question"),
    Route(("GET",), "/v1/documents", "ask"),
    Route(("POST",), "/v1/documents", "draft", body=MAX_UPLOAD),
    Route(("GET",), "/v1/documents/{document_id}", "ask"),
    Route(("PUT",), "/v1/documents/{document_id}", "draft", body=MAX_UPLOAD),
    Route(("PATCH", "DELETE"), "/v1/documents/{document_id}", "draft"),
    Route(("GET",), "/v1/intakes", "draft"),
    Route(("GET", "PATCH", "DELETE"), "/v1/intakes/{intake_id}", "draft"),
    Route(("POST",), "/v1/intakes/{intake_id}/publish", "draft"),
    Route(("GET",), "/v1/compare", "ask", "question"),
    Route(("GET",), "/v1/clauses/{clause_id:path}", "ask"),
    Route(("GET",), "/v1/commitments", "ask"),
    Route(("PUT", "DELETE"), "/v1/commitments/{clause_id:path}", "draft"),
    Route(("GET",), "/v1/answers/{answer_id}", "ask"),
    Route(("GET",), "/v1/answers/{answer_id}/export", "ask"),
    Route(("POST", "DELETE"), "/v1/answers/{answer_id}/link", "ask"),
    Route(("GET",), "/v1/conversations", "ask"),
    Route(("GET", "PATCH", "DELETE"), "/v1/conversations/{conversation_id}", "ask"),
    Route(("GET",), "/v1/conversations/{conversation_id}/export", "ask"),
    Route(("POST",), "/v1/feedback", "ask"),
    Route(("DELETE",), "/v1/feedback/{answer_id}", "ask"),
    Route(("POST",), "/v1/ingest", "admin", "nothing"),
    Route(READING, "/metrics", "admin", "nothing"),
    Route(("POST",), "/gradio_api/queue/join", "ask", "question"),
)
REST = Route(("*",), "/{path:path}", "ask", "nothing")
"""The page and whatever it loads, `/docs`, and what does not exist."""

_PATTERNS = [(compile_path(route.path)[0], route) for route in ROUTES]


def route_of(method: str, path: str) -> Route:
    """What a request asks for, by the path that the routers see as well."""
    return next((route for pattern, route in _PATTERNS if method in route.methods and pattern.match(path)), REST)
