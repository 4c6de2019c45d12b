"""Our cookies: never readable by scripts, never sent from another site, and only over TLS where people come by it."""

from http.cookies import SimpleCookie
from typing import Literal

Name = Literal["accord_session", "accord_browser"]
SESSION: Name = "accord_session"
BROWSER: Name = "accord_browser"
_YEAR = 365 * 24 * 3600


class Cookies:
    """Makes the values of Set-Cookie."""

    def __init__(self, *, secure: bool) -> None:
        """`secure`: people reach the server over TLS."""
        self._secure = secure

    def name(self, name: Name) -> str:
        """The name as it is sent: `__Host-` binds a cookie to this host, and browsers take it only over TLS."""
        return f"__Host-{name}" if self._secure else name

    def session(self, token: str, seconds: int) -> str:
        """Somebody is signed in; no seconds: not any more."""
        return self._made(SESSION, token, seconds)

    def browser(self, token: str) -> str:
        """A browser is known again, so that it finds its conversations."""
        return self._made(BROWSER, token, _YEAR)

    def _made(self, name: Name, value: str, seconds: int) -> str:
        cookie = SimpleCookie({self.name(name): value})
        morsel = cookie[self.name(name)]
        morsel["path"], morsel["samesite"], morsel["max-age"] = "/", "Lax", str(seconds)
        morsel["httponly"], morsel["secure"] = True, self._secure
        return str(morsel.OutputString())
