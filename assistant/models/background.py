"""An event loop on a thread of its own, and what coroutines give there, drawn from any other thread."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Generator
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from assistant.models.model import Enough, ModelCancelled, ModelTimeout, never

_PAUSE = 0.02
_ENDS_WITHIN = 0.5
"""Seconds that a reply has to let go of everything once it is cancelled."""

T = TypeVar("T")
log = logging.getLogger(__name__)


@cache
def loop() -> asyncio.AbstractEventLoop:
    """The loop, begun at first use. It is one for the whole process and is never closed: providers' packages keep their
    connections for the process, and a connection belongs to its loop.
    """
    made = asyncio.new_event_loop()
    made.set_exception_handler(_log)
    threading.Thread(target=made.run_forever, name="accord-model-loop", daemon=True).start()
    return made


def drawn(
    reply: AsyncIterator[T], stop: threading.Event, closed: threading.Event, enough: Enough = never
) -> Generator[T, None, None]:
    """What a reply gives, as it gives it. The reply is cancelled, and has ended within half a second, once either
    event is set, it was `enough`, or the iterator is closed.

    Raises:
        ModelCancelled: one of the events was set.
        ModelTimeout: it was enough.
        Exception: whatever the reply raised.
    """
    _unless(stop, closed)
    given: SimpleQueue[tuple[T] | Exception | None] = SimpleQueue()
    ended = threading.Event()
    task = asyncio.run_coroutine_threadsafe(_draw(reply, given, ended), loop())
    try:
        while True:
            _unless(stop, closed)
            if enough():
                raise ModelTimeout("The language model did not answer in time while others asked. Try again.")
            try:
                item = given.get(timeout=_PAUSE)
            except Empty:
                continue
            if item is None:
                return
            if isinstance(item, Exception):
                raise item
            yield item[0]
    finally:
        task.cancel()
        ended.wait(_ENDS_WITHIN)


async def _draw(
    reply: AsyncIterator[T], given: "SimpleQueue[tuple[T] | Exception | None]", ended: threading.Event
) -> None:
    try:
        async for each in reply:
            given.put((each,))
        given.put(None)
    except Exception as error:  # goes to whoever draws
        given.put(error)
    finally:
        ended.set()


def _unless(stop: threading.Event, closed: threading.Event) -> None:
    if stop.is_set():
        raise ModelCancelled("The question to the language model was stopped. Ask again if you need it.")
    if closed.is_set():
        raise ModelCancelled("The language model is being closed. Ask again when the program has started anew.")


def _log(running: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """By its class alone: what an error of a provider says may hold a key or a question."""
    error = context.get("exception")
    log.warning("in the loop of the language model: %s (%s)", context.get("message"), type(error).__name__)
