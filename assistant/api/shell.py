"""What every request and response goes through: host and origin checks, request id, security headers, last resort."""

import logging
import re
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import loopback
from assistant.api.errors import error_response
from assistant.api.routes import route_of
from assistant.errors import shown
from assistant.logs import REQUEST_ID as CURRENT
from assistant.settings import Settings

REQUEST_ID = "X-Request-ID"
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; worker-src 'self' blob:"
)
"""Gradio needs inline scripts and eval; nothing may be loaded from, or sent to, anywhere else."""
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers do not say that our own forms are ours
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

log = logging.getLogger(__name__)


class Shell:
    """ASGI middleware around everything, the pages included."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        public = urlsplit(settings.public_url or "")
        self._hosts = loopback.NAMES | {settings.host} | ({public.hostname} if public.hostname else set())
        self._public = public.netloc.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sent_id = headers.get(REQUEST_ID, "")
        request_id = sent_id if _SAFE_ID.fullmatch(sent_id) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        CURRENT.set(request_id)  # each request is a task, with a context of its own
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                response = MutableHeaders(scope=message)
                response[REQUEST_ID] = request_id
                for name, value in _HEADERS.items():
                    response.setdefault(name, value)
            await send(message)

        received, most = 0, route_of(scope["method"], scope["path"]).body

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413, f"The body is larger than {most:,} bytes. Send less at once.")
            return message

        try:
            if problem := self._problem(scope["method"], headers):
                await error_response(*problem)(scope, receive, send_with_headers)
            else:
                await self._app(scope, receive_within_limit, send_with_headers)
        except Exception:
            log.exception("request %s failed", request_id)
            if started:
                raise
            told = f"Something went wrong on our side. If it happens again, report request {request_id}."
            await error_response(500, "internal", told)(scope, receive, send_with_headers)

    def _problem(self, method: str, headers: Headers) -> tuple[int, str, str] | None:
        """Why a request is not taken: another site's page may neither name us as its own nor write to us."""
        host = headers.get("host", "")
        if _host_name(f"//{host}") not in self._hosts:
            return 400, "unknown_host", f"This server does not answer for {shown(host)}. Set ACCORD_PUBLIC_URL."
        origin = headers.get("origin")
        if method not in SAFE_METHODS and origin is not None and not self._ours(origin, host):
            return 403, "foreign_origin", f"Pages of {shown(origin)} may not write to this server."
        return None

    def _ours(self, origin: str, host: str) -> bool:
        """Whether a page is this very server's: one of another port has the same cookies."""
        return _host_name(origin) in self._hosts and urlsplit(origin).netloc.lower() in {host.lower(), self._public}


def _host_name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # "[::1" without its end, and the like
        return None
