"""Passwords, hashed with Argon2id; the only door to argon2."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from assistant.access.keys import AccessError

SHORTEST, LONGEST = 12, 1000
"""Characters."""
_hasher = PasswordHasher()
_NOBODYS = _hasher.hash("nobody's password")
# A hash takes 64 MB and a tenth of a second of all cores: many at once would be an attack in itself.
_AT_ONCE = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """A password as it is kept.

    Raises:
        AccessError: it is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccessError(
            f"The password has {len(password):,} characters; use {SHORTEST} to {LONGEST:,}. Several words are good.",
            code="password",
        )
    with _AT_ONCE:
        return _hasher.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether this is the password; takes as long where there is none."""
    with _AT_ONCE:
        try:
            right = _hasher.verify(stored or _NOBODYS, password[:LONGEST])
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False
    return right and stored is not None


def outdated(stored: str) -> bool:
    """Whether a hash was made with parameters that are not today's."""
    return _hasher.check_needs_rehash(stored)
