"""Who may pass: ASGI middleware in front of every route, the page's and the documentation's included.

It stands in front of the applications that are mounted, since a route that is added there would otherwise be open, and
goes by `scope["path"]`, which is also what the routers go by; never by a URL that is made from the Host header.
"""

from collections.abc import Mapping
from contextlib import nullcontext
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.admission import Admission, Brought, new_browser
from assistant.access.limits import Left, Limits, Overloaded, TooMany
from assistant.access.who import Who
from assistant.api.cookies import BROWSER, SESSION, Cookies
from assistant.api.errors import RETRY_SECONDS, error_response
from assistant.api.routes import Route, route_of
from vectorstore.errors import StoreError

SIGN_IN = "/sign-in"


class Guard:
    """Lets in who may, notes in the request's state who it is, and counts what they ask."""

    def __init__(self, app: ASGIApp, admission: Admission, limits: Limits, cookies: Cookies) -> None:
        self._app = app
        self._admission = admission
        self._limits = limits
        self._cookies = cookies
        # Its own threads: asking the records must not wait behind questions that are being answered.
        self._threads = CapacityLimiter(4)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        route = route_of(scope["method"], scope["path"])
        if route.scope is None and route.counts == "nothing":  # alive and ready are said even without the records
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        brought = self._brought(request)
        try:
            who = await to_thread.run_sync(self._admission.who, brought, limiter=self._threads)
        except StoreError:
            told = "Who may ask cannot be read at the moment. Try again; the log says what is wrong."
            await _error(503, "records", told, RETRY_SECONDS)(scope, receive, send)
            return
        address = self._admission.address(brought)
        scope.setdefault("state", {}).update(who=who, address=address)
        if refused := _refused(request, route, who):
            await refused(scope, receive, send)
            return
        question = route.counts == "question"
        try:
            left = None if route.counts == "nothing" else self._limits.count(who, address, question=question)
            with self._limits.running(who, address) if question else nullcontext():
                await self._app(scope, receive, self._answering(request, brought, who, left, send))
        except TooMany as error:
            await _error(429, error.code, str(error), error.after)(scope, receive, send)
        except Overloaded as error:
            await _error(503, error.code, str(error), error.after)(scope, receive, send)

    def _brought(self, request: Request) -> Brought:
        headers, cookies = request.headers, request.cookies
        return Brought(
            address=request.client.host if request.client else "",
            authorization=headers.get("authorization", ""),
            session=cookies.get(self._cookies.name(SESSION), ""),
            browser=cookies.get(self._cookies.name(BROWSER), ""),
            proxy_user=headers.get(self._admission.proxy.header, "") if self._admission.proxy else "",
            forwarded_for=headers.get("x-forwarded-for", ""),
        )

    def _answering(self, request: Request, brought: Brought, who: Who | None, left: Left | None, send: Send) -> Send:
        """What is sent, with what an asker has left, and a new cookie for a browser while the server is open."""
        headers = _limit_headers(left)
        new = who is not None and who.open and not brought.browser and _is_page(request)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                response = MutableHeaders(scope=message)
                for name, value in headers.items():
                    response[name] = value
                if new:
                    response.append("set-cookie", self._cookies.browser(new_browser()))
            await send(message)

        return send_with_headers


def _refused(request: Request, route: Route, who: Who | None) -> Response | None:
    """Why somebody may not pass."""
    if route.scope is None:
        return None
    if who is None:
        if _is_page(request):
            return RedirectResponse(f"{SIGN_IN}?next={quote(request.scope['path'])}", 303)
        told = "Say who you are: send Authorization: Bearer with a key (accord keys create), or sign in at /sign-in."
        return error_response(401, "unauthorised", told, headers={"WWW-Authenticate": "Bearer"})
    if not who.may(route.scope):
        return error_response(403, "forbidden", f"This needs the scope {route.scope!r}; yours is {who.scope!r}.")
    return None


def _is_page(request: Request) -> bool:
    """Whether a browser goes to a page, rather than a program or a script of a page asking for something."""
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


def _limit_headers(left: Left | None) -> Mapping[str, str]:
    """As draft-ietf-httpapi-ratelimit-headers-10 has them: r left of q, more in t seconds, counted over w seconds."""
    if left is None:
        return {}
    return {
        "RateLimit-Policy": f'"minute";q={left.limit};w=60',
        "RateLimit": f'"minute";r={left.remaining};t={left.reset}',
    }


def _error(status: int, code: str, message: str, after: int) -> Response:
    return error_response(status, code, message, headers={"Retry-After": str(after)})
