"""Whose a tab of the page is: gradio hands what is asked in a tab to whoever names it, and names can be overseen."""

import re
from collections import OrderedDict

from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.access.who import Who
from assistant.api.errors import error_response

REMEMBERED = 100_000
"""Tabs; a tab is open for hours at most, and the oldest are forgotten first."""
_HEARTBEAT = re.compile(r"/gradio_api/heartbeat/(?P<tab>[^/]+)")
_DATA = "/gradio_api/queue/data"


class Tabs:
    """ASGI middleware inside of the guard: a tab is listened to by whoever was the first to, and by nobody else.

    The page listens from its beginning, before anything is asked. While the server is open nobody can be told apart.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._listeners = OrderedDict[str, str]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and (tab := _tab(scope)) is not None and not self._may_listen(scope, tab):
            await error_response(404, "unknown_tab", "There is no such tab.")(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _may_listen(self, scope: Scope, tab: str) -> bool:
        who: Who = scope["state"]["who"]
        if who.open:
            return True
        first = self._listeners.setdefault(tab, who.label)
        if len(self._listeners) > REMEMBERED:
            self._listeners.popitem(last=False)
        return first == who.label


def _tab(scope: Scope) -> str | None:
    """The tab that a request listens to."""
    if scope["path"] == _DATA:
        return QueryParams(scope["query_string"]).get("session_hash")
    match = _HEARTBEAT.fullmatch(scope["path"])
    return match["tab"] if match else None
