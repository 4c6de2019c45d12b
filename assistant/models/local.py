"""The language model on this machine: one engine, asked by many, one at a time."""

import threading
from collections import OrderedDict
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.models.child import EngineProcess
from assistant.models.model import Enough, Message, never
from assistant.models.pace import Pace
from assistant.models.turns import GivenUp, Turns

_REMEMBERED = 256
_WARM_WITHIN = 600.0

_Key = tuple[tuple[Message, ...], tuple[str, ...]]


class Engine(Protocol):
    """What does the reading, for one thread at a time."""

    def read(self, messages: Sequence[Message], choices: Sequence[str], given_up: GivenUp) -> dict[str, float]:
        """The probability of each choice; stops soon after `given_up` becomes true, with ModelCancelled."""

    def write(self, messages: Sequence[Message], most: int, given_up: GivenUp) -> Iterator[str]:
        """The reply in pieces, at most so many tokens; read to its end, which comes soon after `given_up`."""

    def close(self) -> None:
        """Let go of everything, at once."""


class LocalModel:
    """A `ChatModel` over one engine. The same question has the same answer for as long as it is remembered."""

    def __init__(self, engine: Engine, name: str = "local", turns: Turns | None = None) -> None:
        self.name = name
        self._engine = engine
        self._turns = turns or Turns()
        self._pace = Pace()
        # What was read before is cached in the engine and then computed in other portions: figures differ by 0.01.
        self._known: OrderedDict[_Key, dict[str, float]] = OrderedDict()

    @classmethod
    def load(cls, path: Path, name: str = "local", given_up: GivenUp = lambda: False) -> "LocalModel":
        """The model in a GGUF file, in a process of its own; takes 10 to 25 s.

        Raises:
            ModelFailed: the file cannot be loaded.
            ModelCancelled: `given_up` became true.
        """
        return cls(EngineProcess(path, given_up), name)

    @property
    def waiting(self) -> int:
        """How many askers wait or are being served."""
        return self._turns.waiting

    @property
    def expected(self) -> float:
        """As `ChatModel.expected` says."""
        return self._pace.expected(self.waiting)

    def choose(
        self,
        messages: Sequence[Message],
        choices: Sequence[str],
        *,
        timeout: float,
        stop: threading.Event,
        asker: str | None = None,
        enough: Enough = never,
    ) -> dict[str, float]:
        """As `ChatModel.choose` says."""
        if not messages or not choices or not all(choices):
            raise ValueError("A choice needs messages and words to choose from.")
        key = (tuple(messages), tuple(choices))
        if (known := self._known.get(key)) is not None:
            return dict(known)
        values = self._turns.take(
            lambda given_up: self._read(key, given_up), timeout=timeout, stop=stop, asker=asker, enough=enough
        )
        return dict(values)

    def write(
        self,
        messages: Sequence[Message],
        *,
        most: int,
        timeout: float,
        stop: threading.Event,
        asker: str | None = None,
    ) -> Generator[str, None, None]:
        """As `ChatModel.write` says."""
        return self._turns.stream(
            lambda given_up: self._engine.write(messages, most, given_up), timeout=timeout, stop=stop, asker=asker
        )

    def warm(self, messages: Sequence[Message], given_up: GivenUp = lambda: False) -> None:
        """Read what many questions begin with, so that they need not (a minute for 3,000 tokens).

        Raises:
            ModelError: it was not read.
        """
        self._turns.take(
            lambda over: self._engine.read(messages, (), lambda: over() or given_up()),
            timeout=_WARM_WITHIN,
            stop=threading.Event(),
        )

    def close(self) -> None:
        """Give up whatever waits or runs, and end the engine."""
        self._turns.shut()
        self._engine.close()
        self._turns.close()

    def _read(self, key: _Key, given_up: GivenUp) -> dict[str, float]:
        """One reading, remembered; on the queue's thread, so that nobody else writes."""
        with self._pace.reading():
            values = self._engine.read(*key, given_up)
        self._known[key] = values
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return values
