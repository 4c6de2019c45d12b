"""API keys: made, shown once, kept as a hash, compared in constant time.

A key is `acc_ID_SECRET`: eight letters and digits that may be shown, and 256 random bits. For those a plain SHA-256 is
enough; a slow hash protects what people make up.
"""

import hmac
import re
import secrets
import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.access.who import Who
from assistant.errors import AssistantError, shown
from vectorstore.accounts import Accounts, Act, StoredKey, now_text
from vectorstore.documents import text_hash
from vectorstore.roles import Scope

PREFIX = "acc"
_KEY = re.compile(rf"{PREFIX}_(?P<id>[a-z0-9]{{8}})_(?P<secret>[A-Za-z0-9_-]{{43}})")
_DURATION = re.compile(r"(?P<count>\d{1,4})(?P<unit>[dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_NOTED_EVERY = 60
"""Seconds between two notes of when a key was used."""
LONGEST_NAME = 100


class AccessError(AssistantError):
    """A key or a person cannot be made or changed so."""

    code = "access"


class Keys:
    """The keys of one store."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def create(self, name: str, scope: Scope, expires_at: str | None, by: str) -> tuple[str, StoredKey]:
        """A new key, and what is kept of it; the key itself is nowhere else.

        Raises:
            AccessError: the name cannot be used.
        """
        key_id = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(8))
        key = _made(key_id)
        stored = StoredKey(key_id, checked_name(name), scope, text_hash(key), now_text(), expires_at)
        until = f" until {expires_at[:10]}" if expires_at else ""
        self._accounts.put_key(stored, Act(stored.created_at, by, "key created", f"{key_id} ({name}): {scope}{until}"))
        return key, stored

    def rotate(self, key_id: str, by: str) -> tuple[str, StoredKey]:
        """Another secret for a key, which keeps what it owns; what it was before opens nothing from now on.

        Raises:
            AccessError: there is no such key, or it opens nothing any more.
        """
        old = self._accounts.key(key_id)
        if old is None or not old.valid(now_text()):
            raise unknown_key(key_id)
        key = _made(key_id)
        fresh = replace(old, hash=text_hash(key), last_used_at=None)
        self._accounts.put_key(fresh, Act(now_text(), by, "key rotated", key_id))
        return key, fresh

    def revoke(self, key_id: str, by: str) -> None:
        """From now on this key opens nothing.

        Raises:
            AccessError: there is no such key, or it was revoked before.
        """
        if not self._accounts.revoke_key(key_id, Act(now_text(), by, "key revoked", key_id)):
            raise unknown_key(key_id)

    def who(self, key: str) -> Who | None:
        """Whose key this is, where it is one that opens something now."""
        match = _KEY.fullmatch(key)
        stored = self._accounts.key(match["id"]) if match else None
        # Compared even where there is no such key, so that the time taken does not tell.
        right = hmac.compare_digest(text_hash(key), stored.hash if stored else text_hash(""))
        now = now_text()
        if stored is None or not right or not stored.valid(now):
            return None
        if stored.last_used_at is None or _seconds(stored.last_used_at, now) > _NOTED_EVERY:
            self._accounts.key_used(stored.id, now)
        return Who("key", stored.id, stored.scope)


def expiry(text: str) -> str | None:
    """When a key ends, from "90d", "12m", "2y", "2027-01-31" or "never".

    Raises:
        AccessError: it is none of these, or in the past.
    """
    now = datetime.now(UTC)
    if text == "never":
        return None
    if match := _DURATION.fullmatch(text):
        end = now + timedelta(days=int(match["count"]) * _DAYS[match["unit"]])
    else:
        try:
            end = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) + timedelta(days=1)
        except ValueError:
            told = "Give a time such as 90d, 12m or 1y, a date such as 2027-01-31, or never."
            raise AccessError(f"{shown(text)} does not say when the key ends. {told}", code="expiry") from None
    if end <= now:
        raise AccessError(f"{shown(text)} is in the past. Give a later date.", code="expiry")
    return end.isoformat(timespec="milliseconds")


def checked_name(name: str) -> str:
    """A name as it is kept, without white space at its ends.

    Raises:
        AccessError: it is empty, too long, or has signs that are not seen.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise AccessError(f"{shown(name)} cannot be a name. Use 1 to {LONGEST_NAME} visible characters.", code="name")
    return name


def unknown_key(key_id: str) -> AccessError:
    """There is no such key to be changed."""
    told = f"There is no key {shown(key_id)} that still opens anything. accord keys list names them."
    return AccessError(told, code="unknown_key")


def _made(key_id: str) -> str:
    return f"{PREFIX}_{key_id}_{secrets.token_urlsafe(32)}"


def _seconds(earlier: str, later: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()
