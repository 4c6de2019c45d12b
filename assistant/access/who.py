"""Who asks, and what that allows."""

from dataclasses import dataclass
from typing import Literal

from vectorstore.roles import Role, Scope

SCOPES: tuple[Scope, ...] = ("ask", "draft", "admin")
"""Each allows what those before it allow."""
SCOPE_OF: dict[Role, Scope] = {"member": "ask", "staff": "draft", "admin": "admin"}

Kind = Literal["key", "user", "browser", "machine"]


@dataclass(frozen=True)
class Who:
    """Somebody who was let in."""

    kind: Kind
    """`browser`: somebody on this machine while the server is open; `machine`: its own command line."""
    id: str | None
    """Of the key, the person or the browser; null for a browser without a cookie, and for programs like it."""
    scope: Scope

    @property
    def owner(self) -> str | None:
        """Whose what they leave behind is: "user:ann"."""
        return f"{self.kind}:{self.id}" if self.id is not None else None

    @property
    def label(self) -> str:
        """As logs name them: what a browser's cookie holds opens its conversations, so it is left out."""
        return self.kind if self.id is None or self.kind == "browser" else f"{self.kind}:{self.id}"

    @property
    def open(self) -> bool:
        """Whether this is somebody whom nobody vouches for, so that only what they know can show what is theirs."""
        return self.kind == "browser"

    def may(self, scope: Scope) -> bool:
        """Whether their scope covers this one."""
        return SCOPES.index(self.scope) >= SCOPES.index(scope)


MACHINE = Who("machine", None, "admin")
