"""So many at once; the others wait, and askers take turns."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from assistant.models.model import ModelBusy

AT_ONCE, WAITING, EACH = 4, 16, 8
"""How many are served at once, how many may wait besides, and how many of one asker in all."""


@dataclass(eq=False)
class _Place:
    number: int
    asker: str | None
    served: asyncio.Future[None]


class Gate:
    """Of those who wait, the asker whose last turn is longest ago is next. For coroutines of one loop."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING, each: int = EACH) -> None:
        self.at_once, self._most_waiting, self._each = at_once, waiting, each
        self._inside: list[_Place] = []
        self._waiting: list[_Place] = []
        self._turns: dict[str | None, int] = {}
        self._numbers = itertools.count(1)

    @property
    def count(self) -> int:
        """How many wait or are being served; may be read from any thread."""
        return len(self._waiting) + len(self._inside)

    @asynccontextmanager
    async def place(self, asker: str | None) -> AsyncIterator[None]:
        """Waited for, and held.

        Raises:
            ModelBusy: too many wait already.
        """
        place = self._enter(asker)
        try:
            await place.served
            yield
        finally:
            (self._inside if place in self._inside else self._waiting).remove(place)
            self._let_in()

    def _enter(self, asker: str | None) -> _Place:
        taken = [*self._inside, *self._waiting]
        full = len(self._waiting) >= self._most_waiting and len(self._inside) >= self.at_once
        if full or sum(each.asker == asker for each in taken) >= self._each:
            raise ModelBusy(f"{len(taken)} questions wait for the language model. Try again in a few seconds.")
        place = _Place(next(self._numbers), asker, asyncio.get_running_loop().create_future())
        self._waiting.append(place)
        self._let_in()
        return place

    def _let_in(self) -> None:
        while self._waiting and len(self._inside) < self.at_once:
            place = min(self._waiting, key=lambda each: (self._turns.get(each.asker, 0), each.number))
            self._waiting.remove(place)
            self._inside.append(place)
            self._turns[place.asker] = next(self._numbers)
            if not place.served.done():  # who has just gone leaves by the way of all others
                place.served.set_result(None)
        if not self._waiting and not self._inside:  # a quiet moment: who was served when no longer matters
            self._turns.clear()
