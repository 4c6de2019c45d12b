"""How far an ingest is, for whoever waits: documents done, clauses stored so far and in a second."""

import time
from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

_EVERY = 1.0
"""Seconds between two tellings while texts are embedded: what is told may be written to a log."""


class Telling:
    """Tells of so many documents that are read and stored some at a time."""

    def __init__(self, progress: Progress, documents: int) -> None:
        self._progress = progress
        self._total = documents
        self._documents = 0
        self._clauses = 0
        self._start = self._told = time.monotonic()

    def reading(self, shown: str) -> None:
        """One document is looked at; it may not need to be stored."""
        self._progress(shown, self._documents, self._total)

    def storing(self, documents: int, clauses: int) -> Callable[[int, int], None]:
        """What to call while these are embedded, with how many texts are and how many there are."""

        def embedded(done: int, of: int) -> None:
            now = time.monotonic()
            if done < of and now < self._told + _EVERY:
                return
            self._told = now
            stored = self._clauses + clauses * done // of
            rate = stored / max(now - self._start, 1e-3)
            what = f"{stored:,} clauses, {rate:.0f} a second"
            self._progress(what, self._documents + documents * done // of, self._total)

        return embedded

    def passed(self, documents: int, clauses: int) -> None:
        """Documents are done with, and so many clauses of them were new."""
        self._documents += documents
        self._clauses += clauses

    def done(self) -> None:
        """All are."""
        self._progress("done", self._total, self._total)
