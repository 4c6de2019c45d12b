"""Questions that no language model is asked about, worked on one at a time in the order in which they came.

They are short and keep the interpreter busy: several at once get in each other's way, each takes longer, and some take
much longer than others. Questions that wait for a model stand in no line.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread

from assistant.access.limits import Overloaded

T = TypeVar("T")


class Line:
    """What works on questions."""

    def __init__(self, longest: int) -> None:
        """`longest` is how many questions wait in it at most; two cores answer eight in about a quarter of a second."""
        self._one = CapacityLimiter(1)
        self._longest = longest

    async def run(self, work: Callable[..., T], *args: Any, in_line: bool) -> T:
        """What `work` gives, which runs on another thread.

        Raises:
            Overloaded: the line is too long.
        """
        if in_line and self._one.statistics().tasks_waiting >= self._longest:
            raise Overloaded("Too many questions are being answered at the moment. Try again in a second.")
        return await to_thread.run_sync(work, *args, limiter=self._one if in_line else None)

    async def each(self, events: Iterator[T], *, in_line: bool) -> AsyncIterator[T]:
        """The events of a question that has begun; it is not turned away any more."""
        done = object()
        while (
            event := await to_thread.run_sync(next, events, done, limiter=self._one if in_line else None)
        ) is not done:
            yield event  # type: ignore[misc]  # mypy cannot tell the end from an event
