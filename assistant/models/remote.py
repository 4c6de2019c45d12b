"""A language model that is not run by this program: asked over HTTP, by many at once, and left alone when it fails."""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Generator, Sequence
from concurrent.futures import Future
from contextlib import aclosing, suppress
from typing import TypeVar

from assistant.models import troubles
from assistant.models.background import drawn, loop
from assistant.models.breaker import Breaker
from assistant.models.gate import Gate
from assistant.models.loading import State
from assistant.models.model import Enough, Message, ModelCancelled, ModelError, never
from assistant.models.pace import Pace
from assistant.models.replies import Replies
from assistant.models.sources import Source
from assistant.models.verdicts import checked

_CLOSES_WITHIN = 2.0

T = TypeVar("T")
log = logging.getLogger(__name__)


class RemoteModel:
    """A `ServedModel` that is ready from the start: whether it can be reached, the first question shows."""

    def __init__(self, source: Source, *, gate: Gate | None = None, breaker: Breaker | None = None) -> None:
        self.name = source.name
        self.state: State = "ready"
        self.problem: str | None = None
        """Why it cannot be asked at all."""
        self._source = source
        self._replies = Replies(source)
        self._gate = gate or Gate()
        self._breaker = breaker or Breaker()
        self._pace = Pace()
        self._closed = threading.Event()
        self._prepared: Future[None] | None = None

    @property
    def waiting(self) -> int:
        """How many askers wait for it or are being served."""
        return self._gate.count

    @property
    def expected(self) -> float:
        """As `ChatModel.expected` says."""
        return self._pace.expected(self.waiting, self._gate.at_once)

    def start(self) -> None:
        """Have everything imported before the first question comes; returns at once."""
        source = self._source
        log.info("language model: %s, asked at %s", self.name, source.host)
        if source.url is not None and source.url.startswith("http:") and not source.on_this_machine:
            log.warning("questions go to %s without encryption: its URL begins with http:", source.host)
        self._prepared = asyncio.run_coroutine_threadsafe(self._prepare(), loop())

    def wait(self) -> None:
        """Until everything is imported."""
        if self._prepared is not None:
            self._prepared.result()

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
        if not messages:
            raise ValueError("A choice needs messages.")
        chosen = self._timed(self._replies.chosen(messages, checked(choices)))
        (said,) = drawn(self._served(chosen, timeout, asker), stop, self._closed, enough)
        return said

    def write(
        self,
        messages: Sequence[Message],
        *,
        most: int,
        timeout: float,
        stop: threading.Event,
        asker: str | None = None,
    ) -> Generator[str, None, None]:
        """As `ChatModel.write` says; nothing is asked before the first piece is."""
        if not messages or most < 1:
            raise ValueError("Writing needs messages and at least one token.")
        return drawn(self._served(self._replies.written(messages, most), timeout, asker), stop, self._closed)

    def close(self) -> None:
        """Give up whatever waits or runs, and close the connections."""
        self._closed.set()
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._replies.close(), loop()).result(_CLOSES_WITHIN)

    async def _prepare(self) -> None:
        try:
            await self._replies.made()
        except ModelError as error:
            log.error("no language model: %s", error)
            self.state, self.problem = "failed", str(error)

    async def _served(
        self, reply: AsyncGenerator[T, None], timeout: float, asker: str | None
    ) -> AsyncGenerator[T, None]:
        """What a reply gives, once there is a place for the asker, within the time."""
        until = asyncio.get_running_loop().time() + timeout
        late = False
        try:
            async with (
                asyncio.timeout_at(until),
                self._gate.place(asker),
                aclosing(self._watched(reply, until)) as given,
            ):
                async for each in given:
                    yield each
        except TimeoutError:
            late = True
        if late:
            raise troubles.late(self._source)

    async def _timed(self, reply: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
        """What a reply gives; how long it took is noted."""
        with self._pace.reading():
            async with aclosing(reply):
                async for each in reply:
                    yield each

    async def _watched(self, reply: AsyncGenerator[T, None], until: float) -> AsyncGenerator[T, None]:
        """What a reply gives; its errors become ours, and the breaker hears how it went."""
        if self._closed.is_set():  # a place is free because those before were sent away
            raise ModelCancelled("The language model is being closed. Ask again when the program has started anew.")
        self._breaker.enter()
        begun = False
        trouble: ModelError | None = None
        try:
            async with aclosing(reply):
                async for each in reply:
                    begun = True
                    yield each
            self._breaker.succeeded()
        except (asyncio.CancelledError, GeneratorExit):
            self._breaker.left()
            if asyncio.get_running_loop().time() >= until:
                self._breaker.failed(str(troubles.late(self._source)))
            raise
        except Exception as error:
            trouble = troubles.told(error, self._source, begun=begun)
            self._breaker.left()
            if troubles.is_the_providers(error):
                self._breaker.failed(str(trouble))
            if troubles.status(error) == troubles.NOT_FOUND:
                self._replies.forget_model()
        if trouble is not None:  # out here, so that the provider's error does not hang on to ours
            raise trouble
