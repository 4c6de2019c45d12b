"""Deleting conversations that are older than they may become, while the server runs."""

import logging
import threading

from vectorstore.errors import StoreError
from vectorstore.forgetting import Which, days_ago, forget
from vectorstore.records import Records

_EVERY = 3600.0
"""Seconds from one time to the next."""

log = logging.getLogger(__name__)


class Retention:
    """One thread that deletes what is too old, at once and then every hour, until it is closed."""

    def __init__(self, records: Records, days: int, every: float = _EVERY) -> None:
        """`days` after its last answer a conversation is deleted; `every` is in seconds."""
        self._records = records
        self._days = days
        self._every = every
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="accord-retention", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def close(self) -> None:
        """Stop, once what is being deleted is deleted; the rest stays for the next start."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                gone = forget(self._records, Which(last_before=days_ago(self._days)), self._closing.is_set)
            except StoreError as error:
                log.warning("retention: %s Tried again in an hour.", error)
            else:
                log.info(
                    "retention: deleted %d conversations with %d answers, last used more than %d days ago%s",
                    gone.conversations,
                    gone.answers,
                    self._days,
                    "" if gone.wiped else "; the database's log still holds what was deleted, and is emptied next time",
                )
            self._closing.wait(self._every)
