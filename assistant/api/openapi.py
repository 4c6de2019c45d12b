"""The OpenAPI document: what FastAPI reads off the routes, and what is true of them before a request comes so far.

Who may ask, how often and from where is decided in front of the routes, by the same table that is read here.
"""

from typing import Any

from fastapi import FastAPI

from assistant.access.admission import Admission
from assistant.access.who import SCOPES
from assistant.api.cookies import SESSION, Cookies
from assistant.api.errors import described
from assistant.api.routes import Route, route_of
from assistant.api.shell import REQUEST_ID, SAFE_METHODS

Json = dict[str, Any]

_SIGNED_IN: list[Json] = [{"key": []}, {"session": []}]
_TEXT: Json = {"schema": {"type": "string"}}
_SECONDS: Json = {"schema": {"type": "integer", "minimum": 1}, "required": True}
_ID_HEADER: Json = {REQUEST_ID: {**_TEXT, "required": True, "description": "What the log calls this request."}}
_HEADERS: dict[int, Json] = {
    401: {"WWW-Authenticate": {"schema": {"const": "Bearer"}, "required": True}},
    429: {"Retry-After": {**_SECONDS, "description": "Seconds."}},
    503: {"Retry-After": {**_SECONDS, "description": "Seconds."}},
}
_LEFT: Json = {
    "RateLimit": {**_TEXT, "description": "What is left of a minute, where it is limited: r of q, more in t seconds."},
    "RateLimit-Policy": {**_TEXT, "description": "How much there is in w seconds, where it is limited: q."},
}


def describe(app: FastAPI, admission: Admission, cookies: Cookies) -> None:
    """Make the document of the routes that the application has by now."""
    document = app.openapi()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method.upper(), route_of(method.upper(), path))
    components = document["components"]
    for name, schema in components["schemas"].items():
        if name.startswith("Body_"):  # a form; `giving.known_fields` sees to it
            schema["additionalProperties"] = False
        if schema.get("additionalProperties") is not False:  # what is sent to us allows no others
            schema["required"] = list(schema.get("properties", ()))  # and what we send is always whole
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key: `accord keys create`."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookies.name(SESSION),
            "description": "Somebody who has signed in at `/sign-in`.",
        },
    }

    def openapi() -> Json:
        """The document as it is now: the first key or person shuts a server that was open."""
        return {**document, "security": _SIGNED_IN if admission.guarded else [{}, *_SIGNED_IN]}

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's manual has it


def _complete(operation: Json, method: str, route: Route) -> None:
    responses = operation["responses"]
    if not _can_be_wrong(operation):
        responses.pop("422", None)
    for status in _around(operation, method, route):
        responses[str(status)] = {**described(status), "headers": _HEADERS.get(status, {})}
    for status, response in responses.items():
        left = _LEFT if route.counts != "nothing" and status.startswith("2") else {}
        response["headers"] = {**_ID_HEADER, **left, **response.get("headers", {})}
    operation["responses"] = dict(sorted(responses.items()))
    if route.scope is None:
        operation["security"] = []


def _can_be_wrong(operation: Json) -> bool:
    """Whether there is a body or a parameter of some form; every text can be an id in a path."""
    return "requestBody" in operation or any(each["in"] == "query" for each in operation.get("parameters", ()))


def _around(operation: Json, method: str, route: Route) -> set[int]:
    """Errors of what every request goes through, and of reading its body."""
    statuses = {400, 500}
    if route.scope is not None:
        statuses |= {401, 503}
    if method not in SAFE_METHODS or route.scope not in (None, SCOPES[0]):
        statuses.add(403)
    if route.counts != "nothing":
        statuses.add(429)
    if "requestBody" in operation:
        statuses |= {413, 422}
    return statuses
