"""The questions that are being answered, and places for those that may wait for the language model.

A question that waits holds a thread for as long. The server has 40 threads: so many places leave half of them to
questions that need nobody but us, however slow a model is.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PLACES, PLACES_EACH = 20, 8
"""How many questions may wait for the language model at once, in all and of one asker."""


@dataclass(frozen=True, eq=False)
class _Guest:
    asker: str | None
    has_place: bool


class Room:
    """Entered by every question, from any thread, for as long as it is being answered."""

    def __init__(self, places: int = PLACES, places_each: int = PLACES_EACH) -> None:
        self._places, self._places_each = places, places_each
        self._changing = threading.Lock()
        self._inside: list[_Guest] = []

    def crowded(self) -> bool:
        """True while more than one question is being answered."""
        return len(self._inside) > 1

    @contextmanager
    def entered(self, asker: str | None, *, to_wait: bool) -> Iterator[bool]:
        """Inside until the end of the block; gives whether the question has a place, if it wants one `to_wait`."""
        guest = self._enter(asker, to_wait)
        try:
            yield guest.has_place
        finally:
            with self._changing:
                self._inside.remove(guest)

    def _enter(self, asker: str | None, to_wait: bool) -> _Guest:
        with self._changing:
            taken = [each.asker for each in self._inside if each.has_place]
            is_room = len(taken) < self._places and taken.count(asker) < self._places_each
            guest = _Guest(asker, to_wait and is_room)
            self._inside.append(guest)
            return guest
