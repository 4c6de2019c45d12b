"""What is logged while a test runs, as the server would write it."""

import io
import json
import time
from contextlib import contextmanager

from assistant import logs


class Written(io.StringIO):
    """What was written, and its lines as values."""

    def __init__(self, terminal=False):
        super().__init__()
        self._terminal = terminal
        self.broken = False

    def write(self, text):
        if self.broken:
            raise BrokenPipeError
        return super().write(text)

    def isatty(self):
        return self._terminal

    @property
    def lines(self):
        return [json.loads(line) for line in self.getvalue().split("\n")[:-1]]

    def of(self, count, seconds=20):
        """The lines, once there are so many; a response has come before its line is written."""
        end = time.monotonic() + seconds
        while len(self.lines) < count and time.monotonic() < end:
            time.sleep(0.02)
        assert len(self.lines) == count
        return self.lines

    def requests(self, route):
        return [line for line in self.lines if line["message"] == "request" and line["route"] == route]


@contextmanager
def logged(level="info", form="json", *, texts=False, terminal=False):
    written = Written(terminal)
    with logs.written(level, form, texts=texts, stream=written):
        yield written
