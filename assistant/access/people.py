"""People: added by name and role, signed in by password, remembered by a session."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from assistant.access.keys import AccessError, checked_name
from assistant.access.passwords import hashed, matches, outdated
from assistant.access.who import SCOPE_OF, Who
from assistant.errors import shown
from vectorstore.accounts import Accounts, Act, Person, now_text
from vectorstore.documents import text_hash
from vectorstore.roles import Role

SIGNED_IN_FOR = timedelta(days=14)


@dataclass(frozen=True)
class SignedIn:
    """Somebody who has just signed in."""

    who: Who
    token: str
    """What their browser shows from now on."""


class People:
    """The people of one store."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def add(self, name: str, role: Role, password: str | None, by: str) -> None:
        """Somebody new; without a password they only come through a proxy that has signed them in.

        Raises:
            AccessError: the name is taken or cannot be used, or the password cannot.
        """
        name = checked_name(name)
        if self._accounts.person(name) is not None:
            told = "To change the role or the password: accord users role, accord users password."
            raise AccessError(f"There is a person {shown(name)} already. {told}", code="name_taken")
        kept = hashed(password) if password is not None else None
        person = Person(name, role, kept, now_text())
        self._accounts.put_person(person, Act(person.created_at, by, "person added", f"{name}: {role}"))

    def change(self, name: str, by: str, *, role: Role | None = None, password: str | None = None) -> None:
        """Another role or another password; wherever the person is signed in, they have to sign in again.

        Raises:
            AccessError: there is nobody of that name, or the password cannot be used.
        """
        person = self._accounts.person(name)
        if person is None:
            raise unknown_person(name)
        if role is not None:
            person = replace(person, role=role)
        if password is not None:
            person = replace(person, password_hash=hashed(password))
        what = "role changed" if role is not None else "password changed"
        self._accounts.put_person(person, Act(now_text(), by, what, f"{name}: {role}" if role else name))

    def remove(self, name: str, by: str) -> None:
        """Nobody of that name any more.

        Raises:
            AccessError: there is nobody of that name.
        """
        if not self._accounts.remove_person(name, Act(now_text(), by, "person removed", name)):
            raise unknown_person(name)

    def sign_in(self, name: str, password: str) -> SignedIn | None:
        """Somebody, where name and password fit; takes as long where they do not."""
        person = self._accounts.person(name)
        right = matches(password, person.password_hash if person else None)
        if person is None or not right:
            return None
        if person.password_hash is not None and outdated(person.password_hash):
            self._accounts.rehash(name, hashed(password))
        token = secrets.token_urlsafe(32)
        ends = (datetime.now(UTC) + SIGNED_IN_FOR).isoformat(timespec="milliseconds")
        self._accounts.add_session(text_hash(token), name, ends)
        return SignedIn(_who(person), token)

    def sign_out(self, token: str) -> None:
        """This session is over."""
        self._accounts.end_session(text_hash(token))

    def who(self, token: str) -> Who | None:
        """Who is signed in with this session."""
        person = self._accounts.session_person(text_hash(token), now_text())
        return _who(person) if person is not None else None

    def known(self, name: str) -> Who | None:
        """Somebody of this name, whom a proxy has signed in."""
        person = self._accounts.person(name)
        return _who(person) if person is not None else None


def unknown_person(name: str) -> AccessError:
    """There is nobody of that name."""
    return AccessError(f"There is nobody named {shown(name)}. accord users list names them.", code="unknown_person")


def _who(person: Person) -> Who:
    return Who("user", person.name, SCOPE_OF[person.role])
