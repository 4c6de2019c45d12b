"""How much one asker may ask, and all of them at once; the only door to limits.

Counted in this process, which is the only one that serves a data folder, and anew after a start.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from time import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.access.who import Who
from assistant.errors import AssistantError

EACH_MINUTE, EACH_AT_ONCE = 60, 8
READS = 12
"""Other requests that one question stands for: pages and programs read more often than people ask."""
ATTEMPTS, ATTEMPTS_FROM = 10, 40
"""Failed attempts to sign in, for one name and from one address."""
ATTEMPTS_WITHIN = 15
"""Minutes."""
_RETRY_AT_ONCE = 1


class TooMany(AssistantError):
    """Somebody asks too much; `after` is when to try again, in whole seconds."""

    code = "too_many_requests"

    def __init__(self, message: str, after: int) -> None:
        super().__init__(message)
        self.after = after


class Overloaded(AssistantError):
    """All of them together ask too much; `after` is when to try again, in whole seconds."""

    code = "busy"
    after = _RETRY_AT_ONCE


@dataclass(frozen=True)
class Left:
    """What one asker has left of a minute."""

    limit: int
    remaining: int
    reset: int
    """Whole seconds until there is more."""


class Limits:
    """Counts questions and reads by asker."""

    def __init__(self, *, each_minute: int | None, each_at_once: int | None, at_once: int) -> None:
        """How many questions one asker may send in a minute and at the same time, and all of them at the same time.

        Null: `EACH_MINUTE` and `EACH_AT_ONCE` of those that are known, and no limit of their own for others, who can
        only be on this machine.
        """
        self._each_minute, self._each_at_once, self._at_once = each_minute, each_at_once, at_once
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._running = Counter[str]()
        self._changing = threading.Lock()

    def count(self, who: Who | None, address: str, *, question: bool) -> Left | None:
        """One more request; null where there is no limit.

        Raises:
            TooMany: this asker has none left.
        """
        most = _limit(who, self._each_minute, EACH_MINUTE)
        if most is None:
            return None
        item = RateLimitItemPerMinute(most if question else most * READS, namespace="question" if question else "read")
        asker = _asker(who, address)
        taken = self._window.hit(item, asker)
        stats = self._window.get_window_stats(item, asker)
        left = Left(item.amount, stats.remaining, max(ceil(stats.reset_time - time()), 1))
        if not taken:
            many = f"{item.amount:,} {'questions' if question else 'requests'} a minute"
            raise TooMany(f"This is more than {many}. Try again in {left.reset} s.", left.reset)
        return left

    @contextmanager
    def running(self, who: Who | None, address: str) -> Iterator[None]:
        """One question is being answered.

        Raises:
            TooMany: this asker has too many running.
            Overloaded: all together have.
        """
        asker, most = _asker(who, address), _limit(who, self._each_at_once, EACH_AT_ONCE)
        with self._changing:
            if most is not None and self._running[asker] >= most:
                told = f"{most} of your questions are being answered. Wait for one of them."
                raise TooMany(told, _RETRY_AT_ONCE)
            if self._running.total() >= self._at_once:
                raise Overloaded("Too many questions are being answered at the moment. Try again in a second.")
            self._running[asker] += 1
        try:
            yield
        finally:
            with self._changing:
                self._running[asker] -= 1
                self._running += Counter()  # forgets those with none


def _asker(who: Who | None, address: str) -> str:
    """Whose share a request takes: of a key, of a person, or of where it comes from."""
    return address if who is None or who.open or who.owner is None else who.owner


def _limit(who: Who | None, is_set: int | None, otherwise: int) -> int | None:
    """What is set goes for all but this machine's own command line."""
    if who is not None and who.kind == "machine":
        return None
    return otherwise if is_set is None and (who is None or not who.open) else is_set


class Attempts:
    """Holds back who tries to guess a password."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._of = RateLimitItemPerMinute(ATTEMPTS, ATTEMPTS_WITHIN, namespace="name")
        self._from = RateLimitItemPerMinute(ATTEMPTS_FROM, ATTEMPTS_WITHIN, namespace="address")

    def check(self, name: str, address: str) -> None:
        """Whether another attempt is looked at.

        Raises:
            TooMany: too many have failed.
        """
        for item, key in ((self._of, name), (self._from, address)):
            if not self._window.test(item, key):
                after = max(ceil(self._window.get_window_stats(item, key).reset_time - time()), 1)
                raise TooMany("Too many attempts to sign in have failed. Try again in a quarter of an hour.", after)

    def failed(self, name: str, address: str) -> None:
        """An attempt has failed."""
        self._window.hit(self._of, name)
        self._window.hit(self._from, address)
