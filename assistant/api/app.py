"""The application: routes, errors, headers, and the pages for people mounted last."""

from collections.abc import Callable

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from assistant import parts
from assistant.api import asking, documents, health, keeping, watching
from assistant.api.errors import add_error_handlers
from assistant.api.shell import Shell
from assistant.api.watching import Watch
from assistant.service import Service

DESCRIPTION = """
Answers questions about the Hiroshima Accord and the coverage of it. Every answer stands on clauses that can be opened,
every quote is `canonical_text[start:end]`, and when the sources do not say, the outcome says so.

Errors are `{"error": {"code", "message", "detail"}}`; every response has an `X-Request-ID`, by which the log knows it.
`/metrics` has figures for Prometheus.
"""


def create_app(service: Service) -> FastAPI:
    """The API and, under `/`, the pages for people."""
    app: FastAPI = FastAPIOffline(
        title="Accord Assistant",
        version="1",
        description=DESCRIPTION,
        redoc_url=None,
    )
    app.state.service = service
    app.add_middleware(Shell, settings=service.settings)
    add_error_handlers(app)
    for routes in (asking, documents, keeping, health, watching):
        app.include_router(routes.router)
    health.add_unknown_routes(app)
    mount_pages: Callable[[FastAPI, Service], FastAPI] = parts.part("pages")
    app = mount_pages(app, service)
    app.add_middleware(Watch, metrics=service.metrics, routes=tuple(app.routes))
    return app
