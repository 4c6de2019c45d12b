"""What is noted of every request, a log line and figures, and where the figures are read: `GET /metrics`."""

import logging
import time
from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.bodies import ServiceDep
from assistant.logs import about, asker
from assistant.metrics import CONTENT_TYPE, Metrics

UNMATCHED, OTHER = "unmatched", "other"
"""The route of a path that no route has, and the method that no route takes."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

router = APIRouter(tags=["health"])
log = logging.getLogger(__name__)


@router.head("/metrics", include_in_schema=False)
@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(service: ServiceDep) -> Response:
    """Requests, answers, the texts, the language model and the process, for Prometheus."""
    # Not on a thread: all of them may be busy with answers, and then most of all somebody wants to know.
    return Response(service.metrics.exposition(), media_type=CONTENT_TYPE)


class Watch:
    """ASGI middleware around everything, the last resort for errors included."""

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: Iterable[BaseRoute]) -> None:
        """`routes` are the application's own."""
        self._app = app
        self._metrics = metrics
        self._fixed = {path for each in routes if (path := getattr(each, "path", "")) and "{" not in path}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        status: int | None = None
        complete = False

        async def watched(message: Message) -> None:
            nonlocal status, complete
            if message["type"] == "http.response.start":
                status = message["status"]
            complete = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        method = scope["method"] if scope["method"] in _METHODS else OTHER
        try:
            await self._app(scope, receive, watched)
        finally:
            seconds = time.perf_counter() - start
            route = self._route(scope)
            self._metrics.request(route, method, status, seconds)
            fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
            log.info("request", extra={**fields, "complete": complete, **_asked(scope.get("state", {}))})

    def _route(self, scope: Scope) -> str:
        """The template of the route that was taken, never the path itself: there may be ids in it."""
        path: str | None = getattr(scope.get("route"), "path", None)
        if path:
            return path
        return next((each for each in (scope["path"], scope.get("root_path")) if each in self._fixed), UNMATCHED)


def _asked(state: dict[str, Any]) -> dict[str, Any]:
    """Who asked, and of a question what was asked and what came of it."""
    return {"who": asker(state), **about(state.get("question"), state.get("answer"))}
