"""A chat model for tests of what goes by its word: it says what it is told to say."""

import time

from assistant.models.model import ModelCancelled, ModelTimeout


class ToldModel:
    """Says Yes with this probability; remembers what it was asked, when and by whom."""

    name = "told"

    def __init__(self) -> None:
        self.be()

    def be(self, yes=0.9, *, seconds=0.0, error=None, waiting=0):
        """What it says from now on, how long it takes, and with which error it ends; what it was asked is forgotten."""
        self.yes, self.seconds, self.error, self.waiting = yes, seconds, error, waiting
        self.asked = []
        self.askers = []
        self.begun = []
        return self

    def choose(self, messages, choices, *, timeout, stop, asker=None):
        start = time.monotonic()
        self.asked.append(tuple(messages))
        self.askers.append(asker)
        self.begun.append(start)
        while time.monotonic() < start + self.seconds:
            if stop.wait(0.005):
                raise ModelCancelled("Whoever asked has gone.")
            if time.monotonic() > start + timeout:
                raise ModelTimeout("It takes too long.")
        if self.error is not None:
            raise self.error
        return {choice: self.yes if choice == "Yes" else 1 - self.yes for choice in choices}
