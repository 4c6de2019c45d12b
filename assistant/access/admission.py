"""Who asks, from what a request brings with it: a key, a session, the word of a trusted proxy, or nothing.

Without a key and without people the server is open, and it then listens on this machine alone. Since neither rows of
keys nor of people are ever deleted, a server that was guarded once does not fall open again.
"""

import hmac
import secrets
from dataclasses import dataclass

from assistant.access.keys import Keys
from assistant.access.people import People
from assistant.access.proxy import TrustedProxy
from assistant.access.who import MACHINE, SCOPE_OF, Who
from vectorstore.accounts import Accounts
from vectorstore.documents import text_hash


@dataclass(frozen=True)
class Brought:
    """What a request brings with it."""

    address: str
    """Of the other end of the connection."""
    authorization: str = ""
    session: str = ""
    browser: str = ""
    proxy_user: str = ""
    forwarded_for: str = ""


class Admission:
    """Lets people and programs in."""

    def __init__(self, accounts: Accounts, machine_token: str, proxy: TrustedProxy | None) -> None:
        self.keys = Keys(accounts)
        self.people = People(accounts)
        self._accounts = accounts
        self._machine_token = machine_token
        self.proxy = proxy

    @property
    def guarded(self) -> bool:
        """Whether anybody has to say who they are."""
        return self.proxy is not None or self._accounts.any()

    def who(self, brought: Brought) -> Who | None:
        """Who asks; null where nobody is let in so.

        Raises:
            RecordsError: the keys and people cannot be read.
        """
        scheme, _, token = brought.authorization.partition(" ")
        if scheme.lower() == "bearer" and token:
            if hmac.compare_digest(token.encode(), self._machine_token.encode()):
                return MACHINE
            if known := self.keys.who(token.strip()):
                return known
            return None if self.guarded else _open(brought)
        if (named := self._named(brought)) is not None:
            return named
        if brought.session and (signed_in := self.people.who(brought.session)) is not None:
            return signed_in
        return None if self.guarded else _open(brought)

    def address(self, brought: Brought) -> str:
        """Where a request comes from: a trusted proxy names who is behind it, and nobody else is believed."""
        return brought.address if self.proxy is None else self.proxy.behind(brought.address, brought.forwarded_for)

    def _named(self, brought: Brought) -> Who | None:
        """Whom a trusted proxy has signed in."""
        if self.proxy is None or not brought.proxy_user or not self.proxy.at(brought.address):
            return None
        known = self.people.known(brought.proxy_user)
        if known is None and self.proxy.role is not None:
            return Who("user", brought.proxy_user, SCOPE_OF[self.proxy.role])
        return known


def new_browser() -> str:
    """What the cookie of a browser holds while the server is open: 256 random bits."""
    return secrets.token_urlsafe(32)


def _open(brought: Brought) -> Who:
    kept = text_hash(brought.browser)[:32] if brought.browser else None
    return Who("browser", kept, "admin")
