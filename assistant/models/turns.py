"""One at a time: work for a model waits here, and askers take turns."""

import itertools
import logging
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from assistant.models.model import Enough, ModelBusy, ModelCancelled, ModelError, ModelFailed, ModelTimeout, never

GivenUp = Callable[[], bool]
"""True once nobody wants the result any more; work looks at it as often as it can."""

PLACES, PLACES_EACH = 20, 8
"""How many may wait or be served at once, in all and of one asker."""
_PAUSE = 0.02
_ENDS_WITHIN = 5.0

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Turn:
    number: int
    asker: str | None
    work: Callable[[GivenUp], Any]
    until: float
    stop: threading.Event
    closed: threading.Event
    enough: Enough
    left: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)
    value: Any = None
    error: Exception | None = None

    def given_up(self) -> bool:
        over = self.stop.is_set() or self.left.is_set() or self.closed.is_set()
        return over or self.late()

    def late(self) -> bool:
        return time.monotonic() >= self.until or self.enough()

    def reason(self) -> ModelError | None:
        """Why it is given up, if it is."""
        if self.stop.is_set():
            return ModelCancelled("The question to the language model was stopped. Ask again if you need it.")
        if self.closed.is_set():
            return ModelCancelled("The language model is being closed. Ask again when the program has started anew.")
        if self.late():
            return ModelTimeout("The language model did not answer in time. Try again, or ask for judge 'quick'.")
        return None


class Turns:
    """Does work on one thread of its own. Of those who wait, the asker whose last turn is longest ago is next."""

    def __init__(self, places: int = PLACES, places_each: int = PLACES_EACH) -> None:
        self._places, self._places_each = places, places_each
        self._changed = threading.Condition()
        self._waiting: list[_Turn] = []
        self._running: _Turn | None = None
        self._served: dict[str | None, int] = {}
        self._numbers = itertools.count(1)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work_through, name="accord-model", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many wait or are being served."""
        with self._changed:
            return len(self._taken())

    def take(
        self,
        work: Callable[[GivenUp], T],
        *,
        timeout: float,
        stop: threading.Event,
        asker: str | None = None,
        enough: Enough = never,
    ) -> T:
        """What `work` gives, done when it is this asker's turn.

        Raises:
            ModelBusy: every place is taken; nothing was waited for.
            ModelTimeout: `timeout` seconds have passed, in the queue or at work, or it was `enough`.
            ModelCancelled: `stop` was set, or the queue closed.
            ModelFailed: the work failed with an error that is not one of ours.
        """
        turn = self._enter(work, timeout, stop, asker, enough)
        while not turn.done.wait(_PAUSE):
            if reason := turn.reason():
                self._leave(turn)
                raise reason
        _raise_for(turn)
        value: T = turn.value
        return value

    def stream(
        self, work: Callable[[GivenUp], Iterator[T]], *, timeout: float, stop: threading.Event, asker: str | None = None
    ) -> Generator[T, None, None]:
        """What `work` gives, piece by piece; whoever closes the iterator gives the turn up. Raises as `take`."""
        pieces: SimpleQueue[T] = SimpleQueue()

        def put(given_up: GivenUp) -> None:
            for piece in work(given_up):
                pieces.put(piece)

        turn = self._enter(put, timeout, stop, asker, never)
        try:
            while not turn.done.is_set() or not pieces.empty():
                try:
                    yield pieces.get(timeout=_PAUSE)
                except Empty:
                    if not turn.done.is_set() and (reason := turn.reason()):
                        raise reason from None
            _raise_for(turn)
        finally:
            turn.left.set()
            self._leave(turn)

    def shut(self) -> None:
        """Give up whatever waits or runs; nothing more is taken."""
        with self._changed:
            self._closed.set()
            self._changed.notify()

    def close(self) -> None:
        """Shut, and wait for the thread to end."""
        self.shut()
        self._thread.join(_ENDS_WITHIN)

    def _enter(
        self,
        work: Callable[[GivenUp], Any],
        timeout: float,
        stop: threading.Event,
        asker: str | None,
        enough: Enough,
    ) -> _Turn:
        with self._changed:
            taken = self._taken()
            if len(taken) >= self._places or sum(each.asker == asker for each in taken) >= self._places_each:
                raise ModelBusy(f"{len(taken)} questions wait for the language model. Try again in a few seconds.")
            until = time.monotonic() + timeout
            turn = _Turn(next(self._numbers), asker, work, until, stop, self._closed, enough)
            self._waiting.append(turn)
            self._changed.notify()
            return turn

    def _taken(self) -> list[_Turn]:
        return [*self._waiting, *([self._running] if self._running else [])]

    def _leave(self, turn: _Turn) -> None:
        with self._changed:
            if turn in self._waiting:
                self._waiting.remove(turn)

    def _next(self) -> _Turn | None:
        """The next turn, waited for; None where the queue is closed."""
        with self._changed:
            if not self._waiting:  # a quiet moment: who was served when no longer matters
                self._served.clear()
            self._changed.wait_for(lambda: self._waiting or self._closed.is_set())
            if self._closed.is_set():
                return None
            turn = min(self._waiting, key=lambda each: (self._served.get(each.asker, 0), each.number))
            self._waiting.remove(turn)
            self._served[turn.asker] = next(self._numbers)
            self._running = turn
            return turn

    def _work_through(self) -> None:
        while turn := self._next():
            try:
                if reason := turn.reason():
                    raise reason
                turn.value = turn.work(turn.given_up)
            except Exception as error:  # goes to whoever waits for it
                turn.error = error
            with self._changed:
                self._running = None
            turn.done.set()


def _raise_for(turn: _Turn) -> None:
    """The error that a turn ended with, if it did."""
    if turn.error is None:
        return
    if isinstance(turn.error, ModelError):
        raise turn.reason() or turn.error  # what was given up may end in any error
    if isinstance(turn.error, ValueError):
        raise turn.error
    log.error("the language model failed", exc_info=turn.error)
    raise ModelFailed(f"The language model failed ({type(turn.error).__name__}). The log says more.") from turn.error
