"""Engines for tests of what is around them: slow, and careful to stop."""

import threading
import time

from assistant.models.model import ModelCancelled


class SlowEngine:
    """Takes its time over every reading, in small steps, and remembers whom it read for."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.read_for: list[str] = []
        self.warmed: list[str] = []
        self.stopped = threading.Event()
        self.closed = False
        self.error: Exception | None = None

    def read(self, messages, choices, given_up):
        text = messages[-1].text
        (self.read_for if choices else self.warmed).append(text)
        until = time.monotonic() + self.seconds
        while time.monotonic() < until:
            if given_up():
                self.stopped.set()
                raise ModelCancelled("stopped")
            time.sleep(0.01)
        if self.error is not None:
            raise self.error
        return dict.fromkeys(choices, 1 / (len(choices) + 1))

    def write(self, messages, most, given_up):
        """One word at a time, as many as it may, with `seconds` before each."""
        self.read_for.append(messages[-1].text)
        for number in range(most):
            until = time.monotonic() + self.seconds
            while time.monotonic() < until:
                if given_up():
                    self.stopped.set()
                    raise ModelCancelled("stopped")
                time.sleep(0.01)
            if self.error is not None and number:
                raise self.error
            yield f"word{number} "

    def close(self):
        self.closed = True
