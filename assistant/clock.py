"""How long each step of an answer takes."""

import time

from assistant.answers import Timings


class Clock:
    """Milliseconds per step, from when it is made."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        """The step, by its name in `Timings`, has ended."""
        now = time.perf_counter()
        self._laps[step] = round((now - self._last) * 1000, 2)
        self._last = now

    def timings(self) -> Timings:
        """All that was measured, and the time in all until now."""
        return Timings(**self._laps, total=round((time.perf_counter() - self._start) * 1000, 2))
