"""Notices that a client has gone, so that nobody works on for it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request


@asynccontextmanager
async def stop_when_gone(request: Request, stop: threading.Event | None = None) -> AsyncIterator[threading.Event]:
    """Sets the event when the client goes, and at the end of the block; the body must have been read before."""
    stop = stop or threading.Event()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            continue
        stop.set()

    # A task of its own: what waits for a thread can be cancelled only when the thread has finished.
    watching = asyncio.create_task(watch())
    try:
        yield stop
    finally:
        stop.set()
        watching.cancel()
