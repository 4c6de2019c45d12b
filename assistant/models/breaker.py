"""A provider that fails is left alone for a while.

pybreaker would be the library for it, but it takes whoever left before there was an outcome for a success.
"""

import time
from collections.abc import Callable

from assistant.models.model import ModelFailed

MOST, REST = 3, 30.0
"""Failures in a row after which nobody asks, and for how many seconds."""


class Breaker:
    """Counts failures in a row; after `most` of them nobody may ask for `rest` seconds, and then one at a time.

    For one thread. Who asks says `enter` before and one of `succeeded`, `failed` and `left` after.
    """

    def __init__(self, most: int = MOST, rest: float = REST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._rest = rest
        self._clock = clock
        self._failures = 0
        self._until = 0.0
        self._problem = ""

    def enter(self) -> None:
        """Lets the caller ask.

        Raises:
            ModelFailed: it is not to be asked now; says what went wrong before.
        """
        left = self._until - self._clock()
        if self._failures >= self._most and left > 0:
            raise ModelFailed(f"{self._problem} It failed so often that it is not asked again for {left:.0f} s.")
        self._until = self._clock() + self._rest  # where it failed before, others wait for what this one finds

    def succeeded(self) -> None:
        """It answered."""
        self._failures = 0

    def failed(self, problem: str) -> None:
        """It did not answer; `problem` is a sentence."""
        self._failures += 1
        self._problem = problem
        self._until = self._clock() + self._rest

    def left(self) -> None:
        """Whoever asked has gone, or it was the question's fault: nothing is known, and the next one may ask."""
        self._until = min(self._until, self._clock())
