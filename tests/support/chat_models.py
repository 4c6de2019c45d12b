"""A chat model for tests of what goes by its word: it says what it is told to say."""

import time

from assistant.models.model import ModelCancelled, ModelTimeout, never


class ToldModel:
    """Says Yes with this probability and writes what it is told to; remembers what it was asked, when and by whom."""

    name = "local:told"
    waiting = 0

    def __init__(self) -> None:
        self.be()

    def be(self, yes=0.9, *, writes="", pause=0.0, fails=None, seconds=0.0, error=None, expected=0.0):
        """What it says from now on, how long it takes, and with which error it ends; what it was asked is forgotten.

        `fails` is after how many words its writing ends, and with which error.
        """
        self.yes, self.writes, self.pause, self.fails = yes, writes, pause, fails
        self.written = self.pieces = 0
        self.finished = False
        self.seconds, self.error, self.expected = seconds, error, expected
        self.asked = []
        self.askers = []
        self.begun = []
        return self

    def choose(self, messages, choices, *, timeout, stop, asker=None, enough=never):
        start = time.monotonic()
        self.asked.append(tuple(messages))
        self.askers.append(asker)
        self.begun.append(start)
        while time.monotonic() < start + self.seconds:
            if stop.wait(0.005):
                raise ModelCancelled("Whoever asked has gone.")
            if time.monotonic() > start + timeout or enough():
                raise ModelTimeout("It takes too long.")
        if self.error is not None:
            raise self.error
        return {choice: self.yes if choice == "Yes" else 1 - self.yes for choice in choices}

    def write(self, messages, *, most, timeout, stop, asker=None):
        """What it is told to, word by word; `most` is not kept to."""
        self.asked.append(tuple(messages))
        self.written += 1
        self.finished = False
        for at, word in enumerate(self.writes.split(" ")):
            if stop.wait(self.pause):
                raise ModelCancelled("Whoever asked has gone.")
            if self.fails is not None and at >= self.fails[0]:
                raise self.fails[1]
            self.pieces += 1
            yield f"{word} "
        self.finished = True
