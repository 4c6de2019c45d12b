"""How long a model takes for a reading, by the last few of them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

RECENT = 9
"""Readings whose median counts."""


class Pace:
    """Readings are noted on one thread; what is expected may be asked from any."""

    def __init__(self) -> None:
        self._last: tuple[float, ...] = ()
        self._median = 0.0

    def expected(self, waiting: int, at_once: int = 1) -> float:
        """Seconds in which a reading that is asked for now should be done, its own time counted, where so many wait or
        are being read for and so many are read at once. 0 where it would begin at once, or nothing was read yet.
        """
        return 0.0 if waiting < at_once else (waiting // at_once + 1) * self._median

    @contextmanager
    def reading(self) -> Iterator[None]:
        """The block is one reading."""
        start, whole = time.monotonic(), False
        try:
            yield
            whole = True
        finally:
            seconds = time.monotonic() - start
            if whole or seconds > self._median:  # what was given up would have taken longer still
                self._last = (*self._last, seconds)[-RECENT:]
                self._median = median(self._last)
