"""How somebody hears of every question, whichever way it came in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from assistant.answers import Answer

Observe = Callable[[], AbstractContextManager[Callable[[Answer], None]]]
"""Entered when a question begins and left, with the error if there is one, when it ends. What it gives takes the
answer.
"""


@contextmanager
def unobserved() -> Iterator[Callable[[Answer], None]]:
    """Where nobody wants to hear."""
    yield lambda answer: None
