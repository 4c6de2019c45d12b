"""The other side of `assistant.models.engine`: its process, started, asked, stopped and ended."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any

from assistant.models.model import Message, ModelCancelled, ModelFailed, ModelGone
from assistant.models.turns import GivenUp

_PAUSE = 0.02
_STOPS_WITHIN = 30.0
"""Seconds that a reading has to notice that it is stopped; one that does not is ended with its process."""

log = logging.getLogger(__name__)


class EngineProcess:
    """A language model in a child process. Its methods but `close` are for one thread at a time."""

    def __init__(self, path: Path, given_up: GivenUp = lambda: False) -> None:
        """Starts the process and waits until the model is loaded (10 to 25 s).

        Raises:
            ModelFailed: the file cannot be loaded.
            ModelCancelled: `given_up` became true.
        """
        command = [sys.executable, "-m", "assistant.models.engine", str(path)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8", errors="backslashreplace"
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._requests: IO[str] = self._process.stdin
        self._replies: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        listening = threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        listening.start()
        threading.Thread(target=_note_printed, args=(self._process.stderr,), daemon=True).start()
        try:
            reply = self._reply(given_up)
            if reply is None:
                raise ModelCancelled("The language model was not loaded, since the program is ending.")
            if "failed" in reply:
                raise ModelFailed(f"The language model {str(path)!r} cannot be loaded: {reply['failed']}")
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """Of the child process."""
        return self._process.pid

    def read(self, messages: Sequence[Message], choices: Sequence[str], given_up: GivenUp) -> dict[str, float]:
        """The probability of each choice; without choices, the messages are read into the cache and nothing given.

        Raises:
            ModelCancelled: `given_up` became true; the process is free again.
            ModelGone: the process has ended.
            ModelFailed: it could not answer this.
            ValueError: two choices share their first token.
        """
        replies = self._asked({"messages": _plain(messages), "choices": list(choices)}, given_up)
        values: dict[str, float] = next(replies)["values"]
        return values

    def write(self, messages: Sequence[Message], most: int, given_up: GivenUp) -> Iterator[str]:
        """The reply in pieces, at most so many tokens. Raises as `read`; is to be read to its end."""
        for reply in self._asked({"messages": _plain(messages), "most": most}, given_up):
            if "piece" in reply:
                yield reply["piece"]

    def close(self) -> None:
        """End the process at once; it keeps nothing."""
        self._process.kill()
        self._process.wait()

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._requests.write(json.dumps(message) + "\n")
            self._requests.flush()
        except OSError as error:
            raise self._gone() from error

    def _asked(self, request: dict[str, Any], given_up: GivenUp) -> Iterator[dict[str, Any]]:
        """The replies to a request, of which the last has values."""
        self._send(request)
        while True:
            reply = self._reply(given_up)
            if reply is None:
                self._send({"stop": True})
                self._freed()
                raise ModelCancelled("The language model was stopped.")
            if "invalid" in reply:
                raise ValueError(reply["invalid"])
            if "failed" in reply:
                raise ModelFailed(f"The language model could not answer: {reply['failed']}")
            yield reply
            if "values" in reply:
                return

    def _reply(self, given_up: GivenUp) -> dict[str, Any] | None:
        """The next reply; None where nobody wants it any more."""
        while True:
            try:
                reply = self._replies.get(timeout=_PAUSE)
            except Empty:
                if given_up():
                    return None
                continue
            if reply is None:
                raise self._gone()
            return reply

    def _freed(self) -> None:
        """Wait until the process has let go of what it was stopped in."""
        try:
            while (reply := self._replies.get(timeout=_STOPS_WITHIN)) is not None:
                if "piece" not in reply:
                    return
        except Empty:
            log.error("the language model did not stop within %.0f s; its process is ended", _STOPS_WITHIN)
            self.close()
        raise self._gone()

    def _gone(self) -> ModelGone:
        self._replies.put(None)  # whoever asks next hears it too
        return ModelGone(f"The process of the language model has ended (code {self._process.wait()}).")

    def _listen(self, lines: IO[str]) -> None:
        for line in lines:
            self._replies.put(json.loads(line))
        self._replies.put(None)


def _note_printed(lines: IO[str]) -> None:
    """Log what libraries print there; the log knows whether it may be shown."""
    for line in lines:
        if text := line.strip():
            log.info("the process of the language model printed %d characters", len(text), extra={"printed": text})


def _plain(messages: Sequence[Message]) -> list[tuple[str, str]]:
    return [(each.role, each.text) for each in messages]
