"""The application: routes, errors, headers, and the pages for people mounted last."""

from collections.abc import Callable

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from assistant import parts
from assistant.access.limits import Attempts, Limits
from assistant.api import (
    asking,
    briefing_pages,
    briefings,
    checking,
    commitments,
    committing,
    comparing,
    documents,
    exporting,
    feedback,
    giving,
    health,
    keeping,
    managing,
    pages,
    review,
    sharing,
    signing,
    watching,
)
from assistant.api.cookies import Cookies
from assistant.api.errors import ErrorBody, add_error_handlers
from assistant.api.guard import Guard
from assistant.api.line import Line
from assistant.api.openapi import describe
from assistant.api.shell import Shell
from assistant.api.tabs import Tabs
from assistant.api.watching import Watch
from assistant.briefing.held import Held
from assistant.service import Service

SHARE = 4
"""Of so many questions that are answered at a time, one may wait in the line."""
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
        responses={422: {"model": ErrorBody}},  # in place of FastAPI's own form
    )
    app.state.service = service
    settings = service.settings
    limits = Limits(
        each_minute=settings.questions_per_minute,
        each_at_once=settings.questions_at_once,
        at_once=settings.most_at_once,
    )
    cookies = Cookies(secure=settings.over_tls)
    app.state.cookies, app.state.attempts = cookies, Attempts()
    app.state.line = Line(max(settings.most_at_once // SHARE, 1))
    app.state.briefings = Held()
    app.add_middleware(Tabs)
    app.add_middleware(Guard, admission=service.admission, limits=limits, cookies=cookies)
    app.add_middleware(Shell, settings=settings)
    add_error_handlers(app)
    texts = (documents, giving, commitments, comparing)
    answers = (asking, keeping, exporting, sharing, feedback)
    tools = (review, managing, committing, checking, briefing_pages, briefings)
    for routes in (signing, pages, *tools, *texts, *answers, health, watching):
        app.include_router(routes.router)
    describe(app, service.admission, cookies)
    health.add_unknown_routes(app)
    mount_pages: Callable[[FastAPI, Service], FastAPI] = parts.part("pages")
    app = mount_pages(app, service)
    app.add_middleware(Watch, metrics=service.metrics, routes=tuple(app.routes))
    return app
